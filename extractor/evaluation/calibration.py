"""Fit a calibration on gold, and measure it on articles that the fit did not see.

Cross-validated by article: claims of one article share its style and its faults, so a claim held
out alone would be known already. The file that is written is fitted on all articles; the numbers
come from the folds.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor import __version__
from extractor.confidence import Calibration
from extractor.confidence.calibration import Weights
from extractor.confidence.score import probability_of
from extractor.confidence.signals import signals_of, signals_of_second
from extractor.errors import UsageError
from extractor.evaluation.calibration_fit import PENALTY, fit
from extractor.evaluation.calibration_labels import Judged, judge
from extractor.evaluation.calibration_measures import Forecast
from extractor.evaluation.convert import Rule, rule_for
from extractor.evaluation.gold import GoldFile
from extractor.evaluation.predictions import Prediction
from extractor.llm.profiles import profile_for

FOLDS = 5
#: Fixed, so that the same gold gives the same folds.
SEED = 2026
#: Fewer articles than this cannot be held out in turn.
LEAST_ARTICLES = 10
#: Signals that gold may have no claims for, and the log-odds that stand in: judgement, said in the file.
_PRIORS = {"grounding.normalized": -0.2, "grounding.repaired": -0.9}
#: The second reading has three numbers, and fewer claims: what it adds shall not be shrunk away.
PENALTY_SECOND = 0.5
#: A speaker that the model named counts as half as doubtful as one that nobody settled.
_HALF_A_GUESS = ("proposed.both", "proposed.model")


@dataclass(frozen=True)
class Study:
    """A calibration with what it is worth.

    judged: every claim that gold can judge, by gold file. forecasts: for each of them, in the same
    order, the probability from a map that did not see its article. once, twice: of the claims that a
    second reading weighed, the forecasts without and with it.
    """

    calibration: Calibration
    judged: Mapping[str, Sequence[Judged]]
    forecasts: Mapping[str, Sequence[Forecast]]
    cross_validated: bool
    once: Sequence[Forecast] = ()
    twice: Sequence[Forecast] = ()
    failed: int = 0
    """Articles that could not be read; their claims are missing here."""


def judged_claims(
    golds: Sequence[GoldFile], predicted: Mapping[str, Prediction], rule: Rule
) -> dict[str, list[Judged]]:
    """Every claim that gold can judge, by gold file. Raises `UsageError` where there is none."""
    found: dict[str, list[Judged]] = {}
    seen: set[str] = set()
    for gold in golds:
        if gold.form != "attribution":
            continue
        articles = [a for a in gold.articles if a.id in predicted and a.id not in seen]
        seen.update(a.id for a in articles)
        if any(predicted[a.id].result is not None and not predicted[a.id].evidence for a in articles):
            msg = "the predictions hold no evidence to calibrate on; write them again with --predictions"
            raise UsageError(msg)
        chosen = rule_for(gold, rule)
        found[gold.name] = [one for a in articles for one in judge(a, predicted[a.id], chosen)]
    if not any(found.values()):
        msg = "nothing to calibrate on: give gold files of attributions, and predictions of this product"
        raise UsageError(msg)
    return found


def calibrate(golds: Sequence[GoldFile], predicted: Mapping[str, Prediction], rule: Rule = "auto") -> Study:
    """Fit a calibration for the model that made the predictions, cross-validated by article. Raises `UsageError`."""
    judged = judged_claims(golds, predicted, rule)
    claims = [one for of_file in judged.values() for one in of_file]
    articles = sorted({one.article for one in claims})
    if len(articles) < LEAST_ARTICLES or all(c.narrated for c in claims):
        msg = f"{len(articles)} articles with judged claims are too few for a calibration; it takes {LEAST_ARTICLES}"
        raise UsageError(msg)
    random.Random(SEED).shuffle(articles)  # noqa: S311 - folds, not a secret
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    models = sorted({p.model for p in predicted.values() if p.model})
    whole = _fitted(claims, profile_for(models[0]).name if models else "default")
    held_out = [_fitted([c for c in claims if fold[c.article] != n], whole.profile) for n in range(FOLDS)]
    forecasts = {
        name: [Forecast(probability_of(one.evidence, held_out[fold[one.article]]), one.right) for one in of_file]
        for name, of_file in judged.items()
    }
    twice = sum(c.evidence.second is not None for c in claims)
    origin = {
        **_origin(golds, judged, models),
        "questions": _questions(predicted, set(articles)),
        "read_twice": twice,
    }
    once, with_second = _once_and_twice(claims, lambda one: held_out[fold[one.article]])
    return Study(
        replace(whole, origin=origin),
        judged,
        forecasts,
        cross_validated=True,
        once=once,
        twice=with_second,
        failed=_failed(predicted),
    )


def check(
    calibration: Calibration, golds: Sequence[GoldFile], predicted: Mapping[str, Prediction], rule: Rule = "auto"
) -> Study:
    """What a calibration that was made elsewhere is worth on these gold files. Raises `UsageError`."""
    judged = judged_claims(golds, predicted, rule)
    forecasts = {
        name: [Forecast(probability_of(one.evidence, calibration), one.right) for one in of_file]
        for name, of_file in judged.items()
    }
    claims = [one for of_file in judged.values() for one in of_file]
    once, twice = _once_and_twice(claims, lambda _: calibration)
    return Study(
        calibration, judged, forecasts, cross_validated=False, once=once, twice=twice, failed=_failed(predicted)
    )


def _once_and_twice(
    claims: Sequence[Judged], map_of: Callable[[Judged], Calibration]
) -> tuple[list[Forecast], list[Forecast]]:
    """The forecasts of the claims that were read twice, without the second reading and with it."""
    again = [one for one in claims if one.evidence.second is not None]
    first = [(replace(one.evidence, second=None), one) for one in again]
    return (
        [Forecast(probability_of(evidence, map_of(one)), one.right) for evidence, one in first],
        [Forecast(probability_of(one.evidence, map_of(one)), one.right) for one in again],
    )


def _fitted(claims: Sequence[Judged], profile: str) -> Calibration:
    credited = [c for c in claims if not c.narrated]
    narrated = [c for c in claims if c.narrated]
    rows = [signals_of(c.evidence) for c in credited]
    weights, priors = _with_priors(fit(rows, [c.right for c in credited]), rows)
    silent = (
        fit([signals_of(c.evidence) for c in narrated], [c.right for c in narrated]) if narrated else Weights(0, {})
    )
    first = Calibration(profile, weights, silent, fitted=True, priors=priors)
    twice = [c for c in credited if c.evidence.second is not None]
    if len({c.article for c in twice}) < LEAST_ARTICLES:
        return first
    again = [signals_of_second(c.evidence, weights.probability(signals_of(c.evidence))) for c in twice]
    return replace(first, second=fit(again, [c.right for c in twice], PENALTY_SECOND))


def _with_priors(weights: Weights, rows: Sequence[Mapping[str, float]]) -> tuple[Weights, dict[str, str]]:
    """A signal that no claim had keeps 0 by the penalty; where 0 would be a lie, a prior stands in."""
    absent = [name for name in weights.coefficients if not any(row[name] for row in rows)]
    coefficients = dict(weights.coefficients)
    notes: dict[str, str] = {}
    for name in absent:
        if name in _HALF_A_GUESS:
            coefficients[name] = coefficients["proposed.guess"] / 2
            notes[name] = "no data: half of proposed.guess, by judgement"
        else:
            coefficients[name] = _PRIORS.get(name, 0.0)
            notes[name] = "no data: by judgement" if name in _PRIORS else "no data: no effect"
    return replace(weights, coefficients=coefficients), notes


def _origin(golds: Sequence[GoldFile], judged: Mapping[str, Sequence[Judged]], models: Sequence[str]) -> dict[str, Any]:
    """Where a calibration comes from: gold, claims, model, product, date."""
    return {
        "gold": [
            {
                "name": gold.name,
                "sha256": gold.sha256[:16],
                "articles": len({one.article for one in judged[gold.name]}),
                "credited": sum(not one.narrated for one in judged[gold.name]),
                "narrated": sum(one.narrated for one in judged[gold.name]),
            }
            for gold in golds
            if gold.name in judged
        ],
        "model": ", ".join(models),
        "extractor": __version__,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "penalty": PENALTY,
    }


def _questions(predicted: Mapping[str, Prediction], articles: Collection[str]) -> dict[str, int]:
    """Questions put to the model and left without an answer: what it adds is not in a map fitted without it."""
    windows = [p.result.report.windows for p in predicted.values() if p.result is not None and p.id in articles]
    return {"sent": sum(w.sent for w in windows), "failed": sum(w.failed for w in windows)}


def _failed(predicted: Mapping[str, Prediction]) -> int:
    return sum(p.error is not None for p in predicted.values())
