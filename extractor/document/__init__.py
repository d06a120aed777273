"""A document: its text, what it says of itself, its sentences, and the furniture around its story."""

from __future__ import annotations

from extractor.document.limits import MAX_CHARACTERS
from extractor.document.model import Document
from extractor.document.sentences import Sentence
from extractor.document.windows import Window, windows

__all__ = ["MAX_CHARACTERS", "Document", "Sentence", "Window", "windows"]
