"""From the text that an extractor kept back to the characters of the page.

The extractor gives back blocks of text, tidied: white space and unprintable characters differ.
Both sides are therefore compared without either. A block is looked up by its first characters in
an index of the page's words and followed as far as both agree; short blocks, which stand on a page
more than once, are looked for between their neighbours. Nothing that is not found is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor.document.html.stream import JOINED, PARAGRAPH, Piece

KEY = 16
"""Characters by which a place is looked up: two to four words, rarely twice on a page."""
MAX_CANDIDATES = 24
"""Places with the same first characters that are compared: bounds the time for a page that repeats itself."""
MAX_SHORT = 500
"""Places of a short block that are looked at, for the same reason."""
NEAR = 4_000
"""Characters in which a short block is looked for after its neighbour, when the other neighbour does not bound it."""
STRETCH = 64
"""Characters compared at once at first; each time twice as many."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of kept text without white space, and where its words begin."""

    text: str
    words: tuple[int, ...]


def blocks(texts: Iterable[str]) -> list[Block]:
    """Blocks from texts; those without a printable character are left out."""
    found = []
    for text in texts:
        words = [printable(word) for word in text.split()]
        begins, at = [], 0
        for word in words:
            begins.append(at)
            at += len(word)
        if at:
            found.append(Block("".join(words), tuple(begins)))
    return found


def printable(word: str) -> str:
    """The word as the extractor leaves it."""
    return word if word.isprintable() else "".join(sign for sign in word if sign.isprintable())


def keep(pieces: list[Piece], wanted: list[Block]) -> list[bool]:
    """Which pieces are in the kept text."""
    page = _Page(pieces)
    spans: list[list[tuple[int, int]]] = []
    cursor = 0
    for block in wanted:  # what is long is found first, and bounds the rest
        found = list(page.follow(block, cursor)) if len(block.text) >= KEY else []
        spans.append(found)
        cursor = found[-1][1] if found else cursor
    following = len(page.text)
    limits = [following] * len(wanted)
    for number in range(len(wanted) - 1, -1, -1):
        limits[number] = following
        following = spans[number][0][0] if spans[number] else following
    cursor = 0
    for number, block in enumerate(wanted):
        if not spans[number] and len(block.text) < KEY:
            limit = limits[number] if limits[number] > cursor else cursor + NEAR
            at = page.find_short(block.text, cursor, limit)
            if at is not None:
                spans[number] = [(at, at + len(block.text))]
        cursor = spans[number][-1][1] if spans[number] else cursor
    return page.kept([span for found in spans for span in found])


class _Page:
    def __init__(self, pieces: list[Piece]) -> None:
        words = [printable(piece.text) for piece in pieces]
        self.text = "".join(words)
        self._starts = [0]
        for word in words:
            self._starts.append(self._starts[-1] + len(word))
        self._index: dict[str, list[int]] = defaultdict(list)
        self._paragraphs = {len(self.text)}
        for piece, start in zip(pieces, self._starts, strict=False):
            if piece.before != JOINED:
                self._index[self.text[start : start + KEY]].append(start)
            if piece.before == PARAGRAPH:
                self._paragraphs.add(start)

    def follow(self, block: Block, cursor: int) -> Iterator[tuple[int, int]]:
        """The spans of the page that hold the block, in its order."""
        at = 0
        while len(block.text) - at >= KEY:
            start, length = self._longest(block.text, at, cursor)
            if length:
                cursor = start + length
                at += length
                yield start, cursor
            number = bisect_left(block.words, at if length else at + 1)
            if number == len(block.words):
                return
            at = block.words[number]
        rest = block.text[at:]
        if at and rest and self.text.startswith(rest, cursor):
            yield cursor, cursor + len(rest)

    def _longest(self, text: str, at: int, cursor: int) -> tuple[int, int]:
        """Where most of `text` from `at` on stands; the place at `cursor`, then places after it, first."""
        places = self._index.get(text[at : at + KEY], [])
        first = bisect_left(places, cursor)
        near = places[first : first + MAX_CANDIDATES] + places[: min(first, MAX_CANDIDATES)]
        best, most = cursor, 0
        for place in (cursor, *near):
            length = self._agreement(text, at, place)
            if length > most and length >= KEY:
                best, most = place, length
                if at + length == len(text):  # no other place can hold more of it
                    break
        return best, most

    def _agreement(self, text: str, at: int, place: int) -> int:
        """How many characters of `text` from `at` on stand at `place`."""
        most = min(len(text) - at, len(self.text) - place)
        same, step = 0, STRETCH
        while same < most:
            end = min(same + step, most)
            if text[at + same : at + end] == self.text[place + same : place + end]:
                same, step = end, 2 * step
            elif end == same + 1:
                break
            else:
                step = (end - same) // 2  # the first that differs is in this stretch: halves of it find where
                most = end
        return same

    def find_short(self, text: str, start: int, end: int) -> int | None:
        """Where a short block stands: a whole paragraph before a part of one."""
        anywhere = None
        at = self.text.find(text, start, end)
        for _ in range(MAX_SHORT):
            if at < 0:
                break
            if at in self._paragraphs and at + len(text) in self._paragraphs:
                return at
            anywhere = at if anywhere is None else anywhere
            at = self.text.find(text, at + 1, end)
        return anywhere

    def kept(self, spans: list[tuple[int, int]]) -> list[bool]:
        """Whether each piece is inside the spans, wholly or in part; an unprintable one follows its neighbour."""
        marks = bytearray(len(self.text))
        for start, end in spans:
            marks[start:end] = b"\x01" * (end - start)
        found: list[bool] = []
        for start, end in pairwise(self._starts):
            found.append(any(marks[start:end]) if end > start else bool(found and found[-1]))
        return found
