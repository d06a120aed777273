"""A Ray cluster: all documents there, each once, though a node dies in the middle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ray")

HANGS = 900  # seconds; a busy machine takes minutes to start a cluster
ROOT = Path(__file__).parents[2]
DOCUMENTS = 500
QUESTIONS = 1  # of one document: its claims
IN_WORK = 2 * 10  # documents in the killed actor's hands: the batch it reads, and one that waits for it


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the job on the cluster came to."""
    place = tmp_path_factory.mktemp("ray")
    # Ray's sockets lie below its folder: the path of one may have 107 characters.
    environment = {
        **os.environ,
        "RAY_TMPDIR": "/tmp",  # noqa: S108
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_prestart_worker_first_driver": "0",
        "PYTHONPATH": str(ROOT),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "tests.integrations.ray_cluster", str(place), str(DOCUMENTS)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        timeout=HANGS,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    found: dict[str, Any] = json.loads((place / "said.json").read_text(encoding="utf-8"))
    return found


def test_every_document_is_there_once(job: dict[str, Any]) -> None:
    """A node was killed in the middle, and each document has one row, with its own other columns."""
    assert 0 < job["written_when_killed"] < DOCUMENTS
    assert job["actors_killed"] == 1
    assert job["ids"] == sorted(f"doc-{n}" for n in range(DOCUMENTS))
    assert job["pages_fit"]
    assert job["first"]["done"] == {"complete": DOCUMENTS, "partial": 0, "failed": 0}


def test_only_what_was_in_work_is_asked_twice(job: dict[str, Any]) -> None:
    """The killed actor's batch is asked about again, nothing else; the account counts each document once."""
    assert job["first"]["usage"]["calls"] == DOCUMENTS * QUESTIONS
    assert DOCUMENTS * QUESTIONS <= job["asked"] <= (DOCUMENTS + IN_WORK) * QUESTIONS


def test_a_second_run_asks_nothing(job: dict[str, Any]) -> None:
    """What the output folder holds is left out."""
    assert job["asked_again"] == 0
    assert job["again"]["skipped"] == DOCUMENTS
    assert sum(job["again"]["done"].values()) == 0
