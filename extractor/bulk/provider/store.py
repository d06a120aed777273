"""What a provider batch run remembers, in one SQLite file beside the output: questions and batches.

A question is one request body, known by its content. It is *sent* while a batch that holds it is
open, *answered* when its line came back, and *again* when its line expired or failed. Bodies are
not kept: a document that is still open asks the same questions the next time it is read. Answers
are about documents, so only the file's owner may read it, and they are deleted when the run is done.
"""

from __future__ import annotations

import hmac
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from extractor.errors import UsageError
from extractor.llm.sqlite_file import check_schema, claim, distrust, is_new
from extractor.prompts.fence import proof

LOCK_TIMEOUT = 30.0  # seconds to wait while another process (`extractor batch status`) reads
LAYOUT = 1  # of the tables; a file of another layout is refused
MOST_ANSWER = 32_000_000  # bytes of an answer, unpacked; an endpoint's has 8 MB at most
COMMAND, PROOF = "command", "proof of command"  # notes

State = Literal["sent", "answered", "again"]
Kind = Literal["completion", "refused", "filtered", "truncated"]

_TABLES = """
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS questions (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, batch INTEGER, tries INTEGER NOT NULL DEFAULT 0,
    kind TEXT, answer BLOB, reason TEXT, payer TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS questions_of_batch ON questions (batch) WHERE state = 'sent';
CREATE TABLE IF NOT EXISTS batches (
    number INTEGER PRIMARY KEY, token TEXT NOT NULL, file TEXT NOT NULL, requests INTEGER NOT NULL,
    bytes INTEGER NOT NULL, sealed_at REAL NOT NULL, creating INTEGER NOT NULL DEFAULT 0,
    file_id TEXT, batch_id TEXT, status TEXT NOT NULL, completed INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0, output_file_id TEXT, error_file_id TEXT, reason TEXT,
    fetched INTEGER NOT NULL DEFAULT 0);
"""


#: Rows that no run writes.
_WRONG = (
    "SELECT 1 FROM notes WHERE NOT json_valid(value) LIMIT 1",
    """SELECT 1 FROM notes WHERE json_type(value) != CASE name WHEN 'layout' THEN 'integer' WHEN 'command' THEN 'object'
    WHEN 'most requests' THEN 'integer' WHEN 'proof of command' THEN 'text'
    ELSE json_type(value) END LIMIT 1""",
    """SELECT 1 FROM questions WHERE typeof(id) != 'text' OR state NOT IN ('sent', 'answered', 'again')
    OR typeof(tries) != 'integer' OR (batch IS NOT NULL AND typeof(batch) != 'integer')
    OR (kind IS NOT NULL AND kind NOT IN ('completion', 'refused', 'filtered', 'truncated')) LIMIT 1""",
    """SELECT 1 FROM batches WHERE typeof(requests) != 'integer' OR typeof(bytes) != 'integer'
    OR typeof(sealed_at) NOT IN ('real', 'integer') OR typeof(completed) != 'integer' OR typeof(failed) != 'integer'
    OR typeof(token) != 'text' OR typeof(status) != 'text' OR 'blob' IN (typeof(file_id), typeof(batch_id),
    typeof(output_file_id), typeof(error_file_id), typeof(reason))
    OR file != ?1 || '.' || number || '.jsonl' LIMIT 1""",
)


@dataclass(frozen=True)
class Known:
    """What is known of one question. `payer`: the document whose account holds its tokens."""

    state: State
    tries: int
    kind: Kind | None = None
    answer: dict[str, Any] | None = None
    reason: str | None = None
    payer: str | None = None


@dataclass(frozen=True)
class Line:
    """How one line of a batch ended: an answer (`kind`), or a `reason` to ask again."""

    id: str
    kind: Kind | None = None
    answer: dict[str, Any] | None = None
    reason: str | None = None


@dataclass
class Batch:
    """One input file on its way through the provider.

    status: `sealed` until it is created, then the provider's own word. fetched: its lines are in.
    creating: a create call was made whose answer is not known.
    """

    number: int
    token: str
    file: str
    requests: int
    bytes: int
    sealed_at: float
    creating: int = 0
    file_id: str | None = None
    batch_id: str | None = None
    status: str = "sealed"
    completed: int = 0
    failed: int = 0
    output_file_id: str | None = None
    error_file_id: str | None = None
    reason: str | None = None
    fetched: int = 0


_COLUMNS = [field.name for field in fields(Batch)]


