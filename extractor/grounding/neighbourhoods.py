"""Where in a long text an answer could stand, before the text is read word by word.

The answer's longest words are looked up as they are; each occurrence votes for the place at which
the answer would begin. Only the neighbourhoods with the most votes are read, so that a wrong
answer costs little more in a long document than in a short one.
"""

from __future__ import annotations

from extractor.grounding.occurrences import forwards
from extractor.grounding.reading import Reading
from extractor.grounding.tokens import is_word

# Words looked up, longest first: long words are rare.
_MOST_WORDS = 16
# A word that occurs more often says nothing about the place.
_MOST_OCCURRENCES = 200
# Neighbourhoods read.
_MOST_READ = 4
# Places this near to one another (characters) are one; a quarter of a long answer.
_SAME_PLACE = 64
# Read on both sides, for words left out, a cue between two halves, and the words beside them.
_MARGIN = 400


def neighbourhoods(
    text: str, words: Reading, window: tuple[int, int], near: int | None
) -> list[tuple[int, int]] | None:
    """Ranges of a normalised text to read, most votes first; `None` when only common words are shared."""
    starts: dict[str, int] = {}
    for token, start in zip(words.tokens.texts, words.tokens.starts, strict=True):
        if is_word(token):
            starts.setdefault(token, start)
    size = len(words.view.text)
    width = max(_SAME_PLACE, size // 4)
    votes: dict[int, int] = {}
    common = False
    for token in sorted(starts, key=len, reverse=True)[:_MOST_WORDS]:
        places: list[int] = []
        for at in forwards(text, token, *window):
            places.append((at - starts[token]) // width)
            if len(places) > _MOST_OCCURRENCES:
                common = True
                break
        else:
            for place in set(places):
                votes[place] = votes.get(place, 0) + 1
    if not votes:
        return None if common else []

    def rank(place: int) -> tuple[int, int]:
        # A passage on the border of two places is one passage.
        return -votes[place] - votes.get(place + 1, 0), abs(place * width - near) if near is not None else place

    best = sorted(votes, key=rank)[:_MOST_READ]
    margin = width + _MARGIN
    ranges = ((place * width - margin, (place + 1) * width + size + margin) for place in best)
    return _apart([_at_spaces(text, max(a, window[0]), min(b, window[1]), window) for a, b in ranges])


def _at_spaces(text: str, start: int, end: int, window: tuple[int, int]) -> tuple[int, int]:
    if start > window[0]:
        start = max(text.rfind(" ", window[0], start), window[0])
    if end < window[1]:
        space = text.find(" ", end, window[1])
        end = window[1] if space < 0 else space
    return start, end


def _apart(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping ranges joined, in the order of the first of each."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        for i, (low, high) in enumerate(joined):
            if start < high and low < end:
                joined[i] = (min(low, start), max(high, end))
                break
        else:
            joined.append((start, end))
    return joined
