"""From evidence to a confidence: the probability that the claim is right, its level, and why."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.confidence.calibration import Calibration
from extractor.confidence.evidence import Evidence
from extractor.confidence.signals import SECOND, is_narrated, signals_for, signals_of, signals_of_second
from extractor.schema import Confidence, ConfidenceLevel

#: The promise of a level: at least this share of its claims is right.
HIGH, MEDIUM = 0.9, 0.6
#: No map is surer than this; gold has errors too.
_HIGHEST, _LOWEST = 0.98, 0.02
#: A pronoun resolved by a guess is never "high": the gold judges the words of the mention, not whom
#: they stand for, so no fit can see this fault.
_DOUBTFUL_AT_MOST = 0.89
#: A signal counts as a reason when it moves the log-odds by this much; .3 is 5 points at 80%.
_LEAST_EFFECT = 0.3
_MOST_REASONS = 4


def probability_of(evidence: Evidence, calibration: Calibration) -> float:
    """How probable it is that the claim is right, between 0 and 1."""
    return _probability(evidence, calibration, signals_of(evidence))


def _probability(evidence: Evidence, calibration: Calibration, values: Mapping[str, float]) -> float:
    weights = calibration.narrated if is_narrated(evidence) else calibration.attributed
    probability = weights.probability(values)
    if evidence.second is not None:
        probability = calibration.second.probability(signals_of_second(evidence, probability))
    probability = min(_HIGHEST, max(_LOWEST, probability))
    return min(probability, _DOUBTFUL_AT_MOST) if evidence.doubtful else probability


def level_of(probability: float) -> ConfidenceLevel:
    """The level whose promise a probability keeps."""
    return "high" if probability >= HIGH else "medium" if probability >= MEDIUM else "low"


def confidence_of(evidence: Evidence, calibration: Calibration) -> Confidence:
    """Score, level and reasons for one claim."""
    values = signals_of(evidence)
    score = round(_probability(evidence, calibration, values), 2)
    return Confidence(level=level_of(score), score=score, reasons=_reasons(evidence, calibration, values))


def reasons_of(evidence: Evidence, calibration: Calibration) -> list[str]:
    """The signals with the largest effect, in plain words, after what the claim rests on."""
    return _reasons(evidence, calibration, signals_of(evidence))


def _reasons(evidence: Evidence, calibration: Calibration, values: Mapping[str, float]) -> list[str]:
    weights = calibration.narrated if is_narrated(evidence) else calibration.attributed
    effects = weights.effects(values)
    signals = signals_for(evidence)
    reasons = [_rests_on(evidence)]
    if evidence.doubtful:
        reasons.append(signals["source.doubtful"].says(evidence))
    if evidence.second is not None:
        reasons += [said for said in (signal.says(evidence) for signal in SECOND.values()) if said]
    telling = [name for name, effect in effects.items() if abs(effect) >= _LEAST_EFFECT]
    for name in sorted(telling, key=lambda name: -abs(effects[name])):
        said = signals[name].says(evidence)
        if said and said not in reasons and len(reasons) < _MOST_REASONS:
            reasons.append(said)
    return reasons


def _rests_on(evidence: Evidence) -> str:
    if is_narrated(evidence):
        return "no one is credited: taken as the reporter's own voice"
    return _PROPOSED[evidence.proposed]


_PROPOSED = {
    "rule": "source, cue and content stand in a plain pattern",
    "both": "the cue was found by rule, the speaker by the model",
    "model": "found by the model",
    "guess": "the rules are not certain who speaks, and the model did not settle it",
}
