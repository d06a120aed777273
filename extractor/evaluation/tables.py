"""The numbers of a run, as JSON and as Markdown tables. Every table carries the run it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from extractor.evaluation.measures import Measure
from extractor.evaluation.run import Block, FileScore, Predictions

#: Shown in a table as one row; the interval is that of F1.
_TRIPLE = (" P", " R", " F1")
_COUNTED = (" an article",)
_NOTHING = "-"


@dataclass(frozen=True)
class RunFacts:
    """What a number must be read with: product, date, and each system's model and prompts."""

    product: str
    date: str
    systems: dict[str, dict[str, Any]]


def facts(product: str, date: str, predicted: Mapping[str, Predictions]) -> RunFacts:
    """The facts of a run, from what the predictions say of themselves."""
    systems: dict[str, dict[str, Any]] = {}
    for name, of in predicted.items():
        about: dict[str, Any] = {"model": ", ".join(sorted({p.model for p in of.values() if p.model}))}
        results = [p.result for p in of.values() if p.result is not None]
        if results:
            about["extractor"] = ", ".join(sorted({r.run.extractor for r in results}))
            about["endpoint"] = ", ".join(sorted({r.run.endpoint for r in results}))
            about["schema"] = ", ".join(sorted({r.run.schema_ for r in results}))
            prompts: dict[str, set[str]] = {}
            for result in results:
                for task, version in result.run.prompts.items():
                    prompts.setdefault(task, set()).add(version)
            about["prompts"] = {task: ", ".join(sorted(versions)) for task, versions in sorted(prompts.items())}
        systems[name] = about
    return RunFacts(product, date, systems)


def as_json(scores: Sequence[FileScore], run: RunFacts) -> dict[str, Any]:
    """Everything as plain data."""
    return {"run": asdict(run), "gold": [_file_json(score) for score in scores]}


def _file_json(score: FileScore) -> dict[str, Any]:
    return {
        "file": score.gold.name,
        "sha256": score.gold.sha256,
        "form": score.gold.form,
        "rule": score.rule,
        "articles": score.scored,
        "articles_unread": score.unread,
        "failed": {system: [{"id": i, "error": e} for i, e in rows] for system, rows in score.failed.items() if rows},
        "scores": {
            block.kind: {
                system: {m.name: {"value": m.value, "low": m.low, "high": m.high, "of": m.of} for m in measures}
                for system, measures in block.measures.items()
            }
            for block in score.blocks
        },
    }


def as_markdown(scores: Sequence[FileScore], run: RunFacts) -> str:
    """A section a gold file, a table a block of measures, and the facts of the run below."""
    parts: list[str] = []
    for score in scores:
        parts.append(f"## {score.gold.name}: {score.scored} articles\n")
        parts.extend(table(block) for block in score.blocks if block.measures)
        parts.append(_small_print(score, run))
    return "\n".join(parts)


def table(block: Block) -> str:
    """One block of measures as a Markdown table, a column a system."""
    systems = list(block.measures)
    rows = {name: _rows(measures) for name, measures in block.measures.items()}
    titles = [
        title
        for title in dict.fromkeys(title for of in rows.values() for title in of)
        if any(of.get(title, _NOTHING) != _NOTHING for of in rows.values())
    ]
    lines = [f"| {block.kind} | " + " | ".join(systems) + " |", "|---|" + "---|" * len(systems)]
    lines += [
        f"| {title} | " + " | ".join(rows[name].get(title, _NOTHING) for name in systems) + " |" for title in titles
    ]
    return "\n".join(lines) + "\n"


def _rows(measures: Sequence[Measure]) -> dict[str, str]:
    """Title and cell of each row; precision, recall and F1 of one thing share a row."""
    by_name = {m.name: m for m in measures}
    rows: dict[str, str] = {}
    for m in measures:
        stem = m.name.removesuffix(" P")
        if stem != m.name and all(stem + end in by_name for end in _TRIPLE):
            p, r, f1 = (by_name[stem + end] for end in _TRIPLE)
            rows[f"{stem} P / R / F1"] = (
                f"{_number(p.value)} / {_number(r.value)} / **{_number(f1.value)}**{_range(f1)}"
            )
        elif not m.name.endswith(_TRIPLE[1:]):
            rows[m.name] = _cell(m)
    return rows


def _cell(m: Measure) -> str:
    if m.value is None:
        return _NOTHING
    if m.name.endswith(_COUNTED):
        return f"{m.value:,.4f}" if "dollars" in m.name else f"{m.value:,.1f}"
    of = "" if m.of is None else f" of {m.of:,.0f}"
    return f"{_number(m.value)}{of}{_range(m)}"


def _number(value: float | None) -> str:
    """Two places without the leading zero, as the literature prints shares."""
    if value is None:
        return _NOTHING
    text = f"{value:.2f}"
    return text.removeprefix("0") if text.startswith("0.") else text


def _range(m: Measure) -> str:
    return "" if m.low is None or m.high is None else f" [{_number(m.low)}, {_number(m.high)}]"


def _small_print(score: FileScore, run: RunFacts) -> str:
    lines = [
        f"{run.product}, {run.date}; gold {score.gold.name} sha256 {score.gold.sha256[:16]}; chains as `{score.rule}`; "
        "95% intervals by article."
    ]
    for system, about in run.systems.items():
        prompts = "; ".join(f"{task} {version}" for task, version in about.get("prompts", {}).items())
        lines.append(
            f"{system}: model {about['model'] or 'unknown'}" + (f"; prompts {prompts}" if prompts else "") + "."
        )
    if score.unread:
        lines.append(f"{score.unread} articles of the file were not read by every system and are not scored.")
    for system, rows in score.failed.items():
        if rows:
            lines.append(
                f"{system} failed on {len(rows)}, counted as empty: " + "; ".join(f"{i} ({e})" for i, e in rows)
            )
    return "\n".join(f"- {line}" for line in lines) + "\n"
