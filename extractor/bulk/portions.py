"""Portions of an input that are done as a whole: known again by one hash, so that resuming reads and asks no more.

To see that a million records are done each is decoded, hashed and looked up. Where a thousand lines have
not changed, nor what they are read with, one hash says the same of all of them.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.schema import Status

PORTIONS = """
CREATE TABLE IF NOT EXISTS portions (
  digest BLOB PRIMARY KEY, position INTEGER NOT NULL, complete INTEGER NOT NULL, partial INTEGER NOT NULL,
  failed INTEGER NOT NULL, numbers BLOB NOT NULL) STRICT;
"""


NUMBER_BYTES = 4


@dataclass(frozen=True, slots=True)
class KeptPortion:
    """A portion of which every record is done: its place in the input, how it ended, the records' numbers."""

    position: int
    counts: dict[Status, int]
    numbers: Sequence[int]


class Tally:
    """Counts what becomes of a portion's records, from their reading to the last one's line."""

    def __init__(self, digest: bytes, records: int) -> None:
        self.digest = digest
        self._records = records
        self._position: int | None = None
        self._numbers: list[int] = []
        self._counts: dict[Status, int] = {"complete": 0, "partial": 0, "failed": 0}

    def add(self, n: int, position: int, status: Status) -> KeptPortion | None:
        """A record is done; the portion, when it was the last one."""
        self._position = position if self._position is None else min(self._position, position)
        self._numbers.append(n)
        self._counts[status] += 1
        return KeptPortion(self._position, self._counts, self._numbers) if len(self._numbers) == self._records else None


class KeptPortions:
    """The portions of a journal.

    waiting: lines of an earlier run have still to be written, each in its turn, so nothing is passed over.
    """

    def __init__(self, db: sqlite3.Connection, *, waiting: bool) -> None:
        self._db = db
        #: Of the portions that were kept when the run began.
        self.known = frozenset(() if waiting else self._digests())
        self._last = int(db.execute("SELECT coalesce(max(n), 0) FROM records").fetchone()[0])
        self._sure: set[bytes] = set()  # said or said again by this run
        self._doubted = False

    def find(self, digest: bytes) -> KeptPortion | None:
        """A portion that was done when the run began. Whoever did a record of it again since knows that."""
        row = self._db.execute(_FIND.format("portions"), (digest,)).fetchone()
        if row is None and self._doubted:
            row = self._db.execute(_FIND.format("doubted"), (digest,)).fetchone()
        if row is None:
            return None
        position, complete, partial, failed, packed = row
        if len(packed) != NUMBER_BYTES * (complete + partial + failed) or min(complete, partial, failed) < 0:
            return None  # not written by us: looked at record by record
        numbers = struct.unpack(f"<{len(packed) // NUMBER_BYTES}I", packed)
        if max(numbers, default=0) > self._last:
            return None
        return KeptPortion(position, {"complete": complete, "partial": partial, "failed": failed}, numbers)

    def keep(self, digest: bytes, portion: KeptPortion) -> None:
        """Every record of these lines is done."""
        numbers, counts = portion.numbers, portion.counts
        row = (digest, portion.position, counts["complete"], counts["partial"], counts["failed"])
        packed = struct.pack(f"<{len(numbers)}I", *numbers)
        self._sure.add(digest)
        self._db.execute("INSERT OR REPLACE INTO portions VALUES (?, ?, ?, ?, ?, ?)", (*row, packed))

    def keep_still(self, digest: bytes, portion: KeptPortion) -> None:
        """A portion that was found is done as before."""
        if self._doubted:
            self.keep(digest, portion)
        self._sure.add(digest)

    def doubt(self) -> None:
        """A record is done again, and nobody knows in which portions it stands: they must be said again.

        Inside the transaction that replaces the record. What this run keeps itself holds.
        """
        if self._doubted:
            return
        self._db.execute("CREATE TEMP TABLE doubted AS SELECT * FROM portions")
        self._db.execute("CREATE UNIQUE INDEX temp.doubted_by ON doubted (digest)")
        unsure = ((digest,) for digest in self._digests() if digest not in self._sure)
        self._db.executemany("DELETE FROM portions WHERE digest = ?", unsure)
        self._doubted = True

    def _digests(self) -> list[bytes]:
        return [digest for (digest,) in self._db.execute("SELECT digest FROM portions")]

    def forget_incomplete(self) -> None:
        """Failed and partial records are taken out."""
        self._db.execute("DELETE FROM portions WHERE partial + failed > 0")


_FIND = "SELECT position, complete, partial, failed, numbers FROM {} WHERE digest = ?"
