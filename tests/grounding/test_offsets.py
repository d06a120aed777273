"""Offsets: which of several places, in which window, and in scripts that fold, join and turn."""

from __future__ import annotations

import pytest

from extractor.grounding import Grounder, ground, near_misses

TWICE = "He said it rained. She said it rained. They said it rained."


def places(text: str, words: str, **options: int) -> list[tuple[int, int]]:
    """Offsets of the spans."""
    return [(span.start, span.end) for span in ground(text, words, **options).spans]


def test_without_a_hint_the_first_place_is_taken() -> None:
    """Of several occurrences the first one counts."""
    assert places(TWICE, "said it rained") == [(3, 17)]


@pytest.mark.parametrize(("near", "start"), [(0, 3), (22, 23), (30, 23), (58, 44), (10_000, 44), (-5, 3)])
def test_the_place_nearest_to_the_hint_is_taken(near: int, start: int) -> None:
    """`near` may lie before, in, behind or outside the occurrences."""
    assert places(TWICE, "said it rained", near=near) == [(start, start + 14)]


def test_a_normalised_answer_is_found_near_the_hint_too() -> None:
    """`near` counts characters of the text, not of its normalised view."""
    text = "A  \u200b b&nbsp;c. " * 3 + "say “yes” or say “yes” again"
    second = text.rindex("say")
    assert places(text, 'say "yes"', near=second) == [(second, second + 9)]


def test_a_repaired_answer_is_found_near_the_hint_too() -> None:
    """The nearest of two repairable places counts."""
    text = "The crew left the old harbour. Then the crew left the old harbour again."
    got = ground(text, "crew left old harbour", near=60)
    assert [span.start for span in got.spans] == [text.rindex("crew")]


def test_nothing_outside_the_window_counts() -> None:
    """`start` and `end` bound the match; the words beside the window still make its edges."""
    assert places(TWICE, "said it rained", start=4) == [(23, 37)]
    assert places(TWICE, "said it rained", start=4, end=36) == []
    assert places("undo it", "do it", start=2) == []


def test_offsets_that_make_no_window_are_clamped() -> None:
    """A window outside the text is empty, never an error."""
    assert places("abc", "abc", start=-7, end=99) == [(0, 3)]
    assert places("abc", "abc", start=2, end=1) == []


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("im Gefäß", "gefäß", "Gefäß"),
        ("Im Gefäß ruht es", "im Gefäß", "Im Gefäß"),
        ("Straße gesperrt", "STRASSE", None),
        ("İstanbul’da kar", "İstanbul'da kar", "İstanbul’da kar"),
        ("eﬃcient oﬃce", "efficient office", "eﬃcient oﬃce"),
        ("caf\u00e9 au lait", "cafe\u0301", "caf\u00e9"),
        ("cafe\u0301 au lait", "caf\u00e9", "cafe\u0301"),
        ("cafe\u0301 au lait", "cafe", None),
        ("Tie\u0323\u0302ng Việt", "Tiệng", "Tie\u0323\u0302ng"),
        ("한국어 문장", "\u1112\u1161\u11ab\u1100\u116e\u11a8어", "한국어"),
        ("10² metres", "102 metres", None),
        ("5½ tonnes", "51⁄2 tonnes", None),
        ("Yes 👨‍👩‍👧 said", "👨‍👩‍👧 said", "👨‍👩‍👧 said"),
        ("אמר דובר הצבא שלום", "דובר הצבא", "דובר הצבא"),
        ("قال \u200fالمتحدث\u200f اليوم", "قال المتحدث", "قال \u200fالمتحدث"),
        ("报道说他不同意。", "他不同意", "他不同意"),
        ("彼は「行く」と言った。", "“行く”", "「行く」"),
        ("เขาบอกว่าจะไป", "จะไป", "จะไป"),
        ("라이더는 말했다", "라이더", "라이더"),
        ("l’homme a dit", "homme", "homme"),
        ("Sean O’Brien said", "Brien", None),
        ("« Oui », dit-il", "“Oui”, dit-il", "« Oui », dit-il"),
        ("»Ja«, sagte er", '"Ja", sagte er', "»Ja«, sagte er"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width", "ｆｕｌｌ　ｗｉｄｔｈ"),
        ("so-\u200bcalled friends", "so-called friends", "so-\u200bcalled friends"),
        ("5' 11\" tall", "5\" 11' tall", None),
    ],
)
def test_folding_keeps_offsets_in_every_script(text: str, words: str, found: str | None) -> None:
    """Where folding changes the length, the span is still the text's own characters."""
    got = ground(text, words)
    assert [span.text for span in got.spans] == ([] if found is None else [found])
    assert all(text[span.start : span.end] == span.text for span in got.spans)


