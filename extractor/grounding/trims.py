"""What an answer may carry around the document's words: quotation marks, final punctuation, a capital.

Works on normalised words (see `views`), where every quotation mark is `"` or `'`.
"""

from __future__ import annotations

from collections.abc import Iterator

_OPENING = " \"'-"
# Not `?`: "He resigned." said as "He resigned?" is another statement, so a question mark must be there.
_CLOSING = " \"'.,;:!-"

# An answer is tried with at most this many marks taken off at either end.
_MOST_MARKS = 6


def trimmed(words: str) -> Iterator[str]:
    """The words, then the words with fewer and fewer marks around them, fullest first."""
    fronts = [words]
    while fronts[-1][:1] and (fronts[-1][0] in _OPENING or fronts[-1].startswith("...")) and len(fronts) <= _MOST_MARKS:
        fronts.append(fronts[-1][3:] if fronts[-1].startswith("...") else fronts[-1][1:])
    lead = [len(words) - len(front) for front in fronts]
    tail = [0]
    while tail[-1] < len(words) and words[len(words) - tail[-1] - 1] in _CLOSING and len(tail) <= _MOST_MARKS:
        tail.append(tail[-1] + (3 if words[: len(words) - tail[-1]].endswith("...") else 1))
    paired = words.count('"') % 2 == 0
    cuts = sorted(((a, b) for a in lead for b in tail), key=lambda cut: (sum(cut), cut))
    for a, b in cuts:
        piece = words[a : len(words) - b]
        if paired and piece.count('"') % 2:
            continue  # one mark of a pair belongs to nothing
        if piece and not piece[0].isspace() and not piece[-1].isspace() and any(map(str.isalnum, piece)):
            yield piece


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
