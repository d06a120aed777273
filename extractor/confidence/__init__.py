"""How sure we are that an extraction is right: a score, a level, and the reasons in plain words."""

from __future__ import annotations

from extractor.confidence.calibration import Calibration, calibration_for, read_calibration
from extractor.confidence.evidence import Evidence, evidence_of, gather
from extractor.confidence.score import confidence_of
from extractor.confidence.weighing import Weighing

__all__ = [
    "Calibration",
    "Evidence",
    "Weighing",
    "calibration_for",
    "confidence_of",
    "evidence_of",
    "gather",
    "read_calibration",
]
