"""Bad input: one line on standard error, the right exit status, no traceback, no model asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Outcome, Run
from tests.support.fake_extractor import FakeExtractor

# Far above the limit, and sparse: it takes no room on the disk.
HUGE = 200_000_000


def refused(done: Outcome, *words: str) -> None:
    """The command refused its input on one line that holds `words`."""
    assert done.status == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err
    assert FakeExtractor.opened == []


def test_a_missing_file(run: Run) -> None:
    """A file that is not there is named."""
    refused(run("extract", "missing.txt"), "missing.txt", "no such file")


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file(run: Run, content: bytes) -> None:
    """A file without text, also one of white space or of a byte order mark alone, is said to be empty."""
    Path("empty.txt").write_bytes(content)
    refused(run("extract", "empty.txt"), "empty.txt", "no text")


def test_empty_standard_input(run: Run) -> None:
    """Nothing on standard input is said as well."""
    refused(run("extract", "-"), "standard input", "no text")


def test_a_binary_file(run: Run) -> None:
    """Bytes that are no text are refused."""
    Path("story.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    refused(run("extract", "story.pdf"), "story.pdf", "PDF")


def test_bytes_that_are_nothing(run: Run) -> None:
    """Random bytes without a known mark are refused, too."""
    Path("noise.txt").write_bytes(bytes(range(256)) * 200)
    refused(run("extract", "noise.txt"), "noise.txt")


def test_wrongly_encoded_text(run: Run) -> None:
    """Text that its declared encoding does not fit is refused, with what to do."""
    Path("latin.txt").write_bytes("Der Minister äußerte sich nicht.".encode("latin-1"))
    refused(run("extract", "latin.txt", "--encoding", "utf-8"), "latin.txt", "utf-8", "encoding")


def test_an_encoding_nobody_knows(run: Run, article: Path) -> None:
    """An unknown encoding is wrong use."""
    refused(run("extract", "ferry.txt", "--encoding", "klingon"), "klingon")


def test_200_megabytes(run: Run) -> None:
    """A file above the documented limit is refused without being read, and the limit is said."""
    with Path("huge.txt").open("wb") as file:
        file.truncate(HUGE)
    refused(run("extract", "huge.txt"), "huge.txt", "200,000,000", "2,000,000 characters")


def test_too_much_on_standard_input(run: Run) -> None:
    """Standard input is read up to the limit and no further."""
    refused(run("extract", "-", stdin=b"word " * 2_000_000), "standard input", "2,000,000 characters")


def test_a_directory(run: Run) -> None:
    """A directory is not a document."""
    Path("folder").mkdir()
    refused(run("extract", "folder"), "folder", "directory")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(run: Run, article: Path) -> None:
    """A file without permission is named."""
    article.chmod(0)
    refused(run("extract", "ferry.txt"), "ferry.txt", "permission")


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["extract"], ["FILE"]),
        (["extract", "-", "-"], ["twice"]),
        (["extract", "a.txt", "--format", "docx"], ["docx"]),
        (["extract", "a.txt", "--window", "page"], ["page"]),
        (["extract", "a.txt", "--wrong"], ["--wrong", "extractor extract --help"]),
        (["exctract"], ["exctract", "extract"]),
        (["--wrong"], ["--wrong", "extractor --help"]),
        (["prompts", "nothing.v9"], ["nothing.v9", "claims.v1"]),
    ],
)
def test_wrong_use(run: Run, argv: list[str], words: list[str]) -> None:
    """A command that cannot be meant says what is wrong, and where its help is."""
    refused(run(*argv), *words)
