"""A text as a model reads it: disguises of letters undone, with a way back to its characters.

What hides words from a filter does not hide them from a model: letters of another script that look
alike, full-width and accented forms, digits for letters, spaced letters, invisible characters and
the tag characters that spell ASCII unseen (Unicode TR 36 and TR 39; "ASCII smuggling").
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

SIGNS_A_PART = 4
"""Characters a run of ASCII or of other signs must have on average before runs are read at once."""
MOST_FOR_ONE = 3
"""Signs one character may be read as ("…", "㎢", "ffl"). U+FDFA stands for eighteen: a text of it would be that many
times as long. What is longer is no disguise of letters and stays as it is."""
TAGS = range(0xE0020, 0xE007F)
"""Tag characters: each stands for an ASCII character and shows as nothing."""
_TAG_OFFSET = 0xE0000

_LOOK_ALIKES = str.maketrans(
    "аеіјорсухһԁɡӏոѕԛԝʏɩıαοειυνρτκχυҡмтвнкзџΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeijopcyxhdglnsqwyiiaoeiuvptkxukmtbhk3uabezhikmnoptyx",
)
"""Letters of other scripts that are taken for Latin ones in a Latin word (Unicode's confusables, the common ones)."""
_DIGITS = str.maketrans("013457@$", "oieastas")
_FOREIGN = re.compile(r"([^\x00-\x7f]+)")
"""A run of signs beyond ASCII; each is read by itself, what stands between them is only put in lower case."""
_WITH_DIGIT = re.compile(r"(?<![^\W_])(?=[^\W\d_]*[0-9@$])(?=[0-9@$]{0,3}[^\W\d_])[^\W_@$]*[0-9@$][^\W_]*(?![^\W_])")
_DIGITS_TOGETHER = re.compile(r"(?<![0-9@$])(?:(?<=[^\W\d_])[0-9@$]+|[0-9@$]++(?=[^\W\d_]))")
"""Those that a letter stands next to."""
_SPACE = re.compile(r"\s")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ ._*\-][^\W\d_]){4,}(?![^\W_])")
"""Five letters or more that stand apart: "i g n o r e"."""


@dataclass(frozen=True, slots=True)
class View:
    """What is read, and for each of its characters the offset in the text it came from."""

    text: str
    origin: Sequence[int]
    apart: bool = False
    """Whether letters that stood apart were put together."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the text behind `text[start:end]` (not empty)."""
        return self.origin[start], self.origin[end - 1] + 1

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start` to `end` of the text stand in `text`."""
        return bisect_left(self.origin, start), bisect_left(self.origin, end)


def plain(text: str, start: int, end: int) -> View:
    """The characters `start` to `end` of `text` in lower case without disguises. Linear in their number."""
    piece = text[start:end]
    origin: Sequence[int]
    if piece.isascii():
        read, origin = piece.lower(), range(start, end)
    else:
        read, origin = _undressed(piece, start)
    return _joined(View(_with_letters(read), origin))


def latin(text: str) -> str:
    """`text` with letters that look like Latin ones as those; as long as it was."""
    return text if text.isascii() else text.translate(_LOOK_ALIKES)


def folded(text: str) -> str:
    """Text without marks on its letters and without what is not seen, in the commonest form of each letter."""
    apart = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if unicodedata.category(c) not in ("Mn", "Cf", "Me")))


def _undressed(piece: str, start: int) -> tuple[str, Sequence[int]]:
    parts = _FOREIGN.split(piece)
    if len(parts) > len(piece) / SIGNS_A_PART:
        parts = ["", piece]  # so many runs that each sign is better read by itself
    table = {sign: _read(sign) for sign in set().union(*parts[1::2])}
    read = ["".join(map(table.__getitem__, part)) if number % 2 else part.lower() for number, part in enumerate(parts)]
    if all(len(one) == 1 for one in table.values()):
        return "".join(read), range(start, start + len(piece))
    origin: list[int] = []
    at = start
    for number, part in enumerate(parts):
        if number % 2:
            origin += [place for place, sign in enumerate(part, at) for _ in table[sign]]
        else:
            origin += range(at, at + len(part))
        at += len(part)
    return "".join(read), origin


@lru_cache(maxsize=4096)
def _read(sign: str) -> str:
    """How one character is read: nothing where it is not seen."""
    if ord(sign) in TAGS:
        return chr(ord(sign) - _TAG_OFFSET).lower()
    read = folded(sign).lower()
    return read if len(read) <= MOST_FOR_ONE else sign


def _with_letters(text: str) -> str:
    """The text with digits inside words read as letters. Only words where both meet are looked at."""
    pieces: list[str] = []
    at = 0
    for match in _DIGITS_TOGETHER.finditer(text):
        start, end = match.span()
        if start < at or not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()):
            continue
        while start > at and not text[start - 1].isspace():
            start -= 1
        space = _SPACE.search(text, end)
        end = space.start() if space else len(text)
        pieces += text[at:start], _WITH_DIGIT.sub(_letters, text[start:end])
        at = end
    return "".join((*pieces, text[at:])) if pieces else text


def _letters(match: re.Match[str]) -> str:
    return match.group().translate(_DIGITS)


def _joined(view: View) -> View:
    """The view with spaced letters put together."""
    kept: list[tuple[int, int]] = []
    at = 0
    for match in _SPACED.finditer(view.text):
        kept.append((at, match.start()))
        kept.extend((place, place + 1) for place in range(match.start(), match.end(), 2))
        at = match.end()
    if not kept:
        return view
    kept.append((at, len(view.text)))
    return View(
        "".join(view.text[a:b] for a, b in kept),
        [place for a, b in kept for place in view.origin[a:b]],
        apart=True,
    )
