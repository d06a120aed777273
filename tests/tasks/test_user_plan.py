"""Choosing the questions, and what tells two choices apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor import Document, Extractor, Prompts, Task, UsageError, Verbatim
from extractor.cli.questions import Questions
from extractor.tasks.loading import task_named, tasks_named
from extractor.tasks.plan import Plan
from tests.support.fake_client import FakeClient, Reply
from tests.tasks.accidents import PROMPT, TEXT, Accident, accidents

SUMMARY = {"sentences": [{"text": "A bus fell into the Orrin in Lund on Monday.", "support": [1]}]}


def reply(_: object, answer: type[BaseModel]) -> Reply:
    """Nothing but a summary."""
    return (
        SUMMARY
        if answer.__name__ == "SummaryAnswer"
        else {"claims": []}
        if "Claims" in answer.__name__
        else {"casualties": []}
    )


def asked(*tasks: str | Task[Accident]) -> tuple[set[str], object]:
    """Which prompts a result names, and the result."""
    client = FakeClient(reply, "a-large-model")
    with Extractor.with_client(client, tasks=tasks or None) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text(TEXT, language="en"))
    return set(result.run.prompts), result


def test_without_a_choice_the_built_in_questions_are_put() -> None:
    """As ever: and there are no answers."""
    prompts, result = asked()
    assert prompts == {"claims", "summary"}  # nobody is credited, so no source has to be asked about
    assert "answers" not in json.loads(result.model_dump_json())  # type: ignore[attr-defined]


def test_a_list_of_tasks_is_the_whole_choice() -> None:
    """Own tasks beside built-in ones, or alone; what is not asked is empty and the result still valid."""
    assert asked("claims", "sources", "summary", accidents)[0] == {"claims", "summary", "accidents"}
    assert asked(accidents)[0] == {"accidents"}
    prompts, result = asked("claims", "sources")
    assert prompts == {"claims"}
    assert result.summary.text == ""  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        (["casualties"], "there is no task 'casualties'"),
        (["sources"], "name the task claims as well"),
        ([], "no task is named"),
        ([accidents, accidents], "two tasks are called 'accidents'"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(tasks: list[str | Task[Accident]], said: str) -> None:
    """In one line, before a model is asked."""
    with pytest.raises(UsageError, match=said):
        Plan.of(tasks)


def test_identity_changes_with_everything_that_changes_an_answer(tmp_path: Path) -> None:
    """Template, answer model, window, choice of built-in questions; it is JSON and the same twice."""

    class Other(Accident):
        when: Verbatim | None = None

    def identity(*tasks: str | Task[Accident], **options: object) -> str:
        client = FakeClient(reply, "a-large-model")
        with Extractor.with_client(client, tasks=tasks or None, **options) as extractor:  # type: ignore[arg-type]
            return json.dumps(extractor.identity(), sort_keys=True)

    (tmp_path / "claims.v1.jinja").write_text(
        "{% block system %}x{% endblock %}{% block user %}{{ text }}{% endblock %}"
    )
    found = [
        identity(),
        identity("claims"),
        identity(accidents),
        identity(Task("accidents", Other, PROMPT)),
        identity(Task("accidents", Accident, PROMPT + "!")),
        identity(Task("accidents", Accident, PROMPT, window="sentence")),
        identity(window="paragraph"),
        identity(prompts=tmp_path),
    ]
    assert len(set(found)) == len(found)
    assert identity(accidents) == identity(Task("accidents", Accident, PROMPT))


def test_tasks_are_named_as_modules_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`package.module:task` from the current folder, a folder, or a built-in name; `only` leaves the others out."""
    (tmp_path / "my_questions.py").write_text("from tests.tasks.accidents import accidents as mine\nnumber = 3\n")
    (tmp_path / "broken_questions.py").write_text("1 / 0\n")
    monkeypatch.chdir(tmp_path)
    assert task_named("my_questions:mine").name == "accidents"
    assert tasks_named(()) is None
    added, alone = tasks_named(("my_questions:mine",)), tasks_named(("my_questions:mine", "summary"), only=True)
    assert [getattr(task, "name", task) for task in added or ()] == ["claims", "sources", "summary", "accidents"]
    assert [getattr(task, "name", task) for task in alone or ()] == ["accidents", "summary"]
    refused = {
        "nowhere": "no such folder",
        "no_such_module:task": "there is no module no_such_module",
        "my_questions:nothing": "is not there",
        "my_questions:number": "is no Task",
        "broken_questions:mine": "cannot be imported",
        ".": "cannot be called|cannot be read",
    }
    for name, said in refused.items():
        with pytest.raises(UsageError, match=said):
            task_named(name)
    with pytest.raises(UsageError, match="needs a --task"):
        tasks_named((), only=True)


def test_the_command_lines_options_become_the_extractors(tmp_path: Path) -> None:
    """Nothing said is nothing given."""
    assert Questions().options() == {}
    options = Questions.of(["summary"], True, tmp_path, ["claims.v1"], tmp_path / "p.toml").options()
    assert options["tasks"] == ("summary",)
    assert options["prompts"] == Prompts(tmp_path, {"claims": "v1"})
    assert options["profiles"] == tmp_path / "p.toml"
