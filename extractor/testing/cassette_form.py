"""How cassettes are written: JSON to read and to compare, what repeats stands there once.

Every question repeats the instructions and the worked examples; 30 questions of one article would
hold them 30 times. Values of JSON bodies that occur more than once are kept under `shared` and
referred to by the beginning of their SHA-256, so a changed example is one changed line.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

# Shorter values are written out: a reference takes 16 characters and hides what it stands for.
SHORTEST_SHARED = 80
REFERENCE = "="
DIGITS = 10

# Of an answer: identity, time and speed of the machine that recorded it. Nothing of it is data.
VOLATILE = ("id", "created", "system_fingerprint", "timings", "__verbose")


def serialize(cassette: dict[str, Any]) -> str:
    """A cassette as vcrpy hands it over, as text."""
    interactions = [_parsed(interaction) for interaction in cassette["interactions"]]
    counts: Counter[str] = Counter()
    for interaction in interactions:
        counts.update(_canonical(value) for value in _values(interaction))
    shared: dict[str, Any] = {}
    interactions = [_shortened(interaction, counts, shared) for interaction in interactions]
    whole = {**cassette, "interactions": interactions, "shared": dict(sorted(shared.items()))}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def deserialize(text: str) -> dict[str, Any]:
    """The cassette as vcrpy wants it, from JSON alone: vcrpy's own YAML could make objects. A fault fails the test."""
    try:
        whole: dict[str, Any] = json.loads(text)
        shared = whole.pop("shared")
        whole["interactions"] = [_unparsed(_expanded(one, shared)) for one in whole["interactions"]]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        pytest.fail(
            f"the cassette is damaged or no recording of ours ({type(fault).__name__}): record it", pytrace=False
        )
    return whole


def _parsed(interaction: dict[str, Any]) -> dict[str, Any]:
    request, response = interaction["request"], interaction["response"]
    answer = _json(response["body"]["string"])
    if isinstance(answer, dict):
        answer = {key: value for key, value in answer.items() if key not in VOLATILE}
    return {
        "request": {**request, "body": _json(request["body"])},
        "response": {**response, "body": {"string": answer}},
    }


def _unparsed(interaction: dict[str, Any]) -> dict[str, Any]:
    request, response = interaction["request"], interaction["response"]
    return {
        "request": {**request, "body": _text(request["body"])},
        "response": {**response, "body": {"string": _text(response["body"]["string"])}},
    }


def _json(body: str | None) -> Any:
    """A body as JSON; one that is none stays text."""
    try:
        value = json.loads(body or "")
    except ValueError:
        return body
    return value if isinstance(value, dict | list) else body


def _text(body: Any) -> str | None:
    return _canonical(body) if isinstance(body, dict | list) else body


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _values(value: Any) -> Iterator[Any]:
    """All parts that may be shared: objects, lists and texts that are long enough."""
    if isinstance(value, dict | list | str) and len(_canonical(value)) >= SHORTEST_SHARED:
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _values(part)


def _shortened(value: Any, counts: Counter[str], shared: dict[str, Any]) -> Any:
    canonical = _canonical(value)
    if len(canonical) >= SHORTEST_SHARED and counts[canonical] > 1:
        name = hashlib.sha256(canonical.encode()).hexdigest()[:DIGITS]
        shared[name] = value
        return {REFERENCE: name}
    if isinstance(value, dict):
        return {key: _shortened(part, counts, shared) for key, part in value.items()}
    if isinstance(value, list):
        return [_shortened(part, counts, shared) for part in value]
    return value


def _expanded(value: Any, shared: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        if value.keys() == {REFERENCE}:
            return shared[value[REFERENCE]]
        return {key: _expanded(part, shared) for key, part in value.items()}
    return [_expanded(part, shared) for part in value] if isinstance(value, list) else value
