"""Portions: lines that are done as they stand are passed over, with the same outcome as if each was looked at."""

from __future__ import annotations

import asyncio
import json
import os
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.bulk import BulkOptions, BulkTotals, FileOutput, Journal, inputs, read_records, run
from extractor.bulk.account import Account
from extractor.bulk.journal import NAMES_AT_ONCE
from extractor.errors import AnswerRefused
from tests.bulk.corpus import Model, lines_of, run_over, text_of, write_records

LINES = 4  # of a portion in these tests
ROUNDS = 8


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Portions of a few lines."""
    monkeypatch.setattr(inputs, "PORTION_LINES", LINES)


def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many names each look into the journal is for."""
    counts: list[int] = []
    find = Journal.find

    def counting(self: Journal, names: Any) -> Any:
        counts.append(len(names))
        return find(self, names)

    monkeypatch.setattr(Journal, "find", counting)
    return counts


async def test_unchanged_lines_are_not_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finished run is resumed without decoding or looking up one record, and counts them all."""
    source, output, model = write_records(tmp_path / "in.jsonl", 10), tmp_path / "out.jsonl", Model()
    await run_over(source, output, model)
    before, looked = output.read_bytes(), looked_up(monkeypatch)
    monkeypatch.setattr(inputs, "record_of", None)  # whoever decodes a line now fails
    totals = await run_over(source, output, model)
    assert totals.before["complete"] == totals.documents == 10
    assert not looked
    assert output.read_bytes() == before


async def test_only_the_portion_that_changed_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One changed text: its neighbours are looked up, it is asked about, the rest is passed over."""
    source, output, model = write_records(tmp_path / "in.jsonl", 12), tmp_path / "out.jsonl", Model()
    await run_over(source, output, model)
    lines = source.read_text().splitlines()
    lines[5] = json.dumps({"id": "d5", "text": text_of("5a")})
    source.write_text("\n".join(lines) + "\n")
    looked, model.asked = looked_up(monkeypatch), 0
    totals = await run_over(source, output, model)
    assert (totals.before["complete"], totals.done["complete"], model.asked) == (11, 1, 2)
    assert looked == [LINES]
    assert sum(looked) < NAMES_AT_ONCE


async def test_other_settings_pass_nothing_over(tmp_path: Path) -> None:
    """What was done with another model is done again, portion or not."""
    source, output = write_records(tmp_path / "in.jsonl", 8), tmp_path / "out.jsonl"
    await run_over(source, output, Model("one"))
    totals = await run_over(source, output, Model("two"))
    assert totals.done["complete"] == 8


@pytest.mark.parametrize("retry", [False, True])
async def test_failed_records_are_retried_though_their_portion_is_done(tmp_path: Path, retry: bool) -> None:
    """`--retry-failed` looks at a portion that holds a failure, an ordinary resume passes it over."""
    source, output = write_records(tmp_path / "in.jsonl", 8), tmp_path / "out.jsonl"
    first = await run_over(source, output, Model(faults={"number 2 ": AnswerRefused("m", "no")}))
    assert first.done["complete"] == 7
    totals = await run_over(source, output, Model(), BulkOptions(retry_failed=retry))
    again = await run_over(source, output, Model())
    assert sum(totals.done.values()) == int(retry)
    assert again.before["complete"] == 7 + int(retry)


async def test_a_file_that_a_line_names_is_read_again(tmp_path: Path) -> None:
    """The line is the same and the file is another: the document is asked about again."""
    story, source, output = tmp_path / "story.txt", tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    story.write_text(text_of(1))
    source.write_text(json.dumps({"id": "a", "path": "story.txt"}) + "\n")
    await run_over(source, output, Model())
    story.write_text(text_of(2))
    totals = await run_over(source, output, Model())
    assert totals.done["complete"] == 1


