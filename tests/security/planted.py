"""Changes to SQLite files made behind the back of whoever wrote them."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def change(place: Path, statement: str, *values: object) -> None:
    """Run one statement on the file, as anybody who may write it could."""
    db = sqlite3.connect(place, isolation_level=None)
    db.execute(statement, values)
    db.close()
