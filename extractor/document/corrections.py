"""Where sentencex is mistaken about news, and what is done about it.

Each rule answers to mistakes seen on news texts (PolNeAR, Wikinews) with sentencex 1.0.32; the
table of cases in the tests shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

EDGE = 40
"""Characters on either side of a boundary that a rule looks at."""

_NUMBER_ALONE = re.compile(r"\s*[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s*")
_CLOCK = re.compile(r"\b[ap]\.m\.\s*$")
_AFTER_CLOCK = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|Eastern|Central|Mountain|Pacific)\b"
)
_TITLE = re.compile(
    r"\b(?:Atty|Asst|Dist|Supt|Msgr|Rev|Hon|Cmdr|Cpl|Pfc|Spc|Sens|Reps|Govs|Gens|Drs|Messrs|Profs|Pres|Insp|Det|Brig|Cllr|Ms|Fa|Hr|Fr)\.\s*$"
)
_FIRST_LETTER = re.compile(r"^[\W\d_]+")
_NO = re.compile(r"\bno\. (?=[“\"‘']?[A-Z][a-z])")


def corrected(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a text, cut or joined where sentencex is mistaken; together still the same text."""
    held = ""
    for piece in pieces:
        for part in _cut(piece):
            if held and not _belongs(held, part):
                yield held
                held = ""
            held += part
    if held:
        yield held


def _belongs(left: str, right: str) -> bool:
    """Whether there is no end of a sentence between `left` and `right`."""
    tail, head = left[-EDGE:], right[:EDGE].lstrip()
    if len(left) <= EDGE and _NUMBER_ALONE.fullmatch(left):
        return True  # "1. The first point"
    if _begins_lower(head) and not _begins_lower(_FIRST_LETTER.sub("", left[:EDGE])):
        return True  # "“Why?“ he asked", "on Wed. and Thurs. again"; not in a text all in lower case
    if _CLOCK.search(tail) and _AFTER_CLOCK.match(head):
        return True  # "at 5 p.m. Tuesday"
    return bool(_TITLE.search(tail)) and head[:1].isupper()  # "Asst. Dist. Atty. John Doe"


def _begins_lower(head: str) -> bool:
    """Whether a sentence cannot begin so; a name such as "iPhone" or "eBay" can."""
    return head[:1].islower() and not head[1:2].isupper()


def _cut(piece: str) -> Iterator[str]:
    """The piece cut after "no.", which sentencex takes for "number" also at the end of a sentence."""
    start = 0
    for match in _NO.finditer(piece):
        yield piece[start : match.end()]
        start = match.end()
    yield piece[start:]
