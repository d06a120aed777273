"""Where the characters of a document stand in its page.

A place is an element, as a CSS selector, and offsets within that element's text: the CssSelector
and TextPositionSelector of the W3C Web Annotation Data Model. The text of an element is its DOM
`textContent`, counted in code points, line breaks as U+000A.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class PageRange:
    """Characters `start` to `end` of the `textContent` of the element that `selector` finds.

    `text` is what stands there, white space as in the page.
    """

    selector: str
    start: int
    end: int
    text: str


class Run(NamedTuple):
    """Characters without white space that stand together in the document and in the page.

    start: offset in the document's text; element: number of the element in `Places`; at: offset in
    the element's text; lead: the white space in front of it there, back to what is read before it.
    """

    start: int
    text: str
    element: int
    at: int
    lead: str

    @property
    def end(self) -> int:
        """Offset in the document's text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Places:
    """Every run of a document, in order, and the elements that hold them.

    A selector is kept as steps, each with the number of its parent's step: many elements share
    most of their way, and only what is asked for is written out.
    """

    runs: Sequence[Run] = field(repr=False)
    steps: Sequence[tuple[int | None, str]] = field(repr=False)
    elements: Sequence[int] = field(repr=False)

    def trace(self, start: int, end: int) -> list[PageRange]:
        """The places of characters `start` to `end` of the document, in order.

        Neighbouring words of one element make one range; where the page has something that the
        document leaves out (a hidden element, an advert in a paragraph), a new one begins.
        """
        found: list[PageRange] = []
        element = None
        number = max(0, bisect_right(self.runs, start, key=lambda run: run.start) - 1)
        while number < len(self.runs) and self.runs[number].start < end:
            run = self.runs[number]
            number += 1
            left, right = max(start, run.start) - run.start, min(end, run.end) - run.start
            if left >= right:
                continue
            text, at = run.text[left:right], run.at + left
            last = found[-1] if found else None
            if last is not None and run.element == element and last.end == run.at - len(run.lead):
                found[-1] = PageRange(last.selector, last.start, at + len(text), last.text + run.lead + text)
            else:
                found.append(PageRange(self.selector(run.element), at, at + len(text), text))
            element = run.element
        return found

    def selector(self, element: int) -> str:
        """The CSS selector of an element."""
        parts: list[str] = []
        step: int | None = self.elements[element]
        while step is not None:
            step, part = self.steps[step]
            parts.append(part)
        return "".join(reversed(parts))
