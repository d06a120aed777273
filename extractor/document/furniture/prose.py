"""What a line looks like, whatever it says: prose of a story, or something short beside it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from extractor.document.furniture.captions import is_caption
from extractor.document.furniture.patterns import kind_of
from extractor.document.lines import Line
from extractor.schema import FurnitureKind

MIN_WORDS = 9
"""Words; a shorter line is too short to count as prose on its own, even with a full stop."""
LONG_WORDS = 25
"""Words; a line this long with commas in it is prose, with or without a full stop; a cloud of tags has none."""
CJK_WORD = 2.5
"""Chinese, Japanese, Thai, Khmer or Burmese characters that count as a word: they are written without spaces."""
HEADLINE_MIN, HEADLINE_MAX = 7, 20
"""Words of a headline; a heading within a story has fewer."""
HEADLINE_SHARE = 0.7
"""Share of them that begin with a capital."""
LOOKED_AT = 2_000
"""Characters of a line that are counted; more would not change what it is."""

_CJK = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_UNSTOPPED = re.compile(r"[\u0e00-\u0eff]")
_FULL_STOP = re.compile(r"[.!?…:。！？।؟۔။។։።](?:\s?[\"'”’“‘»«›‹)）」』》〉\]*]){0,3}$")
_SIGN = re.compile(r"[^\W_]")
_CUT_OFF = re.compile(r"(?:\.\.\.|…)\]?$")
_PAUSE = re.compile(r"[.,;:!?،、。，]")
_LISTED = re.compile(r"[\d:;,–—]")


@dataclass(frozen=True, slots=True)
class Looks:
    """A line as the rules see it.

    `stopped`: it ends like a sentence; `paused`: it has punctuation and is not cut off by dots;
    `listed`: it may be an item of a list; `headline`: it is written as English headlines are.
    """

    words: float
    stopped: bool
    paused: bool
    listed: bool
    headline: bool
    kind: FurnitureKind | None

    @property
    def prose(self) -> bool:
        """Whether the line is a sentence or more."""
        return self.kind is None and self.words >= (
            MIN_WORDS if self.stopped else LONG_WORDS if self.paused else math.inf
        )


def look(line: Line, language: str | None = None) -> Looks:
    """What `line` of a text in this language looks like."""
    text = line.text[:LOOKED_AT]
    words = (
        sum(1 for word in text.split() if word[0].isalnum() or _SIGN.search(word)) + len(_CJK.findall(text)) / CJK_WORD
    )
    kind = kind_of(line.text, language) or ("caption" if is_caption(line.text) else None)
    cut_off = bool(_CUT_OFF.search(line.text[-5:]))
    stopped = bool(_FULL_STOP.search(line.text[-5:])) and not cut_off
    listed = stopped or bool(_LISTED.search(text))
    return Looks(
        words=words,
        stopped=stopped,
        paused=not cut_off and bool(_PAUSE.search(text) or _UNSTOPPED.search(text)),  # Thai has no such signs
        listed=listed,
        headline=not listed and _is_headline(text),
        kind=kind,
    )


def _is_headline(text: str) -> bool:
    """Whether `text` is written as English headlines are, nearly every word with a capital."""
    words = [word for word in text.split() if word[0].isalpha()]
    capitals = sum(1 for word in words if word[0].isupper())
    return HEADLINE_MIN <= len(words) <= HEADLINE_MAX and capitals >= HEADLINE_SHARE * len(words)
