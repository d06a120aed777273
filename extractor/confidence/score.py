"""From what is known of a claim to a score. A first map, to be replaced by a calibrated one.

The base rates are shares of right attributions (content at IoU ≥ .5 and right source) among the
findings of each kind on development articles, rounded; the deductions are judgements.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.schema import Confidence, ConfidenceLevel, Grounding, Speech

#: At least this share of claims at a level should be right.
HIGH, MEDIUM = 0.9, 0.6
_BASE = {"rule": 0.88, "both": 0.75, "model": 0.65, "guess": 0.45}
_NARRATED = 0.8
_HIGHEST, _LOWEST = 0.97, 0.05
#: A stretch longer than this many words holds more clauses than rules follow well.
LONG_STRETCH = 45


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the score stands on."""

    proposed: str
    kind: str | None
    speech: Speech
    grounding: Grounding
    hops: int
    words: int
    pronoun: bool = False
    doubtful: bool = False
    sourceless: bool = False
    hedged: bool = False


def confidence_of(evidence: Evidence) -> Confidence:
    """Score, level and reasons for one claim."""
    if evidence.kind == "narrated":
        reasons = ["no one is credited: taken as the reporter's own voice"]
        return _confidence(_NARRATED, reasons)
    score = _BASE[evidence.proposed]
    reasons = [_PROPOSED[evidence.proposed]]
    if evidence.kind == "according":
        score += 0.04
        reasons.append('marked by "according to"')
    elif evidence.speech == "direct":
        score += 0.06
        reasons.append("the words are quoted")
    if evidence.grounding != "exact":
        score -= 0.03 if evidence.grounding == "normalized" else 0.15
        reasons.append(f"the model's words were {evidence.grounding} to match the text")
    if evidence.sourceless:
        score -= 0.3
        reasons.append("nobody is named near the quotation")
    if evidence.doubtful:
        score -= 0.15
        reasons.append("more than one source could be meant")
    elif evidence.pronoun:
        score -= 0.04
        reasons.append("the speaker is a pronoun")
    if evidence.hops > 1:
        score -= 0.08
        reasons.append(f"a chain of {evidence.hops} sources")
    if evidence.words > LONG_STRETCH:
        score -= 0.08
        reasons.append(f"a long sentence ({evidence.words} words)")
    return _confidence(score, reasons)


_PROPOSED = {
    "rule": "source, cue and content stand in a plain pattern",
    "both": "the cue was found by rule, the speaker by the model",
    "model": "found by the model",
    "guess": "the rules are not certain who speaks, and the model did not settle it",
}


def _confidence(score: float, reasons: list[str]) -> Confidence:
    score = round(min(_HIGHEST, max(_LOWEST, score)), 2)
    level: ConfidenceLevel = "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"
    return Confidence(level=level, score=score, reasons=reasons)
