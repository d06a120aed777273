"""A bulk run through provider batches: read the documents, send what they ask, wait, read them again.

Later questions of a document depend on earlier answers, so a run goes in rounds. In each, every
document that has no result yet goes through the ordinary runner; those whose answers are all there
get their line and their row in the journal as in a live run, the others leave their questions in
the next input files. What is sent, answered and to be asked again stands in `STATE` beside the
output, so a run can be killed anywhere and begun again with the same command.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractor.bulk.account import add_usage
from extractor.bulk.inputs import STDIN, expand, read_records
from extractor.bulk.options import BulkOptions, BulkTotals
from extractor.bulk.output import FileOutput
from extractor.bulk.provider.answers import BatchAnswers, BatchExtractor
from extractor.bulk.provider.inbox import Inbox
from extractor.bulk.provider.lines import Limits
from extractor.bulk.provider.outbox import Outbox
from extractor.bulk.provider.purse import Purse
from extractor.bulk.provider.service import Service
from extractor.bulk.provider.store import BatchStore
from extractor.bulk.run import run
from extractor.errors import UsageError
from extractor.llm.client import LOCAL
from extractor.llm.prices import price_of

if TYPE_CHECKING:
    from extractor.bulk.journal import Journal
    from extractor.pipeline import Extractor

STATE = ".batches"  # added to the output's name
CANCELLED = "cancelled"  # a note in the state
FIRST_LOOK, LONGEST_LOOK = 10.0, 300.0  # seconds between two looks; a batch takes minutes to a day
SLOWER = 1.5  # each look waits so much longer than the one before, until something has come back
#: A pass over all documents costs some milliseconds each: worth it once half of what is out is back.
WORTH_A_PASS = 0.5

Leftovers = Literal["batch", "live"]


@dataclass(frozen=True)
class BatchOptions:
    """How a run through provider batches goes, beside what every bulk run is told.

    wait: until everything is done; else send, take in what is there, and end. leftovers: questions
    that a batch did not answer go into the next one, or are asked live. words: the command line,
    for `extractor batch fetch` to go on with. limits: of an input file. sleep: for tests.
    """

    wait: bool = True
    leftovers: Leftovers = "batch"
    words: Sequence[str] = ()
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


async def run_batch(
    inputs: Sequence[str],
    extractor: Extractor,
    options: BulkOptions,
    journal: Journal,
    *,
    batch: BatchOptions | None = None,
) -> BulkTotals:
    """Extract every record of the inputs through provider batches; the totals are those of `run`.

    `totals.unreached` counts documents that still wait for a batch (with `wait` false). Raises
    `UsageError` where batches cannot be used and a `ModelError` where the provider refuses or does
    not answer; what was sent stays sent, and the same call goes on.
    """
    batch = batch or BatchOptions()
    names = _checked(inputs, extractor)
    store = BatchStore(state_path(journal))
    wire = await extractor.client.start()
    service = Service(wire.endpoint)
    try:
        store.keep_command({"words": list(batch.words), "folder": str(Path.cwd()), "endpoint": service.endpoint.shown})
        return await _Rounds(names, extractor, options, journal, batch, store, service).through()
    finally:
        service.close()
        store.close()


def state_path(journal: Journal) -> Path:
    """Where a run keeps what it has sent. Raises `UsageError` for an output that is no file."""
    if not isinstance(journal.output, FileOutput) or journal.path is None:
        msg = "--via batch works over hours and restarts: name a file for the results with -o"
        raise UsageError(msg)
    return state_of(journal.output.path)


def state_of(output: Path) -> Path:
    """The state that belongs to an output."""
    return output.with_name(output.name + STATE)


class _Rounds:
    def __init__(  # noqa: PLR0913, RUF100 - what a run stands on
        self,
        names: Sequence[str],
        extractor: Extractor,
        options: BulkOptions,
        journal: Journal,
        batch: BatchOptions,
        store: BatchStore,
        service: Service,
    ) -> None:
        self.names = names
        self.options = options
        self.journal = journal
        self.batch = batch
        self.store = store
        self.say = say = options.say or _nothing
        price = price_of(extractor.model, extractor.endpoint, "batch")
        self.purse = Purse(options.budget, journal, store, price)
        self.outbox = Outbox(store, service, self.purse, batch.limits, say)
        self.inbox = Inbox(store, service, say)
        answers = BatchAnswers(store, self.outbox.collect, live=batch.leftovers == "live")
        self.extractor = BatchExtractor.over(extractor, answers)
        self.began = time.monotonic()
        self.totals: BulkTotals | None = None

    async def through(self) -> BulkTotals:
        """All rounds."""
        if self.options.retry_failed:
            self.journal.forget_incomplete()
            self.store.forgive()
        self._heed_cancel(self.batch.wait)
        await self.outbox.send()  # what an interrupted run had sealed
        await self.inbox.look()
        while True:
            totals = await self._pass()
            if not totals.unreached:
                self.store.forget_answers()
                return totals
            if not self.outbox.out() or not self.batch.wait:
                self._say_why(totals)
                return totals
            await self._wait()
            self._heed_cancel()

    async def _pass(self) -> BulkTotals:
        """Every document without a result goes through the runner once; then its questions go out."""
        # What has changed is said in the first round, and failed documents are asked about once.
        options = replace(self.options, retry_failed=False, say=self.options.say if self.totals is None else None)
        self.purse.look()
        try:
            totals = await run(read_records(self.names), self.extractor, options, self.journal)
        except BaseException:
            self.outbox.discard()
            raise
        self.totals = _sum(self.totals, totals)
        self.totals.seconds = time.monotonic() - self.began
        await self.outbox.flush()
        return self.totals

    async def _wait(self) -> None:
        """Until enough has come back to read the documents again."""
        enough = max(1.0, self.store.counts()["sent"] * WORTH_A_PASS)
        back, seconds = 0, FIRST_LOOK
        while self.outbox.out() and back < enough:
            await self.batch.sleep(seconds)
            brought = await self.inbox.look()
            back += brought
            seconds = FIRST_LOOK if brought else min(LONGEST_LOOK, seconds * SLOWER)
            self._heed_cancel()
            await self.outbox.send()

    def _heed_cancel(self, anew: bool = False) -> None:
        """Send nothing more once `extractor batch cancel` was called; `anew`: the user has begun again."""
        if anew:
            self.store.set_note(CANCELLED, False)
        self.outbox.closed = bool(self.store.note(CANCELLED))

    def _say_why(self, totals: BulkTotals) -> None:
        """Why documents are left, and how to go on."""
        out = self.outbox.out()
        if out:
            many = f"{len(out)} batches" if len(out) > 1 else "a batch"
            self.say(
                f"{self.store.counts()['sent']:,} questions are out in {many}: `extractor batch fetch` takes them in"
            )
        elif self.outbox.closed:
            totals.stopped = "the batches were cancelled"
        else:
            totals.stopped = totals.stopped or self.purse.reached


def _sum(before: BulkTotals | None, now: BulkTotals) -> BulkTotals:
    """What is done adds up over the rounds; what waits is as the last one left it."""
    if before is None:
        return now
    for status, count in before.done.items():
        now.done[status] += count
    now.before = before.before
    now.documents = sum(now.done.values()) + sum(now.before.values()) + now.unreached
    now.usage = add_usage(before.usage, now.usage)
    return now


def _checked(inputs: Sequence[str], extractor: Extractor) -> list[str]:
    if extractor.endpoint == LOCAL:
        msg = "--via batch needs an endpoint that serves batches: set OPENAI_API_KEY or --base-url"
        raise UsageError(msg)
    if STDIN in inputs:
        msg = "--via batch reads its input once a round: name files, not standard input (-)"
        raise UsageError(msg)
    return expand(inputs)


def _nothing(line: str) -> None:
    del line
