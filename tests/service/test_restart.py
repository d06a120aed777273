"""The service as a program that is killed, stopped and started again in the middle of a job."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

import httpx2

from tests.llm import endpoint as on
from tests.service.fake_model import CLAIMS
from tests.service.test_jobs import articles, finished, results_of

COUNT = 12
ANSWERS: dict[str, Any] = {
    "ClaimsAnswer": {"claims": CLAIMS},
    "SummaryAnswer": {"sentences": [{"text": "The harbour wall at Lindby will be rebuilt.", "support": [1, 2]}]},
}


class Model:
    """A fake endpoint that takes its time and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: Counter[bytes] = Counter()
        self.in_flight = self.most_in_flight = 0
        self.seconds = 0.1
        self._lock = threading.Lock()

    def reply(self, handler: on.Handler) -> None:
        with self._lock:
            self.asked[handler.body] += 1
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
        time.sleep(self.seconds)
        schema = json.loads(handler.body)["response_format"]["json_schema"]
        answer = ANSWERS.get(schema["name"])
        if answer is None:  # the kinds of the sources: a list of exact length
            (field, form), *_ = schema["schema"]["properties"].items()
            answer = {field: ["unknown"] * form.get("minItems", 0)}
        with suppress(OSError):  # whoever asked may have been killed
            handler.send_json(200, on.completion(json.dumps(answer)))
        with self._lock:
            self.in_flight -= 1


@contextmanager
def service(
    model_url: str, folder: Path, ports: set[int], *options: str
) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    """`extractor serve` as a process of its own."""
    command = [sys.executable, "-m", "extractor", "serve", "--port", "0", "--jobs", str(folder), "--model", "fake"]
    with subprocess.Popen([*command, "--base-url", model_url, *options], stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = next(
                found for line in process.stderr if (found := re.search(r"listening on (http\S+:(\d+))/", line))
            )
            ports.add(int(said[2]))
            threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop it
            with httpx2.Client(base_url=said[1], timeout=120) as http:
                yield process, http
        finally:
            process.kill()


def in_the_middle(http: httpx2.Client, job: str, beyond: int) -> None:
    """Wait until some documents more are done, and not all."""
    end = time.monotonic() + 300  # a hang, not a slow machine
    while http.get(f"/v1/jobs/{job}").json()["documents"]["complete"] <= beyond:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_job_outlives_the_service(tmp_path: Path, loopback_ports: set[int]) -> None:
    """After SIGKILL and a restart the job completes: every document once, no question twice but those in flight."""
    model, folder = Model(), tmp_path / "jobs"
    with on.serve(model.reply) as endpoint:
        with service(endpoint.url, folder, loopback_ports) as (process, http):
            job = http.post("/v1/jobs", json={"documents": articles(COUNT)}).json()["id"]
            in_the_middle(http, job, 3)
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        asked_before = model.asked.total()
        with service(endpoint.url, folder, loopback_ports) as (process, http):
            shown = finished(http, job)
            results = results_of(http, job)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
    assert shown["documents"] == {"total": COUNT, "pending": 0, "complete": COUNT, "partial": 0, "failed": 0}
    assert sorted(result.document.id for result in results) == sorted(f"d{n}" for n in range(COUNT))
    assert all(result.claims for result in results)
    assert asked_before < model.asked.total()  # it was in the middle
    assert max(model.asked.values()) <= 2
    # Those in flight at the kill: unanswered, or answered to a process that was dying.
    assert model.asked.total() - len(model.asked) <= 2 * model.most_in_flight
