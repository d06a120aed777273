"""A fake `Extractor`: it asks no model and finds in every document what the test put there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from extractor.document import Document
from extractor.events import ClaimFound, Finished, Progress
from extractor.schema import Result
from tests.support.results import ferry_result

Answer = Result | BaseException | Callable[[Document], Result]


class FakeExtractor:
    """Stands in for `extractor.pipeline.Extractor`; a test sets what happens and reads what was asked.

    `answers` holds, by document id, a result, an exception to raise, or a function; every other
    document gets the result about the ferry under its own id. `opened` keeps the arguments.
    """

    answers: ClassVar[dict[str, Answer]] = {}
    opened: ClassVar[list[dict[str, Any]]] = []
    closed: ClassVar[int] = 0
    endpoint_seen: ClassVar[str] = "local"

    def __init__(self, model: str | None = None, **options: Any) -> None:
        type(self).opened.append({"model": model, **options})
        self.model = model or "fake-model"
        self.endpoint = options.get("base_url") or type(self).endpoint_seen

    @classmethod
    def reset(cls) -> None:
        """Forget what other tests did."""
        cls.answers, cls.opened, cls.closed, cls.endpoint_seen = {}, [], 0, "local"

    def stream(self, document: Document) -> Iterator[Any]:
        """Progress, the claims one by one, the result."""
        answer = type(self).answers.get(document.id) or ferry_result()
        if isinstance(answer, BaseException):
            raise answer
        result = answer if isinstance(answer, Result) else answer(document)
        result = result.model_copy(update={"document": result.document.model_copy(update={"id": document.id})})
        names = {source.id: source.name for source in result.sources}
        yield Progress(done=0, total=2, task="claims")
        for claim in result.claims:
            yield ClaimFound(claim=claim, names=names)
        yield Progress(done=2, total=2, task="summary")
        yield Finished(result=result)

    def close(self) -> None:
        """Count it."""
        type(self).closed += 1

    def __enter__(self) -> FakeExtractor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
