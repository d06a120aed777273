"""Answers already given, kept in one SQLite file, so that a second run asks nothing.

The file holds answers to questions about documents: only its owner may read it. It is bounded: the
answers that were used longest ago make room for new ones.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import sqlite3
import threading
import time
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Protocol

from extractor.errors import UsageError
from extractor.llm.sqlite_file import check_schema, claim, distrust, is_new

LOCK_TIMEOUT = 30.0  # seconds to wait while another process writes
OWNER_ALONE = 0o700  # of a folder that is made for it
MOST_BYTES = 1_000_000_000  # of answers: some 500,000, and a disk that nobody misses
ROOM_MADE = 0.1  # of the bound is freed when it is reached, so that not every answer has to make room
USED_TO_THE_HOUR = 3600  # seconds; noting every use would make every reader a writer
CHECKED_EVERY = 64  # answers kept between two looks at the size
MOST_IN_A_ROW = 32_000_000  # bytes; an endpoint's answer has 8 MB at most

#: Files of before are bounded only by what follows.
_ANSWERS = "CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer TEXT NOT NULL);"
_BOUNDED = f"""{_ANSWERS}
ALTER TABLE answers ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
CREATE INDEX IF NOT EXISTS answers_by_use ON answers (used, length(answer));
"""

_log = logging.getLogger(__name__)


class Answers(Protocol):
    """Where a client looks before it asks. `counts`: whether a kept answer counts as paid for now."""

    counts: bool

    async def aget(self, scope: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to this very request body, or None."""

    async def aput(self, scope: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        """Keep an answer."""


#: Where the run that asks keeps the answers of documents that are not done; used where a client has no cache.
kept_answers: ContextVar[Answers | None] = ContextVar("kept_answers", default=None)


def question_key(scope: str, body: dict[str, Any]) -> str:
    """Identity of a question: SHA-256 over the endpoint and the canonical request body.

    Keys are not sorted: the order of a schema's fields is the order the model answers in, so it
    is part of the question.
    """
    canonical = json.dumps([scope, body], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


class AnswerCache:
    """A file of raw answers; several threads and processes may share it.

    most_bytes: of answers; above it the ones used longest ago go. Raises `UsageError` when the
    file cannot be opened or is something else.
    """

    counts = False

    def __init__(self, path: str | Path, *, most_bytes: int = MOST_BYTES) -> None:
        self.path = Path(path)
        self.most_bytes = most_bytes
        self._lock = threading.Lock()
        self._write_failed = False
        self._puts = 0
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ALONE)
            claim(self.path)
            self._db = sqlite3.connect(self.path, timeout=LOCK_TIMEOUT, check_same_thread=False, isolation_level=None)
            self._db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_IN_A_ROW)
            try:
                self._make_tables()
            except sqlite3.Error:
                self._db.close()
                raise
        except (OSError, sqlite3.Error) as error:
            msg = f"{self.path}: not a usable answer cache ({type(error).__name__}); delete it or name another file"
            raise UsageError(msg) from None

    def _make_tables(self) -> None:
        distrust(self._db)
        if not is_new(self._db):
            check_schema(self._db, _BOUNDED, _ANSWERS)  # before anything is changed: it may be another program's
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("BEGIN IMMEDIATE")  # several processes may open a new or an old file at once
        self._db.execute(_ANSWERS)
        if "used" not in {row[1] for row in self._db.execute("PRAGMA table_info(answers)")}:
            for statement in _BOUNDED.strip().split("\n")[1:]:
                self._db.execute(statement)
        self._db.execute("COMMIT")

    async def aget(self, scope: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """As `get`, in a thread: another process may hold the file."""
        return await asyncio.to_thread(self.get, scope, body)

    async def aput(self, scope: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        """As `put`, in a thread."""
        await asyncio.to_thread(self.put, scope, body, answer)

    def get(self, scope: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """The endpoint's raw answer to this very request body, or `None`."""
        key = question_key(scope, body)
        try:
            with self._lock:
                row = self._db.execute("SELECT answer, used FROM answers WHERE question = ?", (key,)).fetchone()
                now = int(time.time())
                if row and row[1] < now - USED_TO_THE_HOUR:
                    self._db.execute("UPDATE answers SET used = ? WHERE question = ?", (now, key))
            stored = json.loads(row[0]) if row else None
        except (sqlite3.Error, ValueError, TypeError, RecursionError):  # a row that is not ours is none
            return None
        return stored if isinstance(stored, dict) else None

    def put(self, scope: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        """Keep an answer. A full disk is logged once and costs only the cache."""
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        row = (question_key(scope, body), text, int(time.time()))
        try:
            with self._lock:
                self._db.execute("INSERT OR REPLACE INTO answers (question, answer, used) VALUES (?, ?, ?)", row)
                self._puts += 1
                if self._puts % CHECKED_EVERY == 1:
                    self._make_room()
        except (sqlite3.Error, UnicodeEncodeError) as error:
            if not self._write_failed:
                _log.warning("%s: answers are not being kept (%s)", self.path, type(error).__name__)
            self._write_failed = True

    def _make_room(self) -> None:
        size = self._size()
        if size <= self.most_bytes:
            return
        surplus = size - int(self.most_bytes * (1 - ROOM_MADE))
        oldest = (
            "SELECT rowid, sum(length(answer)) OVER (ORDER BY used, rowid) AS freed, length(answer) AS own FROM answers"
        )
        self._db.execute(
            f"DELETE FROM answers WHERE rowid IN (SELECT rowid FROM ({oldest}) WHERE freed - own < ?)",  # noqa: S608
            (surplus,),
        )

    def _size(self) -> int:
        return int(self._db.execute("SELECT coalesce(sum(length(answer)), 0) FROM answers").fetchone()[0])

    @property
    def size(self) -> int:
        """Characters of the answers that are kept."""
        with self._lock:
            return self._size()

    def clear(self) -> int:
        """Forget all answers, give back the disk, and return how many there were."""
        with self._lock:
            count = self._db.execute("DELETE FROM answers").rowcount
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(count)

    def __len__(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM answers").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()


def default_cache_path() -> Path:
    """Where `--cache` without a file keeps answers: in the user's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("extractor", appauthor=False) / "answers.sqlite"