async def test_a_pipe_is_read_line_by_line(tmp_path: Path) -> None:
    """What is no regular file gives each record as soon as its line is there."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    keeper = os.open(pipe, os.O_RDWR)  # nobody waits for the other end
    os.write(keeper, json.dumps({"id": "a", "text": text_of(1)}).encode() + b"\n")
    records = read_records([str(pipe)])
    assert next(records).id == "a"
    os.close(keeper)


def edited(lines: list[str], draw: random.Random) -> list[str]:
    """The input as somebody may have changed it between two runs."""
    lines = list(lines)
    for _ in range(draw.randrange(3)):
        at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        match draw.randrange(6):
            case 0:
                lines[at] = json.dumps({"id": f"d{draw.randrange(30)}", "text": text_of(draw.randrange(99))})
            case 1:
                lines[at], lines[other] = lines[other], lines[at]
            case 2:
                lines.insert(at, lines[other])  # an id twice
            case 3:
                del lines[at]
            case 4:
                lines.insert(at, draw.choice(["", "no json", '{"id": "e"}']))
            case _:
                lines.append(json.dumps({"text": text_of(draw.randrange(99))}))  # known by where it stands
    return lines


def outcome(totals: BulkTotals, output: Path) -> dict[str, Any]:
    """What of a run must not depend on portions."""
    found = [
        (line["document"]["id"], line["report"]["status"], line["document"]["sha256"]) for line in lines_of(output)
    ]
    return {"done": totals.done, "before": totals.before, "documents": totals.documents, "lines": found}


async def one_run(source: Path, output: Path, options: BulkOptions, *, known: bool) -> dict[str, Any]:
    """A run, with portions known or not."""
    faults = {"number 7 ": AnswerRefused("m", "no")}
    with Journal(f"{output}.journal", FileOutput(output), in_order=options.order == "input") as journal:
        if not known:
            journal.portions.known = frozenset()
        records = read_records([str(source)])
        totals = await run(records, Model(faults=faults).extractor, options, journal)
    found = outcome(totals, output)
    there = {record.id for record in read_records([str(source)])}  # others of before may stand anywhere
    found["lines"] = [line for line in found["lines"] if line[0] in there]
    return found if options.order == "input" else {**found, "lines": sorted(found["lines"])}


@pytest.mark.parametrize("seed", range(12))
async def test_passing_over_changes_no_outcome(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs over an input that somebody edits: totals and lines are those of a run that looks at every record."""
    draw = random.Random(seed)  # noqa: S311
    passed: list[int] = []
    were_done = Account.were_done

    def counted(self: Account, counts: Any) -> None:
        passed.append(sum(counts.values()))
        were_done(self, counts)

    monkeypatch.setattr(Account, "were_done", counted)
    lines = [json.dumps({"id": f"d{n}", "text": text_of(n)}) for n in range(22)]
    source = tmp_path / "in.jsonl"
    for _ in range(ROUNDS):
        source.write_text("\n".join(lines) + "\n")
        options = BulkOptions(concurrency=1, order=draw.choice(["done", "input"]), retry_failed=draw.random() < 0.3)
        one = await one_run(source, tmp_path / "one.jsonl", options, known=True)
        other = await one_run(source, tmp_path / "other.jsonl", replace(options), known=False)
        assert one == other
        lines = edited(lines, draw)
    assert passed


async def test_a_cancelled_run_keeps_no_portion_that_is_not_done(tmp_path: Path) -> None:
    """Cancelled in the middle, then run to the end: every record has its line."""
    source, output = write_records(tmp_path / "in.jsonl", 20), tmp_path / "out.jsonl"
    for delay in (0.0, 0.01, 0.02, 0.04):
        task = asyncio.create_task(run_over(source, output, Model(), BulkOptions(concurrency=2)))
        await asyncio.sleep(delay)
        task.cancel()
        await asyncio.wait([task])
    totals = await run_over(source, output, Model(), BulkOptions(concurrency=2))
    assert totals.documents == 20
    assert {line["document"]["id"] for line in lines_of(output)} == {f"d{n}" for n in range(20)}
