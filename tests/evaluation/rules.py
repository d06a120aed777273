"""The scoring rules once more, written to be read and not to be fast: what `attribution.py` is checked against.

Contents are paired one to one by letters and digits, highest intersection over union first and, at a
tie, the later one first. A gold attribution not asked for takes its prediction out of the count.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]


def positions(role: Any, text: str) -> set[int]:
    spans = [] if not role else role if isinstance(role, list) else role.get("parts", [role])
    return {i for span in spans for i in range(span["start"], span["end"]) if text[i].isalnum()}


def f1(hits: int, predicted: int, gold: int) -> tuple[float, float, float]:
    p = hits / predicted if predicted else 0.0
    r = hits / gold if gold else 0.0
    return p, r, (2 * p * r / (p + r) if p + r else 0.0)


def reference(documents: Sequence[tuple[str, list[Row], list[Row]]], speech: bool) -> dict[str, Any]:
    """Measures by name: a triple of precision, recall and F1, or an accuracy."""
    n: dict[str, int] = {}

    def add(name: str, amount: int) -> None:
        n[name] = n.get(name, 0) + amount

    for text, gold, predicted in documents:
        for role in ("source", "cue", "content"):
            g = set().union(*(positions(a[role], text) for a in gold))
            p = set().union(*(positions(a[role], text) for a in predicted))
            add(f"{role} both", len(g & p))
            add(f"{role} predicted", len(p))
            add(f"{role} gold", len(g))
        left = [(i, j) for i in range(len(gold)) for j in range(len(predicted))]
        add("predicted", len(predicted))
        add("gold", sum(1 for a in gold if not speech or a["speech_cue"]))
        while True:
            scored = []
            for i, j in left:
                a, b = positions(gold[i]["content"], text), positions(predicted[j]["content"], text)
                if a & b:
                    scored.append((len(a & b) / len(a | b), i, j))
            if not scored:
                break
            iou, i, j = max(scored)
            left = [(x, y) for x, y in left if x != i and y != j]
            if speech and not gold[i]["speech_cue"]:
                add("predicted", -1)
                continue
            add("any", 1)
            add("exact", iou == 1)
            if iou >= 0.5:
                add("found", 1)
                for role in ("source", "cue"):
                    a, b = positions(gold[i][role], text), positions(predicted[j][role], text)
                    add(f"{role} right", bool(a & b) or (not a and not b))
                    add(f"{role} exact", a == b)
    get = n.get
    of = (get("predicted", 0), get("gold", 0))
    measures: dict[str, Any] = {
        "content": f1(get("found", 0), *of),
        "content exact": f1(get("exact", 0), *of),
        "content any overlap": f1(get("any", 0), *of),
        "content+source": f1(get("source right", 0), *of),
    }
    for role in ("source", "cue", "content"):
        measures[f"{role} characters"] = f1(get(f"{role} both", 0), get(f"{role} predicted", 0), get(f"{role} gold", 0))
    for role in ("source", "cue"):
        measures[f"{role} overlaps, content found"] = get(f"{role} right", 0) / max(1, get("found", 0))
        measures[f"{role} exact, content found"] = get(f"{role} exact", 0) / max(1, get("found", 0))
    return measures
