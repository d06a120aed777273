"""Rewriting a text while keeping the way back to its own characters.

A `Layer` is one rewriting step: the list of stretches it replaced, and nothing for the stretches
it left alone (there the two texts differ by a constant shift). A position is mapped by bisection,
so a layer costs memory only for what it changed, and a long text with few changes is cheap.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Change = tuple[int, int, str]
"""Replace `[start, end)` of the text by this string."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Stretches `new_starts[i]:new_ends[i]` stand for `old_starts[i]:old_ends[i]`, in order."""

    new_starts: list[int]
    new_ends: list[int]
    old_starts: list[int]
    old_ends: list[int]

    def start_of(self, position: int) -> int:
        """Where the character at `position` of the new text begins in the old text."""
        i = bisect_right(self.new_starts, position) - 1
        if i < 0:
            return position
        if position < self.new_ends[i]:
            return self.old_starts[i]
        return self.old_ends[i] + position - self.new_ends[i]

    def end_of(self, position: int) -> int:
        """Where the character before `position` of the new text ends in the old text."""
        if position <= 0:
            return 0
        i = bisect_right(self.new_starts, position - 1) - 1
        if i < 0:
            return position
        if position <= self.new_ends[i]:
            return self.old_ends[i]
        return self.old_ends[i] + position - self.new_ends[i]

    def first_at(self, position: int) -> int:
        """The first position of the new text whose character begins at or after `position` of the old."""
        i = bisect_left(self.old_ends, position)
        # Deletions that end exactly here lie before the position: skip them.
        while i < len(self.old_ends) and self.old_ends[i] == position:
            i += 1
        if i < len(self.old_starts) and self.old_starts[i] < position:
            return self.new_ends[i]
        if i == 0:
            return position
        return self.new_ends[i - 1] + position - self.old_ends[i - 1]

    def last_at(self, position: int) -> int:
        """The last position of the new text before which every character ends at or before `position` of the old."""
        i = bisect_right(self.old_starts, position - 1) - 1
        if i < 0:
            return position
        if position < self.old_ends[i]:
            return self.new_starts[i]
        return self.new_ends[i] + position - self.old_ends[i]


def rewrite(text: str, changes: Iterable[Change]) -> tuple[str, Layer | None]:
    """Apply changes (in order, not overlapping); returns the new text and its layer, `None` if nothing changed."""
    parts: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    old_starts: list[int] = []
    old_ends: list[int] = []
    done = 0
    length = 0
    for start, end, put in changes:
        parts += text[done:start], put
        length += start - done
        new_starts.append(length)
        length += len(put)
        new_ends.append(length)
        old_starts.append(start)
        old_ends.append(end)
        done = end
    if not old_starts:
        return text, None
    parts.append(text[done:])
    return "".join(parts), Layer(new_starts, new_ends, old_starts, old_ends)


def substitutions(pattern: re.Pattern[str], text: str, replacement: Callable[[re.Match[str]], str]) -> Iterable[Change]:
    """The changes that `pattern.sub(replacement, text)` would make, without those that change nothing."""
    for match in pattern.finditer(text):
        put = replacement(match)
        if put != match[0]:
            yield *match.span(), put
