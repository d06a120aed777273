"""The command line as tests run it: inside this process, on a fake extractor."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractor.cli import main
from tests.support.fake_extractor import FakeExtractor


@dataclass
class Outcome:
    """What a command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


class Stream(io.TextIOWrapper):
    """A standard stream that may claim to be a terminal."""

    def __init__(self, data: bytes = b"", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def written(self) -> str:
        """What arrived so far."""
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> type[FakeExtractor]:
    """The extractor that commands get."""
    FakeExtractor.reset()
    monkeypatch.setattr("extractor.pipeline.Extractor", FakeExtractor)
    return FakeExtractor


@pytest.fixture
def run(fake: type[FakeExtractor], command: Run) -> Run:
    """`run("extract", "a.txt", stdin=b"...", terminal=True)` in an empty folder, on the fake extractor."""
    return command


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The same with nothing faked."""
    monkeypatch.chdir(tmp_path)

    def go(*argv: str, stdin: bytes = b"", terminal: bool = False) -> Outcome:
        streams = Stream(stdin), Stream(terminal=terminal), Stream(terminal=terminal)
        with monkeypatch.context() as patched:
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patched.setattr(sys, name, stream)
            status = main(argv)
        return Outcome(status, streams[1].written(), streams[2].written())

    return go


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A readable document."""
    path = tmp_path / "ferry.txt"
    path.write_text("Harbour officials said the ferry may sail on Friday.\n", encoding="utf-8")
    return path
