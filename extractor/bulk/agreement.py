"""Journal and output agree: what is in one and not in the other after any kind of end.

A finished line is written twice: first into the journal, in one transaction with the record's
row, then into the output. `SIGKILL` between the two, or inside either, is undone at the next
start: the output is cut to the length the journal knows, and the lines after it are written again.
So no line is doubled, torn or lost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from extractor.bulk.output import FileOutput, Output
from extractor.errors import UsageError

MOST_WRITTEN = 10_000  # lines that stand in both, before the journal lets go of its own


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
    db.execute("BEGIN")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


class Agreement:
    """Writes lines that the journal holds into the output, and knows where they stand.

    Tables: `lines` (n, line) holds what may not stand in the output yet; `records` (n, position,
    start, length) says where what does stands; `stale` (start, length) what newer lines replace.
    """

    def __init__(self, db: sqlite3.Connection, output: Output, *, in_order: bool) -> None:
        self.output = output
        self._db = db
        self._in_order = in_order
        self._written: list[tuple[int, int]] = []  # (start, n) of lines that stand in both

    def write(self, n: int, line: bytes) -> None:
        """Write a line that the journal holds."""
        self._written.append((self.output.append(line), n))
        if len(self._written) > MOST_WRITTEN:
            with transaction(self._db):
                self.let_go()

    def let_go(self) -> None:
        """What stands in the output need not stand in the journal. Inside a transaction."""
        if not self._written:
            return
        self._db.executemany("UPDATE records SET start = ? WHERE n = ?", self._written)
        self._db.executemany("DELETE FROM lines WHERE n = ?", [(n,) for _, n in self._written])
        self._note_size()
        self._written.clear()

    def release(self, n: int) -> None:
        """Write a line that waited for its turn."""
        row = self._db.execute("SELECT line FROM lines WHERE n = ?", (n,)).fetchone()
        self.write(n, bytes(row[0]))

    def release_all(self) -> None:
        """Write all lines that still wait, as they stood in the input."""
        with transaction(self._db):
            self.let_go()
        for (n,) in self._db.execute("SELECT n FROM records JOIN lines USING (n) ORDER BY position").fetchall():
            self.release(n)

    def recover(self) -> None:
        """Bring both together again. Raises `UsageError` for an output that has lost lines."""
        output = self.output
        if not isinstance(output, FileOutput):
            return
        being_replaced = self._note("being replaced")
        if being_replaced is not None:
            self._swap(being_replaced)
        known = int(self._note("output bytes") or 0)
        if output.size < known:
            msg = f"{output.path}: is shorter than its journal says: put it back, or remove the journal too"
            raise UsageError(msg)
        output.part.unlink(missing_ok=True)
        output.cut(known)
        if not self._in_order:
            self.release_all()
        self.tidy()

    def tidy(self) -> None:
        """Take out lines that newer ones replaced and, `in_order`, put late ones in their place.

        The file is written anew beside itself and takes its place whole.
        """
        with transaction(self._db):
            self.let_go()
        if not isinstance(self.output, FileOutput) or self._is_tidy():
            return
        by = "position" if self._in_order else "start"
        self.output.rewrite(self._db.execute(f"SELECT start, length {_STANDING} ORDER BY {by}, start"))
        self._db.execute("INSERT OR REPLACE INTO about VALUES ('being replaced', ?)", (by,))
        self._swap(by)

    def _is_tidy(self) -> bool:
        if self._db.execute("SELECT 1 FROM stale LIMIT 1").fetchone():
            return False
        last = -1
        if self._in_order:
            for (start,) in self._db.execute(f"SELECT start {_STANDING} ORDER BY position, start"):
                if start < last:
                    return False
                last = start
        return True

    def _swap(self, by: str) -> None:
        """Put the new file in place and note where its lines stand; may be done twice."""
        output = self.output
        assert isinstance(output, FileOutput)  # noqa: S101 - only files are written anew
        if output.part.exists():
            output.replace()
        with transaction(self._db):
            # Sorted as a whole before the first row comes, so that changing rows meanwhile is safe.
            rows = self._db.execute(f"SELECT n, length {_STANDING} ORDER BY {by}, +start")
            self._db.executemany("UPDATE records SET start = ? WHERE n = ?", _one_after_another(rows))
            self._db.execute("DELETE FROM stale")
            self._db.execute("DELETE FROM about WHERE name = 'being replaced'")
            self._note_size()

    def _note(self, name: str) -> str | None:
        row = self._db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def _note_size(self) -> None:
        self._db.execute("INSERT OR REPLACE INTO about VALUES ('output bytes', ?)", (self.output.size,))


_STANDING = "FROM records WHERE start IS NOT NULL"


def _one_after_another(rows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = 0
    for n, length in rows:
        yield start, n
        start += length
