"""Scores certainty against readers' ratings of sentences (Pei and Jurgens 2021): rank correlation."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.schema import CertaintyLevel, Result

#: An order, not a scale: only ranks are compared. What is rejected or unanswered is least certain.
LEVEL_RANK: dict[CertaintyLevel, float] = {"asserted": 4, "hedged": 3, "questioned": 2, "declined": 1, "denied": 1}


def certainty_of(result: Result | None) -> float | None:
    """The least certain of a sentence's claims; null where none was found."""
    ranks = [LEVEL_RANK[claim.certainty.level] for claim in result.claims] if result is not None else []
    return min(ranks) if ranks else None


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Spearman's rank correlation, ties at their mean rank; null where it is not defined."""
    if len(one) != len(other):
        msg = f"rank correlation needs two lists of one length, not {len(one)} and {len(other)}"
        raise ValueError(msg)
    a, b = ranks(one), ranks(other)
    n = len(a)
    if n < 2:
        return None
    mean = (n + 1) / 2
    covariance = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    spread = (sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)) ** 0.5
    return covariance / spread if spread else None


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, equal values sharing their mean rank."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    result = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in range(start, end + 1):
            result[order[place]] = (start + end) / 2 + 1
        start = end + 1
    return result
