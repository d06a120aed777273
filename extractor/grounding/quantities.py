"""A quantity is one thing: `$5.4 million`, `8.5 percent`, `30 days`. A match that holds a part of it is cut."""

from __future__ import annotations

import re

from extractor.grounding import lexicon

_SCALES = frozenset("hundred thousand million billion trillion dozen hundreds thousands millions billions".split())
_AFTER_NUMBER = _SCALES | lexicon.UNITS
_CARDINALS = lexicon.NUMBERS - frozenset("first second third once single half quarter ones couple pair".split())

_NUMBER_BEFORE = re.compile(r"(?:\d[\d.,]*|(?<![^\W\d_])[A-Za-z]+)$")
_WORD_AFTER = re.compile(r"[ \u00a0\u202f\u2009\n-]([a-z]+)")
# Longer than any number word with its separator, or digits with theirs.
_REACH = 24


def cuts_quantity(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` begins or ends between a number and its scale or unit."""
    return _splits(text, end, start) or _splits(text, start, 0)


def _splits(text: str, at: int, least: int) -> bool:
    edge = at
    while edge > least and text[edge - 1] in " \u00a0\u202f\u2009\n-":
        edge -= 1
    after = _WORD_AFTER.match(text, edge, edge + _REACH)
    if after is None or after.end() <= at or after.group(1) not in _AFTER_NUMBER:
        return False
    before = _NUMBER_BEFORE.search(text[max(0, edge - _REACH) : edge])
    return before is not None and (before.group()[0].isdigit() or before.group().lower() in _CARDINALS)
