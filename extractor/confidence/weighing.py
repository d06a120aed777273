"""How claims are weighed: with which calibration, after how many readings, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.confidence.calibration import Calibration, calibration_for
from extractor.confidence.score import HIGH, MEDIUM
from extractor.errors import UsageError

#: A level as the least confidence that is kept.
LEVELS = {"high": HIGH, "medium": MEDIUM, "low": 0.0}
MOST_READINGS = 2


@dataclass(frozen=True)
class Weighing:
    """calibration: from evidence to a probability. readings: 1 or 2. least: claims below are left out."""

    calibration: Calibration
    readings: int = 1
    least: float = 0.0

    @classmethod
    def of(
        cls,
        profile: str,
        calibration: Calibration | None = None,
        readings: int = 1,
        least: float | str | None = None,
    ) -> Weighing:
        """From what a caller says; `profile` chooses the calibration that ships. Raises `UsageError`."""
        if readings not in range(1, MOST_READINGS + 1):
            msg = f"{readings} readings are not possible: 1, or 2 for a second one"
            raise UsageError(msg)
        return cls(calibration or calibration_for(profile), readings, least_of(least))

    def identity(self) -> dict[str, object]:
        """All of it that changes a result, as JSON."""
        made = {name: str(self.calibration.origin.get(name, "")) for name in ("date", "extractor", "model")}
        return {
            "calibration": {"profile": self.calibration.profile, **made},
            "readings": self.readings,
            "least": self.least,
        }


def least_of(given: float | str | None) -> float:
    """A least confidence: a number between 0 and 1, or the name of a level. Raises `UsageError`."""
    if given is None:
        return 0.0
    try:
        least = LEVELS[given] if isinstance(given, str) and given in LEVELS else float(given)
    except ValueError:
        least = -1.0
    if not 0 <= least <= 1:
        msg = f"{given!r} is not a confidence: a number between 0 and 1, or {', '.join(LEVELS)}"
        raise UsageError(msg)
    return least
