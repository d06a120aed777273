"""Which numbers words hold: digits with their separators and scales, and number words in English and German.

A quantity is one thing: "1.2 million" holds 1,200,000 and not 1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ONES_EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ONES_EN += " seventeen eighteen nineteen"
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES_DE = "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
_ONES_DE += " siebzehn achtzehn neunzehn"
_TENS_DE = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_ARTICLES = {"a": 1, "an": 1, "no": 0, "none": 0, "nobody": 0, "both": 2, "pair": 2, "couple": 2, "once": 1, "twice": 2}
_ARTICLES |= dict.fromkeys("ein eine einen einem einer eines".split(), 1)
_ARTICLES |= dict.fromkeys("kein keine keinen keinem keiner niemand".split(), 0)
_ARTICLES |= {"beide": 2, "beiden": 2, "zwo": 2, "dreissig": 30}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()

_UNITS: dict[str, int] = {word: number for number, word in enumerate(_ONES_EN.split())}
_UNITS |= {word: number for number, word in enumerate(_ONES_DE.split())}
_UNITS |= {word: 20 + 10 * number for number, word in enumerate(_TENS_EN.split())}
_UNITS |= {word: 20 + 10 * number for number, word in enumerate(_TENS_DE.split())}
_UNITS |= {word: number for number, word in enumerate(_ORDINALS, 1)} | _ARTICLES
_SCALES = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dutzend": 12,
    "hundert": 100,
    "tausend": 10**3,
    "millionen": 10**6,
    "mio": 10**6,
    "mrd": 10**9,
    "milliarde": 10**9,
    "milliarden": 10**9,
    "billionen": 10**12,
    "mln": 10**6,
    "bn": 10**9,
    "m": 10**6,
    "k": 10**3,
}
#: In German a billion is a million millions.
_SCALES_DE = {"billion": 10**12}
#: After digits only: "m" alone is a word like any other.
_ONLY_AFTER_DIGITS = frozenset({"m", "k", "bn", "mln", "mio", "mrd"})
_PARTS_DE = sorted((*_ONES_DE.split(), *_TENS_DE.split(), "ein", "hundert", "tausend", "und", "dreissig"), key=len)[
    ::-1
]
_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f'’]\d+)*|[^\W\d_]+")
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[.,\u00a0\u202f'’])\d{3})(?:(?P=mark)\d{3})*")
#: Thousands set apart by a plain space, as French and others write them.
_SPACED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_MINUS = re.compile(r"\bminus\b|[-−–]\s?\d", re.I)
_JOINED = re.compile(r"[\s\u00a0\u202f-]*")
#: From here on a scale closes what stands before it: two hundred | thousand.
_LARGE = 1_000
#: Floats read from JSON and from words differ in the last bits.
_TOLERANCE = 1e-9


def holds(words: str, number: float, language: str | None = None) -> bool:
    """Whether `words` hold the number. `language`: ISO 639-1; in others than "en" and "de" points and commas
    are read both ways."""
    if number < 0 and not _MINUS.search(words):
        return False
    number = abs(number)
    return any(abs(number - found) <= _TOLERANCE * max(1.0, abs(found)) for found in numbers(words, language))


def numbers(words: str, language: str | None = None) -> set[float]:
    """Every number that `words` hold."""
    code = (language or "")[:2].lower()
    ways = {"en": (False,), "de": (True,)}.get(code, (False, True))
    texts = {words} if code == "en" else {words, _SPACED.sub("", words)}
    return {number for text in texts for german in ways for number in _Reader(german).read(text)}


class _Reader:
    """Puts number words and digits that belong together into one number: "two hundred" "and" "five"."""

    def __init__(self, german: bool) -> None:
        self.german = german
        self.total = self.group = 0.0
        self.open = self.digits = False

    def read(self, words: str) -> Iterator[float]:
        """The numbers, in their order."""
        end = 0
        for match in _TOKEN.finditer(words):
            joined = self.open and _JOINED.fullmatch(words[end : match.start()]) is not None
            end = match.end()
            yield from self._take(match.group(), joined)
        yield from self._close()

    def _take(self, token: str, joined: bool) -> Iterator[float]:
        scale = _scale(token, german=self.german, after_digits=self.digits and joined)
        if scale is not None:
            if not joined:
                yield from self._close()
            if scale >= _LARGE and joined:
                self.total, self.group = self.total + self.group * scale, 0.0
            else:
                self.group = (self.group or 1) * scale
            self.open, self.digits = True, False
            return
        value, is_digits = _value(token, german=self.german)
        if value is None:
            if not (joined and token.lower() in ("and", "und")):
                yield from self._close()
            return
        if not (joined and not is_digits and not self.digits and self._adds(value)):
            yield from self._close()
        self.group += value
        self.open, self.digits = True, is_digits

    def _adds(self, value: float) -> bool:
        """Whether a number word continues the one before: "twenty" "three", "two hundred" "five"."""
        if self.group == 0:
            return self.total > 0
        if self.group % 100 == 0:
            return value < 100
        return self.group % 100 >= 20 and self.group % 10 == 0 and 0 < value < 10

    def _close(self) -> Iterator[float]:
        if self.open:
            yield self.total + self.group
        self.total = self.group = 0.0
        self.open = self.digits = False


def _value(token: str, *, german: bool) -> tuple[float | None, bool]:
    if token[0].isdigit():
        return _digits(token, german=german), True
    word = token.lower()
    if word in _UNITS:
        return float(_UNITS[word]), False
    return _compound(word), False


def _scale(token: str, *, german: bool, after_digits: bool) -> int | None:
    word = token.lower()
    if word in _ONLY_AFTER_DIGITS and not after_digits:
        return None
    if german and word in _SCALES_DE:
        return _SCALES_DE[word]
    return _SCALES.get(word)


def _digits(token: str, *, german: bool) -> float | None:
    """Digits with thousands and decimal marks: 1,200.5 in English, 1.200,5 in German."""
    whole = re.sub(r"[\u00a0\u202f'’]", "", token)
    decimal, thousands = (",", ".") if german else (".", ",")
    if whole.count(decimal) > 1:
        return None
    head, _, tail = whole.partition(decimal)
    if thousands in head and not _GROUPED.fullmatch(head):
        return None
    if thousands in tail:
        return None
    return float(f"{head.replace(thousands, '')}.{tail or '0'}")


def _compound(word: str) -> float | None:
    """A German number written as one word: dreiundzwanzig, zweihundertfünf, viertausend."""
    parts: list[str] = []
    rest = word
    while rest:
        part = next((part for part in _PARTS_DE if rest.startswith(part)), None)
        if part is None:
            return None
        parts.append(part)
        rest = rest[len(part) :]
    if len(parts) < 2:
        return None
    total = group = pending = 0
    for part in parts:
        if part == "und":
            continue
        if part == "hundert":
            group, pending = (pending or 1) * 100, 0
        elif part == "tausend":
            total, group, pending = (group + pending or 1) * 1000, 0, 0
        else:
            pending += 1 if part == "ein" else _UNITS[part]
    return float(total + group + pending)
