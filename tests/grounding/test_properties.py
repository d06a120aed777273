"""What holds for any text and any answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.grounding import Grounded, Grounder, ground, near_misses
from extractor.grounding.views import View

# Whatever a text may hold, lone surrogates and NUL included, thick with what breaks offsets.
_WORDS = [
    "the ",
    "not ",
    "a few ",
    "said ",
    "Ryder ",
    "54 ",
    "$5 million ",
    "don't ",
    ", however, ",
    "… ",
    "...",
    "[...]",
]
_MARKS = ["“", "”", '"', "'", "’", "«", "»", "-", " – ", "—", "--", "&amp;", "&nbsp;", "&#39;", "\u2009", "\n\n"]
_HIDDEN = ["\u00ad", "\u200b", "\u200e", "\u0301", "\ud800", "\x00"]
_LETTERS = ["ﬁ", "ß", "İ", "é", "e\u0301", "각", "\u1100\u1161", "שלום ", "报道", "👨\u200d👩\u200d👧"]
_PIECES = st.sampled_from([*_WORDS, *_MARKS, *_HIDDEN, *_LETTERS])
TEXTS = st.lists(st.one_of(_PIECES, st.text(st.characters(exclude_categories=()), max_size=4)), max_size=40).map(
    "".join
)
OFFSETS = st.one_of(st.none(), st.integers(-10, 300))


def check(text: str, got: Grounded, start: int, end: int) -> None:
    """A verdict is whole: spans and no reason, or a reason and no spans; every span is the text's own."""
    assert (got.verdict == "rejected") == (not got.spans) == (got.reason is not None)
    assert (got.verdict == "repaired") == bool(got.edits)
    for before, after in zip(got.spans, got.spans[1:], strict=False):
        assert before.end <= after.start
    for span in got.spans:
        assert text[span.start : span.end] == span.text
        assert start <= span.start < span.end <= end


@given(TEXTS, TEXTS, st.integers(-10, 300), OFFSETS, OFFSETS, st.sampled_from([None, "en", "de", ""]))
@settings(deadline=None)
def test_any_answer_to_any_text_gets_a_verdict(
    text: str, words: str, start: int, end: int | None, near: int | None, language: str | None
) -> None:
    """Nothing raises, whatever the strings and offsets are."""
    got = Grounder(text).ground(words, start, end, near=near, language=language)
    low = min(max(start, 0), len(text))
    high = len(text) if end is None else max(0, min(end, len(text)))
    check(text, got, low, high)
    once = ground(text, words, start, end, near=near, language=language)
    check(text, once, low, high)
    if got.verdict in ("exact", "normalized"):
        assert once == got
    for span in near_misses(text, words, start, end):
        assert text[span.start : span.end] == span.text


@given(TEXTS, st.data())
@settings(deadline=None)
def test_what_stands_in_the_text_is_exact_or_cut(text: str, data: st.DataObject) -> None:
    """A stretch of the text is `exact`, unless its ends cut a word or a quantity: then it is not found there."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    grounder = Grounder(text)
    check(text, grounder.ground(text[start:end]), 0, len(text))


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_an_answer_does_not_depend_on_those_before_it(text: str, words: str) -> None:
    """A grounder that has answered gives what a new one gives."""
    used = Grounder(text)
    for other in (words[::-1], words[1:], text[:40], words):
        got = used.ground(other)
    assert got == Grounder(text).ground(words)


@given(TEXTS)
@settings(deadline=None)
def test_every_place_of_a_view_leads_back(text: str) -> None:
    """Stretches of the normalised text map to stretches of the original, in order."""
    view = View(text)
    previous = 0
    for at in range(len(view.text)):
        start, end = view.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert start >= previous or end >= previous
        previous = start
    low, high = view.window(0, len(text))
    assert (low, high) == (0, len(view.text))
