"""Words written so that a model can read them and a filter cannot: codes, letters apart, text turned round.

Whatever can be decoded is decoded: only what then reads as words is taken for hidden text, so that the number of a
parcel or an address of a page is not.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Iterator, Sequence

Range = tuple[int, int]

SHORTEST = 16
"""Characters a decoded text must have before it says anything."""
READABLE = 0.9
"""Share of letters and spaces in it."""
LONGEST = 4_000
"""Characters of a paragraph or of a code that are decoded."""
LEAST_COMMON = 3
"""Common words that a text turned round or shifted must show."""
MOST_MISSING = 6
"""Words without a common one among them before a paragraph is turned round."""

_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,4000}={0,2}(?![A-Za-z0-9+/=_-])")
_HEX = re.compile(r"[2-7][0-9A-Fa-f](?:(?:[ ,:%]|0x|\\x){0,3}[2-7][0-9A-Fa-f]){11,1300}")
"""The bytes of ASCII letters and spaces: each begins with a digit."""
_ESCAPED = re.compile(r"(?:\\u00[4-7][0-9a-fA-F]|&#(?:x[4-7][0-9a-fA-F]|6[5-9]|[78]\d|9[07-9]|1[01]\d|12[0-2]);)")
_APART = re.compile(r"(?<!\w)[^\W\d_](?:[ ._*-][^\W\d_]){3,}(?!\w)")
_PAIRS = re.compile(r"[0-9A-Fa-f]{2}")
_WORD = re.compile(r"[a-z]+")
_COMMON = frozenset(
    "the of to and in is you all this that as for with it not who be are any only your say write text".split()
)
_COMMONEST = (" the ", " of ", " to ", " and ", " in ")
_NEAR = 80
"""Characters within which two escaped letters or two words of letters apart belong together."""


def hidden_words(text: str, paragraphs: Sequence[Range], *, apart: bool) -> Iterator[Range]:
    """Stretches of `text` that hold words in a code; `apart` says that letters stand apart in it. Linear."""
    for pattern, decoded in ((_BASE64, _from_base64), (_HEX, _from_hex)):
        for match in pattern.finditer(text):
            if _reads(decoded(match.group())):
                yield match.span()
    near = [_ESCAPED] if "&#" in text or "\\u00" in text else []
    for pattern in (*near, _APART) if apart else near:
        before: Range | None = None
        for match in pattern.finditer(text):
            if before is not None and match.start() - before[1] <= _NEAR:
                yield before[0], match.end()
            before = match.span()
    for start, end in paragraphs:
        if _turned(text[start : min(end, start + LONGEST)]):
            yield start, end


def _from_base64(code: str) -> str:
    if code.islower() or code.isupper() or code.isdigit():
        return ""
    core = code.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(core + "=" * (-len(core) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _from_hex(code: str) -> str:
    return bytes.fromhex("".join(_PAIRS.findall(code))).decode("utf-8", "replace")


def _reads(text: str) -> bool:
    told = sum(sign.isalpha() or sign in " .,'\n" for sign in text)
    return len(text) >= SHORTEST and " " in text and told >= READABLE * len(text)


def _turned(paragraph: str) -> bool:
    """Whether a paragraph without one common word has several read backwards or shifted by thirteen."""
    if not paragraph.isascii():
        return False
    small = paragraph.lower()
    if any(word in small for word in _COMMONEST):
        return False
    words = _WORD.findall(small)
    if len(words) < MOST_MISSING or not _COMMON.isdisjoint(words):
        return False
    turned = (codecs.decode(small, "rot13"), small[::-1])
    return any(sum(word in _COMMON for word in _WORD.findall(one)) >= LEAST_COMMON for one in turned)
