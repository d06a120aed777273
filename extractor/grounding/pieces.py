"""Answers that stand in the document in two or more pieces.

Two ways to lose what is between: the answer says so with an ellipsis, or the document breaks a
quotation off to say who speaks (“We will win,” Ryder said, “and stay.”) and the answer gives the
quotation whole. Every piece must be there word by word; what was left out must not turn the
sense (no negation, hedge, modal, condition, other speaker).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from extractor.grounding import lexicon
from extractor.grounding.cues import BrokenOff
from extractor.grounding.tokens import is_word, tokenize
from extractor.grounding.veto import word_class

# A piece of one word is found anywhere.
_FEWEST_WORDS = 2
# More than this is not one passage any more.
_LONGEST_GAP_WORDS = 60
# More ellipses than this is a list of words, not a quotation.
_MOST_PIECES = 6

_ELLIPSIS = re.compile(r"\s*(?:\[\.\.\.\]|\(\.\.\.\)|\.\.\.)\s*")
_OUTER_ELLIPSIS = re.compile(r'^(?:\.{3}|[ "])*\.{3}|\.{3}(?:\.{3}|[ "])*$')
_QUANTITY = re.compile(r"\W*\d")
_SENTENCE_END = re.compile(r'[.!?]"?$')
_SENTENCE_INSIDE = re.compile(r'[.!?]"? "?[^\W\d_]')
# The same beginning may stand in the text again and again.
_MOST_BEGINNINGS = 20
# Far enough for the word beside a gap.
_REACH = 60

# What an ellipsis may not swallow: these turn the sense of what is left, prepositions among them do not.
_TURNS = frozenset({"negation", "modal", "hedge", "reporting verb", "number", "quantifier"})
_TURNING_WORDS = frozenset("only but than or against largest smallest highest lowest biggest last first next".split())
_PLACES = frozenset("at over under above below up about around part very too".split())

Locate = Callable[[str, int, int, int | None], tuple[int, int] | None]
"""Finds normalised words in a range of the view, nearest to a position of it."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Ranges of the view, in order, and what was left out between them."""

    ranges: tuple[tuple[int, int], ...]
    edits: tuple[str, ...]


def by_ellipsis(view: str, words: str, window: tuple[int, int], near: int | None, locate: Locate) -> Pieces | None:
    """The pieces of an answer that has an ellipsis inside."""
    parts = _ELLIPSIS.split(_OUTER_ELLIPSIS.sub("", words))
    if not 1 < len(parts) <= _MOST_PIECES or any(_count(part) < _FEWEST_WORDS for part in parts):
        return None
    first = locate(parts[0], *window, near)
    for _ in range(_MOST_BEGINNINGS):
        if first is None:
            break
        ranges = [first]
        for part in parts[1:]:
            following = locate(part, ranges[-1][1], window[1], None)
            if following is None:
                return None
            ranges.append(following)
        gaps = [(a[1], b[0]) for a, b in pairwise(ranges)]
        if all(_may_skip(view, start, end) for start, end in gaps):
            edits = tuple(f"left out at the ellipsis: {_brief(view[start:end])}" for start, end in gaps)
            return Pieces(tuple(ranges), edits)
        # The same beginning may stand again further on, nearer to its continuation.
        first = locate(parts[0], first[0] + 1, window[1], None)
    return None


def by_cue(view: str, cues: list[BrokenOff], words: str, window: tuple[int, int], locate: Locate) -> Pieces | None:
    """The two pieces of a quotation that the document breaks off with its cue."""
    for gap in cues[bisect_left(cues, window[0], key=_start) : bisect_right(cues, window[1], key=_start)]:
        left = view[max(0, gap.start - _REACH) : gap.start].rsplit(None, 1)[-1:]
        right = view[gap.end : gap.end + _REACH].split(None, 1)[:1]
        joint = _joint(words, left, right)
        if joint is None:
            continue
        before = locate(words[: joint[0]], window[0], gap.start + 1, gap.start)
        after = locate(words[joint[1] :], gap.end - 1, window[1], gap.end)
        if not before or not after or '"' in view[before[0] + 1 : before[1] - 1] + view[after[0] + 1 : after[1] - 1]:
            continue
        if gap.start - 1 <= before[1] <= gap.start + 1 and after[0] in (gap.end - 1, gap.end):
            return Pieces((before, after), (f"cue left out: {_brief(gap.cue)}",))
    return None


def _start(gap: BrokenOff) -> int:
    return gap.start


def _joint(words: str, left: list[str], right: list[str]) -> tuple[int, int] | None:
    """Where in the answer the words before and after the gap meet: end of the left, start of the right."""
    if not left or not right:
        return None
    before, after = (_letters(left[-1]), _letters(right[0]))
    if not before or not after:
        return None
    pattern = rf'(?<!\w){re.escape(before)}([,.!?;:"\s-]+)(?={re.escape(after)}(?!\w))'
    for match in re.finditer(pattern, words):
        return match.start(1), match.end(1)
    return None


def _letters(chunk: str) -> str:
    return chunk.strip('.,;:!?"()')


def _may_skip(view: str, start: int, end: int) -> bool:
    gap = view[start:end]
    found = [token for token in tokenize(gap).texts if is_word(token)]
    if len(found) > _LONGEST_GAP_WORDS or any(_turns(token) for token in found):
        return False
    if found and found[-1].lower() in _PLACES and _QUANTITY.match(view, end):
        return False  # `about $5 million`
    before = view[max(0, start - 3) : start]
    if _SENTENCE_INSIDE.search(before + gap + view[end : end + 1]):
        # Whole sentences may be skipped; the end of one and the start of another may not.
        ends = bool(_SENTENCE_END.search(before.rstrip())) or gap[:1] in (".", "!", "?")
        return ends and bool(_SENTENCE_END.search((before + gap).rstrip(' "')))
    return True


def _turns(token: str) -> bool:
    low = token.lower()
    if low in _PLACES:
        return False
    return word_class(token) in _TURNS or low in lexicon.HEDGES or low in _TURNING_WORDS


def _count(part: str) -> int:
    return sum(map(is_word, tokenize(part).texts))


def _brief(text: str) -> str:
    """What was left out, for a list of edits: its first and last words."""
    words = text.strip(' ,"').split()
    return " ".join(words) if len(words) <= _MOST_PIECES else f"{' '.join(words[:3])} … {' '.join(words[-2:])}"
