"""Where sentences begin and end."""

from __future__ import annotations

import pytest

from extractor import Document


def sentences(text: str, language: str = "en") -> list[str]:
    document = Document.from_text(text, language=language, keep_furniture=True)
    return [text[each.start : each.end] for each in document.sentences]


# "|" stands between two sentences, in place of a space
CASES = {
    "ranks": "The order came late.|Brig. Gen. Ann Holt said so on Tuesday.|Lt. Col. Jo Reed agreed.",
    "countries": "He left the U.S. in May and lives in the U.K. now.|He likes the U.K.|The rain stays.",
    "clock": "The talks began at 9 a.m. on Monday and ended at 5 p.m.|Nobody spoke.",
    "clock before a day": "They met at 5 p.m. Tuesday in Oslo.|Then they left.",
    "clock before a zone": "The address starts at 9 p.m. Eastern.|It is short.",
    "senators": "Sen. Ann Holt, D-Mass., met Rep. Jo Reed, R-Tex., and Gov. Al Moss.|All agreed.",
    "number": "No. 5 on the list is closed.|It was his No. 1 concern.",
    "the word no": "The answer was no.|Nobody moved.",
    "initials": "J. K. Marsh and George W. Field spoke.|John F. Reed did not.",
    "companies": "Acme Inc. said profits rose 3.5 percent to $1.2 million.|Foo Corp. and Bar Ltd. fell.",
    "latin": "Prices rose vs. last year, e.g. in Rome, i.e. the capital.|They fell later.",
    "dates": "On Jan. 5 and Feb. 29, 2020, the court met.|It meets on Wed. and Thurs. again.",
    "titles": "Mr. Holt, Mrs. Reed and Dr. Moss came.|St. Mary's was shut.",
    "stacked titles": "Asst. Dist. Atty. Ann Holt agreed.|Supt. Reed did too.",
    "law cases": "The Supreme Court ruled on Holt v. Reed.|It was 5-4.",
    "closing mark stays": "“We will go.”|He left the room.",
    "straight marks": 'He called it "a disaster."|She did not.',
    "question before the cue": "“Is it true?” she asked.|“Yes!” he said.",
    "mark closed the wrong way round": "“Is it true?“ she asked.|Nobody knew.",
    "quotation around its cue": "“We will not sign,” he said.|“It is over.”|Then he left.",
    "sentences within a quotation": "“We will not sign. It is over,” the minister said.|He left.",
    "parentheses": "The minister (who asked not to be named.) spoke.|Done.",
    "list numbers": "1. The first point is clear.|2. The second is not.",
    "dots": "He paused … then spoke.|It ended.",
    "small name at the start": "Acme sells phones.|iPhone sales fell.",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_english_sentences_end_where_a_reader_ends_them(case: str) -> None:
    """Abbreviations, initials, clock times and quotations do not end a sentence; full stops do."""
    assert sentences(case.replace("|", " ")) == case.split("|")


@pytest.mark.parametrize(
    ("language", "case"),
    [
        ("de", "Am 5. Mai kam er nach Berlin.|Das ist z. B. gut.|„Das ist falsch“, sagte Dr. Roth."),
        ("fr", "M. Dupin est venu.|« C'est fini », a-t-il dit."),
        ("ja", "市長は語った。|「反対だ。」|会議は終わった。"),
        ("ar", "قال الوزير ذلك.|هل هذا صحيح؟|لا أحد يعرف."),
    ],
)
def test_other_languages(language: str, case: str) -> None:
    """The rules of the document's language are used."""
    glue = "" if language == "ja" else " "
    assert sentences(case.replace("|", glue), language) == case.split("|")


def test_a_blank_line_ends_a_sentence() -> None:
    """A paragraph without a full stop does not run into the next."""
    assert sentences("The council met\n\nNobody spoke.") == ["The council met", "Nobody spoke."]


def test_a_line_break_ends_a_sentence_where_lines_are_paragraphs() -> None:
    """In a text without blank lines each line is a paragraph."""
    assert sentences("Council Meets Again\nThe council met.\nIt voted") == [
        "Council Meets Again",
        "The council met.",
        "It voted",
    ]


WRAPPED = """\
The harbour council of Port Alder voted late on Monday to close the old
ferry terminal, ending a dispute that had divided the town for years and
cost two mayors their office.

"Nobody wanted this," said Ann Holt, who heads the council, adding that
the terminal would be closed in stages and that the workers there would
be offered other posts.
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hard_wrapped_lines_are_joined(newline: str) -> None:
    """A line break that only wraps the text does not end a sentence, and stays in it."""
    text = WRAPPED.replace("\n", newline)
    found = sentences(text)
    assert len(found) == 2
    assert f"the old{newline}ferry terminal" in found[0]


def test_hard_wrapped_paragraphs_without_blank_lines() -> None:
    """In a wrapped text a line that had room for the next word ends its paragraph."""
    document = Document.from_text(WRAPPED.replace("\n\n", "\n"))
    assert len(document.paragraphs) == 2


def test_an_overlong_stretch_is_cut_at_white_space() -> None:
    """A line of a megabyte without a full stop becomes sentences that can be asked about."""
    document = Document.from_text("word " * 200_000)
    assert all(each.end - each.start <= 4_000 for each in document.sentences)
    assert sum(len(document.text[s.start : s.end].split()) for s in document.sentences) == 200_000


def test_sentences_know_their_paragraph_and_number() -> None:
    """`index` counts sentences, `paragraph` counts paragraphs."""
    document = Document.from_text("One came. Two came.\n\nThree came.")
    assert [(each.index, each.paragraph) for each in document.sentences] == [(0, 0), (1, 0), (2, 1)]


def test_a_text_all_in_lower_case_still_has_sentences() -> None:
    """Where no sentence begins with a capital, a small letter does not continue one."""
    assert sentences("the council met. nobody spoke. the rain stayed.") == [
        "the council met.",
        "nobody spoke.",
        "the rain stayed.",
    ]
