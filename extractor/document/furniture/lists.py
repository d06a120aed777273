"""Lists that belong to the story of a page, below its last paragraph: results, a programme, prices.

Short lines below a story are mostly links. Those that are not are told by their figures, by what ends
them, or by prices that the story itself names.
"""

from __future__ import annotations

import re

from extractor.document.furniture.prose import Looks
from extractor.schema import FurnitureKind

MIN_LIST = 5
"""List items in a row that belong to the story they follow."""
MOST_NOTES = 25
"""Lines of notes (when, where, for how much) below a story, at most."""
NOTE_WORDS = 8
"""Words of a note, at most."""
NOTES_SHARE = 0.4
"""Share of them that must hold a figure."""
LINKS_SHARE = 0.15
"""Share of longer lines among them that end like no sentence, at most."""
MIN_NAMED = 2
"""Prices of a list of offers that the story must name: such a list is what the story is about."""
MOST_BETWEEN = 25
"""Lines about one offer, at most."""
_PRICE = re.compile(
    r"(?:[$€£¥₹]|(?:USD|EUR|GBP|CHF|Rs\.?) )\s?(\d[\d.,]*)|(\d[\d.,]{0,15})\s?(?:[€£₩]|EUR|CHF|USD)"  # linear
)
_FIGURE = re.compile(r"\d")
_ENDS: frozenset[FurnitureKind] = frozenset({"share", "comments", "related", "newsletter", "copyright", "cookie"})


def with_list(looks: list[Looks], last: int) -> int:
    """The last line of the list that follows the story's last line, with or without a heading."""
    for begin in (last + 1, last + 2):
        end = begin
        while end < len(looks) and looks[end].listed and looks[end].kind is None:
            end += 1
        if end - begin >= MIN_LIST:
            return end - 1
    return last


def with_notes(looks: list[Looks], texts: list[str], last: int) -> int:
    """The last line of the notes below the story (when, where, for how much): short lines, many with figures.

    They end where the page shares or comments the story. The headlines of other stories are longer.
    """
    end = last + 1
    while end < len(looks) and looks[end].kind not in _ENDS:
        end += 1
    notes = [number for number in range(last + 1, end) if looks[number].words]
    if end == len(looks) or not MIN_LIST <= len(notes) <= MOST_NOTES:
        return last
    figures = sum(1 for number in notes if looks[number].words <= NOTE_WORDS and _FIGURE.search(texts[number]))
    links = sum(1 for number in notes if looks[number].words > NOTE_WORDS and not looks[number].stopped)
    return end - 1 if figures >= max(MIN_LIST, NOTES_SHARE * len(notes)) and links <= LINKS_SHARE * len(notes) else last


def with_offers(texts: list[str], first: int, last: int) -> int:
    """The last line of a list of offers whose prices the story names."""
    named = {_amount(match) for text in texts[first : last + 1] for match in _PRICE.finditer(text)}
    if len(named) < MIN_NAMED:
        return last
    prices: list[int] = []
    found: set[str] = set()
    for number in range(last + 1, len(texts)):
        if number - (prices[-1] if prices else last) > MOST_BETWEEN:
            break
        price = _PRICE.fullmatch(texts[number])
        if price:
            prices.append(number)
            found.add(_amount(price))
    if len(named & found) < MIN_NAMED:
        return last
    end = prices[-1]
    seen = set(texts[last + 1 : end])
    while end + 1 < len(texts) and texts[end + 1] in seen:  # what stands below each of them
        end += 1
    return end


def _amount(match: re.Match[str]) -> str:
    """The figures of a price, without cents that are none."""
    return re.sub(r"[.,]0?0?$", "", match[1] or match[2])
