"""A user's own task has the guarantees of the built-in ones: words are the document's, or they are not there."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, field_validator

from extractor import Document, Extractor, Number, Result, Task, Verbatim
from extractor.errors import AnswerInvalid, EndpointUnreachable
from extractor.schema import json_schema
from tests.support.fake_client import FakeClient
from tests.tasks.accidents import INJURED, KILLED, PROMPT, TEXT, Accident, accidents, adds_up, read, read_and_seen


def test_words_are_grounded_and_typed_by_the_users_model() -> None:
    """A verbatim field is a `str` with its spans, three levels deep; numbers and enums are plain."""
    place = {"name": "Lund", "water": "the Orrin"}
    result = read([{"casualties": [{**KILLED, "place": place}, INJURED]}])
    answer = result.answer(accidents)
    assert isinstance(answer, Accident)
    first = answer.casualties[0]
    assert (first.who, first.number, first.what) == ("three people", 3, "killed")
    assert first.place is not None
    spans = [*first.who.spans, *first.place.name.spans, *(first.place.water or Verbatim()).spans]
    assert [TEXT[span.start : span.end] for span in spans] == ["three people", "Lund", "the Orrin"]
    assert first.who.grounding == "exact"
    assert result.report.items.kept == 2
    assert result.summary.text == ""
    assert result.claims == []


def test_the_result_has_the_form_of_the_contract_and_reads_back() -> None:
    """Words are text, spans and grounding; the model's own words are marked; null is "not said"."""
    result = read([{"casualties": [{**KILLED, "note": "terrible"}]}])
    data = json.loads(result.model_dump_json())
    entry = data["answers"]["accidents"]["casualties"][0]
    at = TEXT.index("three people")
    span = {"start": at, "end": at + 12, "text": "three people"}
    assert entry["who"] == {"text": "three people", "spans": [span], "grounding": "exact"}
    assert entry["note"] == {"text": "terrible", "spans": [], "grounding": "none"}
    assert entry["place"] is None
    assert entry["number"] == 3
    assert Result.model_validate(data).answer(accidents) == result.answer(accidents)


def test_a_plain_string_field_is_marked_as_the_models_own_words() -> None:
    """Nothing that the document does not carry looks as if it did."""

    class Topic(BaseModel):
        topic: str

    result = read([{"topic": "traffic"}], Task("topic", Topic, PROMPT))
    assert result.answers == {"topic": {"topic": {"text": "traffic", "spans": [], "grounding": "none"}}}
    assert result.answer(Task("topic", Topic, PROMPT)) == Topic(topic="traffic")


def test_what_does_not_ground_is_asked_for_once_more() -> None:
    """The second question names the words, why, and the nearest of the document; what grounds then is kept."""
    wrong = {**INJURED, "who": "Six others were injured", "number": 6}
    result, seen = read_and_seen([{"casualties": [KILLED, wrong]}, {"casualties": [INJURED]}])
    assert len(seen) == 2
    again = seen[1][-1]["content"]
    assert "Six others were injured" in again
    assert "Five others were injured" in again
    answer = result.answer(accidents)
    assert answer is not None
    assert [one.who for one in answer.casualties] == ["three people", "Five others"]
    assert result.report.rejected == []
    assert adds_up(result.report)


def test_a_number_that_its_words_do_not_hold_is_not_kept() -> None:
    """The optional number goes, its entry stays, the report says why."""
    wrong = {**KILLED, "number": 4}
    result = read([{"casualties": [wrong]}, {"casualties": [wrong]}])
    answer = result.answer(accidents)
    assert answer is not None
    assert answer.casualties[0].number is None
    assert [entry.reason for entry in result.report.rejected] == [
        "accidents: casualties.number: number 4 does not stand in 'who'"
    ]
    assert adds_up(result.report)


def test_an_entry_without_its_required_words_is_rejected_whole() -> None:
    """Its answer stands in the report as the model gave it."""
    invented = {**KILLED, "who": "nine astronauts"}
    result = read([{"casualties": [invented, INJURED]}, {"casualties": []}])
    answer = result.answer(accidents)
    assert answer is not None
    assert [one.who for one in answer.casualties] == ["Five others"]
    assert "nine astronauts" in result.report.rejected[0].answer
    assert adds_up(result.report)


def test_an_optional_part_that_does_not_ground_is_left_out() -> None:
    """The rest of its entry stays."""
    result = read([{"casualties": [{**KILLED, "place": {"name": "Paris"}}]}, {"casualties": []}])
    answer = result.answer(accidents)
    assert answer is not None
    assert answer.casualties[0].place is None
    assert result.report.items.rejected == 1


def test_words_of_furniture_are_not_the_storys() -> None:
    """What a page carries around its story does not ground an answer."""
    text = f"{TEXT}\n\nShare this on Facebook\n\nSubscribe to our newsletter\n"
    result = read([{"casualties": [{**KILLED, "who": "newsletter"}]}] * 2, text=text)
    answer = result.answer(accidents)
    assert answer is not None
    assert answer.casualties == []


