"""Marks the furniture among the lines of a text."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.document.furniture.captions import MIN_TWICE
from extractor.document.furniture.prose import Looks, look
from extractor.document.furniture.signatures import ABOUT, is_signature
from extractor.document.furniture.story import is_page, stretch
from extractor.document.furniture.unsure import unsure_lines
from extractor.document.lines import Line
from extractor.schema import FurnitureKind

STRAY = 40
"""Characters; what is left of a caption or a byline is shorter."""
MOST_TIMES = 3
"""Times in a row that a caption is scraped; more is something else (a chant, a test)."""
HEAD = 12
"""Lines at the beginning where bylines stand."""
HEADLINE_WORDS = 22
"""Words of a headline in a list of related stories, at most."""
HEADING_WORDS = 5
"""Words of the heading of such a list, at most; a longer line is a link by itself and heads nothing."""
MOST_HEADLINES = 12
"""Headlines in such a list, at most: what goes on longer is a list that the story is made of."""
LINK_WORDS = 4
"""Words of a headline that is known as a link by standing twice, at least."""
MOST_ABOUT = 5
"""Lines from "About the author" to the end of a story, at most."""
_OPENS_PART: frozenset[FurnitureKind] = frozenset({"related", "comments", "newsletter"})


@dataclass(frozen=True, slots=True)
class Marked:
    """What was found: `kinds` of the lines (by number) that are furniture.

    begins: the line at which the story of a page begins; 0 where the text is no page but a story with
    little around it. unsure: the lines of a page that a model is asked about. within: the offsets of the
    story of a page.
    """

    kinds: dict[int, FurnitureKind]
    begins: int = 0
    unsure: tuple[int, ...] = ()
    within: tuple[int, int] | None = None


def mark(found: list[Line], *, language: str | None = None, story_alone: bool = False) -> Marked:
    """The furniture among the lines of a text in this language.

    The caller may know that it is a story with little around it (`story_alone`): then only lines
    that are furniture by themselves are marked.
    """
    looks = [look(line, language) for line in found]
    kinds = {number: each.kind for number, each in enumerate(looks) if each.kind is not None}
    _mark_twice(found, kinds)
    _mark_byline_names(found, kinds)
    _mark_related_headlines(looks, kinds)
    if story_alone or not is_page(looks):
        _mark_signatures(found, len(found) - 1, kinds)
        return Marked(kinds)
    texts = [line.text for line in found]
    story = stretch(looks, texts)
    _mark_outside(looks, story, kinds)
    _mark_links(looks, texts, story, kinds)
    _mark_signatures(found, story[1], kinds)
    within = (found[story[0]].start, found[story[1]].end) if found else None
    return Marked(kinds, story[0], tuple(unsure_lines(looks, kinds, story)), within)


def mark_aside(aside: list[Line], marked: Marked, language: str | None) -> dict[Line, FurnitureKind]:
    """The furniture among lines that were kept from `mark`: by their own words, or outside the story of a page.

    A menu speaks to its reader as an instruction does to a model: "Explore", "Leave a reply".
    """
    kinds: dict[Line, FurnitureKind] = {}
    for line in aside:
        kind = look(line, language).kind
        if kind is None and marked.within is not None:
            outside = line.end <= marked.within[0] or line.start >= marked.within[1]
            kind = "navigation" if outside else None
        if kind is not None:
            kinds[line] = kind
    return kinds


def _mark_twice(found: list[Line], kinds: dict[int, FurnitureKind]) -> None:
    """A caption is scraped twice: once from the picture's description, once from below it."""
    first = 0
    for number in range(1, len(found) + 1):
        if number < len(found) and found[number].text == found[first].text:
            continue
        times = number - first
        if 2 <= times <= MOST_TIMES and len(found[first].text) >= MIN_TWICE:
            kinds.update(dict.fromkeys(range(first, number), "caption"))
            _mark_stray(found, kinds, number)
        first = number


def _mark_stray(found: list[Line], kinds: dict[int, FurnitureKind], number: int) -> None:
    """A word or two left in the same block as the caption, with no full stop."""
    if number >= len(found) or number in kinds:
        return
    line = found[number]
    if not line.after_blank and len(line.text) <= STRAY and line.text[-1].isalnum():
        kinds[number] = "caption"


def _mark_byline_names(found: list[Line], kinds: dict[int, FurnitureKind]) -> None:
    """The name after a "By" that stands alone."""
    for number in range(min(HEAD, len(found) - 1)):
        following = found[number + 1]
        if found[number].text.lower() == "by" and not following.after_blank and len(following.text) <= STRAY:
            kinds[number + 1] = "byline"


def _mark_related_headlines(looks: list[Looks], kinds: dict[int, FurnitureKind]) -> None:
    """The headlines after "Related articles", up to the first line that is a sentence."""
    run: list[int] | None = None
    for number, each in enumerate(looks):
        if kinds.get(number) == "related":
            run = [] if each.words <= HEADING_WORDS else None
        elif run is not None and number not in kinds:
            if each.stopped or each.prose or each.words > HEADLINE_WORDS:
                run = None
            elif len(run) < MOST_HEADLINES:
                run.append(number)
                kinds[number] = "related"
            else:
                for other in run:
                    del kinds[other]
                run = None


def _mark_links(looks: list[Looks], texts: list[str], story: tuple[int, int], kinds: dict[int, FurnitureKind]) -> None:
    """Headlines within the story of a page that stand outside of it too: links to other stories."""
    first, last = story
    outside = {*texts[:first], *texts[last + 1 :]}
    for number in range(first, last + 1):
        each = looks[number]
        if number not in kinds and each.words >= LINK_WORDS and not each.stopped and texts[number] in outside:
            kinds[number] = "related"


def _mark_signatures(found: list[Line], last: int, kinds: dict[int, FurnitureKind]) -> None:
    """Who wrote it, below the last line of the story; other furniture may stand between."""
    for number in range(last, max(0, last - MOST_ABOUT), -1):
        if ABOUT.fullmatch(found[number].text):
            kinds.update(dict.fromkeys(range(number, last + 1), "byline"))
    for number in range(last, 0, -1):
        if is_signature(found[number].text):
            kinds[number] = "byline"
        elif number not in kinds:
            return


def _mark_outside(looks: list[Looks], story: tuple[int, int], kinds: dict[int, FurnitureKind]) -> None:
    """Everything before and after the story of a page, by the part of the page it stands in."""
    first, last = story
    part: FurnitureKind = "navigation"
    for number, each in enumerate(looks):
        if number == last + 1:
            part = "navigation"
        kind = kinds.get(number)
        if kind in _OPENS_PART:
            part = kind
        if kind is None and not first <= number <= last:
            kinds[number] = "other" if each.prose and part == "navigation" else part
        elif kind is None and each.headline:
            kinds[number] = "related"
