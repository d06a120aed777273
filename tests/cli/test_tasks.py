"""One's own questions on the command line: `--task`, `--only-tasks`, `--prompts`, `--prompt`, `--profiles`."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import pytest

from extractor.cli import main
from tests.support.fake_client import FakeClient, Reply

FOLDER = Path(__file__).parents[2] / "examples" / "tasks"
ARTICLE = str(FOLDER / "rulings" / "articles" / "dairy-fine.txt")
RULING = {"court": "The Lindby regional court", "parties": [], "outcome": "fined", "words": "fined Skarn Dairies"}


def reply(_: object, form: type[object]) -> Reply:
    """A ruling, and little else."""
    if form.__name__ == "SummaryAnswer":
        return {"sentences": [{"text": "The court fined Skarn Dairies.", "support": [1]}]}
    return RULING if form.__name__ == "RulingsAnswer" else {"claims": []}


def run(*words: str) -> int:
    """The exit status of a command, with a fake model behind it."""
    with mock.patch("extractor.llm.choice._client", side_effect=lambda *_: FakeClient(reply, "a-large-model")):
        return main(list(words))


def test_a_task_is_added_to_the_built_in_questions(capsys: pytest.CaptureFixture[str]) -> None:
    """Its answer stands under `answers`, the other parts stay as they are."""
    assert run("extract", ARTICLE, "--task", str(FOLDER / "rulings"), "--format", "json", "--model", "m") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["answers"]["rulings"]["court"]["text"] == "The Lindby regional court"
    assert data["summary"]["text"]
    assert set(data["run"]["prompts"]) >= {"claims", "summary", "rulings"}


def test_only_tasks_leaves_the_built_in_questions_out(capsys: pytest.CaptureFixture[str]) -> None:
    """One question instead of all, in the table as well."""
    assert run("extract", ARTICLE, "--task", str(FOLDER / "rulings"), "--only-tasks", "--model", "m") == 0
    shown = capsys.readouterr().out
    assert "fined Skarn Dairies" in shown
    assert "Claims" not in shown
    assert "1 call" in shown


def test_a_bulk_run_knows_the_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same line with another task is other work; with the same one it is done already."""
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "path": ARTICLE}))
    words = ("batch", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "out.jsonl"), "--model", "m", "--only-tasks")
    assert run(*words, "--task", str(FOLDER / "rulings")) == 0
    first = (tmp_path / "out.jsonl").read_text()
    assert json.loads(first)["answers"]["rulings"]["outcome"] == "fined"
    assert run(*words, "--task", str(FOLDER / "rulings")) == 0
    assert (tmp_path / "out.jsonl").read_text() == first
    run(*words, "--task", "summary")
    assert (tmp_path / "out.jsonl").read_text() != first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--task", "nothing-there"), "no such folder"),
        (("--only-tasks",), "needs a --task"),
        (("--prompt", "claims.v9"), "no prompt claims.v9"),
        (("--prompts", "nothing-there"), "not a folder of prompt templates"),
        (("--profiles", "nothing-there"), "cannot be read"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before a model is asked."""
    assert main(["extract", ARTICLE, "--model", "m", "--base-url", "http://127.0.0.1:9/v1", *words]) == 2
    shown = capsys.readouterr().err.strip()
    assert said in shown
    assert "\n" not in shown


def test_prompts_lists_those_of_a_folder_and_of_tasks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With version, hash, place and what they ask; and prints one."""
    (tmp_path / "claims.v2.jinja").write_text("Who?\n{{ text }}")
    assert main(["prompts", "--prompts", str(tmp_path), "--task", str(FOLDER / "rulings")]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    listed = {(row[0], row[1]): row[2] for row in rows}
    assert {("claims", "v1"), ("claims", "v2"), ("rulings", "v1")} <= set(listed)
    assert all(digest.startswith("sha256:") for digest in listed.values())
    assert main(["prompts", "claims.v2", "--prompts", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Who?\n{{ text }}\n"
