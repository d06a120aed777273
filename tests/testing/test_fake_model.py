"""The fake model that users have for tests of their own pipelines."""

from __future__ import annotations

import pytest

from extractor import Document, Extractor
from extractor.errors import AnswerInvalid
from extractor.testing import FakeModel, NoAnswerLeft

TEXT = "The Marrow ferry ran aground on Friday. “Nobody was hurt,” said Ines Hald, the harbour master."
CLAIM = {"source": "Ines Hald", "cue": "said", "content": ["Nobody was hurt,"]}
SUMMARY = {"sentences": [{"text": "The Marrow ferry ran aground on Friday.", "support": [1]}]}
ANSWERS = [{"claims": [CLAIM]}, SUMMARY]


def test_answers_come_in_the_order_of_the_questions() -> None:
    """Each question takes the next answer, and what was asked is kept."""
    model = FakeModel(ANSWERS)
    result = Extractor.with_client(model).extract(Document.from_text(TEXT))
    assert [claim.text for claim in result.claims if claim.attribution] == ["Nobody was hurt."]
    assert len(model.asked) == len(ANSWERS)
    assert TEXT in model.asked[0][-1]["content"]


def test_a_question_too_many_says_what_was_asked() -> None:
    """When no answer is left the test fails with the question and the form of its answer."""
    with pytest.raises(NoAnswerLeft, match=r"had 0 answers; one more is asked for, with \[\"claims\"\]: .*Marrow"):
        Extractor.with_client(FakeModel()).extract(Document.from_text(TEXT))


def test_an_error_is_raised_and_reported() -> None:
    """An error among the answers is a fault of that question alone."""
    fault = AnswerInvalid("not JSON")
    result = Extractor.with_client(FakeModel([fault, *ANSWERS[1:]])).extract(Document.from_text(TEXT))
    assert result.report.status == "partial"
    assert any("not JSON" in line for line in result.report.warnings)


def test_a_function_may_answer() -> None:
    """A function sees the messages and the answer model."""
    model = FakeModel(lambda messages, answer: {"claims": []} if "claims" in answer.model_fields else SUMMARY)
    result = Extractor.with_client(model).extract(Document.from_text(TEXT))
    assert all(not claim.attribution for claim in result.claims)
