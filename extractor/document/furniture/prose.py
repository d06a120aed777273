"""What a line looks like, whatever it says: prose of a story, or something short beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.document.furniture.captions import is_caption
from extractor.document.furniture.patterns import kind_of
from extractor.document.lines import Line
from extractor.schema import FurnitureKind

MIN_WORDS = 9
"""Words; a shorter line is too short to count as prose on its own, even with a full stop."""
LONG_WORDS = 25
"""Words; a line this long is prose, with or without a full stop."""
CJK_WORD = 2.5
"""Chinese or Japanese characters that count as a word: they are written without spaces."""
LOOKED_AT = 2_000
"""Characters of a line that are counted; more would not change what it is."""

_CJK = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_FULL_STOP = re.compile(r"[.!?…:。！？।؟۔][\"'”’»)」』\]*]{0,3}$")
_SIGN = re.compile(r"[^\W_]")
_CUT_OFF = re.compile(r"(?:\.\.\.|…)\]?$")
_LISTED = re.compile(r"[\d:;,–—]")


@dataclass(frozen=True, slots=True)
class Looks:
    """A line as the rules see it."""

    words: float
    stopped: bool
    listed: bool
    kind: FurnitureKind | None

    @property
    def prose(self) -> bool:
        """Whether the line is a sentence or more."""
        return self.kind is None and (self.words >= LONG_WORDS or (self.stopped and self.words >= MIN_WORDS))


def look(line: Line) -> Looks:
    """What `line` looks like."""
    text = line.text[:LOOKED_AT]
    words = sum(1 for word in text.split() if _SIGN.search(word)) + len(_CJK.findall(text)) / CJK_WORD
    kind = kind_of(line.text) or ("caption" if is_caption(line.text) else None)
    stopped = bool(_FULL_STOP.search(line.text[-5:])) and not _CUT_OFF.search(line.text[-5:])
    return Looks(words, stopped, stopped or bool(_LISTED.search(text)), kind)
