"""Stretches: the sentences that have to be read together because a quotation runs through them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.attribution.tokens import Quotation

#: A place in capitals, a date or an agency or both, and a dash. Each part is bounded, so matching is too.
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{1,40}(?:, ?[\w. ]{2,25}){0,2}"
    r"(?: ?(?:\([\w .,/&-]{2,40}\)|/[\w .&-]{2,40}/))? ?(?:[-–—]{1,2}|:) ?(?=\S)"
)
#: Characters; a longer match is a sentence in capitals.
LONGEST_DATELINE = 100

if TYPE_CHECKING:
    from extractor.document import Document, Sentence


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` of one paragraph. `quotation`: it is quoted from end to end."""

    start: int
    end: int
    paragraph: int
    quotation: bool


def stretches(document: Document, quoted: Sequence[Quotation]) -> list[Stretch]:
    """The story, cut where no quotation is cut. Linear in the number of sentences and quotations."""
    found: list[Stretch] = []
    sentences = document.story
    at = mark = 0
    while at < len(sentences):
        first = last = sentences[at]
        while mark < len(quoted) and quoted[mark].end <= first.start:
            mark += 1
        reach = mark
        while at + 1 < len(sentences) and _adjoins(last, sentences[at + 1]):
            following = sentences[at + 1]
            while reach < len(quoted) and quoted[reach].end <= last.end:
                reach += 1
            if reach == len(quoted) or quoted[reach].start >= last.end or quoted[reach].end <= following.start:
                break
            at, last = at + 1, following
        start = first.start + _dateline(document.text, first.start, first.end)
        found.append(
            Stretch(start, last.end, first.paragraph, _all_quoted(document.text, start, last.end, quoted, mark))
        )
        at += 1
    return found


def _dateline(text: str, start: int, end: int) -> int:
    """Length of "KALEMBI, Aug 2 (Meridian News) - " in front of a sentence, else 0."""
    match = _DATELINE.match(text, start, min(end, start + LONGEST_DATELINE))
    return match.end() - start if match else 0


def _adjoins(sentence: Sentence, following: Sentence) -> bool:
    return following.index == sentence.index + 1 and following.paragraph == sentence.paragraph


def _all_quoted(text: str, start: int, end: int, quoted: Sequence[Quotation], mark: int) -> bool:
    """Whether no letter or digit stands outside the quotations."""
    at = start
    while mark < len(quoted) and quoted[mark].start < end:
        if any(map(str.isalnum, text[at : max(at, quoted[mark].start)])):
            return False
        at = max(at, quoted[mark].end)
        mark += 1
    return at > start and not any(map(str.isalnum, text[at:end]))
