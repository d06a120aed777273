"""Answers and what becomes of them, case by case, against one article."""

from __future__ import annotations

import pytest

from extractor.grounding import Grounder, ground

ARTICLE = """\
HARBOUR STRIKE – The coast guard’s spokesman, Dario Welk, said on Tuesday that 54 workers did not leave the pier. \
“We will stay,” Welk said, “and we will stay together.”

Officials allegedly delivered a few barrels to the depot; the minister, however, may resign. Most crews \
doesn’t mean all crews, and he doesn’t agree with the plan, which costs $5.4 million a year. Petra Lind accused \
Jon Varga of lying about the size of the fleet. Neither union has asked for a mediator. The move, which came \
after weeks of talks, is indicative of the growing pressure. Police said no one was arrested. Losses rose \
by 8.5% in June. The non-lethal aid was worth -30 crowns &amp; more. Will it close if the court orders a recount? \
The harbour closes if the court orders it. She says the ship was in port. They did nothing. It also sank. \
Was it lost... or stolen? Al spoke of a deal worth 1,200 dollars in the US, U.S. officials said.
"""

EXACT = [
    ("Dario Welk", ["Dario Welk"]),
    ("said", ["said"]),
    ("Al", ["Al"]),
    ("8.5%", ["8.5%"]),
    ("$5.4 million", ["$5.4 million"]),
    (
        "We will stay,” Welk said, “and we will stay together.",
        ["We will stay,” Welk said, “and we will stay together."],
    ),
]

NORMALIZED = [
    ("The coast guard's spokesman", ["The coast guard’s spokesman"]),
    ('"We will stay," Welk said', ["“We will stay,” Welk said"]),
    ("We  will\nstay", ["We will stay"]),
    ("HARBOUR STRIKE -- The coast", ["HARBOUR STRIKE – The coast"]),
    ("He doesn't agree with the plan", ["he doesn’t agree with the plan"]),
    ("the harbour closes", ["The harbour closes"]),
    ("“Police said no one was arrested.”", ["Police said no one was arrested."]),
    ("Police said no one was arrested!", ["Police said no one was arrested"]),
    ("54 workers did not leave the pier,", ["54 workers did not leave the pier"]),
    ("de\u00adpot", ["depot"]),
    ("-30 crowns & more", ["-30 crowns &amp; more"]),
    ("The growing pressure", ["the growing pressure"]),
    ("Was it lost … or stolen?", ["Was it lost... or stolen?"]),
    ("…the fleet…", ["the fleet"]),
]

REPAIRED = [
    ("said on Tuesday that 54 workers did not leave pier", ["left out: the"]),
    ("the minister may resign", ["left out: however"]),
    ("He does not agree with the plan", ["contraction: doesn't -> does not"]),
    ("She say the ship was in port", ["form: says -> say"]),
    ("is indicative of the growing pressures", ["form: pressure -> pressures"]),
]

PIECES = [
    ("We will stay and we will stay together", ["We will stay", "and we will stay together"]),
    ("We will stay, and we will stay together.", ["We will stay", "and we will stay together."]),
    (
        "The move … is indicative of the growing pressure",
        ["The move", "is indicative of the growing pressure"],
    ),
    (
        "accused Jon Varga [...] the size of the fleet",
        ["accused Jon Varga", "the size of the fleet"],
    ),
]

REJECTED = [
    ("said on Tuesday that 45 workers did not leave the pier", "number changed: 54 -> 45"),
    ("said on Tuesday that 54 workers did leave the pier", "negation lost: not"),
    ("he does agree with the plan", "negation lost: doesn't"),
    ("Dario Welt, said on Tuesday that 54 workers", "name changed: Welk -> Welt"),
    ("said on Monday that 54 workers did not leave the pier", "date changed: Tuesday -> Monday"),
    ("which costs $5.4 billion a year", "number changed: million -> billion"),
    ("which costs €5.4 million a year", "unit changed: $ -> €"),
    ("Losses rose by 8.5 in June", "unit left out: %"),
    ("the minister, however, will resign", "modal changed: may -> will"),
    ("Officials delivered a few barrels to the depot", "hedge left out: allegedly"),
    ("Officials allegedly delivered few barrels to the depot", "word left out: a"),
    ("All crews doesn’t mean all crews", "quantifier changed: Most -> All"),
    ("Jon Varga accused Petra Lind of lying about the size of the fleet", "words in another order"),
    ("Police denied no one was arrested in June", None),
    ("he says the ship was in port", "speaker changed: She -> he"),
    ("She says the ship is in port", "word changed: was -> is"),
    ("The harbour closes if the union has asked for a mediator", "two passages run together"),
    ("The mayor promised that every family would be paid", "not in the text"),
    ("The harbour closes if the court orders it?", None),
    ("The move is indicative of the growing pressure", None),
    ("She said the ships was in port", None),
    ("The harbour … is indicative of the growing pressure", None),
    ("Officials … delivered a few barrels", None),
]

