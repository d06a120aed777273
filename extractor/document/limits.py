"""How large a document may be."""

from __future__ import annotations

from extractor.errors import DocumentTooLarge

MAX_CHARACTERS = 2_000_000
"""Characters (code points) a document may hold: about 330,000 words, more than any report or book of news."""

WIDEST_CHARACTER = 4
"""Bytes a character takes at most in UTF-8, UTF-16, UTF-32 and GB 18030."""

MAX_BYTES = MAX_CHARACTERS * WIDEST_CHARACTER
"""A file above this cannot be below `MAX_CHARACTERS`: it is refused without reading it."""


def refuse_bytes(name: str, size: int) -> None:
    """Raise `DocumentTooLarge` when `size` bytes cannot hold a document within the limit."""
    if size > MAX_BYTES:
        msg = f"{name}: {size:,} bytes; the limit is {MAX_CHARACTERS:,} characters: split the document"
        raise DocumentTooLarge(msg)


def refuse_characters(name: str, size: int) -> None:
    """Raise `DocumentTooLarge` when a text of `size` characters is above the limit."""
    if size > MAX_CHARACTERS:
        msg = f"{name}: {size:,} characters; the limit is {MAX_CHARACTERS:,} characters: split the document"
        raise DocumentTooLarge(msg)
