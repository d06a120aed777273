"""The example articles, and how they are read for recordings and for replay: in exactly one way."""

from __future__ import annotations

from pathlib import Path

from extractor import Document, Extractor
from extractor.schema import Result
from tests.support.recording import API_KEY, BASE_URL, MODEL

FOLDER = Path(__file__).parents[2] / "examples" / "articles"
ARTICLES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def document(name: str) -> Document:
    """The example article of this name."""
    return Document.from_file(FOLDER / f"{name}.txt")


def extract(name: str, *, base_url: str = BASE_URL, api_key: str = API_KEY) -> Result:
    """The result for an example article, with a clock that stands still."""
    with Extractor(MODEL, base_url=base_url, api_key=api_key, clock=lambda: 0.0) as extractor:
        return extractor.extract(document(name))
