"""How likely a model found each string of its own answer, from the log-probabilities of its tokens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from math import exp
from typing import Any

#: A JSON string, and whether it is the key of an object.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"(?P<key>\s*:)?', re.S)


def likelihoods(raw: str, logprobs: Sequence[dict[str, Any]] | None) -> Any:
    """`raw` (JSON text) as data, each string in it replaced by its likelihood between 0 and 1.

    The likelihood of a string is the product over the tokens that write it and its closing mark, so
    a long one is less likely than a short one. logprobs: the endpoint's list, one entry a token.
    None where there are none, or where they are not about this text (a tool call's arguments, an
    answer cut out of prose).
    """
    try:
        tokens = [(_bytes(entry), float(entry["logprob"])) for entry in logprobs or ()]
        answer = json.loads(raw)
    except (KeyError, TypeError, ValueError):
        return None
    written, text = b"".join(token for token, _ in tokens), raw.encode("utf-8", "surrogatepass")
    at = written.find(text)
    if not text or at < 0:
        return None
    # From the first character behind the opening mark to the closing mark, both included.
    places = [(at + m.start() + 1, at + m.end()) for m in _STRING.finditer(text) if not m["key"]]
    values = iter([exp(min(0.0, total)) for total in _sums(places, tokens)])
    try:
        weighed = _with_values(answer, values)
    except StopIteration:  # an object with one key twice: strings that the data no longer has
        return None
    return None if next(values, None) is not None else weighed


def _bytes(entry: dict[str, Any]) -> bytes:
    # A character may be spread over tokens: their bytes join, their texts do not.
    given = entry.get("bytes")
    return bytes(given) if given is not None else str(entry["token"]).encode()


def _sums(places: Sequence[tuple[int, int]], tokens: Sequence[tuple[bytes, float]]) -> Iterator[float]:
    """For each place, the sum of the log-probabilities of the tokens that overlap it."""
    bounds, end = [], 0
    for token, logprob in tokens:
        bounds.append((end, end + len(token), logprob))
        end += len(token)
    for start, stop in places:
        yield sum(logprob for low, high, logprob in bounds if low < stop and start < high)


def _with_values(answer: Any, values: Iterator[float]) -> Any:
    if isinstance(answer, str):
        return next(values)
    if isinstance(answer, list):
        return [_with_values(item, values) for item in answer]
    if isinstance(answer, dict):
        return {key: _with_values(item, values) for key, item in answer.items()}
    return answer
