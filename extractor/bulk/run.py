"""The runner: many records through one extractor, each once, within limits."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.bulk.account import Account
from extractor.bulk.answers import KeptAnswers
from extractor.bulk.blocks import Item, Known, blocks_of, items_of
from extractor.bulk.collecting import seldom
from extractor.bulk.journal import Done, Entry, Journal, name_of
from extractor.bulk.keys import Keys, settings_of
from extractor.bulk.options import BulkOptions, BulkTotals
from extractor.bulk.outage import Outage
from extractor.bulk.records import Record
from extractor.bulk.reserve import Reserve
from extractor.bulk.results import Outcome, Written, extract_record, failed_result
from extractor.bulk.turns import Turns
from extractor.bulk.workers import Workers
from extractor.errors import EndpointRefused, EndpointUnreachable, ModelError, UsageError
from extractor.llm.cache import kept_answers
from extractor.llm.faults import Barred
from extractor.llm.pace import DEFAULT_MOST, FIRST, Pace, current_pace

if TYPE_CHECKING:
    from extractor.pipeline import Extractor
    from extractor.schema import Status

#: Documents in work for each question in flight: while one is read and written, another asks.
DOCUMENTS_A_QUESTION = 1.25
SETTINGS = "settings"  # the journal's note of what the last run worked with


class NotYet(Exception):
    """Raised by an extractor of one's own: leave this record alone in this run, without a line."""


async def run(
    records: Iterable[Record] | AsyncIterable[Record],
    extractor: Extractor,
    options: BulkOptions,
    journal: Journal,
) -> BulkTotals:
    """Read all records that the journal does not have yet, and write a line for each.

    May be cancelled at any moment, and called again with the same journal. Raises a `ModelError`
    when no model can be reached any more (what is done stays done), `UsageError` for a budget in
    dollars where no price is known, and `OSError` when the output cannot be written.
    """
    with seldom():
        return await _Run(extractor, options, journal).through(records)


