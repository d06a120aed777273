"""How sure we are that an extraction is right: a score, a level, and the reasons in plain words."""

from __future__ import annotations

from extractor.confidence.score import Evidence, confidence_of

__all__ = ["Evidence", "confidence_of"]
