"""Quotations that a text breaks off to say who speaks: “We will win,” Ryder said, “and stay.”"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.grounding import lexicon
from extractor.grounding.tokens import tokenize
from extractor.grounding.veto import word_class

# A cue clause: "said Pat Ryder, the Pentagon press secretary,".
_LONGEST_CUE_WORDS = 20

# In normalised text: a closing mark, a clause without quotation marks or the end of a sentence, an
# opening mark.
_BROKEN_OFF = re.compile(r'"(?<=[,.!?-]")\s?([^".!?;]{2,200})[.]? ?"(?=\w)')


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """The quotation stops with the mark before `start` and goes on at `end`; `cue` stands between."""

    start: int
    end: int
    cue: str


def broken_off(text: str) -> list[BrokenOff]:
    """All such places of a normalised text, in order."""
    found = ((match.start(), match.end(), match.group(1).strip(" ,:")) for match in _BROKEN_OFF.finditer(text))
    return [BrokenOff(start, end, cue) for start, end, cue in found if _is_cue(cue)]


def _is_cue(clause: str) -> bool:
    words = tokenize(clause.lower()).texts
    if len(words) > _LONGEST_CUE_WORDS or lexicon.REPORTING.isdisjoint(words):
        return False
    return not any(word_class(word) == "negation" for word in words)
