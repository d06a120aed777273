"""The report adds up, whatever the model answers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import Document, Extractor, Result
from extractor.errors import (
    AnswerFiltered,
    AnswerInvalid,
    AnswerRefused,
    AnswerTimeout,
    AnswerTruncated,
    EndpointUnreachable,
    ModelError,
)
from tests.support.fake_client import FakeClient, Reply

TEXT = """Harbour to close for a year

The harbour wall at Lindby will be rebuilt from May, Mayor Ana Sorrel said on Tuesday.

“We waited too long,” Sorrel said. “The sea did not.”

Radio Fenn reported, citing two aides, that the work would cost 54 million crowns. The ministry declined to comment.

Fishermen fear for their berths, the union says. The wall was built in 1911.

When the last storm came, a man who keeps the light and who asked not to be named told the council it would not hold.
"""
SMALL, LARGE = "qwen2.5-coder-1.5b-instruct", "some-large-model"
FAULTS = [AnswerTruncated, AnswerRefused, AnswerFiltered, AnswerInvalid, AnswerTimeout]

words = st.one_of(
    st.sampled_from(TEXT.split("\n")),
    st.sampled_from(TEXT.split()),
    st.sampled_from(["54 million crowns", "45 million crowns", "The sea did.", "", "“The sea did not.”", "the moon"]),
    st.text(max_size=30),
)
claim = st.fixed_dictionaries(
    {"source": words, "cue": words, "content": st.lists(words, max_size=3)},
    optional={"citing": st.fixed_dictionaries({"source": words, "cue": words})},
)
sentence = st.fixed_dictionaries({"text": words, "support": st.lists(st.integers(-3, 30), max_size=4)})


@st.composite
def replies(draw: st.DrawFn, form: str, count: int) -> Reply:
    """Any answer the form allows, or any fault."""
    if draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from(FAULTS))("the fake model failed")
    if form == "Speakers":
        return {"speakers": draw(st.lists(words, min_size=count, max_size=count))}
    if form == "Kinds":
        return {"kinds": draw(st.lists(st.sampled_from(["person", "outlet", "group"]), min_size=count, max_size=count))}
    if form == "SummaryAnswer":
        return {"sentences": draw(st.lists(sentence, min_size=1, max_size=3))}
    return {"claims": draw(st.lists(claim, max_size=4))}


def count_of(answer: type[Any]) -> int:
    """How many entries a list of exact length wants."""
    field = next(iter(answer.model_fields.values()))
    return next((entry.min_length for entry in field.metadata if hasattr(entry, "min_length")), 0)


def check(result: Result, text: str) -> None:
    """The counts add up and every span is the document's."""
    windows, items = result.report.windows, result.report.items
    assert windows.sent == windows.answered + windows.failed
    assert items.answered == items.kept + items.rejected
    assert items.rejected == len(result.report.rejected)
    assert items.repaired <= items.kept
    assert len(result.claims) <= items.kept
    assert (result.report.status == "complete") == (windows.failed == 0)
    for claim in result.claims:
        spans = [*claim.content, *claim.certainty.markers, *(hop.mention for hop in claim.attribution)]
        spans += [hop.cue for hop in claim.attribution if hop.cue]
        assert all(text[span.start : span.end] == span.text for span in spans)
        assert all(result.source(hop.source) for hop in claim.attribution)


@pytest.mark.parametrize("name", [SMALL, LARGE])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # the first example loads the libraries
@given(data=st.data())
def test_counts_add_up_over_any_answers_and_faults(name: str, data: st.DataObject) -> None:
    """Refusals, truncations, invalid JSON, time-outs and inventions: sent, answered, kept and rejected add up."""
    client = FakeClient(lambda _, answer: data.draw(replies(answer.__name__, count_of(answer))), name)
    document = Document.from_text(TEXT, language="en")
    try:
        with Extractor.with_client(client) as extractor:  # type: ignore[arg-type]
            result = extractor.extract(document)
    except ModelError:
        pytest.fail("an answer that cannot be used is no reason to raise")
    check(result, TEXT)


