"""The visible text of a page, piece by piece, each with its element and offset.

White space divides pieces; what is hidden, and what is no text to a reader (scripts, styles, form
fields), is passed over, but counted: offsets are those of the DOM's `textContent`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

JOINED, SPACE, LINE, PARAGRAPH = range(4)
"""What stands between a piece and the one before it."""
SEPARATORS = ("", " ", "\n", "\n\n")

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table "
    "tbody tfoot thead tr ul".split()
)
_CELLS = frozenset(("td", "th"))
"""Cells of a row are lines of one paragraph."""
_NO_TEXT = frozenset(
    "script style noscript template head iframe object embed svg canvas audio video select textarea datalist".split()
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ALWAYS_SHOWN = frozenset(("html", "body"))
"""Pages hide their whole body until a script has run."""
_WORDS = re.compile(r"(\S+)(\s*)")
_SPACE = re.compile(r"\s*")


@dataclass(slots=True)
class Piece:
    """Characters without white space in one text node.

    block: number of its nearest block element; at: offset in that element's text; before: what
    divides it from the piece before; lead: the white space in front of it.
    """

    text: str
    block: int
    at: int
    before: int
    lead: str


def hidden(element: HtmlElement) -> bool:
    """Whether an element says of itself that it is not shown; style sheets are not read."""
    if element.tag in _ALWAYS_SHOWN:
        return False
    shown_when_found = element.get("hidden", "until-found").lower() == "until-found"
    return (
        not shown_when_found
        or element.get("aria-hidden", "").strip().lower() == "true"
        or bool(_UNSEEN.search(element.get("style", "")))
    )


class Stream:
    """The pieces of a page in order, and their block elements. Time and memory are linear."""

    def __init__(self, root: HtmlElement) -> None:
        self.pieces: list[Piece] = []
        self.blocks: list[HtmlElement] = []
        self._offset = 0
        self._open: list[list[Any]] = []  # element, its offset, its number once it has one
        self._unread = 0
        self._before = PARAGRAPH
        self._lead = ""
        self._preformatted = 0
        self._shown: list[bool] = []  # of each open element
        self._walk(root)

    def _walk(self, root: HtmlElement) -> None:
        from lxml.etree import iterwalk

        for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._enter(element)
            else:
                if event == "end":
                    self._leave(element)
                if element is not root:
                    self._add(element.tail)

    def _enter(self, element: HtmlElement) -> None:
        tag = element.tag
        shown = tag not in _NO_TEXT and not hidden(element)
        self._shown.append(shown)
        self._unread += not shown
        if tag == "br":
            self._divide(PARAGRAPH if self._before >= LINE else LINE)
        elif tag in _BLOCKS or tag in _CELLS:
            self._divide(LINE if tag in _CELLS else PARAGRAPH)
            self._open.append([element, self._offset, None])
        if tag == "pre":
            self._preformatted += 1
        self._add(element.text)

    def _leave(self, element: HtmlElement) -> None:
        tag = element.tag
        self._unread -= not self._shown.pop()
        if tag in _BLOCKS or tag in _CELLS:
            self._divide(LINE if tag in _CELLS else PARAGRAPH)
            self._open.pop()
        if tag == "pre":
            self._preformatted -= 1

    def _divide(self, how: int) -> None:
        if not self._unread:
            self._before = max(self._before, how)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._unread:
            self._lead = ""
        else:
            self._read(text)
        self._offset += len(text)

    def _read(self, text: str) -> None:
        start = _SPACE.match(text).end()  # type: ignore[union-attr]  # it fits nothing, too
        if start:
            self._divide(self._space(text[:start]))
            self._lead += text[:start]
        if start == len(text):
            return
        block = self._open[-1]
        if block[2] is None:
            block[2] = len(self.blocks)
            self.blocks.append(block[0])
        number, at = block[2], self._offset + start - block[1]
        before, lead = self._before, self._lead
        for word, space in _WORDS.findall(text, start):
            self.pieces.append(Piece(word, number, at, before, lead))
            at += len(word) + len(space)
            before, lead = self._space(space) if space else JOINED, space
        self._before, self._lead = before, lead

    def _space(self, space: str) -> int:
        """What white space stands for: of preformatted text its breaks count."""
        return SPACE + min(space.count("\n"), 2) if self._preformatted else SPACE
