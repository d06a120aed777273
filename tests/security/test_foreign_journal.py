"""A journal that was damaged, planted or made by somebody else is refused in one line, and the output stays."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest

from extractor.bulk import BulkOptions, FileOutput, Journal
from extractor.errors import UsageError
from tests.bulk.corpus import Model, ids_of, run_over, write_records

SHARED = {"a": "precious\n", "b": ""}


@pytest.fixture
def done(tmp_path: Path) -> Path:
    """The output of a finished run, its journal beside it."""
    source, output = write_records(tmp_path / "in.jsonl", 4), tmp_path / "out.jsonl"
    asyncio.run(run_over(source, output, Model(), BulkOptions()))
    return output


def journal_of(output: Path) -> Path:
    return output.with_name(f"{output.name}.journal")


def change(output: Path, *statements: str) -> None:
    """Change the journal behind the run's back."""
    db = sqlite3.connect(journal_of(output), isolation_level=None)
    for statement in statements:
        db.executescript(statement)
    db.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET status = 7 WHERE n = 2",
        "UPDATE records SET status = -1 WHERE n = 2",
        "UPDATE records SET name = 'd1' WHERE n = 2",
        "UPDATE records SET work = 5 WHERE n = 2",
        "UPDATE records SET start = NULL WHERE n = 2",
        "UPDATE records SET start = 'x' WHERE n = 2",
        "UPDATE records SET n = 1 << 62 WHERE n = 2",
        "UPDATE records SET length = 1 << 40 WHERE n = 2; INSERT INTO stale VALUES (0, 5)",
        "INSERT INTO lines VALUES (2, x'ff00')",
        "INSERT INTO lines VALUES (99, 'a line')",
        "INSERT INTO stale VALUES (0, 5)",
        "INSERT INTO answers VALUES ('question', 'record', 'answer')",
        "UPDATE about SET value = 'x' WHERE name = 'output bytes'",
        "UPDATE about SET value = -1 WHERE name = 'output bytes'",
        "UPDATE about SET value = 3 WHERE name = 'output bytes'",
        "INSERT INTO about VALUES ('being replaced', '(WITH c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT 1)')",
        "DELETE FROM spent",
        "UPDATE spent SET calls = 'x'",
        "DROP TABLE records",
        "DROP TABLE records; CREATE TABLE records (a, b)",
        "ALTER TABLE records RENAME TO r; CREATE VIEW records AS SELECT * FROM r",
        "CREATE TRIGGER t AFTER INSERT ON lines BEGIN UPDATE lines SET line = x'7b7d0a'; END",
    ],
)
@pytest.mark.parametrize("order", ["done", "input"])
def test_rows_that_no_run_writes(done: Path, statement: str, order: str) -> None:
    """Wrong types, places and lengths, triggers, views and SQL in a value: one line, nothing asked or written."""
    change(done, statement)
    before, model = done.read_bytes(), Model()
    with pytest.raises(UsageError, match=r"^[^\n]*(damaged, or not written by a run|not a usable journal)[^\n]*$"):
        asyncio.run(run_over(done.with_name("in.jsonl"), done, model, BulkOptions(order=order)))  # type: ignore[arg-type]
    assert done.read_bytes() == before
    assert model.asked == 0


def test_a_line_that_is_not_where_it_should_be_is_not_copied(done: Path) -> None:
    """When the output is written anew, what its journal calls a line has to be one."""
    change(done, "UPDATE records SET start = start + 3, position = 0 WHERE n = 3")
    before = done.read_bytes()
    with pytest.raises(UsageError, match="its lines are not where its journal says"):
        Journal(journal_of(done), FileOutput(done), in_order=True)
    assert done.read_bytes() == before


def test_a_damaged_page_ends_a_run_in_one_line(done: Path) -> None:
    """Bytes that SQLite cannot read."""
    content = bytearray(journal_of(done).read_bytes())
    content[4096::97] = bytes(byte ^ 0x55 for byte in content[4096::97])
    journal_of(done).write_bytes(content)
    with pytest.raises(UsageError, match="not a usable journal"):
        Journal(journal_of(done), FileOutput(done))


@pytest.mark.parametrize("content", SHARED.values(), ids=SHARED)
def test_a_link_is_not_followed(done: Path, content: str) -> None:
    """A journal's name that leads to another file: that file keeps its content and its mode."""
    other = done.with_name("other")
    other.write_text(content)
    other.chmod(0o644)
    journal_of(done).unlink()
    journal_of(done).symlink_to(other)
    with pytest.raises(UsageError, match="not a usable journal"):
        Journal(journal_of(done), FileOutput(done))
    assert (other.read_text(), other.stat().st_mode & 0o777) == (content, 0o644)


def test_a_planted_name_of_the_new_output_leads_nowhere(done: Path) -> None:
    """The output is written anew beside itself: a link that waits there is not written through."""
    other, part = done.with_name("other"), FileOutput(done).part
    other.write_text("precious\n")
    part.symlink_to(other)
    output = FileOutput(done)
    output.rewrite([(0, output.size)])
    output.replace()
    assert other.read_text() == "precious\n"
    assert len(ids_of(done)) == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nor is a folder or a device taken for a journal."""
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path):
        with pytest.raises(UsageError, match="not a usable journal"):
            Journal(place, FileOutput(tmp_path / "out.jsonl"))


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """Named by mistake, it is neither added to nor deleted, whether or not the output holds anything."""
    other = tmp_path / "bookmarks.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE bookmarks (address)")
    before = other.read_bytes()
    for content in ("", "a line\n"):
        (tmp_path / "out.jsonl").write_text(content)
        with pytest.raises(UsageError, match="not a usable journal"):
            Journal(other, FileOutput(tmp_path / "out.jsonl"))
        assert other.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_what_others_may_write_is_taken_from_them(done: Path) -> None:
    """A journal with open modes is its owner's alone from the first look on."""
    journal_of(done).chmod(0o666)
    Journal(journal_of(done), FileOutput(done)).close()
    assert journal_of(done).stat().st_mode & 0o777 == 0o600