@pytest.mark.parametrize("name", [SMALL, LARGE])
def test_a_model_that_never_answers_raises(name: str) -> None:
    """When nothing at all could be answered the caller gets the error, after one question."""
    client = FakeClient(lambda *_: EndpointUnreachable("http://127.0.0.1:9 does not answer"), name)
    with Extractor.with_client(client) as extractor, pytest.raises(EndpointUnreachable):  # type: ignore[arg-type]
        extractor.extract(Document.from_text(TEXT, language="en"))
    assert len(client.asked) == 1


def test_a_model_that_dies_leaves_a_partial_result() -> None:
    """What was answered before is kept; what was not is counted as failed and said."""
    answered = iter([True])

    def reply(_: object, answer: type[Any]) -> Reply:
        if next(answered, False):
            return {"claims": []}
        return EndpointUnreachable("http://127.0.0.1:9 does not answer")

    client = FakeClient(reply, LARGE)
    with Extractor.with_client(client, window="sentence") as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text(TEXT, language="en"))
    check(result, TEXT)
    assert result.report.status == "partial"
    assert result.report.windows.answered == 1
    assert any("does not answer" in warning for warning in result.report.warnings)


def test_words_that_do_not_ground_are_asked_for_once_more() -> None:
    """The second question names them with the nearest words of the passage; what grounds then is kept."""
    wrong = {"source": "Radio Fenn", "cue": "reported", "content": ["the work would cost 45 million crowns"]}
    right = {**wrong, "content": ["the work would cost 54 million crowns"]}
    answers = iter([{"claims": [wrong]}, {"claims": [right]}])

    def reply(_: object, answer: type[Any]) -> Reply:
        if answer.__name__ == "ClaimsAnswer":
            return next(answers)
        return {"sentences": [{"text": "The wall was built in 1911.", "support": [1]}]}

    client = FakeClient(reply, LARGE)
    with Extractor.with_client(client) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text(TEXT, language="en"))
    check(result, TEXT)
    assert [piece.text for claim in result.claims if claim.attribution for piece in claim.content] == [
        "the work would cost 54 million crowns"
    ]
    assert result.report.rejected == []
    again = client.asked[1][-1]["content"]
    assert "45 million" in again
    assert "54 million" in again


def test_words_that_never_ground_are_rejected_with_their_reason() -> None:
    """A number that differs twice is listed, not used."""
    wrong = {"source": "Radio Fenn", "cue": "reported", "content": ["the work would cost 45 million crowns"]}

    def reply(_: object, answer: type[Any]) -> Reply:
        if answer.__name__ == "ClaimsAnswer":
            return {"claims": [wrong]}
        return {"sentences": [{"text": "The wall was built in 1911.", "support": [1]}]}

    client = FakeClient(reply, LARGE)
    with Extractor.with_client(client) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text(TEXT, language="en"))
    check(result, TEXT)
    assert [entry.reason for entry in result.report.rejected] == ["content: number changed: 54 -> 45"]


def test_a_claim_answered_twice_counts_once() -> None:
    """Small models repeat themselves; the repetition is listed as rejected."""
    said = {"source": "Radio Fenn", "cue": "reported", "content": ["the work would cost 54 million crowns"]}

    def reply(_: object, answer: type[Any]) -> Reply:
        if answer.__name__ == "ClaimsAnswer":
            return {"claims": [said, said]}
        return {"sentences": [{"text": "The wall was built in 1911.", "support": [1]}]}

    with Extractor.with_client(FakeClient(reply, LARGE)) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text(TEXT, language="en"))
    check(result, TEXT)
    assert len([claim for claim in result.claims if claim.attribution]) == 1
    assert [entry.reason for entry in result.report.rejected] == ["said twice"]


def test_a_summary_sentence_with_a_number_of_its_own_is_rejected() -> None:
    """What the passages do not hold does not reach the summary; the first sentence stands in."""
    client = FakeClient(
        lambda *_: {"sentences": [{"text": "The wall will cost 99 million crowns.", "support": [1]}]}, SMALL
    )
    document = Document.from_text("The wall will cost 54 million crowns. It was built in 1911.", language="en")
    with Extractor.with_client(client) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(document)
    assert result.report.rejected[0].reason == "summary: number not in its passages: 99"
    assert result.summary.text == "The wall will cost 54 million crowns."
