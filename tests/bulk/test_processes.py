"""`--processes`: several processes read, one writes and counts; every promise of a run holds over all of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractor.bulk import Budget, BulkOptions
from extractor.bulk.workers import WorkerLost, Workers
from extractor.cli import main
from extractor.errors import EndpointRefused, UsageError
from extractor.pipeline import Extractor
from tests.bulk.corpus import ids_of, lines_of, run_over, write_records
from tests.bulk.hostile import FAULTS, hostile, says
from tests.support.fake_client import FakeClient

QUESTIONS = 2  # a document: its claims, its summary


@dataclass(frozen=True)
class Opening:
    """Makes the extractor of each process."""

    url: str

    def __call__(self) -> Extractor:
        return Extractor("m", base_url=self.url, api_key="k", clock=no_time)


def no_time() -> float:
    return 0.0


def options_for(url: str, concurrency: int = 6, **given: object) -> BulkOptions:
    return BulkOptions(concurrency=concurrency, processes=2, opening=Opening(url), **given)  # type: ignore[arg-type]


async def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    """The same lines in the same order, the same number of questions, never more in flight than allowed."""
    source = write_records(tmp_path / "in.jsonl", 16, desk="north")
    with hostile(0.0) as server:
        async with Opening(server.url)() as extractor:
            one = await run_over(source, tmp_path / "one.jsonl", extractor, BulkOptions(concurrency=6, order="input"))
            server.most_in_flight = 0
            two = await run_over(source, tmp_path / "two.jsonl", extractor, options_for(server.url, order="input"))
        assert server.calls == 2 * QUESTIONS * 16
        assert 1 < server.most_in_flight <= 6
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert (one.done, one.usage) == (two.done, two.usage)


async def test_faults_and_budget_count_over_all(tmp_path: Path) -> None:
    """Busy answers slow both processes down and cost nothing; a budget in documents ends the run for both."""
    source, output = write_records(tmp_path / "in.jsonl", 12), tmp_path / "out.jsonl"
    with hostile(0.3, only=("429 with Retry-After", "cut in the body")) as server:
        async with Opening(server.url)() as extractor:
            first = await run_over(
                source, output, extractor, options_for(server.url, budget=Budget(documents=5), tokens_per_minute=1e9)
            )
            assert (first.done["complete"], first.spent and first.spent.documents) == (5, 5)
            second = await run_over(source, output, extractor, options_for(server.url))
        assert server.calls == QUESTIONS * 12 + sum(server.faults.values())
    assert (second.before["complete"], second.done["complete"]) == (5, 7)
    assert sorted(ids_of(output)) == sorted(f"d{n}" for n in range(12))


async def test_a_wrong_key_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends a run in one process ends it in several, with the same words."""
    monkeypatch.setitem(FAULTS, "401", says(401))
    source = write_records(tmp_path / "in.jsonl", 12)
    with hostile(1.0, only=("401",)) as server:
        async with Opening(server.url)() as extractor:
            with pytest.raises(EndpointRefused, match="the key is not accepted"):
                await run_over(source, tmp_path / "out.jsonl", extractor, options_for(server.url))
    assert ids_of(tmp_path / "out.jsonl") == []


async def test_a_lost_process_ends_the_run_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is killed is said; the next run does what is left, and asks again only what was in flight."""
    source, output = write_records(tmp_path / "in.jsonl", 30), tmp_path / "out.jsonl"
    began = Workers.read

    async def read_and_lose(self: Workers, record: object, name: bytes) -> object:
        if getattr(record, "id", "") == "d20":
            os.kill(self.pids[0], signal.SIGKILL)
        return await began(self, record, name)  # type: ignore[arg-type]

    with hostile(0.0) as server:
        async with Opening(server.url)() as extractor:
            with monkeypatch.context() as patched:
                patched.setattr(Workers, "read", read_and_lose)
                with pytest.raises(WorkerLost, match=r"has ended \(status -9\)"):
                    await run_over(source, output, extractor, options_for(server.url))
            done = len(ids_of(output))
            await run_over(source, output, extractor, options_for(server.url))
        assert server.calls <= QUESTIONS * 30 + 6
    assert 0 < done < 30
    assert sorted(ids_of(output)) == sorted(f"d{n}" for n in range(30))


def test_a_killed_run_takes_its_processes_along(tmp_path: Path) -> None:
    """After SIGKILL nothing goes on asking; the same command again leaves every document once."""
    source, output = write_records(tmp_path / "in.jsonl", 60), tmp_path / "out.jsonl"
    with hostile(0.0) as server:
        words = ["batch", str(source), "-o", str(output), "--processes", "2", "--concurrency", "4"]
        words += ["--base-url", server.url, "--model", "m"]
        process = subprocess.Popen([sys.executable, "-m", "extractor", *words], stderr=subprocess.DEVNULL)
        while server.calls < 20:
            time.sleep(0.01)
        process.kill()
        process.wait()
        deadline = time.monotonic() + 30
        while server.connected and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not server.connected
        assert main(words) == 0
        assert server.calls <= QUESTIONS * 60 + 4
    lines = lines_of(output)
    assert sorted(line["document"]["id"] for line in lines) == sorted(f"d{n}" for n in range(60))
    assert {line["report"]["status"] for line in lines} == {"complete"}


async def test_what_cannot_be_divided_is_refused(tmp_path: Path) -> None:
    """The embedded model, and a run that does not say how an extractor is made, are refused before they ask."""
    source = write_records(tmp_path / "in.jsonl", 1)
    async with Opening("http://127.0.0.1:9/v1")() as extractor:
        with pytest.raises(UsageError, match="opening"):
            await run_over(source, tmp_path / "a.jsonl", extractor, BulkOptions(processes=2))
    local = FakeClient(lambda *_: None)
    local.at_once = 2  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match="leave --processes out"):
        await run_over(source, tmp_path / "b.jsonl", Extractor.with_client(local), options_for("http://h/v1"))  # type: ignore[arg-type]


def test_batches_of_a_provider_are_made_by_one(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`--via batch` with several processes is wrong use."""
    source = str(write_records(tmp_path / "in.jsonl", 1))
    words = ["--processes", "2", "--via", "batch", "--base-url", "http://127.0.0.1:9/v1", "--model", "m"]
    assert main(["batch", source, "-o", str(tmp_path / "o.jsonl"), *words]) == 2
    assert "leave --processes out" in capfd.readouterr().err
