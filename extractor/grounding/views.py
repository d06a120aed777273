"""The normalised view of a text: differences that change no word are gone, every offset is kept.

What is folded: HTML entities, soft hyphens, zero-width and direction marks, Unicode composition
(NFC; not NFKC, which would turn `10²` into `102`), Latin ligatures, full-width forms, quotation
marks, dashes and the spaces around them, ellipses, spaces and line breaks. Case is not folded.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

from extractor.grounding.layers import Change, Layer, rewrite, substitutions

_DOUBLE_QUOTES = "“”„‟«»″‶＂〝〞〟「」『』❝❞⹂"
_SINGLE_QUOTES = "‘’‚‛‹›′‵`´ʼʻ＇՚ꞌ❛❜"
_DASHES = "‐‑‒–—―−⁃⸺⸻﹘﹣－"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ſt", "ﬆ": "st"}

# Marks that show nothing: soft hyphen (with the line break it may cause), zero-width characters,
# direction marks, byte order mark, variation selectors.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_SOFT_BREAK = r"\u00ad[ \t]*\r?\n[ \t]*"

_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_HIDDEN = re.compile(f"{_SOFT_BREAK}|[{_INVISIBLE}]+|[{''.join(_LIGATURES)}]|(?<!\\S)«\\s+")
_ANY_HIDDEN = re.compile(f"[{_INVISIBLE}«{''.join(_LIGATURES)}]")
_BEFORE_GUILLEMET = re.compile(r"(?<!\s)\s+»(?!\w)")
_NOT_LATIN1 = re.compile(r"[\s\S]?[^\x00-\u02ff]+")

_ONE_FOR_ONE = {
    **dict.fromkeys(_DOUBLE_QUOTES, '"'),
    **dict.fromkeys(_SINGLE_QUOTES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "＂＇－"},
}

# Patterns begin with a plain character, never with a look-behind: the engine then skips to it.
# A single mark that is no apostrophe is a quotation mark. After a digit it may be feet or
# minutes (5' is not 5"), so there it stays.
_SINGLE_AS_DOUBLE = re.compile(r"'(?<![^\W_]')|'(?<!\d')(?![^\W_])")

_SPACES = re.compile(r" \s+|[^\S ]\s*")
_TYPED_QUOTES = re.compile("''")
# With the spaces around it, and a full stop before it: `us. . . . But`, `us … But`.
_ELLIPSIS = re.compile(r" ?(?:\.(?: ?\.){2,}|(?:\. ?)?…)(?: ?[.…])* ?")
# Dashes swallow the spaces around them; so does closing punctuation before it (unless a number
# follows: `of .5`).
_LAYOUT = re.compile(r' -[- ]*|-[- ]+| (?=[,;:!?%](?!\w)|\.(?![\w.]))|""+')

# A blank line with its spaces is not longer.
_BLANK_REACH = 40

_JAMO_VOWELS_AND_FINALS = range(0x1160, 0x1200)


def _decoded(match: re.Match[str]) -> str:
    return html.unescape(match.group())


def _shown(match: re.Match[str]) -> str:
    found = match.group()
    if found[0] in _LIGATURES:
        return _LIGATURES[found[0]]
    return '"' if "«" in found or "»" in found else ""


def _one_space(_match: re.Match[str]) -> str:
    return " "


def _double(_match: re.Match[str]) -> str:
    return '"'


def _dots(_match: re.Match[str]) -> str:
    return "..."


def _laid_out(match: re.Match[str]) -> str:
    found = match.group()
    if "-" in found:
        return _dash(match)
    return '"' if found[0] == '"' else ""


def _dash(match: re.Match[str]) -> str:
    """One dash without spaces; a minus sign before a number stays apart from what precedes it."""
    found, after = match.group(), match.string[match.end() : match.end() + 1]
    signed = found[-1] == "-" and after.isdigit() and (found[:-1][-1:].isspace() or match.start() == 0)
    if not signed or found == "-":
        return "-"
    return "- -" if "-" in found[:-1] else " -"


def _compositions(text: str) -> Iterator[Change]:
    """What NFC changes, one combining sequence at a time (so that offsets stay tight)."""
    for run in _NOT_LATIN1.finditer(text):
        found, base = run.group(), run.start()
        start = 0
        for i in range(1, len(found) + 1):
            if i < len(found) and (
                unicodedata.category(found[i])[0] == "M" or ord(found[i]) in _JAMO_VOWELS_AND_FINALS
            ):
                continue
            sequence = found[start:i]
            put = unicodedata.normalize("NFC", sequence)
            if put != sequence:
                yield base + start, base + i, put
            start = i


class View:
    """`text`, the normalised form of `original`, and the map back.

    Offsets are code points. `span(a, b)` gives the stretch of the original that `text[a:b]`
    stands for; characters that the view left out at either end are not part of it.
    """

    __slots__ = ("layers", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self.layers: list[Layer] = []
        self.text = original
        if "&" in original:
            self._apply(substitutions(_ENTITY, self.text, _decoded))
        if not self.text.isascii():
            if _ANY_HIDDEN.search(self.text):
                self._apply(substitutions(_HIDDEN, self.text, _shown))
            if "»" in self.text:
                self._apply(substitutions(_BEFORE_GUILLEMET, self.text, _shown))
            if not unicodedata.is_normalized("NFC", self.text):
                self._apply(_compositions(self.text))
            for char in sorted(_ONE_FOR_ONE.keys() & set(self.text)):  # "`" before what becomes one
                self.text = self.text.replace(char, _ONE_FOR_ONE[char])
        elif "`" in self.text:
            self.text = self.text.replace("`", "'")
        if "''" in self.text:
            self._apply(substitutions(_TYPED_QUOTES, self.text, _double))
        if "'" in self.text:
            self.text = _SINGLE_AS_DOUBLE.sub('"', self.text)
        self._apply(substitutions(_SPACES, self.text, _one_space))
        if "…" in self.text or ". ." in self.text or "..." in self.text:
            self._apply(substitutions(_ELLIPSIS, self.text, _dots))
        self._apply(substitutions(_LAYOUT, self.text, _laid_out))

    def _apply(self, changes: Iterable[Change]) -> None:
        self.text, layer = rewrite(self.text, changes)
        if layer is not None:
            self.layers.append(layer)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of `text[start:end]` (not empty)."""
        for layer in reversed(self.layers):
            start, end = layer.start_of(start), layer.end_of(end)
        return start, end

    def opens_paragraph(self, at: int) -> bool:
        """Whether a blank line stands before the character at this position."""
        start = self.span(at, at + 1)[0]
        before = self.original[max(0, start - _BLANK_REACH) : start]
        return before[len(before.rstrip()) :].count("\n") > 1

    def closes_paragraph(self, at: int) -> bool:
        """Whether a blank line stands after the character before this position."""
        end = self.span(at - 1, at)[1]
        after = self.original[end : end + _BLANK_REACH]
        return after[: len(after) - len(after.lstrip())].count("\n") > 1

    def window(self, start: int, end: int) -> tuple[int, int]:
        """Positions in the view of what lies wholly inside `original[start:end]`."""
        for layer in self.layers:
            start, end = layer.first_at(start), layer.last_at(end)
        return start, max(start, end)
