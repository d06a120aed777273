"""Speakers that a label names, over an article and in an interview."""

from __future__ import annotations

import pytest

from extractor.attribution.labels import labels
from extractor.attribution.lexicon import lexicon_for
from extractor.document import Document

INTERVIEW = """Maria Keller leads the Green League of Osk. Radio Fenn spoke with her.

Radio Fenn: Why do you want to close the harbour?

Keller: It is not safe any more.

We have known it for years.

Radio Fenn: What will it cost?

Keller: I think about four million.

The talk took place on Monday."""


def who(text: str) -> dict[int, str]:
    """The name each labelled paragraph is credited to."""
    lexicon = lexicon_for("en")
    assert lexicon is not None
    document = Document.from_text(text)
    found = labels(document.text, document.paragraphs, lexicon)
    return {number: document.text[slice(*label.source)] for number, label in found.items()}


def test_an_interview_is_credited_to_those_who_take_turns() -> None:
    """Each answer goes to the next label; what follows the last answer is the reporter's."""
    assert who(INTERVIEW) == {1: "Radio Fenn", 2: "Keller", 3: "Keller", 4: "Radio Fenn", 5: "Keller"}


def test_answers_without_a_name_are_those_of_the_person_interviewed() -> None:
    """ "A:" stands for whoever was named last before the first question; questions are nobody's claims."""
    text = "Maria Keller leads us.\n\nQ: Is the harbour safe?\n\nA: No, it is not.\n\nQ: Why?\n\nA: It is very old."
    assert who(text) == {2: "Maria Keller", 4: "Maria Keller"}


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Maria Keller: The harbour is not safe", "Maria Keller"),
        ("Poll: Half of Osk wants the harbour closed", "Poll"),
        ("Keller: The harbour is not safe", "Keller"),
        ("Breaking: The harbour is closed", None),
        ("Photo: The harbour at night", None),
        ("Harbour: What will it cost?", None),
    ],
)
def test_a_headline_credits_a_person_of_the_article_or_a_paper(line: str, speaker: str | None) -> None:
    """What stands in front of the colon is a speaker only where the article shows that it can be one."""
    found = who(f"{line}\n\nThe mayor, Maria Keller, wants to close the harbour.")
    assert found.get(0) == speaker