def test_an_entry_answered_twice_counts_once() -> None:
    """Small models repeat themselves; the repetition is in the report."""
    result = read([{"casualties": [KILLED, KILLED]}])
    assert result.report.items.kept == 1
    assert [entry.reason for entry in result.report.rejected] == ["accidents: said twice"]


def test_a_validator_of_the_users_model_decides_too() -> None:
    """An entry that the user's own validator refuses is rejected with what it says."""

    class Toll(BaseModel):
        who: Verbatim

        @field_validator("who")
        @classmethod
        def _counted(cls, value: Verbatim) -> Verbatim:
            if "three" not in value:
                msg = "count them"
                raise ValueError(msg)
            return value

    class Tolls(BaseModel):
        tolls: list[Toll]

    result = read([{"tolls": [{"who": "three people"}, {"who": "Five others"}]}], task := Task("tolls", Tolls, PROMPT))
    answer = result.answer(task)
    assert answer is not None
    assert [one.who for one in answer.tolls] == ["three people"]
    assert "count them" in result.report.rejected[0].reason
    assert adds_up(result.report)


def test_grounded_answers_become_the_users_own_objects() -> None:
    """`to_objects` is what `answer` gives."""
    task = Task("toll", Accident, PROMPT, to_objects=lambda answer: sum(one.number or 0 for one in answer.casualties))
    assert read([{"casualties": [KILLED, INJURED]}], task).answer(task) == 8


def test_an_answer_in_the_wrong_form_fails_its_window() -> None:
    """It is counted and said; the answer is null, not a guess."""
    result = read([AnswerInvalid("the answer is not of the form asked for")])
    assert result.answers == {"accidents": None}
    assert result.answer(accidents) is None
    assert result.report.status == "failed"
    assert adds_up(result.report)


def test_a_model_that_is_gone_raises() -> None:
    """When nothing at all could be answered the caller gets the error."""
    with pytest.raises(EndpointUnreachable):
        read([EndpointUnreachable("http://127.0.0.1:9 does not answer")])


def test_enums_dates_and_aliases_of_pydantic_work() -> None:
    """Any field pydantic can put into JSON Schema may stand beside verbatim ones."""

    class Side(Enum):
        left = "left"
        right = "right"

    class Mixed(BaseModel):
        side: Side
        sure: bool
        share: float | None = Number(in_=["who", "else_"], default=None)
        who: Verbatim
        else_: list[Verbatim] = []

    task = Task("mixed", Mixed, PROMPT)
    reply = {"side": "left", "sure": True, "share": 5, "who": "police", "else_": ["Five others", "three people"]}
    answer = read([reply], task).answer(task)
    assert answer is not None
    assert (answer.side, answer.sure, answer.share, len(answer.else_)) == (Side.left, True, 5.0, 2)


_words = st.one_of(st.sampled_from([*TEXT.split(), "three people", "Six others", "", "moon"]), st.text(max_size=12))
_casualty = st.fixed_dictionaries(
    {"who": _words, "what": st.sampled_from(["killed", "injured"])},
    optional={
        "number": st.one_of(st.none(), st.integers(-9, 9)),
        "place": st.fixed_dictionaries({"name": _words}, optional={"water": st.one_of(st.none(), _words)}),
        "note": _words,
    },
)
_answer = st.fixed_dictionaries({"casualties": st.lists(_casualty, max_size=4)}, optional={"cause": _words})


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_counts_add_up_and_spans_hold_over_any_answers(data: st.DataObject) -> None:
    """Whatever a model answers, sentence by sentence: the account adds up and every span is the document's."""
    client = FakeClient(lambda *_: data.draw(_answer), "a-large-model")
    with Extractor.with_client(client, tasks=[accidents], window="sentence") as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text(TEXT, language="en"))
    assert adds_up(result.report)
    for span in _spans(result.answers):
        assert TEXT[span["start"] : span["end"]] == span["text"]
    again = Result.model_validate_json(result.model_dump_json())
    assert again.answer(accidents) == result.answer(accidents)


def _spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [
            *value.get("spans", []),
            *(span for name, part in value.items() if name != "spans" for span in _spans(part)),
        ]
    return [span for part in value for span in _spans(part)] if isinstance(value, list) else []


def test_answers_validate_against_the_published_schema() -> None:
    """`extractor schema` says what words in an answer look like; a span too few or a wrong verdict breaks it."""
    validator = jsonschema.Draft202012Validator(json_schema())
    data = json.loads(read([{"casualties": [{**KILLED, "note": "sad"}]}]).model_dump_json())
    assert list(validator.iter_errors(data)) == []
    data["answers"]["accidents"]["casualties"][0]["who"]["grounding"] = "sure"
    assert list(validator.iter_errors(data))
