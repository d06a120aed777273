"""What the tests of provider batches share: an input, a run over it, and what it left behind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractor import Extractor
from extractor.bulk import BulkOptions, BulkTotals, FileOutput, Journal
from extractor.bulk.provider import BatchOptions, run_batch
from tests.support.batch_server import BatchServer
from tests.support.fake_model import article


async def at_once(seconds: float) -> None:
    """Wait for nothing."""
    await asyncio.sleep(0)


def write_articles(path: Path, numbers: Sequence[int], **more: Any) -> Path:
    """An input of invented articles; number 7, 17, 27 … make the fake model misquote at first."""
    rows = [{"id": f"doc-{n}", "text": article(n, garbled=n % 10 == 7), "page": n, **more} for n in numbers]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


async def run_over(
    source: Path,
    output: Path,
    server: BatchServer,
    options: BulkOptions | None = None,
    batch: BatchOptions | None = None,
) -> BulkTotals:
    """One run, as the command does it."""
    batch = replace(batch or BatchOptions(), sleep=at_once) if batch is None or batch.sleep is asyncio.sleep else batch
    async with Extractor("fake-model", base_url=server.url) as extractor:
        in_order = options is not None and options.order == "input"
        with Journal(output.with_name(output.name + ".journal"), FileOutput(output), in_order=in_order) as journal:
            return await run_batch([str(source)], extractor, options or BulkOptions(), journal, batch=batch)


async def run_live(source: Path, output: Path, server: BatchServer) -> BulkTotals:
    """The same work, each question asked at once."""
    from extractor.bulk import read_records, run

    async with Extractor("fake-model", base_url=server.url) as extractor:
        with Journal(output.with_name(output.name + ".journal"), FileOutput(output)) as journal:
            return await run(read_records([str(source)]), extractor, BulkOptions(), journal)


def lines_of(output: Path) -> dict[str, dict[str, Any]]:
    """The output's lines by id; no id twice."""
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    found = {line["document"]["id"]: line for line in lines}
    assert len(found) == len(lines)
    return found


def timeless(line: dict[str, Any]) -> dict[str, Any]:
    """A line without what differs from run to run."""
    return {**line, "run": {**line["run"], "seconds": 0, "endpoint": ""}}
