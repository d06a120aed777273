"""Across sentences: what goes on with what somebody said before; read by rule, the fake model answers nothing."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from extractor import Document, Extractor
from extractor.errors import AnswerInvalid
from tests.support.fake_client import FakeClient

STORIES: list[tuple[str, str, list[str]]] = [
    ("de", "Orlo sagte, der Damm sei alt. Er könne im Herbst brechen.", ["Orlo: Der Damm sei alt.", "Orlo: Er könne im Herbst brechen."]),
    ("de", "Orlo sagte, der Damm sei alt. Am Abend kam Regen. Er könne brechen.", ["Orlo: Der Damm sei alt.", ": Am Abend kam Regen.", ": Er könne brechen."]),
    ("en", "“The dam is safe,” Osk said. “Nobody has to leave the valley.”", ["Osk: The dam is safe.", "Osk: Nobody has to leave the valley."]),
    ("en", "“The dam,” Osk said, “is safe.”", ["Osk: The dam … is safe."]),
    ("en", "He added:\n\n“Nobody has to leave the valley.”", ["He: Nobody has to leave the valley."]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), STORIES)
def test_what_goes_on_is_credited_to_who_spoke_before(language: str, text: str, expected: list[str]) -> None:
    """A later quotation is a claim of its own; a subjunctive right behind an attribution is guessed to go on with it."""
    client = FakeClient(lambda _, __: AnswerInvalid("silent"), "qwen2.5-coder-1.5b-instruct")
    with Extractor.with_client(client) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text(text, language=language))
    told = [f"{' < '.join(hop.mention.text for hop in claim.attribution)}: {claim.text}" for claim in result.claims]
    assert told == expected
