"""The table: what a reader sees on a terminal and in a pipe."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from extractor.render.table import as_table
from extractor.schema import Confidence, DocumentInfo, Report, Summary, Windows
from tests.support.results import claim, ferry_result, span

ATTACK = "calm \x1b[31mred\x1b]0;title\x07 \u202edesrever\u202c \x9b2J [bold]not bold[/bold] [/nothing]\x00"


def test_the_whole_table() -> None:
    """Summary first, then claims with their chains, then sources, then what it took."""
    assert as_table(ferry_result(), width=80) == TABLE_AT_80


TABLE_AT_80 = """\
Ferry  ferry

Summary
  The ferry may sail on Friday.

Claims  2
                                                                      certainty
who says it            claim                                          confidence
────────────────────────────────────────────────────────────────────────────────
Harbour officials      the ferry may sail on Friday                   hedged
                                                                      medium

TV Sund ‹ pilots       it will not                                    asserted
                                                                      high

Sources  3
name                   kind          role
────────────────────────────────────────────────────────────────────────────────
Harbour officials      anonymous     –
TV Sund                outlet        –
pilots                 group         pilots

1 answer rejected: number changed, 54 → 45
fake (local) · 1.5 s · 3 calls · 1,234 tokens in (1,000 cached), 56 out
"""


def test_a_claim_in_the_reporters_voice_is_narrated() -> None:
    """A claim without attribution is shown as `narrated`."""
    result = ferry_result(claims=[claim("c1", "the ferry may sail on Friday", [])])
    assert "narrated" in as_table(result)


@pytest.mark.parametrize("width", [40, 80, 120, 400])
def test_no_line_is_wider_than_asked(width: int) -> None:
    """Every line fits the terminal, whatever its width."""
    long = claim("c1", "the ferry may sail on Friday", [], text="an extraordinarily long claim " * 20)
    for line in as_table(ferry_result(claims=[long]), width=width).splitlines():
        assert cell_len(line) <= width


def test_a_pipe_gets_no_control_codes_and_no_trailing_spaces() -> None:
    """Text for a pipe is plain: nothing but line breaks below U+0020, nothing after the words."""
    text = as_table(ferry_result())
    assert all(character >= " " or character == "\n" for character in text)
    assert all(line == line.rstrip() for line in text.splitlines())


def test_control_sequences_of_the_document_are_shown_not_obeyed() -> None:
    """Escape sequences, bidirectional overrides and rich's own markup come out as characters."""
    info = DocumentInfo(id="x", sha256="0" * 64, characters=1, words=1, title=ATTACK)
    hostile = ferry_result(
        document=info,
        summary=Summary(text=ATTACK, sentences=[]),
        claims=[claim("c1", "the ferry may sail on Friday", [], text=ATTACK)],
        report=Report(status="complete", windows=Windows(), items=ferry_result().report.items, warnings=[ATTACK]),
    )
    text = as_table(hostile, width=400)
    for character in "\x1b\x07\x9b\x00\u202e\u202c":
        assert character not in text
    assert "\\x1b[31mred\\x1b]0;title\\x07 \\u202edesrever\\u202c \\x9b2J [bold]not bold[/bold] [/nothing]\\x00" in text


def test_a_terminal_gets_colour_only_from_us() -> None:
    """In colour the only escape sequences are the table's own styles."""
    hostile = ferry_result(claims=[claim("c1", "the ferry may sail on Friday", [], text=ATTACK)])
    coloured = as_table(hostile, colour=True)
    assert "\x1b[32mhigh" in coloured
    plain = re.sub("\x1b\\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in plain.splitlines()] == as_table(hostile).splitlines()


def test_a_partial_result_says_so() -> None:
    """Failed questions and a status other than `complete` are said in words."""
    report = Report(
        status="partial",
        windows=Windows(sent=9, answered=8, failed=1),
        items=ferry_result().report.items,
        warnings=["question 3: truncated"],
    )
    text = as_table(ferry_result(report=report))
    assert "partial: some of this document was not read by the model" in text
    assert "1 of 9 questions failed" in text
    assert "warning: question 3: truncated" in text


def test_nothing_found_is_said() -> None:
    """A result without summary, claims and sources says so instead of showing empty tables."""
    text = as_table(ferry_result(claims=[], sources=[], summary=Summary(text="", sentences=[])))
    assert "Claims  none found" in text
    assert "Sources  none found" in text
    assert "none: no sentence of it was carried by the document" in text


def test_a_justification_stands_beside_the_role() -> None:
    """Why a source speaks is shown with who they are."""
    result = ferry_result()
    told = result.sources[2].model_copy(update={"justification": span("citing pilots")})
    low = result.claims[0].model_copy(update={"confidence": Confidence(level="low", score=0.1, reasons=[])})
    text = as_table(result.model_copy(update={"sources": [told], "claims": [low]}))
    assert "pilots; citing pilots" in text
    assert "low" in text
