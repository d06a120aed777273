"""Articles to mutate: our own, and gold files given on the command line."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

OWN = Path(__file__).parent / "articles"

# Long enough to be one passage only, short enough to be an answer.
_SHORTEST, _LONGEST = 35, 420


@dataclass(frozen=True, slots=True)
class Passage:
    """`article[start:end] == text`: a sentence."""

    article: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence."""
        return self.article[self.start : self.end]


def articles(gold: list[Path]) -> list[str]:
    """Texts of our own articles, then of the gold files (JSON lines with a `text`)."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(OWN.glob("*.txt"))]
    for path in gold:
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines if line.strip()]
        texts += [row["text"] for row in rows if row.get("text") and row.get("lang", "en").startswith("en")]
    return list(dict.fromkeys(texts))


def sentences(article: str) -> list[Passage]:
    """Sentences with offsets, by a plain rule (the benchmark leans on no part of the product)."""
    found = []
    for paragraph in re.finditer(r"[^\n]+", article):
        base, line = paragraph.start(), paragraph.group()
        start = 0
        for stop in re.finditer(
            r"(?<![A-Z]\.)(?<!Dr)(?<!Mr)(?<!Mrs)(?<!Gen)(?<!Sen)[.?!][”\"’)]*(?=\s+[“\"‘(A-Z])|$", line
        ):
            passage = _stripped(article, base + start, base + stop.end())
            if passage is not None:
                found.append(passage)
            start = stop.end()
    return found


def _stripped(article: str, start: int, end: int) -> Passage | None:
    text = article[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return Passage(article, start, end) if _SHORTEST <= end - start <= _LONGEST else None


def evenly(by_kind: dict[str, list[T]], wanted: int, chance: random.Random) -> list[T]:
    """Small kinds whole, large kinds cut to the same size, together `wanted`."""
    left = wanted
    chosen: list[T] = []
    kinds = sorted(by_kind, key=lambda kind: len(by_kind[kind]))
    for i, kind in enumerate(kinds):
        share = -(-left // (len(kinds) - i))
        picked = by_kind[kind] if len(by_kind[kind]) <= share else chance.sample(by_kind[kind], share)
        chosen += picked
        left -= len(picked)
    return chosen
