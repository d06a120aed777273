"""Words and punctuation marks of a stretch of text, with their offsets, and its quotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# An abbreviation keeps its full stop; a word keeps inner apostrophes, hyphens and dots. Each branch
# starts on another character class, so matching is linear.
_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Govs?|Gen|Brig|Lt|Col|Capt|Sgt|Maj|Adm|Cmdr|Rev|Prof|Jr|Sr|St|Inc|Corp|Ltd|Co"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Calif|Fla|Mass|Pa|Va)\."
    r"|(?:[A-Za-z]\.){2,}|\b[A-Z]\.(?=\s[A-Z])"
    r"|[$€£]?\d[\d.,:]*\d%?|\w+(?:[’'\-&./]\w+)*|[^\w\s]"
)
_OPENING = {"“": "”", "«": "»", "„": "“"}
_STRAIGHT = '"'
#: A quotation shorter than this many words is a scare quote or a title unless a cue stands beside it.
SCARE_QUOTE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. `quoted`: it stands inside quotation marks (the marks themselves count)."""

    start: int
    end: int
    text: str
    lower: str
    quoted: bool

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or len(self.text) > 1

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters `start` to `end`, marks included. `closed` is false when it runs on into the next paragraph."""

    start: int
    end: int
    closed: bool


def quotations(text: str, paragraphs: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> list[Quotation]:
    """The quotations of a text, paragraph by paragraph, in order.

    A mark that is not closed in its paragraph runs to the paragraph's end: news prose opens every
    paragraph of a long quotation and closes the last one only. Marks inside a quotation of another
    kind are part of it.
    """
    found: list[Quotation] = []
    for start, end in paragraphs:
        begin: int | None = None
        closing = ""
        for at in range(start, end):
            mark = text[at]
            if begin is None:
                if mark in _OPENING or (mark == _STRAIGHT and not _is_inch(text, at)):
                    begin, closing = at, _OPENING.get(mark, _STRAIGHT)
            elif mark == closing or (closing == "”" and mark == _STRAIGHT):
                found.append(Quotation(begin, at + 1, closed=True))
                begin = None
        if begin is not None and end - begin > 1:
            found.append(Quotation(begin, end, closed=False))
    return found


def _is_inch(text: str, at: int) -> bool:
    """A straight mark right behind a digit and before no letter measures inches."""
    return at > 0 and text[at - 1].isdigit() and (at + 1 == len(text) or not text[at + 1].isalpha())


def tokens(text: str, start: int, end: int, quoted: Sequence[Quotation]) -> list[Token]:
    """The tokens between two offsets."""
    found: list[Token] = []
    inside = [quotation for quotation in quoted if quotation.end > start and quotation.start < end]
    at = 0
    for match in _TOKEN.finditer(text, start, end):
        while at < len(inside) and inside[at].end <= match.start():
            at += 1
        within = at < len(inside) and inside[at].start <= match.start()
        word = match.group()
        found.append(Token(match.start(), match.end(), word, word.lower().replace("’", "'"), within))
    return found