class _Run:
    def __init__(self, extractor: Extractor, options: BulkOptions, journal: Journal) -> None:
        self.extractor = extractor
        self.options = options
        self.journal = journal
        self.keys = Keys(settings_of(extractor, keep_furniture=options.keep_furniture))
        price = getattr(extractor.client, "price", None)
        if options.budget.cost is not None and price is None:
            msg = f"no price is known for {extractor.model} at {extractor.endpoint}: use --max-tokens, not --max-cost"
            raise UsageError(msg)
        most = options.concurrency or getattr(extractor.client, "at_once", None) or DEFAULT_MOST
        self.pace = Pace(
            most,
            first=options.concurrency or FIRST,
            requests_per_minute=options.requests_per_minute,
            tokens_per_minute=options.tokens_per_minute,
        )
        self.workers = self._workers()
        in_work = most if most == 1 else math.ceil(most * DOCUMENTS_A_QUESTION)
        self.gate = asyncio.Semaphore(in_work)
        self.outage = Outage(in_work)
        self.turns = Turns(journal)
        self.reserve = Reserve(options.budget, journal.spent(), price)
        self.account = Account(journal, self.pace, options.progress)
        self.seen = bytearray()  # a bit for each number in the journal: 125 kB for a million records
        self.working: set[bytes] = set()
        self.again: set[int] = set()  # numbers of records that are done once more

    def _workers(self) -> Workers | None:
        options = self.options
        if options.processes == 1:
            return None
        if options.opening is None or getattr(options.opening, "__module__", "") == "__main__":
            # What stands in the program itself is not there when another process looks for it.
            msg = (
                "a run in several processes needs `opening`, a function of a module, which makes the extractor of each"
            )
            raise UsageError(msg)
        if getattr(self.extractor.client, "at_once", None) is not None:
            msg = "the embedded model uses all cores from one process: leave --processes out"
            raise UsageError(msg)
        keep = options.keep_furniture
        return Workers(options.processes, options.opening, self.journal, self.pace, keep_furniture=keep)

    async def through(self, records: Iterable[Record] | AsyncIterable[Record]) -> BulkTotals:
        """The whole run."""
        self._compare_settings()
        current_pace.set(self.pace)
        position = 0
        try:
            async with asyncio.TaskGroup() as group:
                known = self.journal.portions.known if self.journal.lasting else None
                async for block in blocks_of(records, self.keys, known):
                    if isinstance(block, Known):
                        passed = self._pass(block, position)
                        position += passed
                        if passed:
                            await asyncio.sleep(0)  # others have their turn between thousands
                            continue
                        block = list(items_of(block.portion, self.keys, block.digest))
                    if not await self._take(block, position, group):
                        break
                    position += len(block)
            self.outage.end()
            if self.account.totals.stopped is None:
                self.journal.release_all()
        except* Exception as faults:  # of a full disk or a closed pipe as of a model
            raise _first(faults) from None
        finally:
            if self.workers is not None:
                await self.workers.close()
            self.account.end(self.outage.waiting)
        return self.account.totals

    def _compare_settings(self) -> None:
        settings, before = self.keys.settings, self.journal.note(SETTINGS)
        if before is not None and self.options.say is not None and (changes := settings.changes_from(before)):
            what = "kept" if self.options.keep_old else "asked again (--keep-old keeps them)"
            count = sum(self.journal.counts().values())
            self.options.say(
                f"{' and '.join(changes)} changed since the last run: {count:,} documents done before are {what}"
            )
        self.journal.keep_note(SETTINGS, settings.as_json())

    def _pass(self, known: Known, position: int) -> int:
        """Pass over lines that are done as they stand, and return how many records they hold; 0 where they are not."""
        portion = self.journal.portions.find(known.digest)
        if portion is None or not self.again.isdisjoint(portion.numbers) or any(map(self._is_marked, portion.numbers)):
            return 0
        if self.options.retry_failed and portion.counts["complete"] < len(portion.numbers):
            return 0
        if self.options.order == "input":
            if portion.position != position:
                return 0
            for at in range(position, position + len(portion.numbers)):
                self.turns.ready(at, None)
        for n in portion.numbers:
            self._mark(n)
        self.journal.portions.keep_still(known.digest, portion)
        self.account.were_done(portion.counts)
        return len(portion.numbers)

    async def _take(self, block: list[Item], position: int, group: asyncio.TaskGroup) -> bool:
        """Take the records of a block into work; False when the run is to stop."""
        entries = self.journal.find([item.name for item in block])
        # Whoever came before is either in work or has a number: looked at before anything moves.
        taken = {item.name for item in block if item.name in self.working}
        taken.update(name for name, entry in entries.items() if self._is_marked(entry.n))
        moved: list[tuple[int, int]] = []
        stay: list[tuple[Item, Entry, int]] = []
        for at, item in enumerate(block, position):
            entry = entries.get(item.name)
            if item.name in taken:
                item, entry = self._again(item)
            taken.add(item.name)
            if entry is not None and self._stays(item, entry):
                self._mark(entry.n)
                self.account.was_done(entry)
                stay.append((item, entry, at))
                if self.options.order == "input":
                    if entry.position != at:
                        moved.append((at, entry.n))
                    self.turns.ready(at, entry.n if entry.start is None else None)
                continue
            if not await self._begin(item, at, entry, group):
                return False
        if moved:
            self.journal.move(moved)
        for item, entry, at in stay:
            if entry.key == item.key and (entry.position == at or self.options.order == "input"):
                self._tally(item, entry.n, at, entry.status)
        return True

    def _tally(self, item: Item, n: int, at: int, status: Status) -> None:
        """Keep the portion of lines that this record completes."""
        if item.tally is not None and (portion := item.tally.add(n, at, status)) is not None:
            self.journal.portions.keep(item.tally.digest, portion)

    def _is_marked(self, n: int) -> bool:
        return n >> 3 < len(self.seen) and bool(self.seen[n >> 3] >> (n & 7) & 1)

    def _mark(self, n: int) -> None:
        if n >> 3 >= len(self.seen):
            self.seen.extend(bytes(max(n >> 3, 2 * len(self.seen)) + 1 - len(self.seen)))
        self.seen[n >> 3] |= 1 << (n & 7)

    def _again(self, item: Item) -> tuple[Item, Entry | None]:
        """The item of an id that was there before: a record of its own that fails."""
        record = replace(item.record, fault=f"has the id {item.record.id!r} of an earlier record")
        name = name_of(f"{item.record.id}\0{record.source}\0{record.line}")
        return Item(record, name, self.keys.of(record)), self.journal.find([name]).get(name)

    def _stays(self, item: Item, entry: Entry) -> bool:
        """Whether what is done need not be done again."""
        if entry.key != item.key and not (self.options.keep_old and entry.asked):
            return False
        if item.record.fault is not None:
            return True
        return entry.status == "complete" or not self.options.retry_failed

    async def _begin(self, item: Item, at: int, entry: Entry | None, group: asyncio.TaskGroup) -> bool:
        if item.record.fault is not None:
            result = failed_result(item.record, self.extractor, item.record.fault)
            self._finish(item, at, entry, Written.of(Outcome(result, asked=False)))
            return True
        if self.options.order == "input":
            await self.turns.wait_near(at)
        await self.gate.acquire()
        reached = self.reserve.reached()
        while reached is not None and self.reserve.is_guess and self.account.totals.in_flight:
            # Documents in work may take less than was reserved for them.
            self.gate.release()
            await self.account.next_done()
            await self.gate.acquire()
            reached = self.reserve.reached()
        if reached is not None:
            self.gate.release()
            self.account.totals.stopped = reached
            return False
        guess = self.reserve.begin(len(item.record.content), new=entry is None or not entry.asked)
        self.working.add(item.name)
        if entry is not None and self.journal.portions.known:
            self.again.add(entry.n)
        self.account.begin()
        group.create_task(self._work(item, at, entry, guess))
        return True

    async def _work(self, item: Item, at: int, entry: Entry | None, guess: float) -> None:
        try:
            written = await self._read(item)
        except NotYet:
            self.account.left_alone()
            self.turns.ready(at, None)
        except EndpointUnreachable as fault:
            self._not_answered(item, at, entry, fault)
        except Barred:
            raise
        except EndpointRefused as fault:
            self._not_answered(item, at, entry, fault)
        else:
            self.reserve.end(guess, written.usage)
            self._finish(item, at, entry, written)
            if written.asked:
                self.outage.answered()
            guess = 0.0
        finally:
            if guess:
                self.reserve.forget(guess)
            self.working.discard(item.name)
            self.account.ended()
            self.gate.release()

    async def _read(self, item: Item) -> Written:
        if self.workers is not None:
            return await self.workers.read(item.record, item.name)
        if self.journal.lasting:
            kept_answers.set(KeptAnswers(self.journal, item.name))
        keep = self.options.keep_furniture
        return Written.of(await extract_record(item.record, self.extractor, keep_furniture=keep))

    def _not_answered(self, item: Item, at: int, entry: Entry | None, fault: ModelError) -> None:
        result = failed_result(item.record, self.extractor, str(fault))
        written = Written.of(Outcome(result, asked=True))
        self.outage.failed(fault, lambda: self._finish(item, at, entry, written))

    def _finish(self, item: Item, at: int, entry: Entry | None, written: Written) -> None:
        done = Done(item.name, item.key, written.status, written.line, at, written.asked, written.usage)
        n = self.journal.finish(done, entry)
        self._mark(n)
        self._tally(item, n, at, written.status)
        self.account.done(done)
        if self.options.order == "input":
            self.turns.ready(at, n)


def _first(faults: BaseExceptionGroup[Exception]) -> Exception:
    fault: Exception | BaseExceptionGroup[Exception] = faults
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return fault
