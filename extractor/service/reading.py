"""Documents are read in a thread with an event loop of its own.

Parsing a long document takes the processor for seconds; the loop that talks to callers must answer
health checks meanwhile, tell the next one that it is busy, and notice that a caller has left.
"""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.service.problems import Problem

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.events import Event
    from extractor.pipeline import Extractor

T = TypeVar("T")

#: Share of the newest reading in the running average of how long one takes.
NEWEST = 0.2
LONGEST_RETRY = 60  # seconds


class ReadingThread:
    """The event loop in which everything is read; `extractor` may be used in it and nowhere else."""

    def __init__(self, extractor: Extractor) -> None:
        self.extractor = extractor
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="extractor-reading", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Future[T]:
        """Do some work there; a future to wait for here, which stops the work when it is cancelled."""
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do some work there and wait for it here; who stops waiting stops the work."""
        return await self.begin(work)

    async def events(self, document: Document) -> AsyncGenerator[Event, None]:
        """What happens while a document is read; closing the iterator stops the reading."""
        here = asyncio.get_running_loop()
        arrived: asyncio.Queue[Event | None] = asyncio.Queue()

        async def read() -> None:
            async with aclosing(self.extractor.astream(document)) as events:
                async for event in events:
                    here.call_soon_threadsafe(arrived.put_nowait, event)

        reading = self.begin(read())
        reading.add_done_callback(lambda _: arrived.put_nowait(None))
        try:
            while (event := await arrived.get()) is not None:
                yield event
            await reading
        finally:
            reading.cancel()

    async def stop(self) -> None:
        """Stop what is under way, give back the model, end the thread."""
        await self.run(self._wind_up())
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()

    async def _wind_up(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self.extractor.aclose()
        await self._loop.shutdown_asyncgens()
        await self._loop.shutdown_default_executor()


class Places:
    """How many documents may be read at once, and when it is worth asking again."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0
        self._average = 1.0  # seconds; corrected by the first readings

    @contextmanager
    def one(self, clock: Callable[[], float]) -> Iterator[None]:
        """A place, for the time inside. Raises `Problem` 429 where none is free."""
        if self.taken >= self.most:
            # With all places taken, one comes free about every average / places seconds.
            wait = min(LONGEST_RETRY, max(1, math.ceil(self._average / self.most)))
            msg = f"{self.most} documents are being read; try again in {wait} s"
            raise Problem("busy", msg, headers={"Retry-After": str(wait)})
        self.taken += 1
        began = clock()
        try:
            yield
        finally:
            self.taken -= 1
            self._average += NEWEST * (clock() - began - self._average)
