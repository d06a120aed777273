"""Sentences of a text, with exact offsets.

`sentencex` (MIT; the segmenter of Wikimedia's content translation) finds the boundaries. It is
given one paragraph at a time, as a copy of the same length, and its pieces are counted back onto
the text, so that nothing it does can change a character or move an offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.document.corrections import corrected
from extractor.schema import FurnitureKind

MAX_SENTENCE = 4_000
"""Characters; a longer stretch without a boundary (a table, a 1 MB line) is cut at white space."""
BLOCK = 10_000
"""Characters given to sentencex at once: its time grows with the square of unclosed quotation marks."""
MAX_OPENERS = 200
"""Opening marks in a block above which they are hidden from sentencex, for the same reason."""

MOST_STOPS = 20_000
"""Signs that end sentences, above which a text of very short ones is cut into stretches."""
SHORTEST_MEAN = 20
"""Characters from one to the next that a text of more than that must have on average."""
STRETCH = 400
"""Characters of a stretch of such a text, at least; it ends where a sentence may."""

_UNPRINTABLE = re.compile(r"[\n\r\v\f\x85\u2028\u2029\x1c-\x1e]")
_STOPS = ".!?。．！？｡।॥؟۔…‼⁇⁈⁉։።།༎။។"
_INNER_STOP = re.compile(f"[{re.escape(_STOPS)}]")
"""A sign that may end a sentence before the end; without one there is nothing to ask sentencex."""
_CLOSERS = " \n\r\t\"'”’»)」』]"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_OPENERS = re.compile(r"[\"'“‘„‚«‹(\[{「『《〈（【]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `start` to `end` of the text, without white space at the edges.

    `furniture` is the kind of page furniture it stands in, else None; `title` marks the headline,
    `instruction` what speaks to the model and not to readers.
    """

    index: int
    start: int
    end: int
    paragraph: int
    furniture: FurnitureKind | None = None
    title: bool = False
    instruction: bool = False


def is_crowded(text: str) -> bool:
    """Whether a text is so many stops that sentences are not told apart: each would cost more time than reading it."""
    stops = sum(map(text.count, _STOPS))
    return stops > MOST_STOPS and stops * SHORTEST_MEAN > len(text)


def boundaries(text: str, start: int, end: int, language: str, *, crowded: bool = False) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences in one paragraph, characters `start` to `end` of `text`.

    Of a text that `is_crowded` the stretches, without asking sentencex.
    """
    for block_start, block_end in _blocks(text, start, end):
        at = block_start
        block = text[block_start:block_end]
        for length in _stretches(block) if crowded else _segment(block, language):
            yield from _pieces(text, at, at + length)
            at += length


def _segment(block: str, language: str) -> list[int]:
    """Lengths of the sentences of a block; they add up to its length."""
    if not _INNER_STOP.search(block.rstrip(_STOPS + _CLOSERS)):
        return [len(block)]
    from sentencex import segment

    view = _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub(" ", block))
    if len(_OPENERS.findall(view)) > MAX_OPENERS:
        view = _OPENERS.sub(" ", view)
    found = segment(language, view)
    if "".join(found) != view:  # never seen; offsets matter more than boundaries
        return [len(block)]
    return [len(sentence) for sentence in corrected(found)]


def _stretches(block: str) -> Iterator[int]:
    at = 0
    while at < len(block):
        stop = _INNER_STOP.search(block, at + STRETCH)
        end = stop.end() if stop else len(block)
        yield end - at
        at = end


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > BLOCK:
        cut = text.rfind(". ", start, start + BLOCK) + 2
        if cut <= start + 2:
            cut = _space_before(text, start, start + BLOCK)
        yield start, cut
        start = cut
    yield start, end


def _space_before(text: str, start: int, limit: int) -> int:
    cut = text.rfind(" ", start + 1, limit)
    return limit if cut < 0 else cut + 1


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without white space at its edges, cut where it is overlong; nothing when blank."""
    while True:
        while start < end and text[start].isspace():
            start += 1
        if start >= end:
            return
        cut = end if end - start <= MAX_SENTENCE else _space_before(text, start, start + MAX_SENTENCE)
        stop = cut
        while text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = cut
