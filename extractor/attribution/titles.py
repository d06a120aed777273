"""Titles in quotation marks: "said on “Meet the Press” that …" quotes nobody."""

from __future__ import annotations

from extractor.attribution.line import Line

#: Words of a title; in it, words of so many letters need no capital ("Meet the Press").
_MOST_WORDS = 6
_SMALL_WORD = 4


def is_title(line: Line, first: int, last: int) -> bool:
    """Whether a quotation is the name of a programme, a paper or a book: every word of weight has a capital."""
    words = [word for word in line.words[first : last + 1] if word.is_word]
    weighty = [word for word in words if word.is_capital or len(word.text) > _SMALL_WORD]
    titled = 0 < len(words) <= _MOST_WORDS and words[0].is_capital and all(word.is_capital for word in weighty)
    before = first - 1
    led = line.lower(before).endswith(("'s", "s'")) or line.tag(before) in ("prep", "noun", "name")
    return titled and led and (len(words) > 1 or line.tag(before) != "prep")


def title_end(line: Line, at: int) -> int | None:
    """The last token of the title that opens at token `at`; None where none does."""
    if not line.quoted(at):
        return None
    last = at
    while line.quoted(last + 1):
        last += 1
    return last if is_title(line, at, last) else None
