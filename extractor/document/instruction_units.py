"""A paragraph in sentences, roughly, as instructions are looked for in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.document.disguises import View

_UNIT_END = re.compile(
    r"[.!?…。！？\r\n\u2028\u2029](?:"
    r"(?<=[.!?…])(?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+(?=\s|$|[\"“]?[^\W\d_])"
    r"|(?<=[。！？])(?<![。！？]{2})[。！？]*+[”’」』]?|(?<=[\r\n\u2028\u2029])[\r\n\u2028\u2029]*+)"
)
_WIDE_STOPS = frozenset("。！？")
_OPENING = frozenset('"“')
_CLOSING = frozenset("\"'”’»")


class Unit(NamedTuple):
    """A sentence, roughly: characters `start` to `end` of the view."""

    start: int
    end: int
    text: str


def units(whole: str, view: View, start: int, last: int) -> Iterator[Unit]:
    """The sentences of characters `start` to `last` of the view of a text.

    A stop without a gap behind it ends one only between a small and a capital letter ("rain.The mayor").
    """
    text, origin = view.text, view.origin
    at = start
    for match in _UNIT_END.finditer(text, start, last):
        stop, end = match[0], match.end()
        if end < last:
            behind = text[end]
            if not behind.isspace() and stop[0] not in _WIDE_STOPS and not stop.isspace():
                opening = end + (behind in _OPENING)
                if opening >= last or not whole[origin[opening]].isupper():
                    continue
                before = match.start() - 1
                if before < 0 or (len(stop) == 1 and not whole[origin[before]].islower()):
                    continue
            if stop[-1] in _CLOSING and _goes_on(whole, view, end, last):
                continue
        core = text[at:end].strip()
        if core:
            begin = text.index(core[0], at)
            yield Unit(begin, begin + len(core), core)
        at = end
    core = text[at:last].strip()
    if core:
        begin = text.index(core[0], at)
        yield Unit(begin, begin + len(core), core)


def _goes_on(whole: str, view: View, end: int, last: int) -> bool:
    """Whether a sentence goes on behind what it quotes: “Why?” he asked."""
    return end + 1 < last and view.text[end + 1].isalpha() and whole[view.origin[end + 1]].islower()
