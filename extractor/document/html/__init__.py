"""Web pages: their main text and metadata, with a way back from every character to its element."""

from __future__ import annotations

from extractor.document.html.page import HTML_SUFFIXES, Page, looks_like_html, read_page
from extractor.document.html.places import PageRange, Places

__all__ = ["HTML_SUFFIXES", "Page", "PageRange", "Places", "looks_like_html", "read_page"]
