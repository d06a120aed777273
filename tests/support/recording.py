"""Recordings of the embedded model in top-level `cassettes/`: made by `make record`, replayed by the tests."""

from __future__ import annotations

from pathlib import Path

from extractor.testing.plugin import EMBEDDED
from extractor.testing.recordings import API_KEY, BASE_URL, Recordings

CASSETTES = Path(__file__).parents[2] / "cassettes"
MODEL = EMBEDDED
RECORDINGS = Recordings(CASSETTES, "record it with `make record`")

place, replaying, recording = RECORDINGS.place, RECORDINGS.replaying, RECORDINGS.recording

__all__ = ["API_KEY", "BASE_URL", "CASSETTES", "MODEL", "RECORDINGS", "place", "recording", "replaying"]
