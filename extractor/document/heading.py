"""What a document says of itself in its first lines: title, byline, date.

Only what stands there as a line of its own is taken; None is "the document does not say".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.document.lines import Line
from extractor.schema import FurnitureKind

MAX_TITLE = 150
"""Characters of a headline."""
MAX_TITLE_WORDS = 26
MAX_LINES = 12
"""Lines at the beginning among which byline and date may stand."""

_SENTENCE_END = re.compile(r"[.:;,…][\"'”’»)]*$")
_BYLINE = re.compile(r"(?:By|BY|Von|VON|Par|Por|Di|Door)\s+(\S.*)$")
_DATE_LABEL = re.compile(
    r"^(?:(?:first )?published|posted|updated|last updated|created|date)\b(?: on| at)?\s*:?\s*", re.IGNORECASE
)
_DATE = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}"
    r"|\d{1,2}\.? (?:jan|feb|mar|mär|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]*\.? \d{4})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first lines say; `title_line` is the number of the line that is the headline."""

    title: str | None = None
    title_line: int | None = None
    byline: str | None = None
    published: str | None = None


def read_heading(lines: list[Line], kinds: dict[int, FurnitureKind]) -> Heading:
    """The heading of a text; `kinds` says which of its lines (by number) are furniture."""
    first = lines[:MAX_LINES]
    title_line = next((number for number in range(len(first)) if number not in kinds), None)
    if title_line is not None and not _is_title(title_line, lines):
        title_line = None
    return Heading(
        title=None if title_line is None else lines[title_line].text,
        title_line=title_line,
        byline=_byline(first, kinds),
        published=_published(first, kinds),
    )


def _is_title(number: int, lines: list[Line]) -> bool:
    line = lines[number].text
    if number + 1 >= len(lines):
        return False  # a text of one line is its own story
    return (
        len(line) <= MAX_TITLE
        and len(line.split()) <= MAX_TITLE_WORDS
        and not _SENTENCE_END.search(line)
        and line[0] not in '“"‘«„'
        and any(_SENTENCE_END.search(other.text) for other in lines[number + 1 :])
    )


def _byline(first: list[Line], kinds: dict[int, FurnitureKind]) -> str | None:
    names = [number for number in range(len(first)) if kinds.get(number) == "byline"]
    for number in names:
        line = first[number].text
        if line.lower() == "by":
            if number + 1 in names:
                return first[number + 1].text
            continue
        match = _BYLINE.match(line)
        return match.group(1) if match else line
    return None


def _published(first: list[Line], kinds: dict[int, FurnitureKind]) -> str | None:
    for number, line in enumerate(first):
        if kinds.get(number) in ("dateline", "byline") and _DATE.search(line.text):
            return _DATE_LABEL.sub("", line.text) if kinds[number] == "dateline" else _DATE.search(line.text)[0]  # type: ignore[index]
    return None
