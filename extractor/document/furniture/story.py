"""Where the story stands on a scraped page: the stretch of lines with most prose.

On a page a few paragraphs stand between hundreds of menu entries and teasers. Each line gets a
weight, prose above zero and everything else below; the stretch with the largest sum (Kadane's
algorithm; for web text: Pasternack and Roth, WWW 2009) is the story.
"""

from __future__ import annotations

import re

from extractor.document.furniture.lists import with_list, with_notes, with_offers
from extractor.document.furniture.prose import LOOKED_AT, Looks
from extractor.schema import FurnitureKind

_WORD = re.compile(r"[^\W\d_]+")

MIN_SHORT = 15
"""Lines that are not prose, from which a text may be a whole page."""
SHORT_SHARE = 0.45
"""Share of such lines in a page."""
MIN_KINDS = 2
"""Kinds of furniture that a page shows; a story with lists in it shows none or one."""

MENU_SHARE = 0.65
"""Share of lines that are not prose which shows a page in a language whose furniture nobody listed."""
MAX_BOX = 12
"""Lines of a box (related articles, share links) between the first paragraph of a story and the rest."""
MIN_SHARED = 4
"""Long words that a paragraph after a box shares with the story, at least."""
SHARED_SHARE = 0.4
"""Share of its long words that they must be."""
MIN_LETTERS = 5
"""Letters of a long word."""

MOST_WORDS = 40
"""Words of a paragraph that count: a long one is no surer prose than two short ones."""
WORDS_A_POINT = 10
SHORT_COST = 0.8
"""Points a line costs that is neither prose nor known furniture: a menu entry, a headline."""
LISTED_COST = 0.25
"""Points a list item costs: a short line with figures, a colon or a full stop."""
KIND_COST = 1.0
"""Points a line of furniture costs."""
WITHIN_COST = 0.2
"""Points that furniture costs which stands within stories: pictures, adverts, date and author."""
_WITHIN: frozenset[FurnitureKind] = frozenset({"caption", "credit", "counter", "advert", "byline", "dateline", "other"})
HEADER_COST: dict[FurnitureKind, float] = {"related": 3.0, "comments": 12.0, "newsletter": 2.0}
"""Points that what begins another part of the page costs; a story goes on after a box of links."""
COMMENTS_COST = 40.0
"""Points that the heading of readers' comments costs when it says so in more words than a link."""
HEADER_WORDS = 4
"""Words of such a beginning, at most; a longer line is a single link."""
ALONE = 0.5
"""Share of its points that a paragraph keeps between two lines that are not prose: teasers stand so."""
FIRST_SHARE = 0.4
"""Share of the best stretch's points with which an earlier one is preferred: comments come after the story."""


def is_page(looks: list[Looks]) -> bool:
    """Whether these lines are a scraped page with its menus, rather than a story alone."""
    short = sum(1 for each in looks if not each.prose)
    if short < MIN_SHORT or short < SHORT_SHARE * len(looks):
        return False
    kinds = {each.kind for each in looks if each.kind is not None}
    return len(kinds) >= MIN_KINDS or short >= MENU_SHARE * len(looks)


def stretch(looks: list[Looks], texts: list[str]) -> tuple[int, int]:
    """First and last line of the story; the whole text when there is no prose at all."""
    found = _candidates([_points(looks, number) for number in range(len(looks))])
    if not found:
        return 0, len(looks) - 1
    most = max(points for points, _, _ in found)
    first, last = next((first, last) for points, first, last in found if points >= FIRST_SHARE * most)
    last = _with_closing(looks, texts, first, with_list(looks, last))
    return _with_opening(looks, first), with_offers(texts, first, with_notes(looks, texts, last))


def _with_opening(looks: list[Looks], first: int) -> int:
    """The first line of the story, or the paragraph right below byline and date that boxes part from it."""
    for number in range(max(2, first - MAX_BOX), first):
        above = {looks[number - 1].kind, looks[number - 2].kind}
        if looks[number].prose and above & {"byline", "dateline"}:
            return number
    return first


def _with_closing(looks: list[Looks], texts: list[str], first: int, last: int) -> int:
    """The last line of the story, or the paragraphs that a box of links parts from it.

    They are told from teasers by their words: most of the long ones stand in the story already.
    """
    story = {word for text in texts[first : last + 1] for word in long_words(text)}
    for number in range(last + 1, min(last + 1 + MAX_BOX, len(looks))):
        line = looks[number]
        if line.kind is not None and _kind_cost(line.kind, line.words) >= COMMENTS_COST:
            break
        words = long_words(texts[number]) if line.prose else set()
        shared = len(words & story)
        if shared >= max(MIN_SHARED, SHARED_SHARE * len(words)):
            last = number
    return last


def long_words(text: str) -> set[str]:
    """The words of `text` that say what it is about."""
    return {word for word in _WORD.findall(text[:LOOKED_AT].lower()) if len(word) >= MIN_LETTERS}


def _candidates(points: list[float]) -> list[tuple[float, int, int]]:
    """Stretches that cannot be made better by moving their ends, in order: (points, first, last)."""
    found: list[tuple[float, int, int]] = []
    total, best, first, last = 0.0, 0.0, 0, 0
    for number, worth in enumerate(points):
        if total <= 0:
            if best > 0:
                found.append((best, first, last))
            total, best, first = 0.0, 0.0, number
        total += worth
        if total > best:
            best, last = total, number
    if best > 0:
        found.append((best, first, last))
    return found


def _points(looks: list[Looks], number: int) -> float:
    line = looks[number]
    if line.kind is not None:
        return -_kind_cost(line.kind, line.words)
    if not line.prose:
        if line.stopped:
            return line.words / WORDS_A_POINT * ALONE
        if not line.words:
            return 0.0
        return -LISTED_COST if line.listed else -SHORT_COST
    points = min(line.words, MOST_WORDS) / WORDS_A_POINT
    neighbours = looks[max(0, number - 1) : number] + looks[number + 1 : number + 2]
    return points if any(other.prose for other in neighbours) else points * ALONE


def _kind_cost(kind: FurnitureKind, words: float) -> float:
    if kind in _WITHIN:
        return WITHIN_COST
    if words > HEADER_WORDS:
        return KIND_COST
    return COMMENTS_COST if kind == "comments" and words > 1 else HEADER_COST.get(kind, KIND_COST)
