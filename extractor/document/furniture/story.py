"""Where the story stands on a scraped page: the stretch of lines with most prose.

On a page a few paragraphs stand between hundreds of menu entries and teasers. Each line gets a
weight, prose above zero and everything else below; the stretch with the largest sum (Kadane's
algorithm; for web text: Pasternack and Roth, WWW 2009) is the story.
"""

from __future__ import annotations

from extractor.document.furniture.prose import Looks

MIN_SHORT = 15
"""Lines that are not prose, from which a text may be a whole page."""
SHORT_SHARE = 0.45
"""Share of such lines in a page."""
MIN_KINDS = 3
"""Kinds of furniture that a page shows; a story with lists in it shows none or one."""

MOST_WORDS = 40
"""Words of a paragraph that count: a long one is no surer prose than two short ones."""
WORDS_A_POINT = 10
SHORT_COST = 0.8
"""Points a line costs that is neither prose nor known furniture: a menu entry, a headline, a list item."""
KIND_COST = 1.0
"""Points a line of furniture costs; some stands within every story."""
HEADER_COST = {"related": 3.0, "comments": 12.0, "newsletter": 2.0}
"""Points that what begins another part of the page costs."""
ALONE = 0.5
"""Share of its points that a paragraph keeps between two lines that are not prose: teasers stand so."""


def is_page(looks: list[Looks]) -> bool:
    """Whether these lines are a scraped page with its menus, rather than a story alone."""
    short = sum(1 for each in looks if not each.prose)
    kinds = {each.kind for each in looks if each.kind is not None}
    return short >= MIN_SHORT and short >= SHORT_SHARE * len(looks) and len(kinds) >= MIN_KINDS


def stretch(looks: list[Looks]) -> tuple[int, int]:
    """First and last line of the story; the whole text when there is no prose at all."""
    best, best_first, best_last = 0.0, 0, len(looks) - 1
    total, first = 0.0, 0
    for number in range(len(looks)):
        if total <= 0:
            total, first = 0.0, number
        total += _points(looks, number)
        if total > best:
            best, best_first, best_last = total, first, number
    return best_first, best_last


def _points(looks: list[Looks], number: int) -> float:
    line = looks[number]
    if line.kind is not None:
        return -HEADER_COST.get(line.kind, KIND_COST)
    if not line.prose:
        return -SHORT_COST
    points = min(line.words, MOST_WORDS) / WORDS_A_POINT
    neighbours = looks[max(0, number - 1) : number] + looks[number + 1 : number + 2]
    return points if any(other.prose for other in neighbours) else points * ALONE
