"""What an answer may carry around the document's words: quotation marks, final punctuation, a capital.

Works on normalised words (see `views`), where every quotation mark is `"` or `'`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = " \"'-"
# Not `?`: "He resigned." said as "He resigned?" is another statement, so a question mark must be there.
_CLOSING = " \"'.,;:!-"

# An answer is tried with at most this many marks taken off at either end.
_MOST_MARKS = 6


@dataclass(frozen=True, slots=True)
class Trim:
    """`words` without some marks around them; `opens`, `closes`: marks that set a statement off were taken off."""

    words: str
    opens: bool
    closes: bool


def trimmed(words: str) -> Iterator[Trim]:
    """The words, then the words with fewer and fewer marks around them, fullest first."""
    lead, tail = _leading(words), _trailing(words)
    paired = words.count('"') % 2 == 0
    for a, b in sorted(((a, b) for a in lead for b in tail), key=lambda cut: (sum(cut), cut)):
        piece, taken = words[a : len(words) - b], words[len(words) - b :]
        if paired and piece.count('"') % 2:
            continue  # one mark of a pair belongs to nothing
        if piece and not piece[0].isspace() and not piece[-1].isspace() and any(map(str.isalnum, piece)):
            yield Trim(piece, opens='"' in words[:a], closes=bool(taken) and "..." not in taken)


def _leading(words: str) -> list[int]:
    cuts = [0]
    while len(cuts) <= _MOST_MARKS:
        at = cuts[-1]
        following = words[at + 1 : at + 2]
        if words.startswith("...", at):
            cuts.append(at + 3)
        elif words[at : at + 1] and words[at] in _OPENING and not (words[at] == "-" and following.isdigit()):
            cuts.append(at + 1)
        else:
            break
    return cuts


def _trailing(words: str) -> list[int]:
    cuts = [0]
    quoted = words[:1] in ('"', "'")
    while len(cuts) <= _MOST_MARKS:
        rest = words[: len(words) - cuts[-1]]
        if rest.endswith("..."):
            cuts.append(cuts[-1] + 3)
        elif rest and rest[-1] in _CLOSING and (quoted or rest[-1] not in "\"'" or not rest[-2:-1].isdigit()):
            # A lone mark after a digit may be feet or inches.
            cuts.append(cuts[-1] + 1)
        else:
            break
    return cuts


def first_letter_variants(words: str) -> Iterator[str]:
    """The words, then the words with the case of their first letter changed (a sentence was cut)."""
    yield words
    for i, char in enumerate(words):
        if char.isalpha():
            for other in dict.fromkeys((char.lower(), char.upper(), char.title())):
                if other != char and len(other) == 1:
                    yield words[:i] + other + words[i + 1 :]
            return
        if char.isdigit():
            return
