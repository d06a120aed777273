"""How large a document may be."""

from __future__ import annotations

from typing import BinaryIO

from extractor.errors import DocumentTooLarge

MAX_CHARACTERS = 2_000_000
"""Characters (code points) a document may hold: about 330,000 words, more than any report or book of news."""

WIDEST_CHARACTER = 4
"""Bytes a character takes at most in UTF-8, UTF-16, UTF-32 and GB 18030."""

MAX_BYTES = MAX_CHARACTERS * WIDEST_CHARACTER
"""A file above this cannot be below `MAX_CHARACTERS`: it is refused without reading it."""

MAX_FILE_BYTES = 50_000_000
"""Bytes of a PDF or word-processor file: most of it is pictures and fonts, which are passed over."""
HEAD = 1_024
"""Bytes that show what a file is."""
OFFICE_MARKS = (b"%PDF-", b"PK\x03\x04", b"{\\rtf")
"""How PDF and word-processor files begin."""


def refuse_file(name: str, size: int) -> None:
    """Raise `DocumentTooLarge` when a PDF or word-processor file has more than `MAX_FILE_BYTES`."""
    if size > MAX_FILE_BYTES:
        msg = f"{name}: {size:,} bytes; the limit for such a file is {MAX_FILE_BYTES:,}: save its text and give that"
        raise DocumentTooLarge(msg)


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


def read_bounded(file: BinaryIO, name: str, size: int = 0) -> bytes:
    """All bytes of a file that can be a document, `size` of them if that is known beforehand.

    Raises `DocumentTooLarge` by the size without reading, or with one byte above the limit.
    """
    head = file.read(HEAD)
    office = head.lstrip().startswith(OFFICE_MARKS)
    refuse, limit = (refuse_file, MAX_FILE_BYTES) if office else (refuse_bytes, MAX_BYTES)
    refuse(name, size)
    data = head + file.read(limit + 1 - len(head))
    refuse(name, len(data))
    return data
