"""From evidence to a score, a level and reasons; the maps that ship; what a report says of them."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from importlib.resources import files

import pytest
from pydantic import BaseModel

from extractor import Document, Extractor
from extractor.confidence import Evidence, calibration_for, confidence_of, read_calibration
from extractor.confidence.calibration import DEFAULT, Weights, to_json
from extractor.confidence.score import level_of, probability_of
from extractor.confidence.signals import ATTRIBUTED, NARRATED, signals_of
from extractor.errors import AnswerInvalid, UsageError
from extractor.events import Finished
from extractor.llm.profiles import profiles
from tests.support.fake_client import FakeClient, Reply

PLAIN = Evidence("rule", "verb", lemma="say", verb="speech", that=True)
NARRATED_CLAIM = Evidence("rule", "narrated", "narrated", source="absent", hops=0, cues=1)
SHIPPED = [file.name.split(".")[1] for file in files("extractor.confidence").iterdir() if file.name.endswith(".json")]
TEXT = (
    "Harbour to close for a year\n\n"
    "The wall at Lindby will be rebuilt from May, Mayor Ana Sorrel said on Tuesday. She told reporters that the "
    "work was late.\n\n"
    "“We waited too long.” The wall was built in 1911.\n"
)


def small(**changed: object) -> float:
    """The probability of the plain attribution, changed."""
    return probability_of(replace(PLAIN, **changed), calibration_for("small"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "worse",
    [
        {"proposed": "guess"},
        {"proposed": "both"},
        {"kind": None, "source": "absent", "hops": 0, "lemma": None, "verb": None},
        {"lemma": "hope", "verb": "attitude"},
        {"words": 70},
        {"balanced": False},
        {"grounding": "repaired"},
        {"doubtful": True},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_makes_a_claim_less_sure(worse: dict[str, object]) -> None:
    """A plain attribution is surer than the same one with a fault."""
    assert small(**worse) < small()


def test_a_quotation_is_surer() -> None:
    """Quoted words have clear borders."""
    assert small(speech="direct") > small()


def test_a_source_chosen_among_several_is_never_high() -> None:
    """Whom a pronoun stands for is not judged by the gold, so no fit may promise it."""
    for changed in ({}, {"speech": "direct"}, {"kind": "according", "words": 8}):
        assert level_of(small(doubtful=True, **changed)) != "high"


@pytest.mark.parametrize(("score", "level"), [(0.98, "high"), (0.9, "high"), (0.89, "medium"), (0.6, "medium")])
def test_a_level_is_a_promise(score: float, level: str) -> None:
    """High is 90% and more, medium 60 to 90%, low what is below."""
    assert level_of(score) == level
    assert level_of(0.59) == "low"


def test_reasons_are_plain_words() -> None:
    """What the claim rests on comes first, then the signals with the largest effect, each once."""
    evidence = replace(PLAIN, proposed="guess", words=60, doubtful=True, source="pronoun")
    reasons = confidence_of(evidence, calibration_for("small")).reasons
    assert reasons[0] == "the rules are not certain who speaks, and the model did not settle it"
    assert reasons[1] == "more than one source could be meant"
    assert "a long sentence (60 words)" in reasons
    assert len(set(reasons)) == len(reasons) <= 4


def test_a_narrated_claim_is_less_sure_where_somebody_may_speak() -> None:
    """A sentence that credits nobody may hide an attribution: a verb that reports, or quotation marks, say so."""
    calibration = calibration_for("small")
    plain = confidence_of(NARRATED_CLAIM, calibration)
    hiding = confidence_of(replace(NARRATED_CLAIM, reporting=1, quoted=True), calibration)
    assert hiding.score < plain.score
    assert plain.reasons == ["no one is credited: taken as the reporter's own voice"]
    assert "there are quotation marks in it" in hiding.reasons


@pytest.mark.parametrize("profile", SHIPPED)
def test_what_ships_names_its_signals_and_its_origin(profile: str) -> None:
    """Every coefficient belongs to a signal; a fitted map says which gold, which product and which day."""
    calibration = calibration_for(profile)
    assert set(calibration.attributed.coefficients) <= set(ATTRIBUTED)
    assert set(calibration.narrated.coefficients) <= set(NARRATED)
    if calibration.fitted:
        assert set(calibration.attributed.coefficients) == set(ATTRIBUTED)
        assert {"gold", "model", "extractor", "date", "questions"} <= calibration.origin.keys()
    else:
        assert profile == DEFAULT


def test_every_profile_has_a_calibration() -> None:
    """A profile without one of its own gets the plain default, which says that it is not fitted."""
    for profile in profiles():
        calibration = calibration_for(profile.name)
        assert calibration.fitted == (profile.name in SHIPPED and profile.name != DEFAULT)


@pytest.mark.parametrize(("name", "warned"), [("qwen2.5-coder-1.5b-instruct", False), ("some-large-model", True)])
def test_the_report_says_once_that_nothing_was_fitted(name: str, warned: bool) -> None:
    """A model that nobody measured gets a warning in the report of its results, a measured one none."""
    result = Extractor.with_client(FakeClient(silent, name)).extract(Document.from_text(TEXT))
    assert sum("not calibrated" in line for line in result.report.warnings) == warned


def silent(_: object, answer: type[BaseModel]) -> Reply:
    """A model that sums up, and knows of nobody who speaks."""
    if "sentences" in answer.model_fields:
        return {"sentences": [{"text": "The wall was built in 1911.", "support": [4]}]}
    return {"claims": []} if "claims" in answer.model_fields else AnswerInvalid("no answer")


def evidence() -> list[Evidence]:
    """What is known of the claims of TEXT, read by a small model that answers nothing."""
    extractor = Extractor.with_client(FakeClient(silent, "qwen2.5-coder-1.5b-instruct"))
    last = list(extractor.stream(Document.from_text(TEXT)))[-1]
    assert isinstance(last, Finished)
    assert len(last.evidence) == len(last.result.claims)
    return [Evidence(**known) for known in last.evidence]


def test_evidence_is_read_from_the_words() -> None:
    """Where source, cue and content stand, how far apart, and what marks are around them."""
    mayor = next(known for known in evidence() if known.lemma == "say")
    assert (mayor.proposed, mayor.verb, mayor.source, mayor.order) == ("rule", "speech", "named", "before")
    assert (mayor.content, mayor.gap, mayor.ends, mayor.quoted) == (9, 0, False, False)
    she = next(known for known in evidence() if known.lemma == "tell")
    assert (she.source, she.order, she.that, she.ends) == ("pronoun", "after", True, True)
    assert any(known.kind == "narrated" for known in evidence())


def test_evidence_travels_as_plain_data() -> None:
    """It survives JSON, so that predictions can be calibrated without asking again."""
    for known in evidence():
        assert Evidence(**json.loads(json.dumps(asdict(known)))) == known


def test_signals_are_numbers_by_name() -> None:
    """The plain attribution has few; those of the two kinds of claim are told apart."""
    signals = signals_of(replace(PLAIN, words=25, content=12))
    assert {name for name, value in signals.items() if value} == {"verb.plain", "content.that"}
    assert set(signals_of(NARRATED_CLAIM)) == set(NARRATED)


def test_a_calibration_survives_its_file(tmp_path) -> None:
    """What is written is read again."""
    made = replace(calibration_for("small"), attributed=Weights(0.5, {"verb.plain": 1.25}, {"verb.plain": 0.5}))
    path = tmp_path / "c.json"
    path.write_text(to_json(made), encoding="utf-8")
    assert read_calibration(path) == made


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"form": "other"}', '{"form": "extractor calibration 1"}', None])
def test_a_file_that_is_no_calibration_is_said_in_one_line(tmp_path, content: str | None) -> None:
    """Missing and foreign files end with the file's name and what to do."""
    path = tmp_path / "c.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"c\.json: (not a calibration; make one|calibration cannot be read)") as error:
        read_calibration(path)
    assert "\n" not in str(error.value)
