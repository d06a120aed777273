"""What is sure enough: a least confidence, and what became of the claims below it."""

from __future__ import annotations

import pytest

from extractor import Document, Extractor, UsageError
from extractor.confidence import Weighing
from extractor.testing import FakeModel

TEXT = (
    "The Marrow ferry ran aground on Friday. “Nobody was hurt,” said Ines Hald, the harbour master. "
    "The crew, critics claim, knew nothing of it and wanted more; some of the parts — as hoped — were late."
)
SUMMARY = {"sentences": [{"text": "The Marrow ferry ran aground on Friday.", "support": [1]}]}


def extractor(least: float | str | None) -> Extractor:
    """The rules read; the fake model knows nobody's kind and a summary."""

    def reply(messages: object, form: type) -> dict[str, object]:
        fields = form.model_fields  # type: ignore[attr-defined]
        return SUMMARY if "sentences" in fields else {name: ["person"] for name in fields}

    model = FakeModel(reply, "smollm2")  # type: ignore[arg-type]
    return Extractor.with_client(model, weighing=Weighing.of("small", least=least))  # type: ignore[arg-type]


def test_what_is_left_out_is_in_the_report() -> None:
    """Claims below the least confidence are rejected with their score; kept and rejected add up as before."""
    every = extractor(None).extract(Document.from_text(TEXT))
    scores = sorted(claim.confidence.score for claim in every.claims)
    assert scores[0] < scores[-1]
    some = extractor(scores[-1]).extract(Document.from_text(TEXT))
    assert 0 < len(some.claims) < len(every.claims)
    assert {claim.confidence.score for claim in some.claims} == {scores[-1]}
    left_out = [entry for entry in some.report.rejected if "below" in entry.reason]
    assert {entry.answer for entry in left_out} | {claim.text for claim in some.claims} == {
        claim.text for claim in every.claims
    }
    assert some.report.items.answered == every.report.items.answered
    assert some.report.items.kept == every.report.items.kept - len(left_out)


def test_sources_of_claims_left_out_are_left_out() -> None:
    """A source stays only while a claim credits it."""
    result = extractor(1.0).extract(Document.from_text(TEXT))
    assert result.claims == []
    assert result.sources == []


@pytest.mark.parametrize(("given", "least"), [(None, 0), ("high", 0.9), ("medium", 0.6), (".75", 0.75), (0.2, 0.2)])
def test_a_level_or_a_number_may_be_given(given: float | str | None, least: float) -> None:
    """The least confidence is a probability, or the name of a level."""
    assert Weighing.of("small", least=given).least == least


@pytest.mark.parametrize("given", ["sure", "1.5", -0.1, "nan"])
def test_anything_else_is_refused(given: float | str) -> None:
    """One line says what can be given."""
    with pytest.raises(UsageError, match="a number between 0 and 1, or high, medium, low"):
        Weighing.of("small", least=given)


def test_three_readings_are_refused() -> None:
    """There are one or two."""
    with pytest.raises(UsageError, match="1, or 2 for a second one"):
        Weighing.of("small", readings=3)
