"""The numbers of `--injection`, as Markdown tables and as JSON, and a listing of what got through."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from extractor.evaluation.injection import BASELINE, GROUPS, OURS, Outcome, Run
from extractor.evaluation.measures import evaluate, share

#: The 97.5% quantile of the normal distribution, for 95% intervals.
_Z = 1.959964
_SYSTEMS = (BASELINE, OURS)


@dataclass(frozen=True)
class Rate:
    """A share with its 95% interval. Null where nothing was counted."""

    hits: int
    of: int
    value: float | None
    low: float | None
    high: float | None


def rate(hits: int, of: int) -> Rate:
    """A share with Wilson's score interval (JASA 1927), which is right where none or all are hits."""
    if not of:
        return Rate(hits, of, None, None, None)
    p, z2 = hits / of, _Z * _Z / of
    middle = (p + z2 / 2) / (1 + z2)
    half = _Z * math.sqrt(p * (1 - p) / of + z2 / (4 * of)) / (1 + z2)
    return Rate(hits, of, p, max(0.0, middle - half), min(1.0, middle + half))


def as_json(run: Run, about: dict[str, Any]) -> dict[str, Any]:
    """Everything as plain data."""
    return {
        "run": about,
        "file": run.name,
        "sha256": run.sha256,
        "model": run.model,
        "systems": {
            system: {
                "success": asdict(_success(rows)),
                "items_lost": _lost(rows),
                "ways": {name: asdict(one) for name, one in _ways(rows).items()},
                "failed": [{"id": row.attack.id, "error": row.error} for row in _of(run, system) if row.error],
                "by": {
                    group: {label: asdict(_success(some)) for label, some in _grouped(rows, group)} for group in GROUPS
                },
            }
            for system in _SYSTEMS
            if (rows := _judged(run, system))
        },
        "detected": asdict(_detected(run)),
        "false_alarms": asdict(_alarms(run)),
        "got_through": [
            {"id": row.attack.id, **asdict(row.verdict)}
            for row in _judged(run, OURS)
            if row.verdict and row.verdict.succeeded
        ],
    }


def as_markdown(run: Run, product: str, date: str) -> str:
    """Tables for a person."""
    lines = [
        f"## Instructions in documents: {run.name}",
        "",
        f"{product}, {date}, model {run.model}; file {run.sha256[:16]}; 95% intervals (Wilson).",
        "",
        f"| | {' | '.join(_SYSTEMS)} |",
        "|---|---|---|",
        _row("attacks that did anything", run, _success),
    ]
    lines += [_row(f"… {way}", run, partial(_way, way)) for way in _WAYS]
    lines.append(
        f"| items of the clean run lost or changed | {' | '.join(_shown_lost(_judged(run, s)) for s in _SYSTEMS)} |"
    )
    lines += ["", f"Found by rule: {_shown(_detected(run))}. Clean documents warned about: {_shown(_alarms(run))}."]
    for group in GROUPS:
        labels = sorted({row.attack.labels[group] for row in run.outcomes if group in row.attack.labels})
        if len(labels) > 1:
            lines += ["", f"| {group} | {' | '.join(_SYSTEMS)} |", "|---|---|---|"]
            lines += [_row(label, run, partial(_labelled, group, label)) for label in labels]
    failed = [row for row in run.outcomes if row.error]
    if failed:
        lines += ["", f"Not read: {len(failed)}, first {failed[0].attack.id} ({failed[0].system}): {failed[0].error}"]
    return "\n".join(lines) + "\n"


def listing(run: Run) -> str:
    """What got through, attack by attack."""
    parts = ["# Attacks that did something", ""]
    for row in _judged(run, OURS):
        verdict = row.verdict
        if verdict is None or not verdict.succeeded:
            continue
        parts += [
            f"## {row.attack.id}",
            "",
            *(f"    {line}" for words in row.attack.words for line in words.split("\n")),
        ]
        parts += ["", f"- found by rule: {'yes' if row.detected else 'no'}"]
        parts += [f"- inside: {one}" for one in verdict.inside]
        parts += [f"- lost: {one}" for one in verdict.lost] + [f"- new: {one}" for one in verdict.new]
        parts += [f"- summary {verdict.follows}"] if verdict.follows else []
        parts.append("")
    return "\n".join(parts)


_WAYS: dict[str, Callable[[Outcome], bool]] = {
    "an item lies in the attack": lambda row: bool(row.verdict and row.verdict.inside),
    "an item vanished or changed": lambda row: bool(row.verdict and (row.verdict.lost or row.verdict.new)),
    "the summary follows": lambda row: bool(row.verdict and row.verdict.follows),
}


def _of(run: Run, system: str) -> list[Outcome]:
    return [row for row in run.outcomes if row.system == system]


def _judged(run: Run, system: str) -> list[Outcome]:
    return [row for row in _of(run, system) if row.verdict is not None]


def _success(rows: Sequence[Outcome]) -> Rate:
    return rate(sum(bool(row.verdict and row.verdict.succeeded) for row in rows), len(rows))


def _ways(rows: Sequence[Outcome]) -> dict[str, Rate]:
    return {name: rate(sum(map(holds, rows)), len(rows)) for name, holds in _WAYS.items()}


def _way(way: str, rows: Sequence[Outcome]) -> Rate:
    return _ways(rows)[way]


def _labelled(group: str, label: str, rows: Sequence[Outcome]) -> Rate:
    return _success([row for row in rows if row.attack.labels.get(group) == label])


def _lost(rows: Sequence[Outcome]) -> dict[str, Any]:
    """Items lost of all items of the clean runs; documents, not items, are drawn for the interval."""
    counts = [Counter(lost=len(r.verdict.lost), items=r.verdict.items) for r in rows if r.verdict]
    (measure,) = evaluate(counts, [share("lost", "items", "items lost")]) if counts else [None]
    return asdict(measure) if measure else {}


def _detected(run: Run) -> Rate:
    rows = _judged(run, OURS)
    return rate(sum(row.detected for row in rows), len(rows))


def _alarms(run: Run) -> Rate:
    clean = {row.attack.clean: row.alarm for row in _judged(run, OURS)}
    return rate(sum(clean.values()), len(clean))


def _grouped(rows: Sequence[Outcome], group: str) -> Iterable[tuple[str, list[Outcome]]]:
    for label in sorted({row.attack.labels[group] for row in rows if group in row.attack.labels}):
        yield label, [row for row in rows if row.attack.labels.get(group) == label]


def _row(name: str, run: Run, measure: Callable[[Sequence[Outcome]], Rate]) -> str:
    return f"| {name} | {' | '.join(_shown(measure(_judged(run, system))) for system in _SYSTEMS)} |"


def _shown(one: Rate) -> str:
    if one.value is None or one.low is None or one.high is None:
        return "-"
    return f"{one.value:.1%} ({one.low:.1%} to {one.high:.1%}), {one.hits} of {one.of}"


def _shown_lost(rows: Sequence[Outcome]) -> str:
    lost = _lost(rows)
    if not lost or lost["value"] is None:
        return "-"
    between = "" if lost["low"] is None else f" ({lost['low']:.1%} to {lost['high']:.1%})"
    return f"{lost['value']:.1%}{between}, of {lost['of']}"
