"""Lines and paragraphs of a text, as offsets.

A blank line always ends a paragraph. A single line break ends one too, unless the text is
hard-wrapped (old wire copy, e-mail, plain-text releases): then only a line that had room for the
next word ends its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")

MAX_WRAP = 100
"""Characters; a line above this was not wrapped by hand or by a wire service."""
MIN_WRAP = 45
"""Characters; lists and menus have shorter lines than any wrapped text."""
WRAPPED_SHARE = 0.6
"""Share of line breaks that must look like wrapping before a text counts as hard-wrapped."""
LOWER_SHARE = 0.35
"""Share of those after which the next line must begin in lower case: headlines in a list do not."""
OVERLONG_SHARE = 0.05
"""Share of lines that may be longer than `MAX_WRAP` (an address, a table) in a wrapped text."""


MOST_LINES = 20_000
"""Lines above which a text of very short ones is read in stretches: a book has fewer, or longer ones."""
SHORTEST_MEAN = 40
"""Characters a line must have on average in a text of more lines than that."""
STRETCH = 400
"""Characters of a stretch of such a text, at least; it ends where a line does."""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` of the text: one line, without white space at its edges.

    `after_blank` says that a blank line, or nothing, stands before it.
    """

    start: int
    end: int
    text: str
    after_blank: bool


def lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank, in order."""
    found: list[Line] = []
    last_end = 0
    for match in _LINE.finditer(text):
        words = match.group()
        core = words.strip()
        if not core:
            continue
        start = match.start() + len(words) - len(words.lstrip())
        apart = start - last_end > 1 and sum(1 for _ in _BREAK.finditer(text, last_end, start)) > 1
        found.append(Line(start, start + len(core), core, apart or not found))
        last_end = start + len(core)
    return found


def is_crowded(text: str) -> bool:
    """Whether a text is so many short lines that they are read in stretches: each costs time, also an empty one."""
    breaks = sum(map(text.count, "\n\r\v\f\x85\u2028\u2029"))
    return breaks > MOST_LINES and breaks * SHORTEST_MEAN > len(text)


def _stretches(text: str) -> list[Line]:
    found: list[Line] = []
    at = 0
    while at < len(text):
        stop = _BREAK.search(text, at + STRETCH)
        end = stop.end() if stop else len(text)
        core = text[at:end].strip()
        if core:
            start = at + len(text[at:end]) - len(text[at:end].lstrip())
            found.append(Line(start, start + len(core), _BREAK.sub(" ", core), after_blank=True))
        at = end
    return found


def paragraphs(text: str) -> list[Line]:
    """The paragraphs of `text`, each as one line: breaks that only wrap it read as spaces.

    Of a text that `is_crowded` the stretches.
    """
    if is_crowded(text):
        return _stretches(text)
    found = lines(text)
    width = _wrap_width(found)
    grouped: list[list[Line]] = []
    for line in found:
        if grouped and not line.after_blank and _continues(grouped[-1][-1], line, width):
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return [group[0] if len(group) == 1 else _joined(group) for group in grouped]


def _joined(group: list[Line]) -> Line:
    words = " ".join(line.text for line in group)
    return Line(group[0].start, group[-1].end, words, group[0].after_blank)


def _continues(line: Line, following: Line, width: int | None) -> bool:
    if width is not None:
        return len(line.text) <= MAX_WRAP and _no_room(line, following, width)
    # a sentence that was broken once, in a text that is not wrapped as a whole
    return (
        MIN_WRAP <= len(line.text) <= MAX_WRAP
        and following.text[0].islower()
        and (line.text[-1].islower() or line.text[-1] == ",")
    )


def _no_room(line: Line, following: Line, width: int) -> bool:
    word = len(following.text.split(maxsplit=1)[0])
    return len(line.text) + 1 + word > width


def _wrap_width(found: list[Line]) -> int | None:
    """Characters a line of a hard-wrapped text may hold; None when the text is not hard-wrapped."""
    fitting = [len(line.text) for line in found if len(line.text) <= MAX_WRAP]
    if not fitting or len(found) - len(fitting) > OVERLONG_SHARE * len(found):
        return None
    width = max(fitting)
    pairs = [(a, b) for a, b in pairwise(found) if not b.after_blank]
    wrapped = [b for a, b in pairs if _no_room(a, b, width)]
    if width < MIN_WRAP or not wrapped or len(wrapped) < WRAPPED_SHARE * len(pairs):
        return None
    lower = sum(1 for b in wrapped if b.text[0].islower())
    return width if lower >= LOWER_SHARE * len(wrapped) else None
