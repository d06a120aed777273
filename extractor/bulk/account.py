"""The account of a run: counts that add up at any moment, told to whoever shows them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from extractor.bulk.options import BulkTotals
from extractor.schema import Status, Usage

if TYPE_CHECKING:
    from extractor.bulk.journal import Done, Entry, Journal
    from extractor.llm.pace import Pace


class Account:
    """Counts documents as they begin and end."""

    def __init__(self, journal: Journal, pace: Pace, progress: Callable[[BulkTotals], None] | None) -> None:
        self.totals = BulkTotals()
        self._journal = journal
        self._pace = pace
        self._progress = progress
        self._began = time.monotonic()
        self._changed = asyncio.Event()

    def begin(self) -> None:
        """A document is taken into work."""
        self.totals.in_flight += 1

    def ended(self) -> None:
        """A document is out of work, whatever came of it."""
        self.totals.in_flight -= 1
        self._changed.set()

    async def next_done(self) -> None:
        """Wait until a document is out of work."""
        self._changed.clear()
        await self._changed.wait()

    def done(self, done: Done) -> None:
        """A document has its line."""
        self.totals.documents += 1
        self.totals.done[done.status] += 1
        self.totals.usage = add_usage(self.totals.usage, done.usage)
        self._tell()

    def was_done(self, entry: Entry) -> None:
        """A document has its line since an earlier run."""
        self.totals.documents += 1
        self.totals.before[entry.status] += 1
        self._tell()

    def were_done(self, counts: Mapping[Status, int]) -> None:
        """Documents have their lines since an earlier run."""
        for status, count in counts.items():
            self.totals.documents += count
            self.totals.before[status] += count
        self._tell()

    def left_alone(self) -> None:
        """A document is for another run."""
        self.totals.documents += 1
        self.totals.unreached += 1
        self._tell()

    def end(self, waiting: int) -> None:
        """The run is over; `waiting` documents were asked about in vain."""
        self.totals.documents += waiting
        self.totals.unreached += waiting
        self.totals.spent = self._journal.spent()
        self._note()

    def _tell(self) -> None:
        if self._progress is not None:
            self._note()
            self._progress(self.totals)

    def _note(self) -> None:
        self.totals.at_once = int(self._pace.limit)
        self.totals.seconds = time.monotonic() - self._began


def add_usage(one: Usage, other: Usage) -> Usage:
    """Both together; the price is not known where a call has none."""
    if not other.calls:
        return one
    known = (one.cost_usd is not None or not one.calls) and other.cost_usd is not None
    return Usage(
        calls=one.calls + other.calls,
        input_tokens=one.input_tokens + other.input_tokens,
        cached_tokens=one.cached_tokens + other.cached_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        cost_usd=(one.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
    )
