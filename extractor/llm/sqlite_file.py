"""SQLite files that keep answers and what is done: their owner's alone, and what somebody else made is not used.

Such a file may lie where others write: a name there may lead to another file, and a schema may hold
triggers and views that act on what we write.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from functools import cache
from pathlib import Path

OWNER_ONLY = 0o600
NOT_A_FILE = "a link or no file"

_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


def claim(path: Path) -> bool:
    """Make the file, or take from others what they may do with it. Whether it was made.

    Neither a link is followed nor a pipe waited for. Raises `OSError`, also for a file of somebody else's.
    """
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        file, made = os.open(path, flags | os.O_CREAT | os.O_EXCL, OWNER_ONLY), True
    except FileExistsError:
        if path.is_symlink() or not path.is_file():
            raise FileExistsError(NOT_A_FILE) from None
        file, made = os.open(path, flags), False
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise FileExistsError(NOT_A_FILE)
        if os.name == "posix":
            os.fchmod(file, OWNER_ONLY)
    finally:
        os.close(file)
    return made


def distrust(db: sqlite3.Connection) -> None:
    """Let nothing that stands in the file's schema do more than hold data."""
    db.execute("PRAGMA trusted_schema=OFF")


def is_new(db: sqlite3.Connection) -> bool:
    """Whether nothing has been put into the file yet."""
    return db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def check_schema(db: sqlite3.Connection, *tables: str) -> None:
    """See that the file holds what one of these scripts makes and nothing else. Raises `sqlite3.DatabaseError`."""
    if db.execute(_SCHEMA).fetchall() not in [_made_by(script) for script in tables]:
        msg = "other tables, views or triggers than ours"
        raise sqlite3.DatabaseError(msg)


@cache
def _made_by(tables: str) -> list[tuple[object, ...]]:
    fresh = sqlite3.connect(":memory:")
    try:
        fresh.executescript(tables)
        return fresh.execute(_SCHEMA).fetchall()
    finally:
        fresh.close()
