"""Words, numbers and marks of a normalised text, with offsets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

# A number with its separators and letters (1,000 9:30 54th 5m), an abbreviation (U.S.), a word with
# its apostrophes (can't), an ellipsis, any other single mark.
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*\w*|(?:[^\W\d_]\.){2,}|\w+(?:'\w+)*|\.\.\.|\S")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token `i` is `texts[i]`, at `starts[i]:ends[i]`; three lists, since a long text has many."""

    texts: list[str]
    starts: list[int]
    ends: list[int]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Indices `[first, last)` of the tokens that lie wholly inside `start:end`."""
        first = bisect_left(self.starts, start)
        return first, max(first, bisect_right(self.ends, end))


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """All tokens of `text[start:end]` of a normalised text, in order, with offsets in `text`."""
    found = [match.span() for match in _TOKEN.finditer(text, start, len(text) if end is None else end)]
    return Tokens([text[a:b] for a, b in found], [a for a, _ in found], [b for _, b in found])


def is_word(token: str) -> bool:
    """Whether a token is a word or a number, not a mark."""
    return token[0].isalnum() or token[0] == "_"
