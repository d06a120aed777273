"""Asking window by window: who is asked, and how several answers become one."""

from __future__ import annotations

from pydantic import BaseModel

from extractor import Document, Extractor, Task, Verbatim
from tests.support.fake_client import FakeClient, Reply
from tests.tasks.accidents import INJURED, KILLED, PROMPT, TEXT, Accident, accidents, adds_up, read, read_and_seen


class Company(BaseModel):
    """A part that is taken whole."""

    name: Verbatim
    place: Verbatim | None = None


class Report(BaseModel):
    """One object a document."""

    town: Verbatim
    by: Company | None = None


report = Task("report", Report, PROMPT)
NOTHING: dict[str, object] = {}


def test_entries_of_all_windows_are_put_together() -> None:
    """One question a sentence; a list holds what each found, in the order of the document."""
    result, seen = read_and_seen([{"casualties": [KILLED]}, {"casualties": [INJURED]}, NOTHING], window="sentence")
    answer = result.answer(accidents)
    assert answer is not None
    assert [one.who for one in answer.casualties] == ["three people", "Five others"]
    assert len(seen) == 3
    assert [TEXT[: len("A bus")] in messages[-1]["content"] for messages in seen] == [True, False, False]


def test_an_entry_that_two_windows_give_counts_once() -> None:
    """News repeats itself."""
    text = "Three people were killed in Lund. In all three people were killed."
    entry = {"who": "three people", "what": "killed"}
    result = read(
        [{"casualties": [{**entry, "who": "Three people"}]}, {"casualties": [entry]}], text=text, window="sentence"
    )
    assert result.report.items.kept == 1
    assert result.report.rejected[0].reason == "accidents: said twice"
    assert adds_up(result.report)


def test_fields_of_the_answer_itself_come_from_the_first_window_that_has_them() -> None:
    """A required field need not be in every window; what another window says otherwise is in the report."""
    replies: list[Reply] = [{"town": "Lund"}, NOTHING, {"town": "mayor"}]
    result = read(replies, report, window="sentence")
    answer = result.answer(report)
    assert answer is not None
    assert answer.town == "Lund"
    assert [entry.reason for entry in result.report.rejected] == ["report: town: answered otherwise before"]
    assert adds_up(result.report)


def test_a_part_is_taken_whole_from_the_window_that_says_more() -> None:
    """Its fields come from one place."""
    replies: list[Reply] = [
        {"town": "Lund", "by": {"name": "police"}},
        {"by": {"name": "hospital", "place": "Five"}},
        NOTHING,
    ]
    answer = read(replies, report, window="sentence").answer(report)
    assert answer is not None
    assert answer.by == Company(name=Verbatim("hospital"), place=Verbatim("Five"))


def test_a_required_field_that_no_window_has_leaves_no_answer() -> None:
    """null is "the document does not say"; what was found beside it is in the report."""
    result = read([{"by": {"name": "police"}}, NOTHING, NOTHING], report, window="sentence")
    assert result.answers == {"report": None}
    assert "town" in result.report.rejected[0].reason
    assert adds_up(result.report)


def test_nothing_found_is_an_empty_list_and_no_null() -> None:
    """A document without casualties was read all the same."""
    assert read([{"casualties": []}]).answers == {"accidents": {"casualties": [], "cause": None}}


def test_front_matter_says_which_windows_are_asked_about() -> None:
    """`mentions`: only sentences with one of the words, by their beginnings, whatever their case."""
    prompt = '---\nwindow = "sentence"\nmentions = ["KILL", "injur"]\n---\n' + PROMPT
    task = Task("accidents", Accident, prompt)
    _, seen = read_and_seen([{"casualties": []}] * 2, task)
    assert len(seen) == 2


def test_no_window_mentions_it() -> None:
    """Then nothing is asked, and the answer is what an empty document gives."""
    prompt = '---\nmentions = ["earthquake"]\n---\n' + PROMPT
    result, seen = read_and_seen([], Task("accidents", Accident, prompt))
    assert seen == []
    assert result.answers == {"accidents": {"casualties": [], "cause": None}}
    assert result.report.status == "complete"


def test_a_document_in_another_language_is_asked_about_with_a_warning() -> None:
    """`languages` says what a template was written for."""
    prompt = '---\nlanguages = ["en"]\n---\n' + PROMPT
    client = FakeClient(lambda *_: {"casualties": []}, "a-large-model")
    task = Task("accidents", Accident, prompt)
    with Extractor.with_client(client, tasks=[task]) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text("Drei Menschen wurden getötet.", language="de"))
    assert any("written for en" in warning for warning in result.report.warnings)


def test_a_window_that_fails_leaves_the_others() -> None:
    """The result is partial and keeps what was answered."""
    from extractor.errors import AnswerTruncated

    result = read([AnswerTruncated("the token limit"), {"casualties": [INJURED]}, NOTHING], window="sentence")
    answer = result.answer(accidents)
    assert answer is not None
    assert [one.number for one in answer.casualties] == [5]
    assert result.report.status == "partial"
    assert adds_up(result.report)
