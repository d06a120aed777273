"""Words and punctuation marks of a stretch of text, with their offsets, and its quotations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

# A pronoun with a contracted verb is two words ("She’s arguing"), other words keep inner apostrophes,
# hyphens and dots; an abbreviation keeps its full stop. Each branch starts on another class of
# characters, so matching is linear. The two conditions in front turn down nothing that a branch takes: they
# spare spaces all branches, and small letters the abbreviations, which nearly halves the time.
_TOKEN = re.compile(
    r"(?=\S)(?:(?=[A-Zv])"
    r"(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Govs?|Gen|Brig|Lt|Col|Capt|Sgt|Maj|Adm|Cmdr|Cllr|Rev|Prof|Jr|Sr|St|Inc|Corp|Ltd|Co|vs"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Calif|Fla|Mass|Pa|Va|Ariz|Colo|Conn|Ill|Ind|Mich|Minn|Tenn|Wash|Wis|Ill)\."
    r"|(?:[A-Za-z]\.){2,}|\b[A-Z]\.(?=\s[A-Z])"
    r"|\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hat|[Ww]ho|[Ww]hat|[Tt]here|[Tt]hey|[Ww]e|[Yy]ou|I)(?=[’'](?:s|d|m|re|ve|ll)\b)"
    r"|(?<=[A-Za-z])[’'](?:s|d|m|re|ve|ll)\b"
    r"|\b\w+s[’'](?=\s\w)"  # "the workers’ union"
    r"|[$€£]?\d(?:[\d.,:]*\d)?(?:%|-[a-z]+(?:-[a-z]+)*\b)?|\w+(?:[’'‘\-&./]\w+)*|[^\w\s])"
)
_SINGLE_OPENING = re.compile(r"(?:^|\s)'\w")
_OPENING = {"“": "”", "«": "»", "„": "“", "»": "«"}
_STRAIGHT = '"'
_DOUBLED = "''"
#: Every mark that can open or close a quotation; nothing else is looked at.
_MARK = re.compile("[“”„«»‘’\"']")
#: Characters behind a token that may decide how it is cut: the longest condition of `_TOKEN` looks at four.
_LOOKS_AHEAD = 8
#: An ending that is cut in another way when more follows behind white space: an initial, a possessive plural.
_OPEN_ENDING = re.compile(r"[A-Z]\.|[’']")
#: Texts up to so many characters are cut once for all their stretches.
_CUT_ONCE = 60_000
#: Of them so many are kept, and so many characters (at some 60 bytes each: its token, and its stretches).
_TEXTS_KEPT, _CHARACTERS_KEPT = 256, 500_000
#: Stretches of one text whose tokens are kept: the sentences of the longest such text, and as many parts of them.
_STRETCHES_KEPT = 2_000
#: A quotation shorter than this many words is a scare quote or a title unless a cue stands beside it.
SCARE_QUOTE_WORDS = 3
#: Where a single mark stands when it closes a quotation and is no apostrophe: behind the mark that ends a clause.
_CLAUSE_END = frozenset(".,?!…")


class Token(NamedTuple):
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


def quotations(text: str, paragraphs: Iterable[tuple[int, int]]) -> list[Quotation]:
    """The quotations of a text, paragraph by paragraph, in order.

    A mark that is not closed in its paragraph runs to the paragraph's end: news prose opens every
    paragraph of a long quotation and closes the last one only. Marks inside a quotation of another
    kind are part of it. Single marks count only in a text that uses them for speech (British style).
    """
    single = _quotes_with_single_marks(text)
    found: list[Quotation] = []
    for start, end in paragraphs:
        found.extend(_in_paragraph(text, start, end, single))
    return found


def overlapping(quoted: Sequence[Quotation], start: int, end: int) -> Sequence[Quotation]:
    """Of the quotations of a whole text those that touch characters `start` to `end`: a long text has thousands."""
    first = bisect_right(quoted, start, key=lambda quotation: quotation.end)
    return quoted[first : bisect_left(quoted, end, first, key=lambda quotation: quotation.start)]


def quotations_inside(text: str, start: int, end: int) -> list[Quotation]:
    """The quotations in the words of somebody quoted; there single marks are marks of speech."""
    return _in_paragraph(text, start, end, single=True)


def _in_paragraph(text: str, start: int, end: int, single: bool) -> list[Quotation]:
    found: list[Quotation] = []
    begin, closing = -1, ""
    at = start
    while (place := _MARK.search(text, at, end)) is not None:
        at = place.start()
        mark = _DOUBLED if text.startswith(_DOUBLED, at) and at + 1 < end else text[at]
        if begin < 0:
            opens = _closing_of(text, at, end, mark, single)
            if opens:
                begin, closing = at, opens
        elif _closes(text, at, end, mark, closing):
            found.append(Quotation(begin, at + len(mark), closed=True))
            begin = -1
        at += len(mark)
    # A single mark that nothing closes was an apostrophe.
    if begin >= 0 and end - begin > 1 and closing not in {"’", "'"}:
        found.append(Quotation(begin, end, closed=False))
    return found


def _closing_of(text: str, at: int, end: int, mark: str, single: bool) -> str:
    """The mark that closes the quotation which `mark` opens; empty when it opens none."""
    opens_word = (at == 0 or not text[at - 1].isalnum()) and at + len(mark) < end and not text[at + len(mark)].isspace()
    if mark == _STRAIGHT:
        return "" if _is_inch(text, at) else _STRAIGHT
    if mark == _DOUBLED:
        return _DOUBLED if opens_word else ""
    if mark == "»":  # closes in French, opens in German
        return "«" if opens_word else ""
    if mark in _OPENING:
        return _OPENING[mark]
    if mark == "”" and (at == 0 or text[at - 1].isspace()):
        # A mark turned the wrong way by an editor's program still opens where a word gap stands in front.
        return "”" if text.find("”", at + 1, end) >= 0 else ""
    if single and mark in {"‘", "'"} and opens_word:
        return "’" if mark == "‘" else "'"
    return ""


def _closes(text: str, at: int, end: int, mark: str, closing: str) -> bool:
    if closing in {"’", "'"}:
        if mark not in {"’", "'"} or (at + 1 < end and text[at + 1].isalnum()) or text[at - 1].isspace():
            return False
        return text[at - 1] in _CLAUSE_END or not _goes_on(text, at, end, closing)
    if closing == "”":
        # “fascist?“: a second opening mark behind a word and before a gap closes.
        turned = mark == "“" and not text[at - 1].isspace() and (at + 1 >= end or not text[at + 1].isalnum())
        return mark in {"”", _STRAIGHT} or turned
    return mark == closing


def _goes_on(text: str, at: int, end: int, closing: str) -> bool:
    """Whether a mark behind a letter is the apostrophe of a plural: the quotation is closed further on."""
    opening = text.find("‘" if closing == "’" else " '", at + 1, end)
    limit = end if opening < 0 else opening
    return text[at - 1] == "s" and any(text.find(mark + closing, at + 1, limit) >= 0 for mark in _CLAUSE_END)


def _quotes_with_single_marks(text: str) -> bool:
    """Whether speech stands in single marks: no double ones, and a single one that closes a clause."""
    if any(mark in text for mark in ("“", "”", _STRAIGHT, "«", "„", _DOUBLED)):
        return False
    return any(f"{end}{mark}" in text for end in _CLAUSE_END for mark in "’'") and (
        "‘" in text or bool(_SINGLE_OPENING.search(text))
    )


def _is_inch(text: str, at: int) -> bool:
    """A straight mark right behind a digit and before no letter measures inches."""
    return at > 0 and text[at - 1].isdigit() and (at + 1 == len(text) or not text[at + 1].isalpha())


def tokens(text: str, start: int, end: int, quoted: Sequence[Quotation]) -> list[Token]:
    """The tokens between two offsets; `quoted` are the quotations of the whole text, in order."""
    found = _unquoted(text, start, end)
    if not quoted:
        return found
    # Quotations follow one another without overlap, so their ends ascend as their starts do.
    at = bisect_right(quoted, start, key=lambda quotation: quotation.end)
    for number, token in enumerate(found):
        while at < len(quoted) and quoted[at].end <= token.start:
            at += 1
        if at == len(quoted):
            break
        if quoted[at].start <= token.start:
            found[number] = token._replace(quoted=True)
    return found


def _unquoted(text: str, start: int, end: int) -> list[Token]:
    """The tokens between two offsets, taken from the whole text where its cuts are the same there."""
    if len(text) > _CUT_ONCE:
        return _cut(text, start, end)
    return list(_texts.whole(text).between(start, end))


class _Whole:
    """All tokens of a text; those of its stretches are kept, since names, certainty and grounding ask for the same."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _cut(text, 0, len(text))
        self._starts = [token.start for token in self._tokens]
        self._ends = [token.end for token in self._tokens]
        self._kept: dict[tuple[int, int], list[Token]] = {}

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens of a stretch as it would be cut alone; not to be changed."""
        found = self._kept.get((start, end))
        if found is None:
            if len(self._kept) >= _STRETCHES_KEPT:
                self._kept.clear()
            found = self._kept[start, end] = self._cut_between(start, end)
        return found

    def _cut_between(self, start: int, end: int) -> list[Token]:
        first = bisect_left(self._starts, start)
        if first and self._ends[first - 1] > start:  # begins inside a token
            return _cut(self._text, start, end)
        if self._is_gap(end) and not _OPEN_ENDING.search(self._text, max(start, end - 2), end):
            return self._tokens[first : bisect_right(self._ends, end)]
        last = max(first, bisect_right(self._ends, end - _LOOKS_AHEAD))
        return self._tokens[first:last] + _cut(self._text, self._ends[last - 1] if last > first else start, end)

    def _is_gap(self, at: int) -> bool:
        """Whether no token reaches beyond this place: white space, or the end of the text."""
        return at == len(self._text) or self._text[at].isspace()


class _Texts:
    """The texts asked for last: of a bulk run's documents a hundred are in work at once. Safe for threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Whole] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def whole(self, text: str) -> _Whole:
        """The tokens of a text, cut once while it is among them."""
        with self._lock:
            if (found := self._kept.get(text)) is not None:
                self._kept.move_to_end(text)
                return found
        made = _Whole(text)
        with self._lock:
            self._characters += 0 if text in self._kept else len(text)
            self._kept[text] = made
            while self._characters > _CHARACTERS_KEPT or len(self._kept) > _TEXTS_KEPT:
                self._characters -= len(self._kept.popitem(last=False)[0])
        return made


_texts = _Texts()


def _cut(text: str, start: int, end: int) -> list[Token]:
    made = tuple.__new__  # a third faster than the constructor, and a text has thousands
    return [
        made(Token, (match.start(), match.end(), word := match.group(), word.lower().replace("’", "'"), False))
        for match in _TOKEN.finditer(text, start, end)
    ]
