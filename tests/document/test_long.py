"""Long documents: memory grows with the text and no faster. `benchmarks/long_documents.py` measures the rest."""

from __future__ import annotations

import tracemalloc

from benchmarks.long_documents import text
from extractor import Document


def _peak(characters: int) -> int:
    """Bytes that reading a text and cutting its sentences takes at most."""
    words = text(characters)
    tracemalloc.start()
    try:
        assert len(Document.from_text(words).story) > characters / 200
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_linear_in_the_text() -> None:
    """Four times the text takes four times the memory, give or take a fifth."""
    _peak(10_000)  # what is loaded and compiled once does not count
    assert _peak(80_000) < 1.2 * 4 * _peak(20_000)
