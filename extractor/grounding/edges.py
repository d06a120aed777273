"""Where a match may begin and end: not inside a word, not inside a number.

Judged on the document's own characters. `Al` is not in `deal`, `5` not in `1.5`, `$5` or `5%`,
`lethal` not in `non-lethal`, `can` not in `can't`; but `Ryder` is in `Ryder's`. Scripts that
write no spaces (and Hangul, whose particles stick to the word) have no such edges.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = "'’ʼ＇‘`´"
_HYPHENS = "-‐‑\u00ad"
# Marks that show nothing do not end a word.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]")

# Thai, Lao, Myanmar, Khmer, kana, CJK ideographs, Hangul.
_NO_EDGES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)

_CURRENCIES = "$€£¥₹₽₩₪₺₴₦₫฿¢"
_NUMBER = re.compile(
    rf"(?:[{_CURRENCIES}]\s?|[+±−<>≤≥~≈#§№]|(?<![^\W\d_])[-–])*"
    rf"[.]?\d+(?:[.,:/’'–-]\d+|[  ]\d{{3}}(?!\d))*(?:[  ]?[%‰°²³½¼¾{_CURRENCIES}]|[⁄½¼¾⅓⅔])*"
)
# Far enough for any number that a boundary can fall into.
_REACH = 24

# French and Italian: l'homme, d'Italia, qu'il. The word after the elided one stands by itself.
_ELIDED = re.compile(rf"(?:^|[^\w])(?:[ldjmtscn]|qu|dell|nell|all|sull|un)[{_APOSTROPHES}]$", re.IGNORECASE)


def _wordlike(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M" or char == "\u200d"


def _inside_number(text: str, at: int) -> bool:
    near = text[max(0, at - 3) : at + 3]
    if not any(map(str.isdigit, near)):
        return False
    base = max(0, at - _REACH)
    return any(base + m.start() < at < base + m.end() for m in _NUMBER.finditer(text[base : at + _REACH]))


def _joined(text: str, at: int) -> bool:
    """A hyphen or an apostrophe at the boundary that makes one word of both sides."""
    before, after = text[at - 1], text[at]
    further_back = text[at - 2] if at >= 2 else " "
    further_on = text[at + 1] if at + 1 < len(text) else " "
    if after in _HYPHENS and _wordlike(before) and _wordlike(further_on):
        return True
    if before in _HYPHENS and _wordlike(after) and _wordlike(further_back):
        return True
    if after in _APOSTROPHES and _wordlike(before) and further_on in "tT":
        # can't, won't; but not 'the cat' that ends a quotation: a letter must follow directly.
        return text[at + 1 : at + 2] in ("t", "T") and not text[at + 2 : at + 3].isalpha()
    if before in _APOSTROPHES and further_back.isalpha() and after.isalpha():
        return not _ELIDED.search(text[max(0, at - 6) : at])
    return False


def at_edge(text: str, at: int) -> bool:
    """Whether a match may begin or end at this offset of the document."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before.isascii() and after.isascii():  # none of what comes next
        return not (_wordlike(before) and _wordlike(after)) and not _inside_number(text, at) and not _joined(text, at)
    if unicodedata.category(after)[0] == "M" or after == "\u200d" or (before == "\u200d"):
        return False
    if _INVISIBLE.match(before) or _INVISIBLE.match(after):
        left, right = at, at
        while left > 0 and _INVISIBLE.match(text[left - 1]):
            left -= 1
        while right < len(text) and _INVISIBLE.match(text[right]):
            right += 1
        if left == 0 or right == len(text):
            return True
        shown = text[left - 3 if left > 3 else 0 : left]
        return at_edge(shown + text[right : right + 3], len(shown))
    if _NO_EDGES.match(before) or _NO_EDGES.match(after):
        return True
    if _wordlike(before) and _wordlike(after):
        return False
    return not _inside_number(text, at) and not _joined(text, at)
