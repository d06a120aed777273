"""For tests of pipelines that use this product: recordings of a real model, and a fake one.

The pytest plugin is there as soon as the product is installed: fixtures `recorded_extractor` and
`fake_extractor`, option `--extractor-record`. `docs/testing.md` shows both. Recordings need the extra
`testing` (vcrpy).
"""

from __future__ import annotations

from extractor.testing.fake_model import FakeModel, NoAnswerLeft

__all__ = ["FakeModel", "NoAnswerLeft", "Recordings"]


def __getattr__(name: str) -> object:
    if name == "Recordings":  # vcrpy is an extra
        from extractor.testing.recordings import Recordings

        return Recordings
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
