"""`extractor serve --task`: the service asks a user's own question, over a fake endpoint on loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

from tests.llm import endpoint as on
from tests.service.test_jobs import finished, results_of
from tests.service.test_restart import service

RULINGS = Path(__file__).parents[2] / "examples" / "tasks" / "rulings"
ARTICLE = (RULINGS / "articles" / "dairy-fine.txt").read_text(encoding="utf-8")
RULING = {
    "court": "The Lindby regional court",
    "parties": [{"name": "Skarn Dairies", "side": "defendant"}, {"name": "Vesterby Cement", "side": "claimant"}],
    "outcome": "fined",
    "words": "fined Skarn Dairies 1.2 million crowns",
}


def reply(handler: on.Handler) -> None:
    """A ruling with a party that the article does not know, whatever is asked."""
    handler.send_json(200, on.completion(json.dumps(RULING)))


def check(result: dict[str, Any]) -> None:
    """The answer is grounded, and what is not in the article stands among the rejected."""
    ruling = result["answers"]["rulings"]
    assert ruling["outcome"] == "fined"
    (span,) = ruling["court"]["spans"]
    assert ARTICLE[span["start"] : span["end"]] == ruling["court"]["text"] == RULING["court"]
    assert [party["name"]["text"] for party in ruling["parties"]] == ["Skarn Dairies"]
    assert "Vesterby Cement" in str(result["report"]["rejected"])
    assert set(result["run"]["prompts"]) == {"rulings"}
    assert result["claims"] == []


def test_a_task_of_ones_own_is_served(tmp_path: Path, loopback_ports: set[int]) -> None:
    """At once, as events and in a job: the same grounded answer under `answers`, and no other question."""
    task = ("--task", str(RULINGS), "--only-tasks")
    with (
        on.serve(reply) as endpoint,
        service(endpoint.url, tmp_path / "jobs", loopback_ports, *task) as (_, http),
    ):
        check(http.post("/v1/extract", json={"text": ARTICLE}).json())
        told = http.post("/v1/extract", json={"text": ARTICLE}, headers={"Accept": "text/event-stream"}).text
        events = dict(block.split("\ndata: ", 1) for block in told.strip().split("\n\n"))
        assert '"task": "rulings"' in told
        check(json.loads(events["event: result"]))
        job = http.post("/v1/jobs", json={"documents": [{"id": "a", "text": ARTICLE}]}).json()["id"]
        assert finished(http, job)["documents"]["complete"] == 1
        check(results_of(http, job)[0].model_dump(mode="json"))
        names = {body["response_format"]["json_schema"]["name"] for body in endpoint.questions}
        assert names == {"RulingsAnswer"}
