"""`extractor model`: what it prints, on a model store that holds nothing or the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.fetching import FetchBar, FetchLines
from extractor.errors import ModelUnavailable
from tests.cli.conftest import Run


def test_path_of_a_model_that_is_not_there(run: Run) -> None:
    """The place is printed all the same, and the exit status is 3."""
    done = run("model", "path")
    assert done.out.rstrip().endswith(".gguf")
    assert done.status == 3
    assert "model pull" in done.err


def test_list_of_a_store_that_is_empty(run: Run) -> None:
    """Every known model is listed with its size, its licence and whether it is here."""
    done = run("model", "list")
    assert done.status == 0
    assert "qwen2.5-coder-1.5b-instruct  1,117 MB  Apache-2.0  not fetched" in done.out


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A model store whose fetching is faked: three reports of progress and a file."""
    path = tmp_path / "model.gguf"

    def ensure_model(progress: Callable[[int, int], None], *, say: Callable[[str], None], **_: Any) -> Path:
        say("another process is fetching it; waiting")
        for done in (0, 50_000_000, 100_000_000):
            progress(done, 100_000_000)
        return path

    monkeypatch.setattr("extractor.llm.ensure_model", ensure_model, raising=False)
    return path


def test_pull_prints_the_path(run: Run, fetched: Path) -> None:
    """The path goes to standard output; progress, in lines, to standard error."""
    done = run("model", "pull")
    assert (done.status, done.out) == (0, f"{fetched}\n")
    assert done.err.splitlines() == [
        "extractor: another process is fetching it; waiting",
        "extractor: fetching the embedded model, once: 100 MB",
        "extractor: fetching the embedded model: 50 of 100 MB",
        "extractor: fetching the embedded model: 100 of 100 MB",
    ]


def test_pull_shows_a_bar_on_a_terminal(run: Run, fetched: Path) -> None:
    """On a terminal there is a bar, and standard output still holds the path alone."""
    done = run("model", "pull", terminal=True)
    assert done.out == f"{fetched}\n"
    assert "\x1b[" in done.err


def test_a_model_that_cannot_be_fetched_is_status_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the model store says is one line."""

    def ensure_model(*_: Any, **__: Any) -> Path:
        msg = "the disk is full: 1,117 MB are needed"
        raise ModelUnavailable(msg)

    monkeypatch.setattr("extractor.llm.ensure_model", ensure_model, raising=False)
    done = run("model", "pull")
    assert (done.status, done.err) == (3, "extractor: the disk is full: 1,117 MB are needed\n")


def test_a_fetch_that_was_complete_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A report that all is there already makes no line and leaves no bar."""
    lines, bar = FetchLines(), FetchBar()
    lines(10, 10)
    bar(10, 10)
    assert capsys.readouterr().err == ""
    assert not bar.active
