"""A worker process of a run: reads the records it is given, and asks the run about pace and journal.

    python -m extractor.bulk.worker       (started by `extractor.bulk.workers`, which talks to it)

It ends as soon as nobody talks to it any more.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from extractor.bulk.answers import KeptAnswers
from extractor.bulk.collecting import seldom
from extractor.bulk.messages import Answered, Busy, Ended, Go, Keep, Left, Place, Read, next_message, packed
from extractor.bulk.results import Written, extract_record
from extractor.llm.cache import kept_answers
from extractor.llm.pace import Pace, beyond_estimate, current_pace, estimate
from extractor.pipeline import Extractor

Send = Callable[[object], None]


class RunsPace(Pace):
    """The pace of the whole run, asked for each question."""

    def __init__(self, send: Send) -> None:
        super().__init__(1)
        self._send = send
        self._numbers = count()
        self._waiting: dict[int, asyncio.Future[None]] = {}

    @asynccontextmanager
    async def turn(self, body: dict[str, Any]) -> AsyncIterator[None]:
        number = next(self._numbers)
        self._waiting[number] = leave = asyncio.get_running_loop().create_future()
        self._send(Place(number, estimate(body)))
        try:
            await leave
            yield
        finally:
            del self._waiting[number]
            self._send(Left(number))

    def go(self, message: Go) -> None:
        """The run lets a question go."""
        self.halvings = message.halvings
        leave = self._waiting.get(message.question)
        if leave is not None and not leave.done():
            leave.set_result(None)

    def answered(self, body: dict[str, Any], completion: dict[str, Any]) -> None:
        self._send(Answered(beyond_estimate(body, completion)))

    def refused(self, halvings: int, retry_after: float | None) -> None:
        self._send(Busy(halvings, retry_after))


class Leftovers:
    """The part of a journal that one document's questions need: what is kept for it, and keeping more."""

    def __init__(self, kept: dict[bytes, bytes], send: Send) -> None:
        self._kept = kept
        self._send = send

    @property
    def holds_answers(self) -> bool:
        """Whether an interrupted run has left any."""
        return bool(self._kept)

    def kept_answer(self, question: bytes) -> bytes | None:
        """The answer to a question that was asked before."""
        return self._kept.get(question)

    def keep_answer(self, question: bytes, record: bytes, answer: bytes) -> None:
        """Have the run keep an answer."""
        self._send(Keep(question, record, answer))


async def serve(reader: asyncio.StreamReader, send: Send) -> None:
    """Work until the run has nothing more. The first message opens the extractor."""
    opening: Any = await next_message(reader)
    extractor: Extractor = opening()
    pace = RunsPace(send)
    current_pace.set(pace)
    working: set[asyncio.Task[None]] = set()
    with seldom():
        while (message := await next_message(reader)) is not None:
            if isinstance(message, Go):
                pace.go(message)
            elif isinstance(message, Read):
                task = asyncio.create_task(_work(message, extractor, send))
                working.add(task)
                task.add_done_callback(working.discard)
    if working:
        os._exit(1)  # the run was killed or gave up: questions in flight are not waited for
    await extractor.aclose()


async def _work(message: Read, extractor: Extractor, send: Send) -> None:
    if message.kept is not None:
        kept_answers.set(KeptAnswers(Leftovers(message.kept, send), message.name))
    try:
        outcome = await extract_record(message.record, extractor, keep_furniture=message.keep_furniture)
    except Exception as fault:
        send(Ended(message.name, None, fault))
    else:
        send(Ended(message.name, Written.of(outcome)))


async def main() -> None:
    """Talk over standard input and output; what anybody prints goes to standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def send(message: object) -> None:
        try:
            out.write(packed(message))
            out.flush()
        except OSError:
            os._exit(1)  # nobody reads any more

    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await serve(reader, send)


if __name__ == "__main__":
    asyncio.run(main())
