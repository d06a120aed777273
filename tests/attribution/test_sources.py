"""Sources of a whole story: names brought together, kept apart, and what kind they are; rules alone."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from extractor import Document, Extractor
from extractor.errors import AnswerInvalid
from extractor.schema import Source
from tests.support.fake_client import FakeClient

STORIES: list[tuple[str, str, list[tuple[str, str, bool]]]] = [
    ("the short name of a firm is the firm", "Kessel Terminals said it was shut. Kessel declined to comment. The company said it was sorry.", [("Kessel Terminals", "organization", True)]),
    ("a plural that opens a sentence names nobody", "Hydrologists believe the river will peak on Sunday.", [("Hydrologists", "group", False)]),
    ("a surname with such an ending does", "Anna Wistists said it was shut. Wistists said it was late.", [("Anna Wistists", "person", True)]),
    ("a shop owner is a person", "Shop owner Pieter Maas said it was shut.", [("Pieter Maas", "person", True)]),
    ("a number belongs to a station's name", "“It is shut,” Rosa Lind said in an interview with Channel 6.", [("Rosa Lind", "person", True), ("Channel 6", "outlet", True)]),
    ("several filings are a document", "Court filings show that the firm was shut.", [("Court filings", "document", False)]),
    ("a brother is not his sister", "Mayor Ana Ruiz urged both sides to talk. Ruiz’s brother, Pablo Ruiz, said he was tired. “She has to stay neutral,” he said.", [("Ana Ruiz", "person", True), ("Pablo Ruiz", "person", True)]),
    ("a witness who is named has a name", "The witness, former clerk June Albright, testified that it was shut. Albright said it was late.", [("June Albright", "person", True)]),
    ("they are nobody who speaks later", "“They say it is shut,” Rosa Lind said. Two aides said it was late.", [("They", "unknown", False), ("Rosa Lind", "person", True), ("Two aides", "anonymous", False)]),
]  # fmt: skip


def sources(text: str) -> list[Source]:
    """What the rules make of a text, the model silent."""
    client = FakeClient(lambda _, __: AnswerInvalid("silent"), "qwen2.5-coder-1.5b-instruct")
    with Extractor.with_client(client) as extractor:  # type: ignore[arg-type]
        return list(extractor.extract(Document.from_text(text, language="en")).sources)


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES])
def test_the_sources_of_a_story(text: str, expected: list[tuple[str, str, bool]]) -> None:
    """Name, kind, and whether they are named, in the order of the document."""
    assert [(one.name, one.kind, one.named) for one in sources(text)] == expected


def test_why_an_unnamed_source_speaks_is_kept() -> None:
    """ "briefed on the talks" is what the text gives as the reason."""
    told = sources("Two people who were briefed on the talks told the Vellmar Courier it was shut.")
    reasons = [one.justification.text for one in told if one.justification is not None]
    assert reasons == ["who were briefed on the talks"]
