"""The face for code that is not asynchronous: the same work, waited for on a loop of the extractor's own."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from extractor.errors import ModelError, UsageError
from extractor.events import Event
from extractor.many import Order, each

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.pipeline import Extractor
    from extractor.schema import Result

T = TypeVar("T")


class Waiting(ABC):
    """What `Extractor` can be asked without `await`, and for many documents."""

    _runner: asyncio.Runner | None = None

    @abstractmethod
    async def aextract(self, document: Document) -> Result:
        """The result for one document."""

    @abstractmethod
    def astream(self, document: Document) -> AsyncGenerator[Event, None]:
        """What happens while a document is read."""

    @abstractmethod
    async def aclose(self) -> None:
        """Give back the model."""

    def aextract_many(
        self,
        documents: Iterable[Document] | AsyncIterable[Document],
        *,
        concurrency: int | None = None,
        order: Order = "input",
    ) -> AsyncGenerator[Result, None]:
        """A result for every document, several in work at once.

        concurrency: most questions in flight; None starts low and grows while the endpoint answers.
        A document that was not answered has a failed result that says why. Raises a `ModelError`
        when no model can be reached. With a journal, resumption and budgets: `extractor.bulk`.
        """
        return each(cast("Extractor", self), documents, concurrency=concurrency, order=order)

    def extract_many(
        self, documents: Iterable[Document], *, concurrency: int | None = None, order: Order = "input"
    ) -> Iterator[Result]:
        """As `aextract_many`, for code that is not asynchronous."""
        return self._drain(self.aextract_many(documents, concurrency=concurrency, order=order))

    def extract(self, document: Document) -> Result:
        """As `aextract`, for code that is not asynchronous."""
        return self._run(self.aextract(document))

    def stream(self, document: Document) -> Iterator[Event]:
        """As `astream`, for code that is not asynchronous."""
        return self._drain(self.astream(document))

    def close(self) -> None:
        """Give back the model: connections, and the embedded engine when nobody else uses it."""
        if self._runner is not None:
            with suppress(ModelError):
                self._run(self.aclose())
            self._runner.close()
            self._runner = None

    def _drain(self, things: AsyncGenerator[T, None]) -> Iterator[T]:
        """What an asynchronous generator gives."""
        try:
            while True:
                try:
                    yield self._run(_next(things))
                except StopAsyncIteration:
                    return
        finally:
            self._run(things.aclose())

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run on this extractor's own event loop, so that connections outlive one call."""
        if self._runner is None:
            self._runner = asyncio.Runner()
        try:
            return self._runner.run(work)
        except RuntimeError as error:
            if "running event loop" not in str(error):
                raise
            work.close()
            msg = "an event loop is running here already: use aextract(), astream() or aextract_many()"
            raise UsageError(msg) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


async def _next(things: AsyncIterator[T]) -> T:
    return await anext(things)
