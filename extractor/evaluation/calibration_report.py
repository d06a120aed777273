"""The numbers of a calibration, as Markdown and as data: error, ranking, coverage, promises of the levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from extractor.confidence.score import HIGH, MEDIUM, level_of
from extractor.evaluation.calibration import FOLDS, Study
from extractor.evaluation.calibration_measures import (
    BINS,
    Forecast,
    accuracy_at,
    auroc,
    bins,
    brier,
    calibration_error,
    wilson,
)
from extractor.schema import ConfidenceLevel

#: Shares of the claims for which the accuracy is given, most confident first.
COVERAGES = (0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
#: Values of --min-confidence for which the table says what they keep.
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
_PROMISES: dict[ConfidenceLevel, str] = {
    "high": f"at least {HIGH:.0%}",
    "medium": f"{MEDIUM:.0%} to {HIGH:.0%}",
    "low": f"below {MEDIUM:.0%}",
}
CREDITED, NARRATED = "credited", "reporter's voice"
#: The groups that the picture shows.
DRAWN = (CREDITED, NARRATED)


def groups(study: Study) -> Iterator[tuple[str, list[Forecast]]]:
    """The claims in the ways they are reported: credited, by gold, in the reporter's voice, all."""
    both = [
        (name, one, forecast)
        for name, of_file in study.judged.items()
        for one, forecast in zip(of_file, study.forecasts[name], strict=True)
    ]
    yield CREDITED, [f for _, one, f in both if not one.narrated]
    if any(not one.speech for _, one, _ in both):
        yield "credited, gold with a verb of reporting", [f for _, o, f in both if not o.narrated and o.speech]
    if len(study.judged) > 1:
        for file in study.judged:
            yield f"credited, {file}", [f for name, one, f in both if name == file and not one.narrated]
    yield "read twice, the first reading alone", list(study.once)
    yield "read twice, both readings", list(study.twice)
    yield NARRATED, [f for _, one, f in both if one.narrated]
    yield "every claim", [f for _, _, f in both]


def as_markdown(study: Study) -> str:
    """The tables, with a line that says how the numbers were made."""
    named = [(name, forecasts) for name, forecasts in groups(study) if forecasts]
    lines = [
        "| confidence | claims | right | ECE | Brier | AUROC | right at 50% coverage |",
        "|---|---|---|---|---|---|---|",
        *(_quality(name, forecasts) for name, forecasts in named),
        "",
        "| promise kept: right [95%] of claims | " + " | ".join(f"{k}, {v}" for k, v in _PROMISES.items()) + " |",
        "|---|---|---|---|",
        *(_promises(name, forecasts) for name, forecasts in named),
        "",
        "| right at coverage | " + " | ".join(f"{c:.0%}" for c in COVERAGES) + " |",
        "|---|" + "---|" * len(COVERAGES),
        *(
            f"| {name} | " + " | ".join(_number(accuracy_at(forecasts, c)) for c in COVERAGES) + " |"
            for name, forecasts in named
        ),
        "",
        *_thresholds(dict(named).get(CREDITED, [])),
        f"- {_how(study)}; ECE in {BINS} bins of equal mass; intervals after Wilson.",
    ]
    if study.failed:
        lines.append(f"- {study.failed} articles failed; their claims are in none of these numbers.")
    questions = study.calibration.origin.get("questions", {})
    if study.cross_validated and questions.get("failed"):
        lines.append(
            f"- {questions['failed']} of {questions['sent']} questions got no answer: what the model adds there is "
            "not in these numbers."
        )
    if study.calibration.priors:
        lines.append(f"- No claim on this gold had: {', '.join(study.calibration.priors)}; judgement stands in.")
    return "\n".join(lines) + "\n"


def as_json(study: Study) -> dict[str, Any]:
    """The same numbers as data."""
    return {name: _data(forecasts) for name, forecasts in groups(study) if forecasts}


def _thresholds(forecasts: Sequence[Forecast]) -> list[str]:
    """What each --min-confidence keeps of the credited claims, and how much of it is right."""
    if not forecasts:
        return []
    rows = []
    for least in THRESHOLDS:
        kept = [f for f in forecasts if round(f.probability, 2) >= least]
        right = sum(f.right for f in kept) / len(kept) if kept else None
        rows.append(f"| {least:.2f} | {_number(len(kept) / len(forecasts))} | {_number(right)} |")
    return ["| --min-confidence | keeps, of credited claims | of these right |", "|---|---|---|", *rows, ""]


def _how(study: Study) -> str:
    if study.cross_validated:
        articles = len({one.article for of_file in study.judged.values() for one in of_file})
        return f"Cross-validated by article: {articles} articles in {FOLDS} folds"
    return f"Calibration of profile {study.calibration.profile}, as given; its own gold may be among these articles"


def _quality(name: str, forecasts: Sequence[Forecast]) -> str:
    right = sum(f.right for f in forecasts) / len(forecasts)
    cells = [right, calibration_error(forecasts), brier(forecasts), auroc(forecasts), accuracy_at(forecasts, 0.5)]
    return f"| {name} | {len(forecasts)} | " + " | ".join(map(_number, cells)) + " |"


def _promises(name: str, forecasts: Sequence[Forecast]) -> str:
    cells = []
    for level in _PROMISES:
        right, of = _level(forecasts, level)
        low, high = wilson(right, of)
        cells.append(f"{_number(right / of)} [{_number(low)}, {_number(high)}] of {of}" if of else "-")
    return f"| {name} | " + " | ".join(cells) + " |"


def _level(forecasts: Sequence[Forecast], level: ConfidenceLevel) -> tuple[int, int]:
    """How many claims of a level are right, of how many. Levels are given to rounded scores."""
    at = [f for f in forecasts if level_of(round(f.probability, 2)) == level]
    return sum(f.right for f in at), len(at)


def _data(forecasts: Sequence[Forecast]) -> dict[str, Any]:
    levels = {level: _level(forecasts, level) for level in _PROMISES}
    return {
        "claims": len(forecasts),
        "right": sum(f.right for f in forecasts),
        "ece": calibration_error(forecasts),
        "brier": brier(forecasts),
        "auroc": auroc(forecasts),
        "accuracy at coverage": {f"{c:.2f}": accuracy_at(forecasts, c) for c in COVERAGES},
        "levels": {k: {"right": r, "of": n, "interval": wilson(r, n)} for k, (r, n) in levels.items()},
        "bins": [{"claims": b.count, "probability": b.probability, "right": b.right} for b in bins(forecasts)],
    }


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}".removeprefix("0") if value < 1 else "1.00"
