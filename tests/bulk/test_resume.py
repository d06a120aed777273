"""Resume: a run that ended in any way goes on where it was, when the same command is given again."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import signal
from pathlib import Path

import pytest

from extractor.bulk import Budget, BulkOptions, BulkTotals, CallOutput, FileOutput, Journal, read_records, run
from extractor.errors import AnswerRefused, UsageError
from tests.bulk.corpus import Model, ids_of, lines_of, run_over, write_records

DOCUMENTS, KILLS, AT_ONCE = 60, 5, 4


def run_until_killed(source: Path, output: Path, asked: Path, deaths: int, order: str) -> None:
    """In a process of its own: the run, until so many steps are done; some of them are half a written line."""
    steps = 0
    append = FileOutput.append

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == deaths:
            os.kill(os.getpid(), signal.SIGKILL)

    def torn(self: FileOutput, line: bytes) -> int:
        step()
        if steps == deaths - 1:  # dies in the middle of the line
            os.pwrite(self._file, line[: len(line) // 2], self.size)
            step()
        start = append(self, line)
        step()
        return start

    FileOutput.append = torn  # type: ignore[method-assign]
    model = Model()
    answer = model.client.reply

    def counted(messages: object, form: object) -> object:
        step()
        with asked.open("a", encoding="utf-8") as log:
            log.write("asked\n")
        return answer(messages, form)  # type: ignore[arg-type]

    model.client.reply = counted  # type: ignore[assignment]
    asyncio.run(run_over(source, output, model, BulkOptions(concurrency=AT_ONCE, order=order)))  # type: ignore[arg-type]


@pytest.mark.parametrize("order", ["done", "input"])
def test_a_killed_run_loses_nothing(tmp_path: Path, order: str) -> None:
    """Killed at any step, again and again: every line is there once, whole, and little is asked twice."""
    source, output, asked = write_records(tmp_path / "in.jsonl", DOCUMENTS), tmp_path / "out.jsonl", tmp_path / "asked"
    draw = random.Random(7)  # noqa: S311
    fork = multiprocessing.get_context("fork")
    deaths = 0
    while True:
        at = draw.randrange(2, 60) if deaths < KILLS else 1_000_000
        child = fork.Process(target=run_until_killed, args=(source, output, asked, at, order))
        child.start()
        child.join()
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
        deaths += 1
    assert deaths >= KILLS
    ids = ids_of(output)
    assert sorted(ids) == sorted(f"d{n}" for n in range(DOCUMENTS))
    assert order == "done" or ids == [f"d{n}" for n in range(DOCUMENTS)]
    questions = 2 * DOCUMENTS
    assert len(asked.read_text().splitlines()) <= questions + deaths * 2 * (AT_ONCE + 1)


async def test_what_is_done_is_not_asked_again(tmp_path: Path) -> None:
    """The second run of a finished job asks nothing and leaves the output as it was."""
    source, output, model = write_records(tmp_path / "in.jsonl", 20), tmp_path / "out.jsonl", Model()
    await run_over(source, output, model)
    before, asked = output.read_bytes(), model.asked
    totals = await run_over(source, output, model)
    assert (output.read_bytes(), model.asked) == (before, asked)
    assert (totals.before["complete"], sum(totals.done.values())) == (20, 0)


async def test_only_what_failed_is_asked_again(tmp_path: Path) -> None:
    """With retry_failed the failed and partial documents are asked again and their lines replaced."""
    source, output = write_records(tmp_path / "in.jsonl", 12), tmp_path / "out.jsonl"
    await run_over(source, output, Model(faults={"number 3 ": AnswerRefused("no"), "number 7 ": AnswerRefused("no")}))
    assert {line["report"]["status"] for line in lines_of(output)} == {"complete", "failed"}
    again = Model()
    assert (await run_over(source, output, again)).before["failed"] == 2
    assert again.asked == 0
    totals = await run_over(source, output, again, BulkOptions(retry_failed=True, order="input"))
    assert totals.done == {"complete": 2, "partial": 0, "failed": 0}
    assert again.asked == 4
    assert ids_of(output) == [f"d{n}" for n in range(12)]
    assert {line["report"]["status"] for line in lines_of(output)} == {"complete"}


async def test_another_model_is_noticed_and_said(tmp_path: Path) -> None:
    """A change of the model is said; what is done is asked again, or kept when that is wanted."""
    source, output, said = write_records(tmp_path / "in.jsonl", 5), tmp_path / "out.jsonl", []
    await run_over(source, output, Model("one"))
    keep = BulkOptions(say=said.append, keep_old=True)
    assert (await run_over(source, output, Model("two"), keep)).before["complete"] == 5
    assert said == ["model (one → two) changed since the last run: 5 documents done before are kept"]
    totals = await run_over(source, output, Model("three"), BulkOptions(say=said.append))
    assert totals.done["complete"] == 5
    assert "model (two → three) changed" in said[1]
    assert sorted(ids_of(output)) == [f"d{n}" for n in range(5)]
    assert {line["run"]["model"] for line in lines_of(output)} == {"three"}


async def test_a_changed_document_is_read_again(tmp_path: Path) -> None:
    """The journal knows documents by content: a changed one is asked again, and its old line goes."""
    source, output, model = write_records(tmp_path / "in.jsonl", 3), tmp_path / "out.jsonl", Model()
    await run_over(source, output, model)
    source.write_text(source.read_text().replace("number 1 ", "number 11 "))
    assert (await run_over(source, output, model)).done["complete"] == 1
    assert sorted(ids_of(output)) == ["d0", "d1", "d2"]


async def test_cancelling_is_safe(tmp_path: Path) -> None:
    """A run cancelled in the middle goes on like a killed one."""
    source, output, model = write_records(tmp_path / "in.jsonl", 30), tmp_path / "out.jsonl", Model()
    task: asyncio.Task[BulkTotals]

    def stop(totals: BulkTotals) -> None:
        if totals.documents == 10:
            task.cancel()

    task = asyncio.create_task(run_over(source, output, model, BulkOptions(concurrency=4, progress=stop)))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert 10 <= len(lines_of(output)) < 30
    await run_over(source, output, model)
    assert sorted(ids_of(output)) == sorted(f"d{n}" for n in range(30))


async def test_budgets_count_over_runs(tmp_path: Path) -> None:
    """A run stops at its limit and says which; the same limit keeps the next run from asking; more goes on."""
    source, output, model = write_records(tmp_path / "in.jsonl", 20), tmp_path / "out.jsonl", Model()
    for limit, done in ((6, 6), (6, 0), (9, 3)):
        totals = await run_over(source, output, model, BulkOptions(concurrency=4, budget=Budget(documents=limit)))
        assert (totals.done["complete"], totals.stopped) == (done, f"--max-documents {limit} is reached")
        assert not totals.complete
    spent = 9 * 30  # two questions of 15 tokens
    totals = await run_over(source, output, model, BulkOptions(concurrency=2, budget=Budget(tokens=spent + 90)))
    assert totals.spent is not None
    assert spent + 90 <= totals.spent.tokens <= spent + 90 + 30
    assert len(lines_of(output)) == 9 + totals.done["complete"]


async def test_no_price_no_budget_in_dollars(tmp_path: Path) -> None:
    """Where no price is known a limit in dollars is refused before anything is asked."""
    source, model = write_records(tmp_path / "in.jsonl", 1), Model()
    with pytest.raises(UsageError, match="no price is known for fake at fake"):
        await run_over(source, tmp_path / "out.jsonl", model, BulkOptions(budget=Budget(cost=1.0)))
    assert model.asked == 0


def test_an_output_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    """An output without its journal, one that is shorter than its journal says, and one in use are refused."""
    output = tmp_path / "out.jsonl"
    output.write_text("mine\n")
    with pytest.raises(UsageError, match="exists, and its journal does not"):
        Journal(tmp_path / "j", FileOutput(output))
    assert (output.read_text(), (tmp_path / "j").exists()) == ("mine\n", False)
    output.unlink()
    with Journal(tmp_path / "j", FileOutput(output)), pytest.raises(UsageError, match="another run is using it"):
        Journal(tmp_path / "j", FileOutput(output))
    (tmp_path / "other").write_bytes(b"no journal, surely" * 100)
    with pytest.raises(UsageError, match="not a usable journal"):
        Journal(tmp_path / "other", FileOutput(tmp_path / "new.jsonl"))


async def test_an_output_that_takes_no_more_ends_the_run(tmp_path: Path) -> None:
    """A closed pipe or a full disk ends the run with its own error; with a journal nothing is lost."""
    source, output = write_records(tmp_path / "in.jsonl", 20), tmp_path / "out.jsonl"
    taken: list[bytes] = []

    def take(line: bytes) -> None:
        if len(taken) == 3:
            raise BrokenPipeError
        taken.append(line)

    with Journal(None, CallOutput(take)) as journal, pytest.raises(BrokenPipeError):
        await run(read_records([str(source)]), Model().extractor, BulkOptions(concurrency=4), journal)
    assert len(taken) == 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileOutput, "append", lambda *_: take(b""))
        with pytest.raises(BrokenPipeError):
            await run_over(source, output, Model())
    await run_over(source, output, Model())
    assert sorted(ids_of(output)) == sorted(f"d{n}" for n in range(20))


async def test_lost_lines_are_noticed(tmp_path: Path) -> None:
    """A shortened output is refused; a torn tail that the journal never knew is cut off."""
    source, output = write_records(tmp_path / "in.jsonl", 3), tmp_path / "out.jsonl"
    await run_over(source, output, Model())
    whole = output.read_bytes()
    output.write_bytes(whole + b'{"torn": ')
    await run_over(source, output, Model())
    assert output.read_bytes() == whole
    output.write_bytes(whole[:-5])
    with pytest.raises(UsageError, match="shorter than its journal says"):
        await run_over(source, output, Model())


async def test_the_journal_tells_nobody(tmp_path: Path) -> None:
    """The journal is its owner's alone, and holds no text once the run is over."""
    source, output = write_records(tmp_path / "in.jsonl", 3), tmp_path / "out.jsonl"
    await run_over(source, output, Model())
    journal = Path(f"{output}.journal")
    assert journal.stat().st_mode & 0o077 == 0
    assert b"Harbour" in output.read_bytes()
    assert b"Harbour" not in journal.read_bytes()
