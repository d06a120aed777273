"""The encoding of a page: byte order mark, what the sender declares, what the page declares, a guess.

The order is that of the WHATWG's HTML standard (encoding sniffing algorithm).
"""

from __future__ import annotations

import codecs
import re

from extractor.document import decoding

PRESCAN = 4096
"""Bytes in which a page declares its encoding: the HTML standard says 1,024, not all pages keep to it."""

_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_LABELS = {"iso-8859-1": "windows-1252", "ascii": "windows-1252", "iso-8859-9": "windows-1254", "gb2312": "gb18030"}
"""Labels that browsers read as another encoding (Encoding standard); keys as Python names them, values as the web."""


def decode_page(data: bytes, name: str, encoding: str | None) -> tuple[str, list[str]]:
    """The characters of a page and the warnings.

    A page that breaks the encoding it declares itself is read all the same, as browsers do, with
    U+FFFD for what does not fit. Raises what `decoding.decode` raises.
    """
    declared = None if encoding is not None or _marked(data) else _declared(data)
    if declared is None:
        return decoding.decode(data, name, encoding)
    try:
        return data.decode(declared), []
    except ValueError:
        if declared != "utf-8":
            try:
                return data.decode("utf-8"), [f"decoded as utf-8: its bytes do not fit {declared}, which it declares"]
            except UnicodeDecodeError:
                pass
    text = data.decode(declared, "replace")
    return text, [f"some bytes do not fit {declared}, which the page declares: they read as U+FFFD"]


def _marked(data: bytes) -> bool:
    return data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _declared(data: bytes) -> str | None:
    """The encoding the page names, if it is one that can be: it is read in ASCII, so it is no UTF-16."""
    match = _XML.search(data[:PRESCAN]) or _META.search(data[:PRESCAN])
    if match is None or b"\x00" in data[:PRESCAN]:
        return None
    found = decoding.charset(match.group(1).decode("ascii", "replace"))
    if found is None:
        return None
    found = _LABELS.get(found.replace("iso8859", "iso-8859"), found)
    return None if found.startswith(("utf-16", "utf-32", "utf-7")) else found
