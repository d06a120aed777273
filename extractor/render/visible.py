"""Text of a document, made safe to show: what a terminal would obey is shown instead.

A page can carry escape sequences (ANSI/ECMA-48) that repaint a terminal and bidirectional
overrides (Unicode TR9, "Trojan Source") that show words in another order than they are stored.
Neither is removed, because that would hide it: each becomes its escape, as Python writes it.
"""

from __future__ import annotations

import re

# C0 but for tab and line feed, DEL, C1, the line separators, marks and overrides of writing
# direction, interlinear and tag characters (invisible), lone surrogates.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\s+")


def visible(text: str) -> str:
    """`text` with every control character as an escape like `\\x1b`; line breaks and tabs stay."""
    return escaped(text, _OBEYED)


def escaped(text: str, obeyed: re.Pattern[str]) -> str:
    """`text` with the characters that `obeyed` fits as escapes; each is looked at once, however often it stands."""
    if obeyed.search(text) is None:
        return text
    signs = filter(obeyed.match, set(text))
    return text.translate({ord(sign): sign.encode("unicode_escape", "surrogatepass").decode("ascii") for sign in signs})


def one_line(text: str) -> str:
    """`text` on one line: control characters shown, every run of white space one space."""
    return visible(_SPACES.sub(" ", text)).strip()
