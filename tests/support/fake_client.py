"""A fake model: a client that answers from a function, for logic and faults. It is not a model."""

from __future__ import annotations

from extractor.testing.fake_model import FakeModel as FakeClient
from extractor.testing.fake_model import Reader, Reply

__all__ = ["FakeClient", "Reader", "Reply"]
