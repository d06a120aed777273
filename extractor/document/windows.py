"""Windows: how much of the story goes into one question.

Small models answer well about one sentence and badly about an article; large ones the other way
round. So the size comes from the model's profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from extractor.document.sentences import Sentence
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.document.model import Document

WindowSize = Literal["sentence", "paragraph", "document"]

DEFAULT_BUDGET = 3_000
"""Tokens of document text in one question: leaves room for examples and answer in 8,192."""
CHARACTERS_A_TOKEN = 4.0
"""Estimate for alphabetic scripts with byte-pair vocabularies."""
CJK_CHARACTERS_A_TOKEN = 1.5
"""Estimate for Chinese, Japanese and Korean."""

_CJK = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences of the story, characters `start` to `end`, that go into one question."""

    index: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]


def tokens(text: str) -> float:
    """Estimated tokens of `text`."""
    cjk = sum(len(run) for run in _CJK.findall(text))
    return cjk / CJK_CHARACTERS_A_TOKEN + (len(text) - cjk) / CHARACTERS_A_TOKEN


def windows(document: Document, size: WindowSize, budget: int = DEFAULT_BUDGET) -> list[Window]:
    """Cut the story of `document` into windows of `size`, each at most `budget` tokens (estimated).

    A single sentence above the budget is a window of its own. Furniture may stand between two
    sentences of a window: build what the model reads from `sentences`, not from `start` and `end`.
    Raises `UsageError` for another size.
    """
    if size not in ("sentence", "paragraph", "document"):
        msg = f"window size {size!r} is not known: use sentence, paragraph or document"
        raise UsageError(msg)
    found: list[tuple[Sentence, ...]] = []
    for run in _runs(document.story, size):
        found.extend(_fill(document.text, run, budget))
    return [Window(index, group[0].start, group[-1].end, group) for index, group in enumerate(found)]


def _runs(story: Iterable[Sentence], size: WindowSize) -> Iterable[list[Sentence]]:
    """Sentences that may share a window."""
    if size == "sentence":
        return ([sentence] for sentence in story)
    if size == "paragraph":
        return (list(group) for _, group in groupby(story, key=lambda sentence: sentence.paragraph))
    return [list(story)]


def _fill(text: str, run: list[Sentence], budget: int) -> Iterable[tuple[Sentence, ...]]:
    filled: list[Sentence] = []
    used = 0.0
    for sentence in run:
        cost = tokens(text[sentence.start : sentence.end]) + 1 / CHARACTERS_A_TOKEN
        if filled and used + cost > budget:
            yield tuple(filled)
            filled, used = [], 0.0
        filled.append(sentence)
        used += cost
    if filled:
        yield tuple(filled)
