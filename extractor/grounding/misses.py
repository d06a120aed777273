"""The passages most like some words that are not in the text: for the reason, and for asking again.

Words vote for the diagonal on which they would stand; rare words first, so the cost does not grow
with how often `the` occurs. The best diagonals are compared token by token (rapidfuzz).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from extractor.grounding import veto
from extractor.grounding.reading import Reading
from extractor.grounding.tokens import is_word

# Votes counted at most; enough for eighty words in a page, a bound for two million characters.
_MOST_VOTES = 250
# Diagonals compared at most.
_MOST_COMPARED = 4
# Neighbouring diagonals vote together: so many words may be missing or added.
_BUCKET = 4
# Below this share of common words two passages are not about the same thing.
_ALIKE = 0.5
# From this share on it is one passage with small differences.
_SAME_PASSAGE = 0.8
_SENTENCE_ENDS = frozenset({".", "!", "?"})
# A part of so many words is recognised as taken from elsewhere.
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Miss:
    """Tokens `[first, last)` of the text share `score` (0 to 1) of their words, in order, with the answer."""

    score: float
    first: int
    last: int


def closest(text: Reading, words: Reading, window: tuple[int, int], most: int = 1) -> list[Miss]:
    """Up to `most` passages in `window` (positions of the text's view), most alike first, not overlapping."""
    from rapidfuzz.distance import Indel

    low, high = text.tokens.within(*window)
    ours = words.lowered
    found: list[Miss] = []
    for diagonal in _diagonals(text, words, low, high):
        first, last = max(low, diagonal - _BUCKET), min(high, diagonal + len(ours) + 2 * _BUCKET)
        theirs = text.lowered[first:last]
        same = [block for block in Indel.opcodes(theirs, ours) if block.tag == "equal"]
        if not same:
            continue
        # What stands in the place of the answer's first and last words belongs to the passage.
        start = _outward(theirs, same[0].src_start, -1, same[0].dest_start)
        end = _outward(theirs, same[-1].src_end, 1, len(ours) - same[-1].dest_end)
        score = Indel.normalized_similarity(theirs[start:end], ours)
        found.append(Miss(score, first + start, first + end))
    found.sort(key=lambda miss: (-miss.score, miss.first))
    kept: list[Miss] = []
    for miss in found:
        if all(miss.last <= other.first or miss.first >= other.last for other in kept):
            kept.append(miss)
    return kept[:most]


def _outward(tokens: list[str], at: int, step: int, most: int) -> int:
    """`at` moved by up to `most` tokens, not over the end of a sentence."""
    for _ in range(most):
        beside = at - 1 if step < 0 else at
        if not 0 <= beside < len(tokens) or tokens[beside] in _SENTENCE_ENDS:
            break
        at += step
    return at


def _diagonals(text: Reading, words: Reading, low: int, high: int) -> list[int]:
    spots = words.places
    rarest = []
    for token, mine in spots.items():
        if not is_word(token):
            continue
        places = text.places.get(token, [])
        begin, end = bisect_left(places, low), bisect_left(places, high)
        if end > begin:
            rarest.append(((end - begin) * len(mine), token, begin, end))
    votes: dict[int, int] = {}
    spent = 0
    for cost, token, begin, end in sorted(rarest):
        if spent and spent + cost > _MOST_VOTES:
            break
        spent += cost
        for place in text.places[token][begin : min(end, begin + _MOST_VOTES)]:
            for i in spots[token][:_BUCKET]:
                bucket = (place - i) // _BUCKET
                votes[bucket] = votes.get(bucket, 0) + 1
    # A passage on the border of two buckets is one passage.
    joined = Counter({bucket: count + votes.get(bucket + 1, 0) for bucket, count in votes.items()})
    return [bucket * _BUCKET for bucket, _ in joined.most_common(_MOST_COMPARED)]


def explain(texts: list[Reading], words: Reading, window: tuple[int, int]) -> str:
    """Why the words were rejected, in plain words; `texts` are the parts of the text that come near."""
    found = [(miss, text) for text in texts for miss in closest(text, words, window)]
    if not found:
        return "not in the text"
    miss, text = max(found, key=lambda item: item[0].score)
    theirs, ours = _bare(text.tokens.texts[miss.first : miss.last]), _bare(words.tokens.texts)
    if miss.score < _ALIKE or not theirs or not ours:
        return _run_together(texts, words) or "not in the text"
    if list(map(str.lower, theirs)) == list(map(str.lower, ours)):
        return "cut inside a word or a quantity, or where the sense turns"
    if sorted(map(str.lower, theirs)) == sorted(map(str.lower, ours)):
        return "words in another order"
    together = _run_together(texts, words) if miss.score < _SAME_PASSAGE else None
    return together or _difference(theirs, ours)


def _bare(tokens: list[str]) -> list[str]:
    first, last = 0, len(tokens)
    while first < last and not is_word(tokens[first]) and not veto.word_class(tokens[first]):
        first += 1
    while last > first and not is_word(tokens[last - 1]) and tokens[last - 1] != "?":
        last -= 1
    return tokens[first:last]


def _difference(theirs: list[str], ours: list[str]) -> str:
    from rapidfuzz.distance import Levenshtein

    folded = [ours[0][:1].lower() + ours[0][1:], *ours[1:]] if ours else []
    blocks = Levenshtein.opcodes([theirs[0][:1].lower() + theirs[0][1:], *theirs[1:]], folded)
    changes = [(theirs[b.src_start : b.src_end], ours[b.dest_start : b.dest_end]) for b in blocks if b.tag != "equal"]
    opens = bool(blocks) and blocks[0].tag != "equal"
    return veto.reason(changes, opens=opens) if changes else "cut inside a word or a quantity, or where the sense turns"


def _run_together(texts: list[Reading], words: Reading) -> str | None:
    """Whether the answer is the start of one passage and the end of another."""
    keys = words.bare.split()
    if len(keys) < 2 * _SHORTEST_PART:
        return None

    haystack = " | ".join(text.bare for text in texts)

    def known(part: list[str]) -> bool:
        return f" {' '.join(part)} " in haystack

    low, high = 0, len(keys)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if known(keys[:middle]) else (low, middle - 1)
    rest = keys[low:]
    if low >= _SHORTEST_PART and len(rest) >= _SHORTEST_PART and known(rest):
        return "two passages run together"
    return None
