"""A run over many small documents with an extractor that answers at once: the runner's own work and memory.

    python -m benchmarks.bulk_instant COUNT FOLDER [done]

A second time with the same folder everything is done already; with `done` the journal and the
output are made at once as a finished run leaves them. Prints one line.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from extractor.bulk import (
    BulkOptions,
    Done,
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
    """What a finished run leaves: a line of the usual form for every record, and its row."""
    extractor: Any = Instant()
    settings = settings_of(extractor)
    keys = Keys(settings)
    with Journal(f"{output}.journal", FileOutput(output)) as journal:
        journal.keep_note("settings", settings.as_json())
        for position, record in enumerate(read_records([str(source)])):
            line = line_of(failed_result(record, extractor, "not read"))
            journal.finish(Done(name_of(record.id), keys.of(record), "complete", line, position))


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

    began, cpu = time.monotonic(), time.process_time()
    totals = asyncio.run(work())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE / 1_000_000
    print(
        f"{count:,} documents, {sum(totals.before.values()):,} of them done before: "
        f"{time.monotonic() - began:.1f} s, {time.process_time() - cpu:.1f} s CPU, peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
