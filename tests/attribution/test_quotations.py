"""Where quotations begin and end, and that reading never leaves its stretch."""

from __future__ import annotations

import pytest

from extractor.attribution.reading import LONGEST
from extractor.attribution.tokens import quotations, tokens
from tests.attribution.reads import findings

QUOTED = [
    ("He said “no” and “yes”.", ["“no”", "“yes”"]),
    ('He said "no" and "yes".', ['"no"', '"yes"']),
    ("He said ''no'' twice.", ["''no''"]),
    ("‘It’s late,’ he said.", ["‘It’s late,’"]),
    ("‘The workers’ hall is shut,’ he said.", ["‘The workers’ hall is shut,’"]),
    ("'It's late,' he said.", ["'It's late,'"]),
    ("The workers' hall isn't shut.", []),
    ('A 12" pipe burst.', []),
    ("„Es ist spät“, sagte er.", ["„Es ist spät“"]),
    ("»Es ist spät«, sagte er.", ["»Es ist spät«"]),
    ("«Il est tard», dit-il.", ["«Il est tard»"]),
    ("”It is late,” he said.", ["”It is late,”"]),
    ("“Is it late?“ he asked.", ["“Is it late?“"]),
    ("“It is late. He never came", ["“It is late. He never came"]),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_quotations_are_found(text: str, expected: list[str]) -> None:
    """A quotation runs from its opening mark to its closing one, whatever marks the house uses."""
    assert [text[found.start : found.end] for found in quotations(text, [(0, len(text))])] == expected


def test_a_quotation_ends_with_its_paragraph() -> None:
    """A mark that nothing closes reaches to the end of its paragraph and no further."""
    text = "“It is late.\nHe left."
    found = quotations(text, [(0, 12), (13, len(text))])
    assert [(item.start, item.end, item.closed) for item in found] == [(0, 12, False)]


def test_tokens_know_that_they_are_quoted() -> None:
    """Words between quotation marks, and the marks themselves, are marked as quoted."""
    text = "She said “no way” twice."
    words = tokens(text, 0, len(text), quotations(text, [(0, len(text))]))
    assert [word.text for word in words if word.quoted] == ["“", "no", "way", "”"]


def test_every_span_is_inside_its_text() -> None:
    """Offsets of sources, cues and contents point at the characters they name."""
    text = "According to Orlo, the dam is safe. Police said it was not, citing a report."
    for finding in findings(text):
        for start, end in (*finding.content, *(span for span in (finding.cue, finding.source) if span)):
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("unit", ["said ", "according to ", "“", "( ", "a, ", "who said that ", "…", "’s "])
def test_what_never_ends_is_read_all_the_same(unit: str) -> None:
    """A stretch without sentences is read in parts; nothing is raised."""
    assert isinstance(findings(unit * (LONGEST + 50)), list)


@pytest.mark.parametrize("text", ["", " ", ",", "said", "“", "”", "according to", "citing"])
def test_scraps_hold_nothing(text: str) -> None:
    """Words without a sentence around them credit nobody."""
    assert findings(text) == []
