"""What a document says of itself in its first lines: title, byline, date.

Only what stands there as a line of its own is taken; None is "the document does not say".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.document.furniture.prose import look
from extractor.document.lines import Line
from extractor.schema import FurnitureKind

MAX_TITLE = 150
"""Characters of a headline."""
MAX_TITLE_WORDS = 26
MAX_LINES = 12
"""Lines at the beginning, or above the story of a page, among which title, byline and date stand."""
OPENING = 4
"""Paragraphs of a story whose words its headline takes up."""
OPENING_CHARACTERS = 1_000
"""Characters of each that are looked at."""
MIN_LETTERS = 4
"""Letters of a word that counts as taken up; shorter ones stand everywhere."""
MIN_SHARED = 2
"""Words that a headline shares with the opening of its story, at least."""
FEWEST_LINES = 3
"""Lines of a text before one may stand in front of its headline: that one, the headline, and some story."""
MIN_SHARE = 0.4
"""Share of its own words that they must be."""

_SENTENCE_END = re.compile(r"[.:;,…。](?:\s?[\"'”’“‘»«›‹)」』])*$")
_STRANGER_END = re.compile(r"[.?!…。？！](?:\s?[\"'”’“‘»«›‹)」』])*$")
_WORD = re.compile(r"[^\W\d_]+")
_BYLINE = re.compile(r"(?:\|\s*)?(?:[Bb]y|BY|Von|VON|Par|Por|Di|Door)\s+(\S.*)$")
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


def read_heading(lines: list[Line], kinds: dict[int, FurnitureKind], begins: int) -> Heading:
    """The heading of a text.

    `kinds` says which of its lines (by number) are furniture, `begins` where the story of a page
    begins: 0 for a text that is no page, whose heading is its first lines.
    """
    numbers = range(max(0, begins - MAX_LINES), begins + 2) if begins else range(MAX_LINES)
    first = [number for number in numbers if number < len(lines)]
    title = _page_title(lines, first, begins) if begins else _first_title(lines, first, kinds)
    return Heading(
        title=None if title is None else lines[title].text,
        title_line=title,
        byline=_byline(lines, first, kinds),
        published=_published(lines, first, kinds),
    )


def find_title(lines: list[Line], title: str) -> int | None:
    """The first line that repeats `title`, a title that the caller knows."""
    wanted = _comparable(title)
    return next((number for number, line in enumerate(lines) if _comparable(line.text) == wanted), None)


def _comparable(title: str) -> str:
    return " ".join(title[: 2 * MAX_TITLE].casefold().split()).rstrip(".")


def _first_title(lines: list[Line], first: list[int], kinds: dict[int, FurnitureKind]) -> int | None:
    """The first line that is no furniture, if it looks like a headline and prose comes after it.

    Below a greeting or a section's name, the line that takes up the story's words is the headline.
    """
    free = [number for number in first if number not in kinds]
    below = _below_stranger(lines, free)
    if below is not None:
        return below
    if not free or not _is_title(lines[free[0]].text):
        return None
    begins = next((number for number in free if look(lines[number]).prose), free[0])
    number = _page_title(lines, free, begins) or free[0]
    return number if any(_SENTENCE_END.search(line.text[-5:]) for line in lines[number + 1 :]) else None


def _below_stranger(lines: list[Line], free: list[int]) -> int | None:
    """The headline below a sentence that somebody has put in front of a text it shares no word with."""
    if len(free) < FEWEST_LINES:
        return None
    stranger, title = lines[free[0]].text, lines[free[1]].text
    if len(stranger) > MAX_TITLE or not _STRANGER_END.search(stranger[-5:]) or not _is_title(title):
        return None
    story = {word for number in free[2 : 2 + OPENING] for word in _words(lines[number].text)}
    return free[1] if len(_words(title) & story) >= MIN_SHARED and not _words(stranger) & story else None


def _page_title(lines: list[Line], first: list[int], begins: int) -> int | None:
    """The line above the story of a page that shares most words with the story's beginning."""
    opening = [line for line in lines[begins : begins + MAX_LINES] if look(line).prose][:OPENING]
    story = {word for line in opening or lines[begins : begins + OPENING] for word in _words(line.text)}
    shared = {
        number: len(_words(lines[number].text) & story)
        for number in first
        if number < begins and _is_title(lines[number].text) and look(lines[number]).kind is None
    }
    best = max(shared, key=lambda number: shared[number], default=None)
    if best is None or shared[best] < max(MIN_SHARED, MIN_SHARE * len(_words(lines[best].text))):
        return None
    return best


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text[:OPENING_CHARACTERS].lower()) if len(word) >= MIN_LETTERS}


def _is_title(line: str) -> bool:
    return (
        len(line) <= MAX_TITLE
        and len(line.split()) <= MAX_TITLE_WORDS
        and not _SENTENCE_END.search(line[-5:])
        and line[0] not in '“"‘«„»「『'
    )


def _byline(lines: list[Line], first: list[int], kinds: dict[int, FurnitureKind]) -> str | None:
    names = [number for number in first if kinds.get(number) == "byline"]
    for number in names:
        line = lines[number].text
        if line.lower() == "by":
            if number + 1 in names:
                return lines[number + 1].text
            continue
        match = _BYLINE.match(line)
        if match:
            name = match.group(1)
            date = _DATE.search(name)
            return (name[: date.start()] if date else name).strip(" |,•·").removesuffix(" On").strip()
    return None


def _published(lines: list[Line], first: list[int], kinds: dict[int, FurnitureKind]) -> str | None:
    for number in first:
        kind = kinds.get(number)
        if kind not in ("dateline", "byline"):
            continue
        line = lines[number].text
        date = _DATE.search(line)
        if date:
            return _DATE_LABEL.sub("", line).strip() if kind == "dateline" else date.group()
    return None
