"""Provider batches: the same results as live, through files of questions and files of answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor import Extractor, UsageError
from extractor.bulk import BulkOptions, FileOutput, Journal, StreamOutput
from extractor.bulk.provider import BatchOptions, run_batch, state_of
from extractor.bulk.provider.lines import Limits
from extractor.bulk.provider.store import BatchStore
from tests.bulk.batch_runs import lines_of, run_live, run_over, timeless, write_articles
from tests.support.batch_server import batch_server
from tests.support.fake_model import answer_to

ARTICLES = range(12)


async def test_results_are_those_of_a_live_run(tmp_path: Path) -> None:
    """Every line is what a live run writes: same claims, same spans, same account, same usage."""
    source = write_articles(tmp_path / "in.jsonl", ARTICLES)
    with batch_server(answer_to) as server:
        live = await run_live(source, tmp_path / "live.jsonl", server)
        asked = len(server.live)
        totals = await run_over(source, tmp_path / "out.jsonl", server)
        assert len(server.live) == asked
    assert totals.complete
    assert totals.done == live.done == {"complete": len(ARTICLES), "partial": 0, "failed": 0}
    assert (totals.documents, totals.unreached) == (len(ARTICLES), 0)
    assert totals.usage == live.usage
    batched, alive = lines_of(tmp_path / "out.jsonl"), lines_of(tmp_path / "live.jsonl")
    assert {id_: timeless(line) for id_, line in batched.items()} == {
        id_: timeless(line) for id_, line in alive.items()
    }
    assert batched["doc-3"]["meta"] == {"page": 3}


async def test_no_question_goes_out_twice(tmp_path: Path) -> None:
    """Each question is in one batch, under an id from its content; one that documents share is sent once."""
    source = write_articles(tmp_path / "in.jsonl", [1, 2, 3])
    rows = source.read_text(encoding="utf-8").splitlines()
    copy = json.loads(rows[0]) | {"id": "copy"}
    source.write_text("\n".join([*rows, json.dumps(copy)]) + "\n", encoding="utf-8")
    with batch_server(answer_to) as server:
        totals = await run_over(source, tmp_path / "out.jsonl", server)
        bodies = {request["custom_id"]: request["body"] for request in server.requests}
        assert len(server.ids) == len(bodies)
        assert len({json.dumps(body) for body in bodies.values()}) == len(bodies)
        assert all(len(id_) <= 64 for id_ in bodies)
    found = lines_of(tmp_path / "out.jsonl")
    assert len(found) == 4
    # What was paid for once counts once.
    assert totals.usage.output_tokens == 10 * len(bodies)


async def test_files_keep_to_the_limits(tmp_path: Path) -> None:
    """A file holds no more requests and no more bytes than the provider takes."""
    source = write_articles(tmp_path / "in.jsonl", ARTICLES)
    with batch_server(answer_to) as server:
        limits = Limits(requests=5, bytes=30_000)
        totals = await run_over(source, tmp_path / "out.jsonl", server, batch=BatchOptions(limits=limits))
        sizes = [len(content) for name, content in server.files.items() if name in _inputs(server.batches)]
        counts = [batch["request_counts"]["total"] for batch in server.batches.values()]
    assert totals.complete
    assert max(sizes) <= 30_000
    assert len(counts) > 1
    assert max(counts) <= 5


async def test_documents_leave_nothing_behind(tmp_path: Path) -> None:
    """No input file stays on the disk, and the state forgets the answers when all is done."""
    source = write_articles(tmp_path / "in.jsonl", [1])
    output = tmp_path / "out.jsonl"
    with batch_server(answer_to) as server:
        await run_over(source, output, server)
    state = state_of(output)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "in.jsonl",
        "out.jsonl",
        "out.jsonl.batches",
        "out.jsonl.journal",
    ]
    assert b"Oster Falls" not in state.read_bytes()
    assert state.stat().st_mode & 0o077 == 0


async def test_without_waiting_what_is_out_is_said(tmp_path: Path) -> None:
    """A run that does not wait sends and ends; the next takes in what has come and sends what follows."""
    source = write_articles(tmp_path / "in.jsonl", [1, 2])
    output = tmp_path / "out.jsonl"
    said: list[str] = []
    with batch_server(answer_to) as server:
        options = BulkOptions(say=said.append)
        totals = await run_over(source, output, server, options, batch=BatchOptions(wait=False))
        assert totals.unreached == 2
        assert said[-1] == "4 questions are out in a batch: `extractor batch fetch` takes them in"
        for _ in range(12):
            totals = await run_over(source, output, server, batch=BatchOptions(wait=False))
            if totals.complete:
                break
        assert totals.complete
        assert len(server.ids) == len(set(server.ids))
    assert len(lines_of(output)) == 2


async def test_a_budget_stops_questions_before_they_go_out(tmp_path: Path) -> None:
    """What would pass --max-tokens is not sent, and the run says so; with more it goes on."""
    from extractor.bulk import Budget

    source = write_articles(tmp_path / "in.jsonl", ARTICLES)
    output = tmp_path / "out.jsonl"
    with batch_server(answer_to) as server:
        totals = await run_over(source, output, server, BulkOptions(budget=Budget(tokens=2_000)))
        sent = len(server.ids)
        assert "--max-tokens 2,000" in str(totals.stopped)
        assert 0 < sent < 3 * len(ARTICLES)
        assert totals.unreached
        totals = await run_over(source, output, server)
        assert totals.complete
        assert len(server.ids) == len(set(server.ids))


async def test_what_batches_cannot_do_is_said(tmp_path: Path) -> None:
    """An output that is no file, an input that can be read once, and a model in this process are refused."""
    source = write_articles(tmp_path / "in.jsonl", [1])
    with (
        batch_server(answer_to) as server,
        Extractor("fake-model", base_url=server.url) as extractor,
        Journal(None, StreamOutput(open("/dev/null", "wb"))) as journal,  # noqa: PTH123
        pytest.raises(UsageError, match="with -o"),
    ):
        await run_batch([str(source)], extractor, BulkOptions(), journal)
    with Journal(tmp_path / "j", FileOutput(tmp_path / "o")) as journal:
        with Extractor("local") as embedded, pytest.raises(UsageError, match="needs an endpoint"):
            await run_batch([str(source)], embedded, BulkOptions(), journal)
        with (
            batch_server(answer_to) as server,
            Extractor("fake-model", base_url=server.url) as extractor,
            pytest.raises(UsageError, match="standard input"),
        ):
            await run_batch(["-"], extractor, BulkOptions(), journal)


def _inputs(batches: dict[str, dict[str, str]]) -> set[str]:
    return {batch["input_file_id"] for batch in batches.values()}


def test_a_state_of_something_else_is_refused(tmp_path: Path) -> None:
    """A file that is no state is named, and left as it is."""
    other = tmp_path / "out.jsonl.batches"
    other.write_text("not a database, but long enough to be looked at as one" * 20, encoding="utf-8")
    with pytest.raises(UsageError, match="not a usable batch state"):
        BatchStore(other)
    assert other.read_text(encoding="utf-8").startswith("not a database")