class BatchStore:
    """The file. One process runs it; others may read. Raises `UsageError` when it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            claim(path)
            self._db = sqlite3.connect(path, timeout=LOCK_TIMEOUT, isolation_level=None)
            self._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_ANSWER)
            distrust(self._db)
            if not is_new(self._db):
                check_schema(self._db, _TABLES)  # before anything is changed: it may be another program's
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT")
            fits = not any(
                self._db.execute(wrong, (path.name,) if "?1" in wrong else ()).fetchone() for wrong in _WRONG
            )
            fits = fits and all(_are_sums(self.note(name)) for name in ("taken", "spent before"))
            layout = self.note("layout") if fits else None
        except (OSError, sqlite3.Error) as error:
            msg = f"{path}: not a usable batch state ({type(error).__name__}); move it away to begin anew"
            raise UsageError(msg) from None
        if not fits:
            self._db.close()
            msg = f"{path}: damaged, or not written by a run; move it away to begin anew"
            raise UsageError(msg)
        if layout not in (None, LAYOUT):
            msg = f"{path}: written by another version of this program; move it away to begin anew"
            raise UsageError(msg)
        self.set_note("layout", LAYOUT)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All or nothing of what is written inside."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # Notes: what the run was begun with

    def note(self, name: str) -> Any:
        """A remembered value, or `None`."""
        row = self._db.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def set_note(self, name: str, value: Any) -> None:
        """Remember a JSON value."""
        self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, json.dumps(value)))

    def keep_command(self, command: dict[str, Any]) -> None:
        """Remember what the run was begun with, so that only this installation is believed later."""
        with self.together():
            self.set_note(COMMAND, command)
            self.set_note(PROOF, proof(json.dumps(command)))

    def command(self) -> dict[str, Any]:
        """What the run was begun with; empty where somebody else has written it: it is run, with the user's key."""
        command, shown = self.note(COMMAND), self.note(PROOF)
        own = isinstance(shown, str) and hmac.compare_digest(shown, proof(json.dumps(command)))
        return command if own and isinstance(command, dict) else {}

    # Questions

    def known(self, id: str) -> Known | None:
        """What is known of a question, or `None` when it was never sent."""
        row = self._db.execute(
            "SELECT state, tries, kind, answer, reason, payer FROM questions WHERE id = ?", (id,)
        ).fetchone()
        if row is None:
            return None
        try:
            answer = _unpacked(row[3])
        except (zlib.error, ValueError, TypeError, RecursionError):  # damaged: as if it had not come
            return Known("again", 0)
        return Known(row[0], row[1], row[2], answer, row[4], row[5])

    def sent(self, ids: Iterable[str], batch: int) -> None:
        """These questions are in an input file from now on."""
        self._db.executemany(
            "INSERT INTO questions (id, state, batch) VALUES (?, 'sent', ?) "
            "ON CONFLICT (id) DO UPDATE SET state = 'sent', batch = excluded.batch",
            ((each, batch) for each in ids),
        )

    def take(self, line: Line, batch: int) -> bool:
        """Take in a line; whether it was one of the batch's own that had not come yet."""
        answer = None if line.answer is None else zlib.compress(json.dumps(line.answer).encode(), 1)
        again = line.kind is None
        changed = self._db.execute(
            "UPDATE questions SET state = ?, kind = ?, answer = ?, reason = ?, tries = tries + ? "
            "WHERE id = ? AND batch = ? AND state = 'sent'",
            ("again" if again else "answered", line.kind, answer, line.reason, again, line.id, batch),
        )
        return changed.rowcount == 1

    def keep(self, id: str, kind: Kind, answer: dict[str, Any]) -> None:
        """An answer that did not come from a batch (a question that was asked live)."""
        self._db.execute(
            "INSERT OR REPLACE INTO questions (id, state, kind, answer) VALUES (?, 'answered', ?, ?)",
            (id, kind, zlib.compress(json.dumps(answer).encode(), 1)),
        )

    def return_rest(self, batch: int, reason: str, *, counts: bool = True) -> int:
        """Whatever of a batch is still out is to be asked again; `counts`: as one try of each."""
        changed = self._db.execute(
            "UPDATE questions SET state = 'again', reason = ?, tries = tries + ? WHERE batch = ? AND state = 'sent'",
            (reason, counts, batch),
        )
        return changed.rowcount

    def charge(self, id: str, document: str) -> None:
        """The tokens of an answer are in the account of this document, unless another has them."""
        self._db.execute("UPDATE questions SET payer = ? WHERE id = ? AND payer IS NULL", (document, id))

    def forgive(self) -> None:
        """Count the tries of failed questions from nothing."""
        self._db.execute("DELETE FROM questions WHERE state = 'again'")

    def counts(self) -> dict[State, int]:
        """How many questions are in each state."""
        found: dict[State, int] = {"sent": 0, "answered": 0, "again": 0}
        found.update(self._db.execute("SELECT state, count(*) FROM questions GROUP BY state").fetchall())
        return found

    def forget_answers(self) -> None:
        """Delete every question and answer: the run is done."""
        self._db.execute("DELETE FROM questions")
        self._db.execute("VACUUM")

    # Batches

    def batches(self) -> list[Batch]:
        """Every batch of the run, oldest first."""
        rows = self._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM batches ORDER BY number")  # noqa: S608
        return [Batch(*row) for row in rows]

    def save(self, batch: Batch) -> None:
        """Write a batch as it is now."""
        marks = ", ".join("?" * len(_COLUMNS))
        self._db.execute(
            f"INSERT OR REPLACE INTO batches ({', '.join(_COLUMNS)}) VALUES ({marks})",  # noqa: S608
            list(asdict(batch).values()),
        )

    def next_number(self) -> int:
        """The number of the next batch, counted from 1."""
        row = self._db.execute("SELECT coalesce(max(number), 0) + 1 FROM batches").fetchone()
        return int(row[0])


def _are_sums(note: Any) -> bool:
    return note is None or (isinstance(note, dict) and all(type(part) in (int, float) for part in note.values()))


def _unpacked(packed: bytes | None) -> dict[str, Any] | None:
    """An answer as it was kept. Raises as `zlib` and `json` do, and `ValueError` for more than an answer can be."""
    if packed is None:
        return None
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(packed, MOST_ANSWER)
    if not unpacking.eof:
        msg = "larger than an answer"
        raise ValueError(msg)
    answer = json.loads(text)
    if not isinstance(answer, dict):
        msg = "no answer"
        raise ValueError(msg)
    return answer
