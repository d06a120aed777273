"""CSS selectors that find one element, as steps from an element with an id, or from the root."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PLAIN_ID = re.compile(r"[A-Za-z][\w-]{0,79}", re.ASCII)
_PLAIN_TAG = re.compile(r"[a-z][a-z0-9-]*")


class Selectors:
    """Steps of selectors: (number of the parent's step, or None; this step's text)."""

    def __init__(self, root: HtmlElement) -> None:
        self.steps: list[tuple[int | None, str]] = []
        self._known: dict[HtmlElement, int] = {}
        self._ids = Counter(element.get("id") for element in root.iter("*") if element.get("id"))
        self._order: dict[HtmlElement, str] = {}

    def step(self, element: HtmlElement) -> int:
        """The number of the last step to `element`."""
        way: list[tuple[HtmlElement, str | None]] = []
        at: HtmlElement | None = element
        while at is not None and at not in self._known:
            by_id = self._by_id(at)
            way.append((at, by_id))
            at = None if by_id else at.getparent()
        number = None if at is None else self._known[at]
        for part, by_id in reversed(way):
            self.steps.append((number, by_id or self._by_place(part)))
            number = self._known[part] = len(self.steps) - 1
        assert number is not None  # noqa: S101 - there is one step at least
        return number

    def _by_id(self, element: HtmlElement) -> str | None:
        identity = element.get("id", "")
        return f"#{identity}" if self._ids[identity] == 1 and _PLAIN_ID.fullmatch(identity) else None

    def _by_place(self, element: HtmlElement) -> str:
        parent = element.getparent()
        if parent is None:
            return str(element.tag)
        if element not in self._order:
            self._number(parent)
        # a browser puts a tbody between a table and its rows
        divider = " " if element.tag == "tr" and parent.tag == "table" else " > "
        return divider + self._order[element]

    def _number(self, parent: HtmlElement) -> None:
        seen: Counter[str] = Counter()
        for place, child in enumerate(parent.iterchildren("*"), start=1):
            seen[child.tag] += 1
            plain = _PLAIN_TAG.fullmatch(child.tag)
            single = child.tag in ("html", "head", "body")
            nth = f"{child.tag}:nth-of-type({seen[child.tag]})" if plain else f"*:nth-child({place})"
            self._order[child] = child.tag if single else nth
