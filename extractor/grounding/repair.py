"""Small edits that change no sense, found by the skeleton and listed one by one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice, pairwise

from extractor.grounding.occurrences import nearest
from extractor.grounding.reading import Reading
from extractor.grounding.tokens import is_word
from extractor.grounding.trims import first_letter_variants
from extractor.grounding.veto import cut_off, cut_short

# Fewer words than this prove nothing about which passage was meant.
_FEWEST_WORDS = 3
# One edit, and one more for so many words.
_WORDS_AN_EDIT = 8
# Shorter words have irregular forms (have, does).
_LONG_WORD = 5
_SPLIT = frozenset({"cannot"})
# Keys that need not stand in the text as they are (agreement, contractions, `ies` -> `y`).
_FORMED = frozenset("is was has does not can will shall have am Can Will Shall".split())
_OUTER_MARKS = frozenset('.,;:!-"' + "'") | {"..."}


@dataclass(frozen=True, slots=True)
class Repair:
    """Tokens `[first, last]` of the text stand for the answer, but for the edits."""

    first: int
    last: int
    edits: tuple[str, ...]


def find_repair(text: Reading, words: Reading, window: tuple[int, int], near: int | None) -> Repair | None:
    """The passage in `window` (positions of the text's view) that the words differ from only by small edits."""
    if not _could_hold(text.view.text, words.tokens.texts, window):
        return None
    mine = words.skeleton_if(_Held(text.view.text, window))
    if mine is None:
        return None
    first, last = 0, len(mine.keys)
    while first < last and mine.keys[first] in _OUTER_MARKS:
        first += 1
    while last > first and mine.keys[last - 1] in _OUTER_MARKS:
        last -= 1
    keys = mine.keys[first:last]
    if sum(1 for _ in islice(filter(is_word, keys), _FEWEST_WORDS)) < _FEWEST_WORDS:
        return None
    theirs, tokens = text.skeleton, text.tokens
    low, high = tokens.within(*window)
    low_key, high_key = _keys_of(theirs.owners, low), _keys_of(theirs.owners, high)
    if high_key - low_key < len(keys):
        return None
    area = (theirs.starts[low_key] - 1, theirs.starts[high_key - 1] + len(theirs.keys[high_key - 1]) + 1)
    pivot = None
    if near is not None:
        at = _keys_of(theirs.owners, tokens.within(near, near)[0])
        pivot = theirs.starts[at] if at < len(theirs.starts) else area[1]
    for opening in first_letter_variants(keys[0]):
        needle = f" {' '.join([opening, *keys[1:]])} "
        found: dict[int, Repair] = {}

        def accepts(start: int, _end: int, found: dict[int, Repair] = found) -> bool:
            repair = _aligned(text, words, theirs.key_at(start + 1), (first, last))
            inside = repair is not None and low <= repair.first and repair.last < high
            if repair is not None and inside and _says_the_same(text, words, repair):
                found[start] = repair
            return start in found

        place = nearest(theirs.text, needle, area, pivot, accepts)
        if place is not None:
            return found[place[0]]
    return None


def _could_hold(view: str, ours: list[str], window: tuple[int, int]) -> bool:
    """Whether the text holds every longer word that has no other form; cheap, and most wrong answers fail it."""
    first = next((number for number, token in enumerate(ours) if is_word(token)), len(ours))
    return all(
        view.find(token, *window) >= 0
        for token in set(ours[first + 1 :])
        if len(token) >= _LONG_WORD and not token.endswith(("s", "y")) and "'" not in token and token not in _SPLIT
        if is_word(token)
    )


class _Held:
    """Whether the text may hold the keys of an answer, asked in their order.

    Not asked are marks around the whole, the first key, whose capital may differ, and keys that have other forms.
    """

    def __init__(self, view: str, window: tuple[int, int]) -> None:
        self._view, self._window = view, window
        self._begun = self._missed = False

    def __call__(self, keys: tuple[str, ...]) -> bool | None:
        begun = self._begun
        for key in keys:
            outer = key in _OUTER_MARKS
            if not self._begun:
                self._begun = not outer
            elif self._missed and not outer:
                return False
            elif key not in _FORMED and not key.endswith("y") and self._view.find(key, *self._window) < 0:
                if not outer:
                    return False
                self._missed = True  # which is no fault where only such marks follow
        return True if begun and not self._missed else None


def _says_the_same(text: Reading, words: Reading, repair: Repair) -> bool:
    """The answer does not begin or end as a sentence where the text's goes on with a word that turns it."""
    view, tokens = text.view, text.tokens
    ours = words.tokens.texts
    opens = ours[0] == '"' or next(filter(is_word, ours))[0].isupper()
    closes = not is_word(ours[-1]) and ours[-1] != "..."
    return not (opens and cut_off(view, tokens.starts[repair.first])) and not (
        closes and cut_short(view, tokens.ends[repair.last])
    )


def _keys_of(owners: list[int], token: int) -> int:
    return bisect_left(owners, token)


def _aligned(text: Reading, words: Reading, key: int, mine: tuple[int, int]) -> Repair | None:
    """Lay the words' keys `mine` over the text's keys from `key` on and list the differences."""
    theirs = text.skeleton.owners[key : key + mine[1] - mine[0]]
    ours = words.skeleton.owners[mine[0] : mine[1]]
    if not _whole(text.skeleton.owners, key, key + len(theirs)):
        return None
    their_texts, our_texts = text.tokens.texts, words.tokens.texts
    edits = _form_edits(their_texts, our_texts, list(zip(theirs, ours, strict=True)))
    for (their_a, their_b), (our_a, our_b) in zip(pairwise(theirs), pairwise(ours), strict=True):
        gap = _gap_edits(their_texts[their_a + 1 : their_b], our_texts[our_a + 1 : our_b])
        if gap is None:
            return None
        edits += gap
    start = _outward(their_texts, our_texts[: ours[0]][::-1], theirs[0], -1)
    end = _outward(their_texts, our_texts[ours[-1] + 1 :], theirs[-1], 1)
    if start is None or end is None:
        return None
    real = [edit for edit in edits if not edit.startswith("quotation marks")]
    if len(real) > 1 + len(ours) // _WORDS_AN_EDIT or sum(edit.startswith("form") for edit in real) > 1:
        return None
    return Repair(start, end, tuple(dict.fromkeys(edits))) if edits else None


def _whole(owners: list[int], start: int, end: int) -> bool:
    """Whether the keys begin and end where tokens do (`not` is not a part of `don't`)."""
    begins = start == 0 or owners[start - 1] != owners[start]
    ends = end >= len(owners) or owners[end - 1] != owners[end]
    return begins and ends


def _form_edits(theirs: list[str], ours: list[str], pairs: list[tuple[int, int]]) -> list[str]:
    edits = []
    merged: dict[int, list[int]] = {}
    parts: dict[int, list[int]] = {}
    for their, our in pairs:
        merged.setdefault(their, []).append(our)
        parts.setdefault(our, []).append(their)
    for n, (their, our) in enumerate(pairs):
        a, b = theirs[their], ours[our]
        if a == b or (n == 0 and a[1:] == b[1:] and a[0].lower() == b[0].lower()):
            continue
        if len(set(merged[their])) > 1 or len(set(parts[our])) > 1:
            a = " ".join(theirs[i] for i in dict.fromkeys(parts[our]))
            b = " ".join(ours[i] for i in dict.fromkeys(merged[their]))
            edits.append(f"contraction: {a} -> {b}")
        else:
            edits.append(f"form: {a} -> {b}")
    return list(dict.fromkeys(edits))


def _gap_edits(theirs: list[str], ours: list[str]) -> list[str] | None:
    """Differences between two stretches of light words; `None` when the answer holds one that the text lacks."""
    edits = []
    if theirs.count('"') != ours.count('"'):
        edits.append("quotation marks differ")
    theirs = [word.lower() for word in theirs if word != '"']
    ours = [word.lower() for word in ours if word != '"']
    if theirs == ours:
        return edits
    if not _subsequence(ours, theirs):
        return None
    return [*edits, f"left out: {_difference(theirs, ours)}"]


def _subsequence(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def _difference(long: list[str], short: list[str]) -> str:
    left, rest = list(short), []
    for word in long:
        if left and left[0] == word:
            left.pop(0)
        else:
            rest.append(word)
    return " ".join(word for word in rest if word != ",") or ","


def _outward(theirs: list[str], light: list[str], at: int, step: int) -> int | None:
    """Take in the answer's light words and marks beyond its outermost key; `None` when the text lacks a word."""
    for token in light:
        beside = at + step
        if 0 <= beside < len(theirs) and theirs[beside].lower() == token.lower():
            at = beside
        elif is_word(token):
            return None
    return at
