"""From placed lines to paragraphs and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

EDGE = 3
"""Lines at the top and at the bottom of a page among which running headers and footers stand."""
RUNNING_PAGES = 3
"""Pages on which a line stands at the same height to be one, or all pages of a shorter document."""
SAME_HEIGHT = 3.0
"""Points by which its height may differ."""
WIDER = 1.28
"""How many times the usual distance of lines ends a paragraph; 12 points set on 14 with 6 after have 1.43."""
OFTEN = 0.1
"""Share of all distances that shows a usual one."""
OVERLAP = 0.7
"""Sizes between two lines, at least; what stands closer is raised or set beside."""
OTHER_SIZE = 0.08
"""Share by which the size of two lines of a paragraph may differ."""
SHORT_LINE = 0.75
"""Share of the longest line below which a line that ends a sentence ends its paragraph."""
INDENT = 0.8
"""Widths of the size by which the first line of a paragraph may be set in."""

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W{0,4}(?:(?:page|seite|página|pagina)\W{0,3})?#(?:\W{1,4}#|\W(?:of|von|de|sur|di)\W#)?\W{0,4}"
)
_STOP = re.compile(r"[.!?:;…。！？]['\"”’»)\]]*$")
_BULLET = re.compile(r"[•·▪●◦‣■–—*-]\s|\(?(?:\d{1,3}|[a-z])[.)]\s")
_SOFT_HYPHEN = "\u00ad"
_UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page: its words, where its first character stands and how large it is, in points."""

    text: str
    left: float
    height: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, in the order of the file."""

    lines: tuple[PageLine, ...]


def compose(pages: list[Page]) -> tuple[str, tuple[int, ...], int]:
    """The text of pages, the offsets at which they begin, and how many running lines are left out."""
    running, leading = _running(pages), _leading(pages)
    written: list[str] = []
    starts: list[int] = []
    length = left_out = 0
    before: PageLine | None = None
    for page in pages:
        kept = [line for line in page.lines if _key(line) not in running or not _at_edge(page, line)]
        left_out += len(page.lines) - len(kept)
        starts.append(length)
        for number, (line, divider) in enumerate(zip(kept, _dividers(before, kept, leading), strict=True)):
            words = _UNUSABLE.sub(" ", line.text).rstrip(_SOFT_HYPHEN)
            if before is None:
                divider = ""
            written += (divider, words)
            length += len(divider) + len(words)
            if number == 0:
                starts[-1] = length - len(words)
            before = line
    return "".join(written), tuple(starts), left_out


def _key(line: PageLine) -> str:
    return _NUMBER.sub("#", line.text)


def _at_edge(page: Page, line: PageLine) -> bool:
    heights = sorted(other.height for other in page.lines)
    return line.height <= heights[min(EDGE, len(heights)) - 1] or line.height >= heights[-min(EDGE, len(heights))]


def _running(pages: list[Page]) -> set[str]:
    """The running lines: at the edge of most pages, at the same height, the same but for their numbers."""
    heights: dict[str, list[float]] = {}
    for page in pages:
        for key, height in {_key(line): line.height for line in page.lines if _at_edge(page, line)}.items():
            heights.setdefault(key, []).append(height)
    found = set()
    for key, at in heights.items():
        usual = median(at)
        times = sum(abs(height - usual) <= SAME_HEIGHT for height in at)
        if times >= max(2, min(RUNNING_PAGES, len(pages))) or _PAGE_NUMBER.fullmatch(key.lower()):
            found.add(key)
    return found


def _dividers(before: PageLine | None, kept: list[PageLine], leading: float) -> Iterator[str]:
    """What stands in front of each line: a space, nothing after a hyphen, or a blank line."""
    if not kept:
        return
    longest = max(len(line.text) for line in kept)
    yield "\n\n" if before is None or not _goes_on_overleaf(before, kept[0]) else _join(before)
    for line, following in pairwise(kept):
        yield "\n\n" if _ends(line, following, leading, longest) else _join(line)


def _join(line: PageLine) -> str:
    hyphenated = line.text.endswith((_SOFT_HYPHEN, "-")) and line.text[-2:-1].isalpha()
    return "" if hyphenated else " "


def _leading(pages: Iterable[Page]) -> float:
    """The usual distance of two lines, as a multiple of their size: the closest that is no exception."""
    gaps = Counter(
        round((one.height - other.height) / one.size, 1)
        for page in pages
        for one, other in pairwise(page.lines)
        if one.size > 0 and one.height - other.height >= OVERLAP * one.size and _same_size(one, other)
    )
    often = [gap for gap, times in gaps.items() if times >= max(2, OFTEN * gaps.total())]
    return min(often or gaps, default=0.0)


def _same_size(line: PageLine, following: PageLine) -> bool:
    return abs(line.size - following.size) <= OTHER_SIZE * max(line.size, following.size, 1.0)


def _ends(line: PageLine, following: PageLine, leading: float, longest: int) -> bool:
    """Whether a paragraph ends between two lines."""
    if not _same_size(line, following) or _BULLET.match(following.text):
        return True
    gap = line.height - following.height
    if gap < 0:  # the next column
        return bool(_STOP.search(line.text)) or not following.text[0].islower()
    if leading and gap > WIDER * leading * line.size:
        return True
    if not _STOP.search(line.text):
        return False
    return len(line.text) < SHORT_LINE * longest or following.left - line.left > INDENT * following.size > 0


def _goes_on_overleaf(line: PageLine, following: PageLine) -> bool:
    return _same_size(line, following) and not _STOP.search(line.text) and not _BULLET.match(following.text)
