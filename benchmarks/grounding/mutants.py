"""Mutants: answers that say something else than the passage they were made from.

Each mutator yields changed strings for one sentence; `mutants` keeps those that the article does
not hold anyway (then it would be a true quotation, not a mutant).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from benchmarks.grounding.corpus import Passage, evenly
from benchmarks.grounding.mutators import MUTATORS, NAME, World


@dataclass(frozen=True, slots=True)
class Mutant:
    """`words`, made from `passage` by a mutator of this `kind`."""

    kind: str
    passage: Passage
    words: str


def _plain(text: str) -> str:
    """Words only, lower case: two texts alike in this differ in nothing but marks."""
    return " ".join(
        re.findall(r"[\w$€£%‰?°]+|(?<=[\s(])[-−](?=\d)|(?<=\d)[.,](?=\d)|n[’']t", text.lower().replace("’", "'"))
    )


def mutants(articles: list[list[Passage]], wanted: int, seed: int) -> list[Mutant]:
    """At least `wanted` mutants where the articles allow it, drawn evenly over the kinds."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable benchmark, not a secret
    everything = [p for passages in articles for p in passages]
    by_kind: dict[str, list[Mutant]] = {kind: [] for kind in MUTATORS}
    for passages in articles:
        if not passages:
            continue
        article = passages[0].article
        plain = f" {_plain(article)} "
        others = [p for p in chance.sample(everything, min(60, len(everything))) if p.article != article]
        names = sorted(
            {m.group() for p in chance.sample(everything, min(80, len(everything))) for m in NAME.finditer(p.text)}
        )
        world = World(passages, others, names, chance)
        for passage in passages:
            for kind, mutator in MUTATORS.items():
                for words in dict.fromkeys(mutator(passage.text, world)):
                    if _differs(words, article, plain, kind):
                        by_kind[kind].append(Mutant(kind, passage, words))
    return evenly(by_kind, wanted, chance)


def _differs(words: str, article: str, plain: str, kind: str) -> bool:
    if words in article or not words.strip():
        return False
    if kind.startswith(("cut ", "ellipsis")):
        # A fragment that the article holds in another place too is a quotation of that place.
        return plain.count(_plain(words).rstrip("?").strip()) <= 1
    if kind in ("commas that move a clause", "question, condition"):
        return words.rstrip(".") not in article
    return f" {_plain(words).rstrip('?').strip()} " not in plain
