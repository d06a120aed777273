"""Logistic regression with an L2 penalty, by Newton's method, in plain Python.

Small on purpose: some thirty signals and a few thousand claims need no numerical library.
Newton's method as iteratively reweighted least squares (Hastie, Tibshirani and Friedman, The
Elements of Statistical Learning, 4.4.1); the intercept is not penalised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp

from extractor.confidence.calibration import Weights

Row = Mapping[str, float]

#: Strength of the penalty: a signal seen in a handful of claims stays near 0.
PENALTY = 2.0
_MOST_STEPS = 30
#: Steps end when no coefficient moves by more than this.
_SETTLED = 1e-6


def fit(rows: Sequence[Row], right: Sequence[bool], penalty: float = PENALTY) -> Weights:
    """The map from signals to the probability of being right.

    rows: the signals of each claim, all with the same names. Raises `ValueError` for no rows.
    """
    if not rows:
        msg = "no claims to fit a calibration on"
        raise ValueError(msg)
    names = list(rows[0])
    # Most signals are 0 for most claims: only the others are kept, the intercept first.
    table = [[(0, 1.0), *((n, row[name]) for n, name in enumerate(names, 1) if row[name])] for row in rows]
    weights = [0.0] * (len(names) + 1)
    for _ in range(_MOST_STEPS):
        step = _newton_step(table, right, weights, penalty)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(map(abs, step)) < _SETTLED:
            break
    means = {name: sum(row[name] for row in rows) / len(rows) for name in names}
    return Weights(weights[0], dict(zip(names, weights[1:], strict=True)), means)


def _newton_step(
    table: Sequence[Sequence[tuple[int, float]]], right: Sequence[bool], weights: Sequence[float], penalty: float
) -> list[float]:
    size = len(weights)
    gradient = [0.0] + [-penalty * w for w in weights[1:]]
    curvature = [[0.0] * size for _ in range(size)]
    for n in range(1, size):
        curvature[n][n] = penalty
    for row, label in zip(table, right, strict=True):
        odds = sum(weights[n] * value for n, value in row)
        p = 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
        # The floor keeps the curvature invertible where all claims are alike.
        bend = max(p * (1 - p), 1e-6)
        for n, value in row:
            gradient[n] += (label - p) * value
            line = curvature[n]
            for m, other in row:
                line[m] += bend * value * other
    return solve(curvature, gradient)


def solve(matrix: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """The solution of a system of linear equations, by Gaussian elimination with partial pivoting."""
    rows = [[*row, value] for row, value in zip(matrix, values, strict=True)]
    size = len(rows)
    for at in range(size):
        best = max(range(at, size), key=lambda n: abs(rows[n][at]))
        rows[at], rows[best] = rows[best], rows[at]
        for below in range(at + 1, size):
            factor = rows[below][at] / rows[at][at]
            if factor:
                rows[below] = [b - factor * a for a, b in zip(rows[at], rows[below], strict=True)]
    found = [0.0] * size
    for at in reversed(range(size)):
        known = sum(rows[at][n] * found[n] for n in range(at + 1, size))
        found[at] = (rows[at][size] - known) / rows[at][at]
    return found
