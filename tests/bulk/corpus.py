"""Small documents, a fake model that reads them, and runs over both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from extractor.bulk import BulkOptions, BulkTotals, FileOutput, Journal, read_records, run
from extractor.errors import ExtractorError
from extractor.pipeline import Extractor
from tests.support.fake_client import FakeClient


def text_of(n: object) -> str:
    """A document of one sentence, with somebody who says something."""
    return f"Harbour officials said ferry number {n} would sail to Sund on Friday."


def content_for(properties: Mapping[str, Any], n: object = "") -> dict[str, Any]:
    """What a model would answer about `text_of(n)`, in the form with these properties."""
    if "claims" in properties:
        content = [f"ferry number {n} would sail to Sund on Friday"]
        return {"claims": [{"source": "Harbour officials", "cue": "said", "content": content}] if n != "" else []}
    if "kinds" in properties:
        return {"kinds": ["person"]}
    return {"sentences": [{"text": f"Ferry number {n} would sail to Sund on Friday.", "support": [1]}]}


class Model:
    """A fake model: counts what it is asked, and fails where a test wants it to."""

    def __init__(self, name: str = "fake", faults: Mapping[str, ExtractorError] | None = None) -> None:
        self.faults = dict(faults or {})
        self.asked = 0
        self.client = FakeClient(self.reply, name)
        self.extractor = Extractor.with_client(self.client)  # type: ignore[arg-type]

    def reply(self, messages: Sequence[dict[str, str]], answer: type[BaseModel]) -> Any:
        self.asked += 1
        question = messages[-1]["content"]
        for words, fault in self.faults.items():
            if words in question:
                return fault
        return content_for(answer.model_fields)


def write_records(path: Path, count: int, **fields: Any) -> Path:
    """A file of so many records."""
    lines = [json.dumps({"id": f"d{n}", "text": text_of(n), **fields}) for n in range(count)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


async def run_over(
    source: Path, output: Path, model: Model | Extractor, options: BulkOptions | None = None
) -> BulkTotals:
    """One run, as the command does it."""
    options = options or BulkOptions(concurrency=4)
    extractor = model.extractor if isinstance(model, Model) else model
    with Journal(f"{output}.journal", FileOutput(output), in_order=options.order == "input") as journal:
        return await run(read_records([str(source)]), extractor, options, journal)


def lines_of(output: Path) -> list[dict[str, Any]]:
    """The results in an output; every line must be whole."""
    text = output.read_text(encoding="utf-8")
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def ids_of(output: Path) -> list[str]:
    """The ids in an output, in its order."""
    return [line["document"]["id"] for line in lines_of(output)]
