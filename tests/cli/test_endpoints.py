"""An endpoint that cannot answer: one line, exit status 3, no key, no traceback. Nothing here is faked but it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Outcome, Run
from tests.support.chat_server import echoing

KEY = "sk-do-not-show-1234567890"


@pytest.fixture
def extract(command: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`extract(base_url)`: the command, with a key in the environment and no waits between attempts."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr("extractor.llm.wire.FIRST_WAIT", 0.0)
    return lambda base_url: command("extract", "ferry.txt", "--base-url", base_url, "--model", "some-model")


def failed(done: Outcome, *words: str, status: int = 3) -> None:
    """The status, nothing on standard output, one line that holds `words`, no key and no document."""
    assert (done.status, done.out) == (status, ""), done.err
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    assert KEY not in done.err
    assert "Harbour" not in done.err
    for word in words:
        assert word in done.err


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_key(extract: Run, status: int) -> None:
    """A refused key is said, with where it came from, and not shown."""
    with echoing(status) as base_url:
        failed(extract(base_url), "OPENAI_API_KEY", str(status))


def test_an_unknown_model(extract: Run) -> None:
    """An endpoint that knows no such model points at the name."""
    with echoing(404) as base_url:
        failed(extract(base_url), "404", "model's name")


def test_an_endpoint_that_is_down(extract: Run) -> None:
    """Nobody listens there: the address is said."""
    with echoing() as base_url:
        address = base_url
    failed(extract(address), address)


def test_an_address_that_is_none(extract: Run) -> None:
    """A base URL that is no address is wrong use."""
    failed(extract("not an address"), "base URL", status=2)


def test_no_model_at_all(command: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model file that is not there is status 3."""
    monkeypatch.setenv("EXTRACTOR_MODEL_PATH", "nowhere.gguf")
    # The engine's package is an extra that the tests do without; its absence has a line of its own.
    monkeypatch.setattr("extractor.llm.engine.require_engine", lambda: None)
    done = command("extract", "ferry.txt", "--model", "local")
    failed(done, "EXTRACTOR_MODEL_PATH", "nowhere.gguf")
