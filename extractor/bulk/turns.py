"""Lines in the order of the input: each waits in the journal until all before it are written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.bulk.journal import Journal

#: Records that may be read while one before them is not done: its line holds back all that follow.
MOST_AHEAD = 10_000


class Turns:
    """Whose line is next. A position whose line stands in the output already just passes."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._next = 0
        self._ready: dict[int, int | None] = {}
        self._moved = asyncio.Event()

    async def wait_near(self, position: int) -> None:
        """Wait until a position is not too far ahead."""
        while position - self._next > MOST_AHEAD:
            self._moved.clear()
            await self._moved.wait()

    def ready(self, position: int, n: int | None) -> None:
        """This record is done; `n` is its line's number in the journal, None where it is written."""
        self._ready[position] = n
        while self._next in self._ready:
            n = self._ready.pop(self._next)
            if n is not None:
                self._journal.release(n)
            self._next += 1
        self._moved.set()
