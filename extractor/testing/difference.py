"""What differs between a request and the nearest recorded one, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

MOST_SHOWN = 4
# Characters shown on each side of the first difference.
AROUND = 60


def explain(body: bytes | None, recorded: Iterable[bytes | None]) -> str:
    """The parts of `body` that differ from the recorded body most like it."""
    wanted = _leaves(_json(body))
    nearest = min(
        (_leaves(_json(other)) for other in recorded), key=lambda other: _distance(wanted, other), default=None
    )
    if nearest is None:
        return "nothing at all was recorded for this path"
    lines = []
    for place in sorted(wanted.keys() | nearest.keys()):
        if wanted.get(place) != nearest.get(place):
            lines.append(_line(place, nearest.get(place), wanted.get(place)))
    if not lines:
        return "this request was recorded, but is made more often than it was recorded"
    more = [f"  … and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
    return "\n".join([*lines[:MOST_SHOWN], *more])


def _json(body: bytes | None) -> Any:
    try:
        return json.loads(body or b"")
    except ValueError:
        return (body or b"").decode("utf-8", "replace")


def _leaves(value: Any, place: str = "") -> dict[str, Any]:
    """Every text, number and empty container by its place, such as `messages[3].content`."""
    if isinstance(value, dict) and value:
        parts = [(f"{place}.{key}" if place else str(key), part) for key, part in value.items()]
    elif isinstance(value, list) and value:
        parts = [(f"{place}[{number}]", part) for number, part in enumerate(value)]
    else:
        return {place or "body": value}
    return {leaf: held for name, part in parts for leaf, held in _leaves(part, name).items()}


def _distance(one: dict[str, Any], other: dict[str, Any]) -> tuple[int, float]:
    """First how many places differ, then how much."""
    places = [place for place in one.keys() | other.keys() if one.get(place) != other.get(place)]
    unlike = sum(1 - SequenceMatcher(None, str(one.get(at)), str(other.get(at))).quick_ratio() for at in places)
    return len(places), unlike


def _line(place: str, recorded: Any, asked: Any) -> str:
    old, new = str(recorded), str(asked)
    first = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return f"  {place}, at character {first}:\n    recorded {_around(old, first)}\n    asked    {_around(new, first)}"


def _around(text: str, at: int) -> str:
    start, end = max(0, at - AROUND), at + AROUND
    return ("…" if start else "") + repr(text[start:end]) + ("…" if end < len(text) else "")
