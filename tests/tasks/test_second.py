"""A second reading: asked in another way, weighed, and kept out of the account of items."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import Document, Extractor, Result
from extractor.confidence import Weighing
from extractor.events import Finished
from extractor.testing import FakeModel

TEXT = "The Marrow ferry ran aground on Friday. The hull had been checked in May, Ines Hald said on Saturday."
SAME = {"source": "Ines Hald", "cue": "said", "content": ["The hull had been checked in May"]}
OTHER = {"source": "Ines Hald", "cue": "said", "content": ["on Saturday"]}
SUMMARY = {"sentences": [{"text": "The Marrow ferry ran aground on Friday.", "support": [1]}]}


def read(answer: dict[str, Any], *, name: str, readings: int) -> tuple[Result, list[dict[str, Any]], FakeModel]:
    """A result with its evidence, from a model that gives `answer` whenever it is asked for claims."""

    def reply(messages: object, form: Any) -> dict[str, Any]:
        if "sentences" in form.model_fields:
            return SUMMARY
        return {field: [answer] if field == "claims" else ["person"] for field in form.model_fields}

    model: Any = FakeModel(reply, name)
    weighing = Weighing.of(model.profile.name, readings=readings)
    extractor = Extractor.with_client(model, weighing=weighing)
    last = list(extractor.stream(Document.from_text(TEXT)))[-1]
    assert isinstance(last, Finished)
    return last.result, [known for known in last.evidence if known["kind"] != "narrated"], model


def test_the_model_reads_again_what_the_rules_found() -> None:
    """Only sentences that credit somebody are asked about, without being told what was found."""
    once, [before], first = read(SAME, name="smollm2", readings=1)
    twice, [after], second = read(SAME, name="smollm2", readings=2)
    assert before["second"] is None
    assert (after["second"], after["second_source"]) == (1.0, True)
    assert len(second.asked) == len(first.asked) + 1
    question = second.asked[-2][-1]["content"]
    assert "The hull had been checked in May, Ines Hald said" in question
    assert twice.run.usage.calls == once.run.usage.calls + 1


def test_a_second_reading_is_weighed_and_not_kept() -> None:
    """Its questions are counted, its answers are no items and no claims."""
    once, _, _ = read(OTHER, name="smollm2", readings=1)
    twice, [known], _ = read(OTHER, name="smollm2", readings=2)
    assert known["second"] == 0
    assert [claim.text for claim in twice.claims] == [claim.text for claim in once.claims]
    assert twice.report.items == once.report.items
    assert twice.report.windows.sent == once.report.windows.sent + 1


def test_agreement_raises_confidence_and_disagreement_lowers_it() -> None:
    """The second reading moves the score, and the reasons say what it found."""
    agreed, doubted = (
        next(claim for claim in read(answer, name="smollm2", readings=2)[0].claims if claim.attribution).confidence
        for answer in (SAME, OTHER)
    )
    assert agreed.score > doubted.score
    assert "a second reading names the same source" in agreed.reasons
    assert "a second reading has nothing like it" in doubted.reasons


def test_where_the_model_read_first_the_rules_read_again() -> None:
    """Then the second reading costs no question."""
    _, _, first = read(SAME, name="fake", readings=1)
    _, [known], second = read(SAME, name="fake", readings=2)
    assert len(second.asked) == len(first.asked)
    assert known["second_source"] is True
    assert known["second"] == pytest.approx(1, abs=0.1)


def test_a_language_without_rules_is_read_in_other_windows() -> None:
    """The same model reads once more, the text cut in another way."""
    text = "Le bac de Marrow s’est échoué vendredi près du port. La coque avait été contrôlée en mai, a dit Ines Hald."
    model: Any = FakeModel(lambda messages, form: {"claims": []} if "claims" in form.model_fields else SUMMARY)
    extractor = Extractor.with_client(model, weighing=Weighing.of("default", readings=2))
    result = extractor.extract(Document.from_text(text))
    assert result.document.language == "fr"
    assert result.report.status == "complete"
