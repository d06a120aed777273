"""Marks the furniture among the lines of a text."""

from __future__ import annotations

from extractor.document.furniture.patterns import kind_of
from extractor.document.lines import Line
from extractor.schema import FurnitureKind

MIN_TWICE = 40
"""Characters; a shorter line may well stand twice in a story (a refrain, a name, "Yes.")."""
STRAY = 40
"""Characters; what is left of a caption or a byline is shorter."""
HEAD = 12
"""Lines at the beginning where bylines stand."""


def mark(found: list[Line]) -> dict[int, FurnitureKind]:
    """Kinds of the lines (by number) that are furniture."""
    kinds: dict[int, FurnitureKind] = {}
    for number, line in enumerate(found):
        kind = kind_of(line.text)
        if kind is not None:
            kinds[number] = kind
    _mark_twice(found, kinds)
    _mark_byline_names(found, kinds)
    return kinds


def _mark_twice(found: list[Line], kinds: dict[int, FurnitureKind]) -> None:
    """A caption is scraped twice: once from the picture's description, once from below it."""
    for number in range(1, len(found)):
        line, before = found[number], found[number - 1]
        if line.text == before.text and len(line.text) >= MIN_TWICE:
            kinds[number - 1] = kinds[number] = "caption"
            _mark_stray(found, kinds, number + 1)


def _mark_stray(found: list[Line], kinds: dict[int, FurnitureKind], number: int) -> None:
    """A word or two left in the same block as the caption, with no full stop."""
    if number >= len(found) or number in kinds:
        return
    line = found[number]
    if not line.after_blank and len(line.text) <= STRAY and line.text[-1].isalnum():
        kinds[number] = "caption"


def _mark_byline_names(found: list[Line], kinds: dict[int, FurnitureKind]) -> None:
    """The name after a "By" that stands alone."""
    for number in range(min(HEAD, len(found) - 1)):
        following = found[number + 1]
        if found[number].text.lower() == "by" and not following.after_blank and len(following.text) <= STRAY:
            kinds[number + 1] = "byline"
