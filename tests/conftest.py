"""What holds for every test: no network, no model, no settings of this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from extractor.testing.plugin import narrowed
from tests.support import network, recording

pytest_plugins = ["pytester"]  # tests/testing/ run pytest inside pytest

# Settings of the machine that would change what the code under test does.
_SETTINGS = ("OPENAI_", "EXTRACTOR_", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither keys nor endpoints nor a model of this machine are seen."""
    for name in [*_PROXIES, *(name for name in os.environ if name.startswith(_SETTINGS))]:
        monkeypatch.delenv(name, raising=False)
    # Where the fetched model would be found.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(autouse=True)
def loopback_ports() -> Iterator[set[int]]:
    """Loopback ports that may be connected to: those bound during the test, and those it adds."""
    with network.guarded() as ports:
        yield ports


@pytest.fixture
def replay() -> Callable[[str], AbstractContextManager[Any]]:
    """`with replay("article"):` answers questions from `cassettes/article.json`."""
    return recording.replaying


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A recording that nobody uses is a question that is no longer asked: fail and say which."""
    if exitstatus != pytest.ExitCode.OK or narrowed(session):
        return
    stale = [*recording.RECORDINGS.unused(), *recording.RECORDINGS.never_opened()]
    if stale:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        session.config.stash[_STALE] = stale


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name the unused recordings at the end, where they are seen."""
    for line in config.stash.get(_STALE, []):
        terminalreporter.write_line(f"FAILED {line}: record again with `make record`", red=True)


_STALE: pytest.StashKey[list[str]] = pytest.StashKey()
