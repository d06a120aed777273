"""The cache of answers: bounded, shared by processes, off unless asked for."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from extractor.llm.cache import AnswerCache

ANSWER = {"choices": [{"message": {"content": "x" * 1000}}]}


def test_it_is_bounded_and_forgets_what_was_used_longest_ago(tmp_path: Path) -> None:
    """Above its size the oldest answers go, and the newest stay."""
    cache = AnswerCache(tmp_path / "answers.sqlite", most_bytes=100_000)
    for n in range(400):
        cache.put("scope", {"n": n}, ANSWER)
    assert cache.size <= 100_000 + 64 * 1_100
    assert cache.get("scope", {"n": 0}) is None
    assert cache.get("scope", {"n": 399}) == ANSWER
    assert cache.clear() > 0
    assert (len(cache), cache.size) == (0, 0)
    cache.close()


def fill(path: Path, first: int) -> None:
    cache = AnswerCache(path)
    for n in range(first, first + 50):
        cache.put("scope", {"n": n}, ANSWER)
        assert cache.get("scope", {"n": n}) == ANSWER
    cache.close()


def test_processes_share_it(tmp_path: Path) -> None:
    """Several processes write and read one file at once, and nothing is lost."""
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=fill, args=(tmp_path / "answers.sqlite", n * 50)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    cache = AnswerCache(tmp_path / "answers.sqlite")
    assert len(cache) == 200
    cache.close()


def test_a_file_of_before_is_used_further(tmp_path: Path) -> None:
    """A cache written before it was bounded keeps its answers."""
    import sqlite3

    path = tmp_path / "answers.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE answers (question TEXT PRIMARY KEY, answer TEXT NOT NULL)")
    cache = AnswerCache(path)
    cache.put("scope", {"n": 1}, ANSWER)
    assert cache.get("scope", {"n": 1}) == ANSWER
    cache.close()
