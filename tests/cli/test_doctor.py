"""`extractor doctor`: what it says of this installation."""

from __future__ import annotations

import pytest

from extractor.llm.doctor import Check
from tests.cli.conftest import Run

CHECKS = [
    Check("python", True, "3.11.7 on Linux"),
    Check("embedded model", None, "not here", "extractor model pull"),
    Check("endpoint", False, "http://127.0.0.1:1/v1 does not answer", "start the server"),
]


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    """What the diagnosis finds, which a test may change."""
    found = list(CHECKS)
    monkeypatch.setattr("extractor.llm.diagnose", lambda **_: found, raising=False)
    return found


def test_one_line_a_thing_and_what_to_do(run: Run, checks: list[Check]) -> None:
    """Each thing has a line with its mark, and a hint unless it is well."""
    assert run("doctor").out == (
        "ok  python          3.11.7 on Linux\n"
        "–   embedded model  not here → extractor model pull\n"
        "no  endpoint        http://127.0.0.1:1/v1 does not answer → start the server\n"
    )


def test_something_in_the_way_is_status_3(run: Run, checks: list[Check]) -> None:
    """What stands in the way of a model makes the status 3, what is merely absent does not."""
    assert run("doctor").status == 3
    checks.pop()
    assert run("doctor").status == 0


def test_it_runs_without_model_network_and_key(run: Run) -> None:
    """On a machine with nothing set up it says so and fetches nothing."""
    done = run("doctor")
    assert "embedded model" in done.out
    assert "extractor model pull" in done.out or "make room" in done.out
    assert "none configured" in done.out
    assert done.err == ""
