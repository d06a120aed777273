"""Whether the rows of a journal are such as a run writes: one that was damaged or made up is not gone on with.

A row that does not fit would tear lines of the output, double them or ask again for what is done.
"""

from __future__ import annotations

import sqlite3

from extractor.bulk.output import FileOutput, Output
from extractor.errors import UsageError

#: Above any number of records: each takes a bit of memory.
MOST_RECORDS = 4_000_000_000

_RECORD = f"""
SELECT 1 FROM records WHERE typeof(name) != 'blob' OR typeof(work) != 'blob' OR typeof(status) != 'integer'
  OR status NOT BETWEEN 0 AND 2 OR typeof(asked) != 'integer' OR typeof(position) != 'integer' OR position < 0
  OR typeof(length) != 'integer' OR length <= 0 OR n NOT BETWEEN 1 AND {MOST_RECORDS}
  OR (start IS NOT NULL AND (typeof(start) != 'integer' OR start < 0))
  OR (start IS NULL AND n NOT IN (SELECT n FROM lines)) LIMIT 1
"""  # noqa: S608 - a number of ours
_LINE = """
SELECT 1 FROM lines LEFT JOIN records USING (n) WHERE records.n IS NULL OR start IS NOT NULL
  OR typeof(line) != 'blob' OR length(line) != records.length OR substr(line, -1) != x'0a' LIMIT 1
"""
_STALE = "SELECT 1 FROM stale WHERE typeof(length) != 'integer' OR length <= 0 OR start < 0 LIMIT 1"
_ANSWER = """
SELECT 1 FROM answers WHERE typeof(question) != 'blob' OR typeof(record) != 'blob' OR typeof(answer) != 'blob' LIMIT 1
"""
_SPENT = """
SELECT count(*), sum(typeof(calls) = 'integer' AND typeof(input) = 'integer' AND typeof(cached) = 'integer'
  AND typeof(output) = 'integer' AND typeof(cost) = 'real' AND typeof(unpriced) = 'integer'
  AND typeof(documents) = 'integer') FROM spent
"""
_WRITTEN = """
SELECT (SELECT coalesce(sum(length), 0) FROM records WHERE start IS NOT NULL)
  + (SELECT coalesce(sum(length), 0) FROM stale)
"""


def check_rows(db: sqlite3.Connection, place: object, output: Output) -> None:
    """See that the rows fit each other. `place` names the journal. Raises `UsageError`."""
    fits = not any(db.execute(wrong).fetchone() for wrong in (_RECORD, _LINE, _STALE, _ANSWER))
    if fits and db.execute(_SPENT).fetchone() == (1, 1):
        known = db.execute("SELECT value FROM about WHERE name = 'output bytes'").fetchone()
        swap = db.execute("SELECT value FROM about WHERE name = 'being replaced'").fetchone()
        fits = swap in (None, ("position",), ("start",)) and (
            not isinstance(output, FileOutput) or swap is not None or db.execute(_WRITTEN).fetchone() == known
        )
    else:
        fits = False
    if not fits:
        msg = f"{place}: damaged, or not written by a run: put back the one that was, or begin with a new output"
        raise UsageError(msg)
