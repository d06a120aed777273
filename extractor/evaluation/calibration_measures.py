"""How good probabilities are: calibration error, Brier score, ranking, coverage, promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

#: Bins of the expected calibration error, of equal mass (Nguyen and O'Connor 2015: adaptive bins).
BINS = 15
#: Standard deviations of a 95% interval.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Forecast:
    """A probability and what came of it."""

    probability: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of about the same probability: their number, mean probability and share that is right."""

    count: int
    probability: float
    right: float


def bins(forecasts: Sequence[Forecast], number: int = BINS) -> list[Bin]:
    """The forecasts in order of probability, cut into bins of equal mass (sizes differ by one at most)."""
    ordered = sorted(forecasts, key=lambda f: f.probability)
    cuts = [len(ordered) * n // number for n in range(number + 1)]
    parts = [ordered[low:high] for low, high in pairwise(cuts) if high > low]
    return [Bin(len(p), sum(f.probability for f in p) / len(p), sum(f.right for f in p) / len(p)) for p in parts]


def calibration_error(forecasts: Sequence[Forecast]) -> float:
    """Expected calibration error: mean distance between probability and share right, over the bins."""
    return sum(b.count * abs(b.probability - b.right) for b in bins(forecasts)) / len(forecasts)


def brier(forecasts: Sequence[Forecast]) -> float:
    """Mean squared distance between probability and outcome (Brier 1950); 0 is best."""
    return sum((f.probability - f.right) ** 2 for f in forecasts) / len(forecasts)


def auroc(forecasts: Sequence[Forecast]) -> float | None:
    """Probability that a right claim stands above a wrong one, ties half; None where all are alike."""
    ordered = sorted(forecasts, key=lambda f: f.probability)
    positives = sum(f.right for f in ordered)
    negatives = len(ordered) - positives
    if not positives or not negatives:
        return None
    ranks, at = 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end].probability == ordered[at].probability:
            end += 1
        ranks += (at + 1 + end) / 2 * sum(f.right for f in ordered[at:end])
        at = end
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def accuracy_at(forecasts: Sequence[Forecast], coverage: float) -> float:
    """Share right among the most probable ones, `coverage` of all (at least one)."""
    kept = sorted(forecasts, key=lambda f: -f.probability)[: max(1, round(coverage * len(forecasts)))]
    return sum(f.right for f in kept) / len(kept)


def wilson(right: int, of: int) -> tuple[float, float]:
    """95% interval of a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    share, squared = right / of, _Z * _Z
    middle = share + squared / (2 * of)
    spread = _Z * sqrt(share * (1 - share) / of + squared / (4 * of * of))
    low, high = (middle - spread) / (1 + squared / of), (middle + spread) / (1 + squared / of)
    return max(0.0, low), min(1.0, high)
