"""Nasty files, from the command line to the result: each gives a result or one clear error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import Document, Extractor
from extractor.cli import main
from tests.document.nasty import NASTY, RESULT
from tests.support.fake_client import FakeClient


def _answer(_messages: Any, asked: Any) -> dict[str, Any]:
    """A fake model that names nobody, calls every source unknown and summarises with the first passage."""
    if asked.__name__ == "SummaryAnswer":
        return {"sentences": [{"text": "The harbour office said so.", "support": [1]}]}
    (name, field), *_ = asked.model_fields.items()
    count = next((part.min_length for part in field.metadata if hasattr(part, "min_length")), 0)
    return {name: [{"kinds": "unknown", "lines": "story"}.get(name, "")] * count}


MOST_FOR_EVERY_SENTENCE = 3_000
"""Bytes of the files that both kinds of models are asked about; the rest is the same to them, only slower."""


def spans(data: Any) -> Iterator[dict[str, Any]]:
    """Every span of a result."""
    if isinstance(data, dict):
        if data.keys() >= {"start", "end", "text"}:
            yield data
        for value in data.values():
            yield from spans(value)
    elif isinstance(data, list):
        for value in data:
            yield from spans(value)


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_file_gives_a_result_or_one_clear_error(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result whose spans lie in the text, or status 2 and one line that names the file and what is wrong."""
    monkeypatch.setattr("extractor.llm.connect", lambda *_, **__: FakeClient(_answer, "qwen2.5-coder-1.5b-instruct"))
    data, error = NASTY[name]
    path = tmp_path / "story"
    path.write_bytes(data)
    status = main(["extract", str(path), "--format", "json", "--model", "local"])
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    if error != RESULT:
        assert (status, told.out) == (2, "")
        assert told.err.count("\n") == 1
        assert path.name in told.err
        assert error in told.err
        return
    result = json.loads(told.out)
    assert status in (0, 1)
    assert result["document"]["characters"] > 0
    for span in spans(result):
        assert len(span["text"]) == span["end"] - span["start"] <= result["document"]["characters"]
    windows = result["report"]["windows"]
    assert windows["sent"] == windows["answered"] + windows["failed"]


SMALL = [name for name, (data, error) in NASTY.items() if error == RESULT and len(data) <= MOST_FOR_EVERY_SENTENCE]


@pytest.mark.parametrize("name", SMALL)
def test_a_model_that_finds_the_claims_takes_nasty_files(name: str) -> None:
    """Where no rules decide the windows are asked about, and every claim lies in the text."""
    data, _ = NASTY[name]
    document = Document.from_bytes(data, id=name)
    with Extractor.with_client(FakeClient(_answer)) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(document)
    for claim in result.claims:
        assert all(document.text[span.start : span.end] == span.text for span in claim.content)


def test_there_are_at_least_sixty() -> None:
    """Encodings, marks, control characters, sizes, pages, files: nothing of it was dropped."""
    assert len(NASTY) >= 60
