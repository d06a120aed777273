"""Calibrations: how signals become a probability, as data that ship with the product.

A calibration is a small JSON file, one for each model profile that was measured
(`calibration.<profile>.json`), made by `extractor eval GOLD --calibrate OUT.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp
from pathlib import Path
from typing import Any

from extractor.errors import UsageError

FORM = "extractor calibration 1"
#: The profile whose calibration serves models that nobody has measured.
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic map: log-odds = intercept + Σ coefficient · signal. `means`: the signals' on its gold."""

    intercept: float
    coefficients: Mapping[str, float]
    means: Mapping[str, float] = field(default_factory=dict)

    def probability(self, signals: Mapping[str, float]) -> float:
        """The probability that a claim with these signals is right."""
        known = self.coefficients
        odds = self.intercept + sum([known.get(name, 0.0) * value for name, value in signals.items() if value])
        return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))

    def effects(self, signals: Mapping[str, float]) -> dict[str, float]:
        """What each signal adds to the log-odds, compared with the average claim."""
        known, means = self.coefficients, self.means
        return {name: known.get(name, 0.0) * (value - means.get(name, 0.0)) for name, value in signals.items()}


#: Where no second reading was measured: agreement on all words and the source doubles the odds, a
#: second reading with nothing like it halves them.
SECOND_BY_JUDGEMENT = Weights(-0.7, {"first": 1.0, "second.overlap": 1.0, "second.source": 0.4})


@dataclass(frozen=True, slots=True)
class Calibration:
    """The map for one kind of model, with where it comes from.

    attributed, narrated: for claims with and without a credited source. fitted: false where the
    numbers are judgement. second: for credited claims that were read twice: from the log-odds of the
    first reading (`first`) and the agreement of the second. priors: signals that the gold run had no
    data for, and what stands in.
    """

    profile: str
    attributed: Weights
    narrated: Weights
    fitted: bool
    origin: Mapping[str, Any] = field(default_factory=dict)
    second: Weights = field(default_factory=lambda: SECOND_BY_JUDGEMENT)
    priors: Mapping[str, str] = field(default_factory=dict)

    @property
    def warning(self) -> str:
        """What a report says where the map was not fitted."""
        return (
            f"confidence is not calibrated for this kind of model (profile {self.profile}): levels are judgement; "
            "fit them with extractor eval GOLD --calibrate OUT.json"
        )


@cache
def calibration_for(profile: str) -> Calibration:
    """The calibration that ships for a profile, or the default one."""
    for name in (profile, DEFAULT):
        file = files(__package__).joinpath(f"calibration.{name}.json")
        if file.is_file():
            return _from_json(json.loads(file.read_text(encoding="utf-8")))
    msg = f"extractor/confidence/calibration.{DEFAULT}.json is missing: install the package again"
    raise LookupError(msg)


def read_calibration(path: Path) -> Calibration:
    """A calibration from a file. Raises `UsageError`."""
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: calibration cannot be read ({type(error).__name__})"
        raise UsageError(msg) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        msg = f"{path}: not a calibration; make one with extractor eval GOLD --calibrate OUT.json"
        raise UsageError(msg) from None


def to_json(calibration: Calibration) -> str:
    """A calibration as the text of its file."""
    data = {
        "form": FORM,
        "profile": calibration.profile,
        "fitted": calibration.fitted,
        "origin": dict(calibration.origin),
        "priors": dict(calibration.priors),
        "attributed": _weights_json(calibration.attributed),
        "narrated": _weights_json(calibration.narrated),
        "second": _weights_json(calibration.second),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _weights_json(weights: Weights) -> dict[str, Any]:
    return {
        "intercept": round(weights.intercept, 4),
        "coefficients": {name: round(value, 4) for name, value in weights.coefficients.items()},
        "means": {name: round(value, 4) for name, value in weights.means.items()},
    }


def _from_json(data: Mapping[str, Any]) -> Calibration:
    if data["form"] != FORM:
        raise ValueError(data["form"])
    return Calibration(
        profile=str(data["profile"]),
        attributed=_weights(data["attributed"]),
        narrated=_weights(data["narrated"]),
        fitted=bool(data["fitted"]),
        origin=dict(data.get("origin", {})),
        second=_weights(data["second"]) if "second" in data else SECOND_BY_JUDGEMENT,
        priors=dict(data.get("priors", {})),
    )


def _weights(data: Mapping[str, Any]) -> Weights:
    return Weights(
        intercept=float(data["intercept"]),
        coefficients={str(name): float(value) for name, value in data["coefficients"].items()},
        means={str(name): float(value) for name, value in data.get("means", {}).items()},
    )
