"""Furniture: what a page carries around its story, found line by line in plain text."""

from __future__ import annotations

from extractor.document.furniture.marking import mark, mark_aside

__all__ = ["mark", "mark_aside"]
