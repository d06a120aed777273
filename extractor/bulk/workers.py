"""Worker processes of a run, so that it uses more than one core. The run alone reads records, writes and counts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from extractor.bulk.messages import Answered, Busy, Ended, Go, Keep, Left, Place, Read, next_message, packed
from extractor.errors import ModelError

if TYPE_CHECKING:
    from extractor.bulk.journal import Journal
    from extractor.bulk.records import Record
    from extractor.bulk.results import Written
    from extractor.llm.pace import Pace
    from extractor.pipeline import Extractor

PATIENCE = 5.0  # seconds for a worker to close its connections


class WorkerLost(ModelError):
    """A worker process has ended before its documents were done."""


class Workers:
    """So many processes, started when there is work for them. Belongs to one event loop.

    opening: makes the extractor of each; it is pickled. pace: of the whole run, for the questions of all.
    """

    def __init__(
        self,
        most: int,
        opening: Callable[[], Extractor],
        journal: Journal,
        pace: Pace,
        *,
        keep_furniture: bool = False,
    ) -> None:
        self._free = [_Worker(opening, journal, pace) for _ in range(most)]
        self._journal = journal
        self._keep_furniture = keep_furniture

    async def read(self, record: Record, name: bytes) -> Written:
        """The line of one record. Raises what `extract_record` raises, and `WorkerLost`."""
        kept = self._journal.answers_of(name) if self._journal.lasting else None
        worker = min(self._free, key=lambda one: len(one.working))
        return await worker.read(Read(name, record, self._keep_furniture, kept))

    @property
    def pids(self) -> list[int]:
        """The processes that have been started."""
        return [worker.pid for worker in self._free if worker.pid]

    async def close(self) -> None:
        """End all of them; what is in work there is given up."""
        await asyncio.gather(*(worker.close() for worker in self._free))


class _Worker:
    def __init__(self, opening: Callable[[], Extractor], journal: Journal, pace: Pace) -> None:
        self.working: dict[bytes, asyncio.Future[Written]] = {}
        self._opening = opening
        self._journal = journal
        self._pace = pace
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._places: dict[int, asyncio.Task[None]] = {}

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    async def read(self, message: Read) -> Written:
        waiting: asyncio.Future[Written] = asyncio.get_running_loop().create_future()
        self.working[message.name] = waiting
        try:
            async with self._starting:
                if self._process is None:
                    await self._start()
            self._send(message)
            return await waiting
        finally:
            del self.working[message.name]

    async def _start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "extractor.bulk.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # an interrupt from the terminal is for the run, which ends its workers
        )
        self._send(self._opening)
        self._listening = asyncio.create_task(self._listen(self._process))

    def _send(self, message: object) -> None:
        pipe = self._process.stdin if self._process is not None else None
        if pipe is not None and not pipe.is_closing():
            pipe.write(packed(message))

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            while (message := await next_message(process.stdout)) is not None:
                self._take(message)
            fault: Exception = WorkerLost(f"a worker process has ended (status {await process.wait()})")
        except Exception as error:
            fault = error
        for waiting in self.working.values():
            if not waiting.done():
                waiting.set_exception(fault)

    def _take(self, message: object) -> None:
        match message:
            case Place(question, tokens):
                self._places[question] = asyncio.create_task(self._hold(question, tokens))
            case Left(question):
                self._places.pop(question).cancel()
            case Answered(more):
                self._pace.went_well(more)
            case Busy(halvings, retry_after):
                self._pace.refused(halvings, retry_after)
            case Keep(question, record, answer):
                self._journal.keep_answer(question, record, answer)
            case Ended(name, written, fault):
                waiting = self.working.get(name)
                if waiting is None or waiting.done():
                    return
                if written is not None:
                    waiting.set_result(written)
                else:
                    waiting.set_exception(fault or WorkerLost("a worker process gave no line"))

    async def _hold(self, question: int, tokens: float) -> None:
        """A question's place in the pace, until it is cancelled."""
        async with self._pace.place(tokens):
            self._send(Go(question, self._pace.halvings))
            await asyncio.Event().wait()

    async def close(self) -> None:
        if self._process is None:
            return
        for place in self._places.values():
            place.cancel()
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(PATIENCE):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        if self._listening is not None:
            await asyncio.wait([self._listening])
