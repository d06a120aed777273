"""A hostile endpoint: whatever it does, every document ends with its reason, and it is not stormed."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.bulk import BulkOptions, BulkTotals
from extractor.errors import EndpointRefused, EndpointUnreachable
from extractor.llm import wire
from extractor.pipeline import Extractor
from tests.bulk.corpus import ids_of, lines_of, run_over, write_records
from tests.bulk.hostile import FAULTS, Hostile, hostile, says

QUESTIONS = 2  # a document: its claims, its summary


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between attempts, where the endpoint does not say how long."""
    monkeypatch.setattr(wire, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(wire, "LONGEST_WAIT", 0.2)


@pytest.fixture(params=["usual", "fast"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without the extra `fast`: all the same."""
    if request.param == "fast":
        pytest.importorskip("aiohttp")
    else:
        monkeypatch.setattr(wire, "can_call_fast", lambda _: False)


async def run_against(server: Hostile, tmp_path: Path, documents: int, timeout: float = 60.0) -> BulkTotals:
    source = write_records(tmp_path / "in.jsonl", documents)
    async with Extractor("m", base_url=server.url, api_key="k", timeout=timeout) as extractor:
        return await run_over(source, tmp_path / "out.jsonl", extractor, BulkOptions(concurrency=16))


async def test_every_document_ends_with_a_reason(tmp_path: Path) -> None:
    """At 20% faults of every kind all documents are accounted for, and calls stay near what is needed."""
    documents = 60
    with hostile(0.2, late=8.0) as server:
        totals = await run_against(server, tmp_path, documents, timeout=2.0)
    lines = lines_of(tmp_path / "out.jsonl")
    assert sorted(ids_of(tmp_path / "out.jsonl")) == sorted(f"d{n}" for n in range(documents))
    statuses = [line["report"]["status"] for line in lines]
    assert {status: statuses.count(status) for status in totals.done} == totals.done
    for line in lines:
        windows = line["report"]["windows"]
        assert windows["sent"] == windows["answered"] + windows["failed"]
        assert line["report"]["status"] == "complete" or any("window" in w for w in line["report"]["warnings"])
    assert sum(totals.done.values()) == totals.documents == documents
    assert server.calls <= 1.5 * QUESTIONS * documents + sum(server.faults.values())
    assert len(server.faults) > len(FAULTS) / 2  # some twenty draws seldom meet all of them


#: What asking again mends: with these alone every document ends complete.
MENDED = ("429 with Retry-After", "429", "500", "502", "503", "cut before the body", "cut in the body")


@pytest.mark.parametrize("fault", MENDED)
async def test_a_passing_fault_costs_nothing(tmp_path: Path, fault: str) -> None:
    """A fault that goes away leaves no trace in the results."""
    with hostile(0.3, only=(fault,)) as server:
        totals = await run_against(server, tmp_path, 12)
    assert server.faults[fault] > 0
    assert totals.done == {"complete": 12, "partial": 0, "failed": 0}
    assert server.calls == QUESTIONS * 12 + server.faults[fault]


async def test_a_dead_endpoint_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nobody answers any more the run ends, and no document counts as asked."""
    monkeypatch.setattr(wire, "MOST_ATTEMPTS", 2)
    with hostile(1.0, only=("503",)) as server:
        with pytest.raises(EndpointUnreachable, match="answers 503"):
            await run_against(server, tmp_path, 40)
        assert server.calls < 80
    assert ids_of(tmp_path / "out.jsonl") == []
    with hostile(0.0) as server:
        totals = await run_against(server, tmp_path, 40)
    assert totals.done["complete"] == 40


async def test_a_wrong_key_ends_the_run_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that is not accepted is not tried for every document."""
    monkeypatch.setitem(FAULTS, "401", says(401))
    with hostile(1.0, only=("401",)) as server:
        with pytest.raises(EndpointRefused, match="the key is not accepted"):
            await run_against(server, tmp_path, 40)
        assert server.calls <= 2 * 20
    assert ids_of(tmp_path / "out.jsonl") == []


async def test_a_question_that_is_not_accepted_fails_one_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 400 for one document's question is that document's failure."""
    monkeypatch.setitem(FAULTS, "400", says(400))
    with hostile(0.1, only=("400",)) as server:
        totals = await run_against(server, tmp_path, 30)
        assert server.faults["400"] > 0
    assert totals.documents == 30
    assert totals.done["complete"] >= totals.documents - server.faults["400"]  # no refusal costs more than its document
    assert totals.unreached == 0
