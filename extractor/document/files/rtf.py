"""Rich text files, read with striprtf (BSD-3-Clause)."""

from __future__ import annotations

import re

from extractor.document.files.reading import Read, broken
from extractor.document.limits import MAX_BYTES, refuse_bytes
from extractor.errors import MissingExtra

MAX_RTF = 4 * MAX_BYTES
"""Bytes: pictures stand in such a file as text, four times as much of them as of words is read."""
_BREAKS = re.compile(r"(?<![ \t])[ \t]*\n\s*")


def read_rtf(data: bytes, name: str) -> Read:
    """The text of a rich text file. Raises as `read_file` does."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError:
        msg = "rich text files need striprtf: pip install 'claim-extractor[files]'"
        raise MissingExtra(msg) from None
    refuse_bytes(name, len(data) // (MAX_RTF // MAX_BYTES))
    # what is not ASCII is written as an escape; a stray byte is taken for Windows-1252, the format's default
    markup = data.decode("windows-1252", "replace")
    if not markup.rstrip(" \x00\r\n\t").endswith("}"):
        raise broken(name, "rich text")
    try:
        text = str(rtf_to_text(markup, errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:  # whatever a broken or hostile file can do to it
        raise broken(name, "rich text") from error
    return Read(_BREAKS.sub("\n\n", text).strip())
