"""Versions and folders: which template is meant, and that a configuration goes on meaning it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor import Extractor, Prompts, Task, UsageError, Verbatim
from extractor.prompts import load
from extractor.tasks.plan import Plan
from tests.support.fake_client import FakeClient


class Answer(BaseModel):
    """The answer of the task in these tests."""

    who: Verbatim


def template(folder: Path, name: str, words: str = "Who?", front: str = "") -> Path:
    """A template in a folder."""
    head = f"---\n{front}\n---\n" if front else ""
    (path := folder / f"{name}.jinja").write_text(f"{head}{words}\n{{{{ text }}}}\n")
    return path


def test_without_a_folder_the_templates_are_ours() -> None:
    """And a name is what it says."""
    assert Prompts().load("claims.v1") is load("claims.v1")


def test_a_folder_is_laid_over_ours(tmp_path: Path) -> None:
    """Its latest version of a task is used, ours of the tasks it does not have."""
    template(tmp_path, "claims.v2")
    template(tmp_path, "claims.v10")
    prompts = Prompts.of(tmp_path)
    assert prompts.load("claims.v1").name == "claims.v10"
    assert prompts.load("summary.v1") is load("summary.v1")
    assert [prompt.name for prompt in prompts.catalog() if prompt.task == "claims"] == [
        "claims.v1",
        "claims.v2",
        "claims.v10",
    ]


def test_a_configuration_that_names_v1_goes_on_meaning_v1(tmp_path: Path) -> None:
    """Whatever versions there are beside it; a v1 of the folder comes before ours."""
    template(tmp_path, "claims.v2")
    assert Prompts.of(tmp_path, ("claims.v1",)).load("claims.v1") is load("claims.v1")
    template(tmp_path, "claims.v1", "Mine?")
    assert Prompts.of(tmp_path, ("claims.v1",)).load("claims.v1").source.startswith("Mine?")


def test_a_version_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Before a model is asked, with those there are."""
    with pytest.raises(UsageError, match=r"no prompt claims\.v7; there are: claims\.v1"):
        Prompts.of(None, ("claims.v7",))
    with pytest.raises(UsageError, match=r"fires\.v2 is chosen, but no question is put with it"):
        Plan.of(None, Prompts.of(None, ("fires.v2",)))
    with pytest.raises(UsageError, match="not named like"):
        Prompts.of(None, ("claims",))
    with pytest.raises(UsageError, match="not a folder"):
        Prompts.of(tmp_path / "nothing")


def test_the_overlay_is_what_is_asked_and_what_the_result_names(tmp_path: Path) -> None:
    """`run.prompts` carries its version and hash."""
    from tests.tasks.accidents import PROMPT, TEXT, Accident, read_and_seen

    template(tmp_path, "accidents.v3", "Anybody harmed?")
    path = tmp_path / "elsewhere"
    path.mkdir()
    task = Task("accidents", Accident, template(path, "accidents.v1", PROMPT.split("\n")[0]))
    result, seen = read_and_seen([{"casualties": []}], task, TEXT, prompts=tmp_path)
    assert seen[0][0]["content"].startswith("Anybody harmed?")
    assert result.run.prompts["accidents"].startswith("v3 sha256:")
    result, _ = read_and_seen([{"casualties": []}], task, TEXT)
    assert result.run.prompts["accidents"].startswith("v1 sha256:")


FRONT = {
    'window = "page"': "window is 'page'",
    'colour = "red"': "has 'colour'; it may have about",
    "max_tokens = 0": "max_tokens must be",
    'languages = "en"': "languages must be a list",
    "about = 3": "about must be",
    "window =": "is not TOML",
    'fields = ["whom"]': "'whom', which is no field of the answer",
}


@pytest.mark.parametrize("front", FRONT)
def test_a_mistake_in_front_matter_is_one_line(tmp_path: Path, front: str) -> None:
    """With the file, before a model is asked."""
    task = Task("mine", Answer, template(tmp_path, "mine.v1", front=front))
    client = FakeClient(lambda *_: {}, "a-large-model")
    with pytest.raises(UsageError, match=FRONT[front]) as refused:
        Extractor.with_client(client, tasks=[task])  # type: ignore[arg-type]
    assert "mine.v1.jinja" in str(refused.value)
    assert "\n" not in str(refused.value)


EXAMPLES = {
    '{"text": "Ann spoke.", "answer": {"who": "Bob"}}': "who: not in the text: 'Bob'",
    '{"text": "Ann spoke.", "answer": {"whom": "Ann"}}': "does not fit the schema",
    '{"text": "Ann spoke.", "answer": ["Ann"]}': "its answer is no object",
    '{"text": " ", "answer": {"who": "Ann"}}': "its input has no text",
    '{"answer": {"who": "Ann"}}': "not a worked example",
    "Ann": "not a worked example",
    '{"text": "He said that it rained here.", "answer": {"who": "He said it rained here"}}': "word for word",
}


@pytest.mark.parametrize("line", EXAMPLES)
def test_worked_examples_must_ground_in_their_own_text(tmp_path: Path, line: str) -> None:
    """They are checked when they are loaded: a model would learn to invent."""
    path = template(tmp_path, "mine.v1")
    path.with_name("mine.v1.examples.jsonl").write_text(
        f'{{"text": "Ann spoke.", "answer": {{"who": "Ann"}}}}\n{line}\n'
    )
    with pytest.raises(UsageError, match=EXAMPLES[line]) as refused:
        Task("mine", Answer, path).check()
    assert "examples.jsonl" in str(refused.value)


def test_our_own_worked_examples_and_templates_hold_to_the_same_rules() -> None:
    """Every template of ours compiles in the sandbox and its front matter is read."""
    for prompt in Prompts().catalog():
        assert prompt.front.about
        assert prompt.messages(prompt.examples[0]["input"])


@pytest.mark.parametrize(
    ("source", "example", "said"),
    [
        (
            "{% block system %}x{% endblock %}{% block user %}{{ text }}{% endblock %}",
            "invented words",
            "not in its own text",
        ),
        ("{% block system %}x{% endblock %}{% block user %}{{ txt }}{% endblock %}", "Ann", "'txt' is undefined"),
        ("{% block system %}x{% endblock %}{% block user %}Who?{% endblock %}", "Ann", "does not show the passage"),
    ],
)
def test_a_template_laid_over_ours_is_tried_before_a_model_is_asked(
    tmp_path: Path, source: str, example: str, said: str
) -> None:
    """Its worked examples, too, must hold words of their own text."""
    (tmp_path / "claims.v2.jinja").write_text(source)
    answer = {"claims": [{"source": example, "cue": "said", "content": []}]}
    row = {"input": {"text": "Ann said so.", "before": ""}, "answer": answer}
    (tmp_path / "claims.v2.examples.jsonl").write_text(json.dumps(row))
    with pytest.raises(UsageError, match=said):
        Plan.of(None, Prompts.of(tmp_path))
