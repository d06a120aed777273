"""Answers already given, kept in one SQLite file, so that a second run asks nothing.

The file holds answers to questions about documents: only its owner may read it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from extractor.errors import UsageError

LOCK_TIMEOUT = 30.0  # seconds to wait while another process writes
OWNER_ONLY = 0o600

_log = logging.getLogger(__name__)


def question_key(scope: str, body: dict[str, Any]) -> str:
    """Identity of a question: SHA-256 over the endpoint and the canonical request body.

    Keys are not sorted: the order of a schema's fields is the order the model answers in, so it
    is part of the question.
    """
    canonical = json.dumps([scope, body], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


class AnswerCache:
    """A file of raw answers; several threads and processes may share it.

    Raises `UsageError` when the file cannot be opened or is something else.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        self._write_failed = False
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
            self.path.chmod(OWNER_ONLY)
            self._db = sqlite3.connect(self.path, timeout=LOCK_TIMEOUT, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer TEXT NOT NULL)")
        except (OSError, sqlite3.Error) as error:
            msg = f"{self.path}: not a usable answer cache ({type(error).__name__}); delete it or name another file"
            raise UsageError(msg) from None

    def get(self, scope: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """The endpoint's raw answer to this very request body, or `None`."""
        try:
            with self._lock:
                row = self._db.execute(
                    "SELECT answer FROM answers WHERE question = ?", (question_key(scope, body),)
                ).fetchone()
            stored = json.loads(row[0]) if row else None
        except (sqlite3.Error, ValueError):
            return None
        return stored if isinstance(stored, dict) else None

    def put(self, scope: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        """Keep an answer. A full disk is logged once and costs only the cache."""
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        try:
            with self._lock:
                self._db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (question_key(scope, body), text))
        except (sqlite3.Error, UnicodeEncodeError) as error:
            if not self._write_failed:
                _log.warning("%s: answers are not being kept (%s)", self.path, type(error).__name__)
            self._write_failed = True

    def __len__(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM answers").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
