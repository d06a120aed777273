"""A paragraph in sentences, roughly, as instructions are looked for in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from extractor.document.disguises import View

_UNIT_END = re.compile(
    r"[.!?…。！？\r\n\u2028\u2029](?:"
    r"(?<=[.!?…])(?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+(?=\s|$|[\"“]?[^\W\d_])"
    r"|(?<=[。！？])(?<![。！？]{2})[。！？]*+[”’」』]?|(?<=[\r\n\u2028\u2029])[\r\n\u2028\u2029]*+)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, roughly: characters `start` to `end` of the view."""

    start: int
    end: int
    text: str


def units(whole: str, view: View, start: int, last: int) -> Iterator[Unit]:
    text = view.text
    at = start
    ends = (match.end() for match in _UNIT_END.finditer(text, start, last) if _ends_unit(whole, view, match, last))
    for end in chain(ends, (last,)):
        piece = text[at:end]
        core = piece.strip()
        if core:
            begin = at + len(piece) - len(piece.lstrip())
            yield Unit(begin, begin + len(core), core)
        at = max(at, end)


def _ends_unit(whole: str, view: View, match: re.Match[str], last: int) -> bool:
    """A stop without a gap behind it ends a sentence only between a small and a capital letter ("rain.The mayor")."""
    stop, at, end = match.group(), match.start(), match.end()
    behind = view.text[end : min(end + 2, last)]
    if stop[-1] in "\"'”’»" and behind[1:].isalpha() and whole[view.origin[end + 1]].islower():
        return False  # “Why?” he asked
    if not behind or behind[0].isspace() or stop.isspace() or stop[0] in "。！？":
        return True
    opening = end + (behind[0] in '"“')
    capital = opening < last and whole[view.origin[opening]].isupper()
    return capital and at > 0 and (len(stop) > 1 or whole[view.origin[at - 1]].islower())
