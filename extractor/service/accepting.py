"""Which form of the answer a caller prefers (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.service.problems import Problem


def preferred(accept: str | None, offered: Sequence[str]) -> str:
    """The offered media type that `Accept` prefers; the first where it says nothing.

    Raises `Problem` 406 where none is acceptable.
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    weights = [_weight(kind, ranges) for kind in offered]
    best = max(weights)
    if best <= 0:
        raise Problem("not-acceptable", f"Accept must allow one of: {', '.join(offered)}")
    return offered[weights.index(best)]


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                weight = min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                weight = 0.0
    return name, weight


def _weight(kind: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The weight of the range that fits most closely: the type itself, then `type/*`, then `*/*`."""
    family = kind.partition("/")[0] + "/*"
    for closest in (kind, family, "*/*"):
        found = [weight for name, weight in ranges if name == closest]
        if found:
            return max(found)
    return 0.0
