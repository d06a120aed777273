"""The answers of a user's own tasks as lines: field, value, and whether the words are the document's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.render.visible import one_line
from extractor.schema import Result

#: What stands behind the model's own words.
NOT_GROUNDED = "not grounded"


@dataclass(frozen=True)
class AnswerLine:
    """One line of an answer: how deep it stands, its field, its value, and a remark about it ("" for none)."""

    level: int
    field: str
    value: str
    remark: str


def answer_lines(data: Any) -> Iterator[AnswerLine]:
    """The answer of one task, field by field; entries of a list are numbered."""
    yield from _lines(data, 0, "")


def asked_for(result: Result) -> bool:
    """Whether the built-in questions were put: a result of own tasks alone shows nothing of them."""
    return not result.answers or bool(
        result.claims or result.summary.text or {"claims", "summary"} & {*result.run.prompts}
    )


def _lines(value: Any, level: int, field: str) -> Iterator[AnswerLine]:
    if _is_words(value):
        remark = (
            NOT_GROUNDED
            if value["grounding"] == "none"
            else ""
            if value["grounding"] == "exact"
            else value["grounding"]
        )
        yield AnswerLine(level, field, one_line(value["text"]), remark)
    elif isinstance(value, dict):
        if field:
            yield AnswerLine(level, field, "", "")
        for name, part in value.items():
            yield from _lines(part, level + bool(field), one_line(name))
    elif isinstance(value, list):
        if not value:
            yield AnswerLine(level, field, "none found", "")
        for number, part in enumerate(value, 1):
            yield from _lines(part, level, f"{field} {number}")
    else:
        yield AnswerLine(level, field, _plain(value), "")


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"text", "spans", "grounding"}


def _plain(value: Any) -> str:
    if value is None:
        return "not said"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(str(value))
