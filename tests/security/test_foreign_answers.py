"""Answers that nobody gave: rows of a cache or of a journal that are not ours are none, and their file is one line."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from extractor import Document, Extractor
from extractor.bulk.answers import KeptAnswers
from extractor.cli import main
from extractor.errors import UsageError
from extractor.llm import AnswerCache
from tests.security.loopback import answering
from tests.security.planted import change

ASKED = {"messages": []}
ANSWER = b'{"choices": [{"finish_reason": "stop", "message": {"content": "{\\"claims\\": []}"}}]}'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A cache that holds one answer."""
    cache = AnswerCache(tmp_path / "answers.sqlite")
    cache.put("scope", ASKED, {"choices": []})
    cache.close()
    return cache.path


@pytest.mark.parametrize(
    "value",
    ["", "{", "[1]", "[" * 100_000, 5, b"\xff\xfe", b"{}\xff", None],
    ids=["empty", "half", "list", "deep", "number", "bytes", "no UTF-8", "NULL"],
)
def test_a_row_that_is_no_answer_is_none(place: Path, value: object) -> None:
    """The question is asked, and the answer is kept over what stood there."""
    change(place, "UPDATE answers SET answer = coalesce(?, zeroblob(9)), used = 'never'", value)
    cache = AnswerCache(place)
    assert cache.get("scope", ASKED) is None
    cache.put("scope", ASKED, {"choices": [1]})
    assert cache.get("scope", ASKED) == {"choices": [1]}
    cache.close()


def test_a_row_larger_than_any_answer_is_not_read(place: Path) -> None:
    """Forty megabytes under the name of a question."""
    change(place, "UPDATE answers SET answer = ?", "{" + " " * 40_000_000 + "}")
    cache = AnswerCache(place)
    assert cache.get("scope", ASKED) is None
    cache.close()


@pytest.mark.parametrize("kept", ['{"choices": 5}', '{"choices": [{"message": 7}]}', '{"usage": [], "choices": [{}]}'])
def test_an_answer_of_another_form_is_like_one_from_the_endpoint(tmp_path: Path, kept: str) -> None:
    """It costs a window, which the report says; nothing is raised."""
    cache = AnswerCache(tmp_path / "answers.sqlite")
    document = Document.from_text("The wall was rebuilt, Ana Ruiz said.", id="d")
    with answering(ANSWER, {"Content-Type": "application/json"}) as url:
        for round_ in range(2):
            with Extractor("m", base_url=f"{url}/v1", api_key="none", cache=cache) as extractor:
                report = extractor.extract(document).report
            if round_ == 0:
                assert report.windows.sent > 0
                change(cache.path, "UPDATE answers SET answer = ?", kept)
    assert report.status in ("partial", "failed")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON answers BEGIN DELETE FROM answers; END",
        "CREATE VIEW v AS SELECT * FROM answers",
        "CREATE TABLE more (a)",
        "ALTER TABLE answers RENAME COLUMN answer TO other",
    ],
)
def test_a_file_of_another_make_is_refused(place: Path, statement: str) -> None:
    """Tables, views and triggers that are not ours: one line, and the file stays as it is."""
    change(place, statement)
    before = place.read_bytes()
    with pytest.raises(UsageError, match=r"^[^\n]*not a usable answer cache[^\n]*$"):
        AnswerCache(place)
    assert place.read_bytes() == before


def test_a_link_is_not_followed(place: Path) -> None:
    """The file that the cache's name leads to keeps its mode."""
    other = place.with_name("other")
    place.rename(other)
    other.chmod(0o644)
    place.symlink_to(other)
    with pytest.raises(UsageError, match="not a usable answer cache"):
        AnswerCache(place)
    assert other.stat().st_mode & 0o777 == 0o644


def test_a_damaged_file_is_one_line_of_the_command(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever SQLite finds wrong while it reads."""
    content = bytearray(place.read_bytes())
    content[-4096:] = b"\xff" * 4096
    place.write_bytes(content)
    assert main(["cache", "clear", "--file", str(place)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


class Book:
    """A journal that holds one answer, to everything."""

    holds_answers = True

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def kept_answer(self, question: bytes) -> bytes | None:
        return self.answer

    def keep_answer(self, question: bytes, record: bytes, answer: bytes) -> None:
        raise AssertionError


@pytest.mark.parametrize("answer", [b"", b"{", b"\xff\x00", b"7", b"[" * 100_000])
def test_a_journals_answer_that_is_none_is_asked_again(answer: bytes) -> None:
    """As if the interrupted run had not had it."""
    assert asyncio.run(KeptAnswers(Book(answer), b"record").aget("scope", ASKED)) is None
