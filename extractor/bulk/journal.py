"""The journal of a run: which record is done, by which work key, at which cost, and where its line stands."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from extractor.bulk.agreement import Agreement, transaction
from extractor.bulk.output import FileOutput, Output
from extractor.bulk.portions import PORTIONS, KeptPortions
from extractor.bulk.trust import check_rows
from extractor.errors import UsageError
from extractor.llm.sqlite_file import check_schema, claim, distrust, is_new
from extractor.schema import Status, Usage

FORM = "extractor journal 1"
NAME_BYTES = 16  # of an id's hash: two of 10^9 ids meet with a chance of 10^-21
CACHE_KILOBYTES = 32_000  # of the journal in memory: the index of a million names takes about as much
NAMES_AT_ONCE = 128  # looked up by one statement
STATUSES: tuple[Status, ...] = ("complete", "partial", "failed")

_BEFORE = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
  n INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, work BLOB NOT NULL, status INTEGER NOT NULL, asked INTEGER NOT NULL,
  position INTEGER NOT NULL, start INTEGER, length INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS lines (n INTEGER PRIMARY KEY, line BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS stale (start INTEGER PRIMARY KEY, length INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS answers (
  question BLOB PRIMARY KEY, record BLOB NOT NULL, answer BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_of ON answers (record);
CREATE TABLE IF NOT EXISTS spent (
  calls INTEGER NOT NULL, input INTEGER NOT NULL, cached INTEGER NOT NULL, output INTEGER NOT NULL, cost REAL NOT NULL,
  unpriced INTEGER NOT NULL, documents INTEGER NOT NULL);
"""  # what journals held before there were portions
_TABLES = _BEFORE + PORTIONS
_FIND = (
    "SELECT name, n, work, status, asked, position, start, length FROM records WHERE name IN"  # noqa: S608
    f" ({','.join('?' * NAMES_AT_ONCE)})"
)
_FINISH = """
INSERT INTO records (name, work, status, asked, position, start, length) VALUES (?, ?, ?, ?, ?, NULL, ?)
ON CONFLICT (name) DO UPDATE SET work = excluded.work, status = excluded.status, asked = excluded.asked,
  position = excluded.position, start = NULL, length = excluded.length
RETURNING n
"""


class Entry(NamedTuple):
    """A record that is done. `start` is where its line stands in the output, None while it waits."""

    n: int
    work: bytes
    status: Status
    asked: bool
    position: int
    start: int | None
    length: int

    @property
    def key(self) -> str:
        """The work key it was done under."""
        return self.work.hex()


