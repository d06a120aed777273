"""JSON and JSON Lines: the contract, character by character."""

from __future__ import annotations

import json

from extractor.render.data import as_json, as_jsonl
from extractor.schema import DocumentInfo
from tests.support.results import ferry_result

UMLAUTS = ferry_result(document=DocumentInfo(id="häfen – “x”", sha256="0" * 64, characters=1, words=1))


def test_json_is_the_result() -> None:
    """The JSON reads back as the contract's fields, `schema` under its public name, no `answers`."""
    data = json.loads(as_json([UMLAUTS], array=False))
    assert data == UMLAUTS.model_dump(mode="json", by_alias=True)
    assert data["run"]["schema"] == "sha256:0"
    assert "answers" not in data


def test_json_keeps_letters_readable() -> None:
    """Letters outside ASCII are written as they are, indented by two."""
    text = as_json([UMLAUTS], array=False)
    assert "häfen – “x”" in text
    assert text.startswith('{\n  "schema_version": "1"')


def test_several_documents_make_an_array() -> None:
    """With several inputs the JSON is one array, also when none could be read."""
    assert json.loads(as_json([UMLAUTS, ferry_result()], array=True)) == [
        UMLAUTS.model_dump(mode="json", by_alias=True),
        ferry_result().model_dump(mode="json", by_alias=True),
    ]
    assert json.loads(as_json([], array=True)) == []


def test_json_lines_are_single_lines() -> None:
    """A result takes exactly one line."""
    assert as_jsonl(UMLAUTS).count("\n") == 1
    assert json.loads(as_jsonl(UMLAUTS)) == json.loads(as_json([UMLAUTS], array=False))
