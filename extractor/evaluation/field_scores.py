"""Field by field: what an answer of a user's own task shares with gold in the user's own schema.

Words are the same when they differ in nothing but case, white space, marks and an article at their edges;
they overlap when they share half of their words. Entries of a list are paired so that most fields agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from extractor.evaluation.measures import Counts, Definition, precision_recall_f1

Json = Any
#: Words that may open a phrase without changing it.
_ARTICLES = frozenset("a an the der die das den dem ein eine".split())
_WORD = re.compile(r"\w+", re.UNICODE)
#: Share of common words (F1) from which two stretches overlap.
OVERLAPS = 0.5
#: What the counts of a field are called: `field|same`.
SAME, NEAR, OURS, GOLD = "same", "near", "ours", "gold"


def count(ours: Json, gold: Json) -> Counts:
    """The counts of one article, by field."""
    counts: Counts = Counter()
    _compare(ours, gold, (), counts)
    return counts


def fields_of(counts: list[Counts]) -> list[str]:
    """Every field that gold or an answer has, in the order they are first seen."""
    names = dict.fromkeys(name.rpartition("|")[0] for article in counts for name in article)
    return list(names)


def definitions(counts: list[Counts]) -> list[Definition]:
    """Precision, recall and F1 of each field; for overlapping words as well, where that is not the same."""
    found: list[Definition] = []
    for field in fields_of(counts):
        ours, gold = f"{field}|{OURS}", f"{field}|{GOLD}"
        found += precision_recall_f1(f"{field}|{SAME}", ours, gold, field)
        if any(article[f"{field}|{SAME}"] != article[f"{field}|{NEAR}"] for article in counts):
            found += precision_recall_f1(f"{field}|{NEAR}", ours, gold, f"{field}, overlapping")
    return found


def _compare(ours: Json, gold: Json, path: tuple[str, ...], counts: Counts) -> None:
    ours, gold = _plain(ours), _plain(gold)
    if isinstance(ours, dict) or isinstance(gold, dict):
        mine = ours if isinstance(ours, dict) else {}
        theirs = gold if isinstance(gold, dict) else {}
        for name in dict.fromkeys([*theirs, *mine]):
            _compare(mine.get(name), theirs.get(name), (*path, name), counts)
    elif isinstance(ours, list) or isinstance(gold, list):
        for mine, theirs in _paired(ours or [], gold or []):
            _compare(mine, theirs, path, counts)
    else:
        name = ".".join(path)
        counts[f"{name}|{OURS}"] += ours is not None
        counts[f"{name}|{GOLD}"] += gold is not None
        if ours is not None and gold is not None:
            counts[f"{name}|{SAME}"] += _said(ours) == _said(gold)
            counts[f"{name}|{NEAR}"] += _overlap(ours, gold)


def _paired(ours: list[Json], gold: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Entries that are most alike first, each once; what has no partner stands alone."""
    ours, gold = [_plain(one) for one in ours], [_plain(one) for one in gold]
    scores = sorted(
        ((_likeness(one, other), -i, -j) for i, one in enumerate(ours) for j, other in enumerate(gold)), reverse=True
    )
    left, right = dict(enumerate(ours)), dict(enumerate(gold))
    for score, i, j in scores:
        if score > 0 and -i in left and -j in right:
            yield left.pop(-i), right.pop(-j)
    yield from ((one, None) for one in left.values())
    yield from ((None, one) for one in right.values())


def _likeness(one: Json, other: Json) -> float:
    counts: Counts = Counter()
    _compare(one, other, (), counts)
    return sum(n * (2 if name.endswith(f"|{SAME}") else name.endswith(f"|{NEAR}")) for name, n in counts.items())


def _plain(value: Json) -> Json:
    """Words without their spans; empty is nothing."""
    if isinstance(value, dict) and set(value) == {"text", "spans", "grounding"}:
        value = value["text"]
    return None if value in ("", [], {}) else value


def _said(value: Json) -> Json:
    if not isinstance(value, str):
        return value
    words = _WORD.findall(value.casefold())
    while len(words) > 1 and words[0] in _ARTICLES:
        words.pop(0)
    return words or value


def _overlap(ours: Json, gold: Json) -> bool:
    if not isinstance(ours, str) or not isinstance(gold, str):
        return bool(ours == gold)
    mine, theirs = Counter(_WORD.findall(ours.casefold())), Counter(_WORD.findall(gold.casefold()))
    common, whole = sum((mine & theirs).values()), sum(mine.values()) + sum(theirs.values())
    return _said(ours) == _said(gold) or (whole > 0 and 2 * common / whole >= OVERLAPS)
