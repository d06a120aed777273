"""Where sentencex is mistaken about news, and what is done about it.

Each rule answers to mistakes seen on news texts (PolNeAR, Wikinews) with sentencex 1.0.32; the
table of cases in the tests shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

EDGE = 40
"""Characters on either side of a boundary that a rule looks at."""
LONGEST_QUOTED = 400
"""Characters of a Japanese or Chinese quotation that is kept in one piece, at most."""
SAID_WITHIN = 16
"""Characters after a Chinese quotation in which it is said who spoke."""

_NUMBER_ALONE = re.compile(r"\s*[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s*")
_CLOCK = re.compile(r"\b[ap]\.m\.\s*$")
_AFTER_CLOCK = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|Eastern|Central|Mountain|Pacific)\b"
)
_TITLE = re.compile(
    r"\b(?:Atty|Asst|Dist|Supt|Msgr|Rev|Hon|Cmdr|Cpl|Pfc|Spc|Sens|Reps|Govs|Gens|Drs|Messrs|Profs|Pres|Insp|Det|Brig|Cllr|Ms|Fa|Hr|Fr)\.\s*$"
)
_FIRST_LETTER = re.compile(r"^[\W\d_]+")
_QUOTED = {"「": "」", "『": "』"}
_CJK_QUOTED = re.compile(r"[。！？…][」』”’]$")
_CJK_SAID = re.compile(
    r"と|って|[^。！？，「“]{0,12}(?:[说說]|表示|称|稱|指出|[认認][为為]|告[诉訴]|[强強][调調]|[补補]充|透露)"
)
_KHMER_STOP = re.compile(r"[។៕]\s*")
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
    if tail[-1:] in "。！？…」』”’" and _is_quoted_on(left, right):
        return True  # "「来ない。」と彼は言った", "“要塌了。”她说"
    if _CLOCK.search(tail) and _AFTER_CLOCK.match(head):
        return True  # "at 5 p.m. Tuesday"
    return bool(_TITLE.search(tail)) and head[:1].isupper()  # "Asst. Dist. Atty. John Doe"


def _begins_lower(head: str) -> bool:
    """Whether a sentence cannot begin so; a name such as "iPhone" or "eBay" can."""
    return head[:1].islower() and not head[1:2].isupper()


def _is_quoted_on(left: str, right: str) -> bool:
    """Whether a Japanese or Chinese quotation goes on in `right`, or who spoke is said there."""
    if _CJK_QUOTED.search(left[-2:]):
        return bool(_CJK_SAID.match(right[:SAID_WITHIN]))
    shown = left[-LONGEST_QUOTED:]
    return any(
        shown.rfind(opens) > shown.rfind(closes) and closes in right[:LONGEST_QUOTED]
        for opens, closes in _QUOTED.items()
    )


def _cut(piece: str) -> Iterator[str]:
    """The piece cut where sentencex does not: after "no.", which it takes for "number", and in Khmer."""
    start = 0
    for match in (_KHMER_STOP if "\u17d4" in piece or "\u17d5" in piece else _NO).finditer(piece):
        yield piece[start : match.end()]
        start = match.end()
    yield piece[start:]