CUT = [
    ("5.4 million", "the currency is cut off"),
    ("8.5", "the percent sign is cut off"),
    ("$5.4", "the scale is cut off"),
    ("30 crowns", "the sign is cut off"),
    ("lethal aid", "a part of a compound"),
    ("does", "a part of a contraction, or of nothing else"),
    ("200 dollars", "a part of a number"),
    ("dea", "a part of a word"),
    ("us", "a word in another case is another word"),
    ("One was arrested", "`no` stood before it"),
    ("Union has asked for a mediator", "`Neither` stood before it"),
    ("The harbour closes.", "`if` follows"),
    ("They did.", "`nothing` follows"),
    ("", "nothing"),
    (" \n", "nothing"),
    ("“…”", "marks without words"),
]


def test_a_blank_line_parts_what_a_cut_would_join() -> None:
    """The last word of a heading or a caption does not turn the paragraph below it."""
    text = "Harbour strike: what we know so far and what not\n\nAll crews stayed on the pier\n\nOnly the mayor left."
    assert ground(text, '"All crews stayed on the pier."').verdict == "normalized"
    assert ground(text.replace("\n\n", " "), '"All crews stayed on the pier."').verdict == "rejected"


@pytest.fixture(scope="module")
def grounder() -> Grounder:
    """One grounder for all cases, as a document has."""
    return Grounder(ARTICLE)


@pytest.mark.parametrize(("words", "texts"), EXACT)
def test_the_same_characters_are_exact(grounder: Grounder, words: str, texts: list[str]) -> None:
    """Words that stand in the text as they are come back `exact`."""
    got = grounder.ground(words)
    assert (got.verdict, [span.text for span in got.spans], got.edits) == ("exact", texts, [])


@pytest.mark.parametrize(("words", "texts"), NORMALIZED)
def test_differences_that_change_no_word_are_normalized(grounder: Grounder, words: str, texts: list[str]) -> None:
    """Marks, spaces, hidden characters and a first capital may differ; the span is the text's own."""
    got = grounder.ground(words)
    assert (got.verdict, [span.text for span in got.spans], got.edits) == ("normalized", texts, [])


@pytest.mark.parametrize(("words", "edits"), REPAIRED)
def test_small_edits_are_repaired_and_listed(grounder: Grounder, words: str, edits: list[str]) -> None:
    """A light word left out, agreement or a contraction is repaired, and the edit is named."""
    got = grounder.ground(words)
    assert (got.verdict, got.edits, len(got.spans)) == ("repaired", edits, 1)


@pytest.mark.parametrize(("words", "texts"), PIECES)
def test_an_answer_in_pieces_has_a_span_for_each(grounder: Grounder, words: str, texts: list[str]) -> None:
    """An ellipsis, or a cue inside a quotation, gives two spans and says what was left out."""
    got = grounder.ground(words)
    assert (got.verdict, [span.text for span in got.spans]) == ("repaired", texts)
    assert len(got.edits) == 1


@pytest.mark.parametrize(("words", "reason"), REJECTED)
def test_a_change_of_sense_is_rejected_with_its_reason(grounder: Grounder, words: str, reason: str | None) -> None:
    """However alike the rest is, what changes the statement is rejected in plain words."""
    got = grounder.ground(words)
    assert (got.verdict, got.spans) == ("rejected", [])
    assert got.reason if reason is None else got.reason == reason


@pytest.mark.parametrize(("words", "why"), CUT)
def test_a_match_is_not_cut_where_it_means_something_else(grounder: Grounder, words: str, why: str) -> None:
    """A part of a word, a number or a quantity, or a clause without the word that turns it, is no match."""
    got = grounder.ground(words)
    assert got.verdict == "rejected", why
    assert got.reason


def test_a_pair_of_marks_with_nothing_inside() -> None:
    """Marks without a word between them in front of the end of a match are no word, and break nothing."""
    text = 'He said so "" today and left.'
    found = ground(text, 'He said so "".')
    assert [text[span.start : span.end] for span in found.spans] == ['He said so ""']
