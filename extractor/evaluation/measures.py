"""Adding up counts over articles, and how far to trust the sum.

A scorer gives one `Counts` an article; a measure is a function of their sum. Intervals are
percentile bootstrap intervals over articles (Efron and Tibshirani 1993, chapter 13): articles, not
attributions, are drawn, because attributions of one article are alike.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Counts = Counter[str]
Formula = Callable[[Mapping[str, float]], float | None]

#: Enough for two stable digits of a 95% interval; the seed makes a run repeatable.
RESAMPLES = 1_000
SEED = 20_240_229
_TAIL = 0.025  # what a 95% interval leaves out at either end


@dataclass(frozen=True, slots=True)
class Measure:
    """One number. `of` is its denominator; the interval is null where there are fewer than two articles."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    of: float | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure's name, how it follows from summed counts, and the count that is its denominator."""

    name: str
    formula: Formula
    of: str | None = None


def share(part: str, whole: str, name: str) -> Definition:
    """`part` of `whole`; null where there is no whole."""

    def formula(counts: Mapping[str, float]) -> float | None:
        return counts[part] / counts[whole] if counts[whole] else None

    return Definition(name, formula, whole)


def precision_recall_f1(hits: str, predicted: str, gold: str, name: str) -> list[Definition]:
    """Three measures, `name P`, `name R` and `name F1`; 0 where nothing was predicted or asked for."""

    def precision(counts: Mapping[str, float]) -> float:
        return counts[hits] / counts[predicted] if counts[predicted] else 0.0

    def recall(counts: Mapping[str, float]) -> float:
        return counts[hits] / counts[gold] if counts[gold] else 0.0

    def f1(counts: Mapping[str, float]) -> float:
        p, r = precision(counts), recall(counts)
        return 2 * p * r / (p + r) if p + r else 0.0

    return [
        Definition(f"{name} P", precision, predicted),
        Definition(f"{name} R", recall, gold),
        Definition(f"{name} F1", f1, gold),
    ]


def evaluate(counts: Sequence[Counts], definitions: Sequence[Definition], resamples: int = RESAMPLES) -> list[Measure]:
    """Every measure on the sum of the articles' counts, with its 95% interval."""
    names = sorted({name for article in counts for name in article})
    table = [[article[name] for name in names] for article in counts]
    whole = Counter(dict(zip(names, _sums(table, range(len(table))), strict=True)))
    drawn = _draws(table, names, resamples) if len(table) > 1 else []
    measures = []
    for definition in definitions:
        values = sorted(v for sums in drawn if (v := definition.formula(sums)) is not None)
        low, high = (quantile(values, _TAIL), quantile(values, 1 - _TAIL)) if values else (None, None)
        of = None if definition.of is None else whole[definition.of]
        measures.append(Measure(definition.name, definition.formula(whole), low, high, of))
    return measures


def quantile(values: Sequence[float], q: float) -> float:
    """The `q` quantile of sorted values, linear between neighbours (Hyndman and Fan 1996, type 7)."""
    place = q * (len(values) - 1)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def _draws(table: list[list[int]], names: list[str], resamples: int) -> list[Counter[str]]:
    chance = random.Random(SEED)  # noqa: S311 - a bootstrap, not a secret
    rows = range(len(table))
    return [
        Counter(dict(zip(names, _sums(table, chance.choices(rows, k=len(table))), strict=True)))
        for _ in range(resamples)
    ]


def _sums(table: list[list[int]], rows: Sequence[int]) -> list[int]:
    return [sum(column) for column in zip(*(table[row] for row in rows), strict=True)]
