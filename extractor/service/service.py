"""The service itself, apart from HTTP: what is being read, for whom, for how long, and when it ends."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.errors import EngineError, ModelError
from extractor.events import Finished
from extractor.render.data import as_jsonl
from extractor.service.jobs.queue import Jobs
from extractor.service.metrics import Metrics
from extractor.service.problems import CallerLeft, Problem
from extractor.service.reading import Places, ReadingThread

if TYPE_CHECKING:
    from starlette.types import Receive

    from extractor.document import Document
    from extractor.events import Event
    from extractor.pipeline import Extractor
    from extractor.service.bodies import Sent
    from extractor.service.settings import Settings

T = TypeVar("T")
log = logging.getLogger("extractor.service")

#: Seconds to wait before a client asks again whether the service is ready.
RETRY_READY = 5


class Service:
    """One running service. `start` and `stop` belong to the event loop that answers callers."""

    def __init__(self, extractor: Extractor, settings: Settings) -> None:
        self.settings = settings
        self.limits = settings.limits
        self.metrics = Metrics()
        self.places = Places(settings.limits.in_flight)
        self.reading = ReadingThread(extractor)
        self.fault: ModelError | None = None
        self._ready = False
        self._stopping = False
        self._over: asyncio.Future[None] | None = None  # done when the seconds of grace are over
        self._preparing: asyncio.Task[None] | None = None
        self._stopping_jobs: asyncio.Task[None] | None = None
        self.metrics.watch("extractor_in_flight", "Documents read for callers who wait", lambda: self.places.taken)
        self.jobs = Jobs(self, settings.jobs_folder)
        self.metrics.watch("extractor_jobs_unfinished", "Jobs not done yet", lambda: self.jobs.unfinished)
        self.metrics.watch("extractor_ready", "1 when the model is ready", lambda: float(self._ready))

    @property
    def model(self) -> str:
        """The model that answers."""
        return self.reading.extractor.model

    @property
    def stopping(self) -> bool:
        """Whether new work is refused because the service is being stopped."""
        return self._stopping

    def start(self, on_fault: Callable[[], None] | None = None) -> None:
        """Begin: the model is made ready meanwhile; `on_fault` is called when it cannot be."""
        self._over = asyncio.get_running_loop().create_future()
        self.reading.start()
        self._preparing = asyncio.create_task(self._prepare(on_fault))
        self.jobs.start()

    async def _prepare(self, on_fault: Callable[[], None] | None) -> None:
        began = time.monotonic()
        try:
            await self.reading.run(self.reading.extractor.astart())
        except Exception as error:
            msg = f"the model cannot be made ready: internal fault ({type(error).__name__}); please report it"
            self.fault = error if isinstance(error, ModelError) else EngineError(msg)
            log.error("the model is not ready: %s", self.fault)
            if on_fault is not None:
                on_fault()
        else:
            self._ready = True
            log.info("model %s ready after %.1f s", self.model, time.monotonic() - began)

    def check_ready(self) -> None:
        """Raise `Problem` 503 where a caller had better ask another instance, or later."""
        headers = {"Retry-After": str(RETRY_READY)}
        if self._stopping:
            raise Problem("stopping", "the service is being stopped", headers=headers)
        if self.fault is not None:
            raise Problem("model", "the model cannot be made ready; the service's log says why", headers=headers)
        if not self._ready:
            raise Problem("stopping", "the model is being made ready", headers=headers)

    def check_open(self) -> None:
        """Raise `Problem` 503 where new work is refused. Work is taken while the model is being made ready."""
        if self._stopping:
            raise Problem("stopping", "the service is being stopped", headers={"Retry-After": str(RETRY_READY)})

    def begin_stopping(self) -> None:
        """Refuse new work; documents under way get the seconds of grace, jobs are left to the next start."""
        if not self._stopping:
            self._stopping = True
            log.info("stopping: %d documents are being read", self.places.taken)
            asyncio.get_running_loop().call_later(self.limits.grace_seconds, self._end_grace)
            self._stopping_jobs = asyncio.create_task(self.jobs.stop())

    async def stop(self) -> None:
        """End everything, give back the model."""
        self.begin_stopping()
        self._end_grace()
        if self._preparing is not None:
            self._preparing.cancel()
        if self._stopping_jobs is not None:
            await self._stopping_jobs
        await self.reading.stop()

    def _end_grace(self) -> None:
        if self._over is not None and not self._over.done():
            self._over.set_result(None)

    def answer(self, sent: Sent) -> asyncio.Future[str]:
        """The result for what was sent, as one line of JSON; what it cost is counted.

        All of it is done in the reading thread: going to and fro costs more than most of the steps.
        """
        return self.reading.begin(self._answer(sent))

    async def _answer(self, sent: Sent) -> str:
        document = await sent.document(self.limits)
        with self._watched():
            result = await self.reading.extractor.aextract(document)
        self.metrics.read(result)
        return as_jsonl(result)

    def document(self, sent: Sent) -> asyncio.Future[Document]:
        """The document in what was sent."""
        return self.reading.begin(sent.document(self.limits))

    async def events(self, document: Document) -> AsyncGenerator[Event, None]:
        """What happens while a document is read; the same is counted."""
        with self._watched():
            async with aclosing(self.reading.events(document)) as events:
                async for event in events:
                    if isinstance(event, Finished):
                        self.metrics.read(event.result)
                    yield event

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except ModelError as fault:
            self.metrics.abandon("model")
            log.error("the model does not answer: %s", fault)  # callers are not told its address
            raise

    async def attended(self, receive: Receive, work: Awaitable[T]) -> T:
        """Do `work` while the caller waits.

        It is stopped when the caller leaves (`CallerLeft`), after the time limit (`Problem` 504) and when
        the service's grace is over (`Problem` 503).
        """
        doing = asyncio.ensure_future(work)
        left = asyncio.ensure_future(_left(receive))
        over = self._over
        ends: set[asyncio.Future[Any]] = {doing, left} if over is None else {doing, left, over}
        try:
            await asyncio.wait(ends, timeout=self.limits.seconds, return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            if left.done():
                self.metrics.abandon("left")
                raise CallerLeft
            if over is not None and over.done():
                self.metrics.abandon("stopping")
                raise Problem("stopping", "the service was stopped before the document was read")
            self.metrics.abandon("timeout")
            raise Problem("timeout", f"the document was not read within {self.limits.seconds:g} seconds")
        finally:
            left.cancel()  # not waited for: the answer may leave at once
            if not doing.done():
                doing.cancel()
                await asyncio.gather(doing, return_exceptions=True)


async def _left(receive: Receive) -> None:
    """Returns when the caller has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
