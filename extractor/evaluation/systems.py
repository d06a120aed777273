"""The systems that can be measured: our own, and those it is set against."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from extractor.errors import ExtractorError, ModelError, UsageError
from extractor.evaluation.gold import Article
from extractor.evaluation.predictions import Cost, Prediction, text_sha256
from extractor.schema import Result, Usage

if TYPE_CHECKING:
    from extractor.confidence import Calibration
    from extractor.llm.cache import AnswerCache
    from extractor.llm.profiles import Rules

PEERS = ("naive", "langextract")
Window = Literal["sentence", "paragraph", "document"]


@dataclass(frozen=True)
class ModelChoice:
    """Which model answers, as `Extractor` takes it. `cache` keeps answers by request."""

    model: str | None = None
    base_url: str | None = None
    api_key: str | None = None
    window: Window | None = None
    timeout: float = 600.0
    cache: AnswerCache | None = None
    calibration: Calibration | None = None
    rules: Rules | None = None
    summary: bool = True
    readings: int = 1


class System(Protocol):
    """Reads one article. `model` is known once something was read."""

    name: str
    model: str

    async def read(self, article: Article) -> Prediction:
        """What the system makes of an article. Raises `ExtractorError` where it makes nothing."""
        ...

    async def aclose(self) -> None:
        """Give back what the system holds."""
        ...


class OwnSystem:
    """`Extractor`, as any caller uses it."""

    name = "extractor"

    def __init__(self, choice: ModelChoice) -> None:
        from extractor.pipeline import Extractor

        self._extractor = Extractor(
            choice.model,
            base_url=choice.base_url,
            api_key=choice.api_key,
            window=choice.window,
            timeout=choice.timeout,
            cache=choice.cache,
            calibration=choice.calibration,
            readings=choice.readings,
            tasks=None if choice.summary else ("claims", "sources"),
        )
        self.model = self._extractor.model
        if choice.rules is not None:
            client = self._extractor.client
            client.adapt(replace(client.profile, rules=choice.rules))

    async def read(self, article: Article) -> Prediction:
        """The article's result; its text is given as it is, without the title or publisher the gold file knows."""
        from extractor.document import Document
        from extractor.events import Finished

        async for event in self._extractor.astream(Document.from_text(article.text, id=article.id)):
            if isinstance(event, Finished):
                found = from_result(article, event.result, self.name)
                return replace(found, evidence=event.evidence)
        msg = "the stream of events ended early"  # pragma: no cover - it always ends with `Finished`
        raise RuntimeError(msg)  # pragma: no cover

    async def aclose(self) -> None:
        """Close the model."""
        await self._extractor.aclose()


def from_result(article: Article, result: Result, system: str = "extractor") -> Prediction:
    """A result as a prediction. Raises `UsageError` where it is of another text."""
    sha256 = text_sha256(article.text)
    if result.document.sha256 != sha256:
        msg = f"{article.id}: the result is of another text than the gold file has; offsets cannot be compared"
        raise UsageError(msg)
    return Prediction(
        id=article.id,
        system=system,
        sha256=sha256,
        cost=cost_of(result.run.usage, result.run.seconds),
        result=result,
        model=result.run.model,
    )


def cost_of(usage: Usage, seconds: float) -> Cost:
    """Usage and time as an article's cost."""
    return Cost(
        calls=usage.calls,
        input_tokens=usage.input_tokens,
        cached_tokens=usage.cached_tokens,
        output_tokens=usage.output_tokens,
        seconds=seconds,
        usd=usage.cost_usd,
    )


def open_system(name: str, choice: ModelChoice) -> System:
    """A system by name. Raises `UsageError` for one not known, `MissingExtra` for one not installed."""
    if name == "extractor":
        return OwnSystem(choice)
    if name == "naive":
        from extractor.evaluation.naive import NaiveSystem

        return NaiveSystem(choice)
    if name == "langextract":
        from extractor.evaluation.langextract import LangextractSystem

        return LangextractSystem(choice)
    msg = f"--against {name}: not known; there are {', '.join(PEERS)}"
    raise UsageError(msg)


async def read_or_fail(system: System, article: Article, first: bool) -> Prediction:
    """An article's prediction; what raises is an empty one with its error.

    `first` says that nothing was read before: a model that is not there then ends the run.
    Raises that `ModelError`, and any `UsageError`.
    """
    began = time.monotonic()
    try:
        return await system.read(article)
    except UsageError:
        raise
    except ExtractorError as error:
        if first and isinstance(error, ModelError):
            raise
        fault = f"{type(error).__name__}: {error}"
    except Exception as error:  # a fault of ours in one article must not end a run of hours
        fault = f"{type(error).__name__} at {_place(error)}: {str(error)[:200]}".replace("\n", " ")
    return Prediction(
        id=article.id,
        system=system.name,
        sha256=text_sha256(article.text),
        cost=Cost(seconds=time.monotonic() - began),
        error=fault,
        model=system.model,
    )


def _place(error: BaseException) -> str:
    """File and line where our own code failed."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
