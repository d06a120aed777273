"""A user's schema may hold any regular expression: it is matched in bounded time, or refused when the task is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import UsageError
from extractor.tasks.answer_schema import AnswerSchema
from extractor.tasks.folder import FolderTask

#: Python's own engine would not come back from this within anybody's life.
SLOW, TEXT = "^(a+)+$", "a" * 60 + "!"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def task(folder: Path, schema: dict[str, Any]) -> FolderTask:
    """The task of a folder with this schema."""
    (folder / "schema.json").write_text(json.dumps({"type": "object", **schema}))
    (folder / "prompt.v1.jinja").write_text("Who speaks?\n{{ text }}\n")
    return FolderTask(folder, name="own")


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"type": "string", "pattern": SLOW}}},
        {"$schema": DIALECT, "properties": {"a": {"$schema": DIALECT, "type": "string", "pattern": SLOW}}},
        {"$schema": DIALECT, "$defs": {"x": {"pattern": SLOW}}, "properties": {"a": {"$ref": "#/$defs/x"}}},
        {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"anyOf": [{"pattern": SLOW}]}}},
    ],
)
def test_a_repeat_within_a_repeat_is_linear(tmp_path: Path, schema: dict[str, Any]) -> None:
    """Wherever in the schema it stands, and whatever draft a part says it is of."""
    found = task(tmp_path, schema).schema
    assert found.fault({"a": TEXT}) is not None
    assert found.fault({"a": "a" * 60}) is None


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"type": "string", "pattern": r"^(?=(a+)+$)a*$"}}},
        {"properties": {"a": {"type": "string", "pattern": r"^(a*)*\1$"}}},
        {"properties": {"a": {"type": "string", "pattern": r"(?!x).*.*.*.*y"}}},
        {"properties": {"a": {"type": "string"}}, "patternProperties": {SLOW: {"type": "string"}}},
    ],
)
def test_what_only_a_slow_engine_reads_is_refused(tmp_path: Path, schema: dict[str, Any]) -> None:
    """One line, when the task is read and not when a model has answered."""
    with pytest.raises(UsageError, match=r"^[^\n]*can take for ever[^\n]*$"):
        task(tmp_path, schema)


@pytest.mark.filterwarnings("ignore::FutureWarning")  # Python's, of a class that may once mean something else
@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        (r"^(?!\s*$).+", "words", "  "),
        (r"^\d{4}-\d{2}$", "2026-11", "2026-1"),
        (r"^(\d+,)*\d+$", "1,22,3", "1,,2"),
        (r"b{2}", "abba", "abca"),
        (r"^[[a]\]?x", "[x", "bx"),
    ],
)
def test_a_pattern_in_use_means_what_it_meant(pattern: str, fits: str, does_not: str) -> None:
    """Looks ahead that are plain, counts, groups, and classes that the two engines read in different ways."""
    schema = AnswerSchema({"type": "object", "properties": {"a": {"pattern": pattern}}}, "schema.json")
    assert schema.fault({"a": fits}) is None
    assert schema.fault({"a": does_not}) is not None


def test_a_long_value_is_not_held_against_what_python_matches() -> None:
    """Two repeats take the square of the length: above some pages the pattern does not fit."""
    schema = AnswerSchema({"type": "object", "properties": {"a": {"pattern": r"^(?!b).*.*c"}}}, "schema.json")
    assert schema.fault({"a": "a" * 1_000_000}) is not None
