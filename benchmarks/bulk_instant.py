"""A run over many small documents with an extractor that answers at once: the runner's own work and memory.

    python -m benchmarks.bulk_instant COUNT FOLDER [done]

A second time with the same folder everything is done already. With `done` the journal and the output are made
at once as a run leaves them whose input has changed since: each record is looked at, once. Then, on a second
line, what resuming takes from there on: as after any run of unchanged lines.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from extractor.bulk import (
    BulkOptions,
    FileOutput,
    Journal,
    Keys,
    failed_result,
    line_of,
    name_of,
    read_records,
    record_of,
    run,
    settings_of,
)
from extractor.bulk.journal import STATUSES

KILOBYTE = 1024  # the unit of `ru_maxrss` on Linux


class Instant:
    """Gives every document a small result. It is not a model."""

    model, endpoint, client = "fake", "fake", None

    def __init__(self) -> None:
        self._result = failed_result(record_of({"id": "x", "text": "x"}), self, "not read")  # type: ignore[arg-type]
        self._complete = self._result.report.model_copy(update={"status": "complete", "warnings": []})

    def identity(self) -> dict[str, Any]:
        """What decides its results."""
        return {"model": self.model}

    async def aextract(self, document: Any) -> Any:
        """A complete result that says nothing."""
        return self._result.model_copy(update={"document": document.info(), "report": self._complete})


def finish(source: Path, output: Path) -> None:
    """What a finished run leaves: a line of the usual form for every record, and its row.

    Written in one transaction, straight into the journal's table: a run makes one for every document.
    """
    extractor: Any = Instant()
    settings = settings_of(extractor)
    keys = Keys(settings)
    with Journal(f"{output}.journal", FileOutput(output)) as journal:
        journal.keep_note("settings", settings.as_json())
    form = line_of(failed_result(record_of({"id": "?", "text": "x"}), extractor, "not read"))
    with closing(sqlite3.connect(f"{output}.journal")) as db, db, output.open("wb") as lines:

        def rows() -> Iterator[tuple[Any, ...]]:
            for position, record in enumerate(read_records([str(source)])):
                line, start = form.replace(b'"?"', json.dumps(record.id).encode(), 1), lines.tell()
                lines.write(line)
                work = bytes.fromhex(keys.of(record))
                yield name_of(record.id), work, STATUSES.index("complete"), 1, position, start, len(line)

        columns = "(name, work, status, asked, position, start, length)"
        db.executemany(f"INSERT INTO records {columns} VALUES (?, ?, ?, ?, ?, ?, ?)", rows())  # noqa: S608
        db.execute("UPDATE about SET value = ? WHERE name = 'output bytes'", (lines.tell(),))


def main() -> None:
    """Do the run and say what it took."""
    count, folder = int(sys.argv[1]), Path(sys.argv[2])
    source, output = folder / "in.jsonl", folder / "out.jsonl"
    if not source.exists():
        with source.open("w", encoding="utf-8") as stream:
            for n in range(count):
                text = f"Harbour officials said ferry number {n} would sail on Friday."
                stream.write(json.dumps({"id": f"d{n}", "text": text}) + "\n")

    if "done" in sys.argv[3:]:
        finish(source, output)

    async def work() -> Any:
        with Journal(f"{output}.journal", FileOutput(output)) as journal:
            return await run(read_records([str(source)]), Instant(), BulkOptions(concurrency=64), journal)  # type: ignore[arg-type]

    for _ in range(2 if "done" in sys.argv[3:] else 1):
        began, cpu = time.monotonic(), time.process_time()
        totals = asyncio.run(work())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE / 1_000_000
        print(
            f"{count:,} documents, {sum(totals.before.values()):,} of them done before: "
            f"{time.monotonic() - began:.1f} s, {time.process_time() - cpu:.1f} s CPU, peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