def test_a_language_the_veto_cannot_read_stays_at_normalized() -> None:
    """German is not repaired, and the reason says so."""
    text = "Der Minister hat nach den Angaben der Behörde die Reise in die Hauptstadt nicht angetreten."
    assert ground(text, "der Minister hat nach den Angaben").verdict == "normalized"
    got = ground(text, "Der Minister hat nach den Angaben der Behörde Reise in die Hauptstadt nicht angetreten")
    assert got.verdict == "rejected"
    assert "language de" in (got.reason or "")


def test_the_language_may_be_given() -> None:
    """The caller's word on the language counts more than the guess."""
    text = "They left the old harbour in the morning."
    assert ground(text, "They left old harbour in the morning").verdict == "repaired"
    assert ground(text, "They left old harbour in the morning", language="fr").verdict == "rejected"


def test_hidden_characters_are_taken_in_where_the_answer_has_them_but_not_beyond_the_window() -> None:
    """A direction mark before the words belongs to the span when it was answered, inside the window only."""
    text = "\u202a“Yes”  he said"
    assert places(text, '\u202a"Yes" he said') == [(0, len(text))]
    assert places(text, '"Yes" he said') == [(1, len(text))]
    assert places(text, '\u202a"Yes" he said', start=1) == [(1, len(text))]


@pytest.mark.parametrize("words", ["ﬁﬁﬁ/", "a/", "?a", "… a ?"])
def test_an_answer_that_shares_only_marks_is_not_in_the_text(words: str) -> None:
    """Marks alone make no similar passage."""
    assert ground("/ ! ? …", words).reason == "not in the text"


def test_a_lone_surrogate_is_rejected_not_raised() -> None:
    """What cannot be written as UTF-8 cannot be a span."""
    assert ground("a \ud800 b", "a \ud800 b").verdict == "rejected"
    assert ground("a \ud800 b", "b").verdict == "exact"


def test_near_misses_are_the_texts_own_words() -> None:
    """For asking again: the most similar stretches, best first, with true offsets."""
    text = "Pat Lorne said on Tuesday that 54 workers left. Ida Moss said on Friday that nobody left."
    first = near_misses(text, "Pat Lorn said on Tuesday that 45 workers left")[0]
    assert text[first.start : first.end] == first.text
    assert "54 workers left" in first.text
    assert near_misses(text, "quite another thing", 0, 10) == []


def test_a_long_text_is_searched_by_neighbourhoods() -> None:
    """In a long document a wrong answer gets the same reason and a repairable one the same spans."""
    filler = "".join(f"Ship number {i} sailed past buoy {i * 7}. " for i in range(4000))
    told = "The harbour master warned that 54 cranes would not move the ships in a storm. "
    text = filler + told + filler
    grounder = Grounder(text)
    wrong = grounder.ground("The harbour master warned that 45 cranes would not move the ships in a storm")
    assert wrong.reason == "number changed: 54 -> 45"
    repaired = grounder.ground("The harbour master warned 54 cranes would not move ships in a storm.")
    assert (repaired.verdict, repaired.edits) == ("repaired", ["left out: that", "left out: the"])
    assert repaired.spans[0].text == told.strip()