@dataclass(frozen=True, slots=True)
class Done:
    """A record that has just been done: its name, key, outcome, place in the input, and line."""

    name: bytes
    key: str
    status: Status
    line: bytes
    position: int = 0
    asked: bool = True
    usage: Usage = Usage()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Spent:
    """What all runs of this journal have cost. `unpriced`: calls whose price is not known."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    unpriced: int = 0
    documents: int = 0

    @property
    def tokens(self) -> int:
        """Tokens in and out."""
        return self.input_tokens + self.output_tokens


def name_of(id: str) -> bytes:
    """What the journal keeps of an id."""
    return hashlib.sha256(id.encode("utf-8", "surrogatepass")).digest()[:NAME_BYTES]


class Journal:
    """One run over its interruptions. Close it, or use it as a context manager.

    path: the SQLite file, readable by its owner only; None keeps it in a temporary file, for a run
    that cannot be resumed. output: where the lines go. in_order: lines wait for `release`.

    Raises `UsageError` when the file is something else, is in use by another run, or does not
    belong to this output.
    """

    def __init__(self, path: str | os.PathLike[str] | None, output: Output, *, in_order: bool = False) -> None:
        self.path = Path(path) if path is not None else None
        self.output = output
        self.in_order = in_order
        self._made = False
        self._db = self._open()
        self._agreement = Agreement(self._db, output, in_order=in_order)
        try:
            self._begin()
            self._agreement.recover()
            self.portions = KeptPortions(self._db, waiting=in_order and self._waits())
            self._holds_answers = self._db.execute("SELECT 1 FROM answers LIMIT 1").fetchone() is not None
        except sqlite3.Error as error:
            self._db.close()
            raise self._unusable(error) from None
        except BaseException:
            self._db.close()
            raise

    # -- what is done ---------------------------------------------------------------------------

    def find(self, names: Sequence[bytes]) -> dict[bytes, Entry]:
        """The entries of these names (`name_of(id)`), those that there are."""
        found: dict[bytes, Entry] = {}
        for first in range(0, len(names), NAMES_AT_ONCE):
            some = list(names[first : first + NAMES_AT_ONCE])
            some += some[:1] * (NAMES_AT_ONCE - len(some))  # always the same statement: it is prepared once
            for name, n, work, status, asked, position, start, length in self._db.execute(_FIND, some):
                found[name] = Entry(n, work, STATUSES[status], asked != 0, position, start, length)
        return found

    def entry(self, id: str) -> Entry | None:
        """The entry of one record."""
        name = name_of(id)
        return self.find([name]).get(name)

    def counts(self) -> dict[Status, int]:
        """Records done, by status."""
        found = dict(self._db.execute("SELECT status, count(*) FROM records GROUP BY status"))
        return {status: found.get(code, 0) for code, status in enumerate(STATUSES)}

    def spent(self) -> Spent:
        """What all runs together have cost."""
        return Spent(*self._db.execute("SELECT * FROM spent").fetchone())

    def line(self, entry: Entry) -> bytes:
        """The result line of an entry."""
        if entry.start is None:
            return bytes(self._db.execute("SELECT line FROM lines WHERE n = ?", (entry.n,)).fetchone()[0])
        assert isinstance(self.output, FileOutput)  # noqa: S101 - only lasting outputs have entries of before
        return self.output.read(entry.start, entry.length)

    # -- notes: settings, what another room wants to remember -------------------------------------

    def note(self, name: str) -> str | None:
        """What was kept under this name."""
        row = self._db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def keep_note(self, name: str, value: str) -> None:
        """Keep a value under a name of one's own."""
        self._db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    # -- finishing --------------------------------------------------------------------------------

    def finish(self, done: Done, before: Entry | None = None) -> int:
        """Keep a result and write its line (with `in_order`: keep it until `release`). Returns its number.

        before: the entry that this one replaces; its old line goes when the output is next tidied.
        """
        row = (
            done.name,
            bytes.fromhex(done.key),
            STATUSES.index(done.status),
            done.asked,
            done.position,
            len(done.line),
        )
        with transaction(self._db):
            self._agreement.let_go()
            if before is not None:
                self.portions.doubt()
            if before is not None and before.start is not None:
                self._db.execute("INSERT OR REPLACE INTO stale VALUES (?, ?)", (before.start, before.length))
            n = int(self._db.execute(_FINISH, row).fetchone()[0])
            self._db.execute("INSERT OR REPLACE INTO lines VALUES (?, ?)", (n, done.line))
            self._db.execute("DELETE FROM answers WHERE record = ?", (done.name,))
            self._spend(done.usage, documents=int(done.asked and before is None))
        if not self.in_order:
            self._agreement.write(n, done.line)
        return n

    def release(self, n: int) -> None:
        """Write a line that waited for its turn."""
        self._agreement.release(n)

    def release_all(self) -> None:
        """Write all lines that still wait, as they stood in the input."""
        self._agreement.release_all()

    def tidy(self) -> None:
        """Take out lines that newer ones replaced and, with `in_order`, put late ones in their place."""
        self._agreement.tidy()

    def move(self, places: Sequence[tuple[int, int]]) -> None:
        """Note (position, n) of entries that stand elsewhere in the input than before."""
        with transaction(self._db):
            self._db.executemany("UPDATE records SET position = ? WHERE n = ?", places)

    def forget_incomplete(self) -> int:
        """Take failed and partial records out, lines and all, and return how many there were."""
        poor = f"FROM records WHERE status != {STATUSES.index('complete')}"
        with transaction(self._db):
            self._agreement.let_go()
            self.portions.forget_incomplete()
            self._db.execute(f"INSERT OR REPLACE INTO stale SELECT start, length {poor} AND start IS NOT NULL")
            self._db.execute(f"DELETE FROM lines WHERE n IN (SELECT n {poor})")  # noqa: S608
            count = self._db.execute(f"DELETE {poor}").rowcount
        self.tidy()
        return count

    def _spend(self, usage: Usage, *, documents: int) -> None:
        unpriced = usage.calls if usage.cost_usd is None else 0
        self._db.execute(
            "UPDATE spent SET calls = calls + ?, input = input + ?, cached = cached + ?, output = output + ?,"
            " cost = cost + ?, unpriced = unpriced + ?, documents = documents + ?",
            (
                usage.calls,
                usage.input_tokens,
                usage.cached_tokens,
                usage.output_tokens,
                usage.cost_usd or 0.0,
                unpriced,
                documents,
            ),
        )

    # -- answers of documents that are not done yet ----------------------------------------------

    @property
    def lasting(self) -> bool:
        """Whether another run can go on with it."""
        return self.path is not None

    @property
    def holds_answers(self) -> bool:
        """Whether an interrupted run has left answers of documents that are not done."""
        return self._holds_answers

    def keep_answer(self, question: bytes, record: bytes, answer: bytes) -> None:
        """Keep an answer until its record is done."""
        self._db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (question, record, answer))

    def kept_answer(self, question: bytes) -> bytes | None:
        """The answer to a question that an interrupted run has asked already."""
        row = self._db.execute("SELECT answer FROM answers WHERE question = ?", (question,)).fetchone()
        return None if row is None else bytes(row[0])

    def answers_of(self, record: bytes) -> dict[bytes, bytes]:
        """All answers that an interrupted run has left for a record, by question."""
        if not self._holds_answers:
            return {}
        rows = self._db.execute("SELECT question, answer FROM answers WHERE record = ?", (record,))
        return {bytes(question): bytes(answer) for question, answer in rows}

    # -- opening and closing ----------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        shown = self.path or "the temporary journal"
        db: sqlite3.Connection | None = None
        try:
            if self.path is not None:
                self._made = claim(self.path)
            db = sqlite3.connect(self.path or "", timeout=0, isolation_level=None, check_same_thread=False)
            self._prepare(db)
        except (OSError, sqlite3.Error) as error:
            if db is not None:
                db.close()
            if not isinstance(error, sqlite3.OperationalError):
                raise self._unusable(error) from None
            if "locked" in str(error):
                msg = f"{shown}: another run is using it: wait for its end, or write to another output"
            else:
                msg = f"{shown}: cannot be written ({error}): name another place with --journal"
            raise UsageError(msg) from None
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        distrust(db)
        # One run at a time: the lock goes with the process, however it ends.
        db.execute("PRAGMA locking_mode=EXCLUSIVE")
        if not is_new(db):
            check_schema(db, _TABLES, _BEFORE)  # before anything is changed: it may be another program's
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        db.execute(f"PRAGMA cache_size=-{CACHE_KILOBYTES}")
        db.execute("PRAGMA secure_delete=ON")  # lines and answers hold text; what is let go is gone
        db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT")  # whole, or a later run finds half a schema

    def _unusable(self, error: Exception) -> UsageError:
        shown = self.path or "the temporary journal"
        return UsageError(f"{shown}: not a usable journal ({type(error).__name__}): name another file with --journal")

    def _begin(self) -> None:
        """Make a new journal, or see that the one there is belongs here."""
        form = self.note("form")
        if form is None:
            if self.output.lasting and self.output.size:
                msg = f"{_shown(self.output)}: exists, and its journal does not: name another output, or remove it"
                self._discard()
                raise UsageError(msg)
            with transaction(self._db):
                self.keep_note("form", FORM)
                self._db.execute("INSERT INTO spent VALUES (0, 0, 0, 0, 0, 0, 0)")
                self._db.execute("INSERT OR REPLACE INTO about VALUES ('output bytes', 0)")
        elif form != FORM:
            msg = f"{self.path}: a journal of another version: finish the run with that version, or start a new one"
            raise UsageError(msg)
        check_rows(self._db, self.path, self.output)

    def _waits(self) -> bool:
        """Whether lines are done that are not written yet."""
        return self._db.execute("SELECT 1 FROM lines LIMIT 1").fetchone() is not None

    def _discard(self) -> None:
        self._db.close()
        if self.path is not None and self._made:
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Tidy the output and close both."""
        try:
            self.tidy()
        finally:
            self._db.close()
            self.output.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _shown(output: Output) -> str:
    return str(output.path) if isinstance(output, FileOutput) else "the output"


def entries(journal: Journal, ids: Iterable[str]) -> dict[str, Entry]:
    """The entries of these records, those that there are."""
    names = {name_of(id_): id_ for id_ in ids}
    return {names[name]: entry for name, entry in journal.find(list(names)).items()}
