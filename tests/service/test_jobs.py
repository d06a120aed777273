"""Jobs: many documents in one request, results as they are done, nothing lost and nothing twice over a kill."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

import httpx2

from extractor import Result
from extractor.errors import EndpointUnreachable
from extractor.service.jobs import queue
from extractor.service.settings import LOOPBACK_NAMES, Limits, Settings
from tests.service.fake_model import ARTICLE, FakeModel, fake_extractor
from tests.service.running import Running, running

LIMITS = Limits(jobs=2, job_documents=50, job_bytes=200_000)


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[tuple[Running, FakeModel]]:
    """A service of its own for each test, with a folder for its jobs."""
    extractor, model = fake_extractor()
    with running(extractor, Settings(limits=LIMITS, allowed_hosts=LOOPBACK_NAMES, jobs_folder=tmp_path)) as service:
        yield service, model


def articles(count: int) -> list[dict[str, Any]]:
    """Different articles."""
    return [{"id": f"d{n}", "text": ARTICLE.replace("54", str(n + 100)), "desk": n} for n in range(count)]


def finished(http: httpx2.Client, job: str, states: tuple[str, ...] = ("done",)) -> dict[str, Any]:
    """The job when it has come to one of these states."""
    end = time.monotonic() + 60
    while (shown := http.get(f"/v1/jobs/{job}").json())["state"] not in states:
        assert time.monotonic() < end, shown
        time.sleep(0.02)
    return dict(shown)


def results_of(http: httpx2.Client, job: str) -> list[Result]:
    """The results, each checked against the contract."""
    response = http.get(f"/v1/jobs/{job}/results")
    assert response.headers["content-type"] == "application/x-ndjson"
    return [Result.model_validate_json(line) for line in response.text.splitlines()]


def test_a_job_is_done(jobs: tuple[Running, FakeModel]) -> None:
    """Accepted with its address; then a result a document, with its id and the fields that travel along."""
    http = jobs[0].http
    sent = http.post("/v1/jobs", json={"documents": articles(5)})
    assert sent.status_code == 202
    assert sent.headers["location"] == f"/v1/jobs/{sent.json()['id']}"
    shown = finished(http, sent.json()["id"])
    assert shown["documents"] == {"total": 5, "pending": 0, "complete": 5, "partial": 0, "failed": 0}
    assert shown["finished"] >= shown["created"]
    results = results_of(http, shown["id"])
    assert sorted((result.document.id, (result.meta or {})["desk"]) for result in results) == [
        (f"d{n}", n) for n in range(5)
    ]


def test_lines_are_taken_one_by_one(jobs: tuple[Running, FakeModel]) -> None:
    """JSON Lines in any pieces; a line that cannot be used has a failed result, no line names a file of the machine."""
    lines = [json.dumps(one) for one in articles(3)] + ["{", json.dumps({"id": "p", "path": "/etc/hostname"}), "", "7"]
    body = "\n".join(lines).encode()
    pieces = (body[start : start + 100] for start in range(0, len(body), 100))
    sent = jobs[0].http.post("/v1/jobs", content=pieces, headers={"Content-Type": "application/x-ndjson"})
    assert sent.status_code == 202, sent.text
    shown = finished(jobs[0].http, sent.json()["id"])
    assert shown["documents"] == {"total": 6, "pending": 0, "complete": 3, "partial": 0, "failed": 3}
    failed = {r.document.id: r.report.warnings[0] for r in results_of(jobs[0].http, shown["id"]) if r.claims == []}
    assert "path" in failed["p"]
    assert "not JSON" in failed["records:4"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (422, {"json": {"documents": []}}),
        (422, {"json": {"documents": [{"id": "a"}]}}),
        (422, {"json": {"documents": [{"text": "\f"}]}}),
        (422, {"json": {"documents": [{"text": "a", "html": "b"}]}}),
        (422, {"json": {"documents": [{"text": 7}]}}),
        (422, {"json": {"documents": [{"path": "/etc/hostname"}]}}),
        (422, {"content": b"\n \n", "headers": {"Content-Type": "application/x-ndjson"}}),
        (413, {"json": {"documents": articles(51)}}),
        (413, {"content": b"{}\n" * 51, "headers": {"Content-Type": "application/x-ndjson"}}),
        (413, {"content": iter([b"x" * 150_000] * 2), "headers": {"Content-Type": "application/x-ndjson"}}),
        (415, {"content": b"a"}),
    ],
)
def test_jobs_that_are_refused_leave_nothing(
    jobs: tuple[Running, FakeModel], tmp_path: Path, status: int, body: dict[str, Any]
) -> None:
    """A problem, and no folder of it stays."""
    response = jobs[0].http.post("/v1/jobs", **body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_job_can_be_stopped_and_deleted(jobs: tuple[Running, FakeModel], tmp_path: Path) -> None:
    """Stopping ends the questions and keeps results; deleting leaves nothing; a third job is told to come back."""
    service, model = jobs
    model.hold = True
    ids = [service.http.post("/v1/jobs", json={"documents": articles(3)}).json()["id"] for _ in range(2)]
    full = service.http.post("/v1/jobs", json={"documents": articles(1)})
    assert (full.status_code, full.headers["retry-after"]) == (429, "60")
    stopped = service.http.post(f"/v1/jobs/{ids[0]}/cancel").json()
    assert stopped["state"] == "cancelled"
    assert service.http.post(f"/v1/jobs/{ids[0]}/cancel").json() == stopped
    assert results_of(service.http, ids[0]) == []
    assert set(service.http.put(f"/v1/jobs/{ids[0]}").headers["allow"].split(", ")) == {"GET", "DELETE"}
    for job in ids:
        assert service.http.delete(f"/v1/jobs/{job}").status_code == 204
        assert service.http.get(f"/v1/jobs/{job}").status_code == 404
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []
    assert model.waiting == 0


def test_a_job_waits_for_the_model(jobs: tuple[Running, FakeModel], monkeypatch: pytest.MonkeyPatch) -> None:
    """While the model cannot be reached the job says so and goes on afterwards; no document counts as failed."""
    monkeypatch.setattr(queue, "FIRST_WAIT", 0.5)
    service, model = jobs
    model.fault = EndpointUnreachable("http://inner.example/v1 does not answer")
    sent = service.http.post("/v1/jobs", json={"documents": articles(2)}).json()
    while (shown := service.http.get(f"/v1/jobs/{sent['id']}").json())["detail"] is None:
        pass
    assert "inner.example" not in json.dumps(shown)
    model.fault = None
    assert finished(service.http, sent["id"])["documents"]["complete"] == 2


def test_a_folder_belongs_to_one_service(jobs: tuple[Running, FakeModel], tmp_path: Path) -> None:
    """A second service on the same folder does not start, and says what to do."""
    from extractor.errors import UsageError
    from extractor.service.app import create_app

    with pytest.raises(UsageError, match="another service keeps its jobs there: name another folder with --jobs"):
        create_app(fake_extractor()[0], Settings(jobs_folder=tmp_path))


def test_a_service_that_is_stopped_goes_on_with_its_jobs(tmp_path: Path) -> None:
    """Stopping does not wait for a job; the next service on its folder finishes it, and knows those that are done."""
    settings = Settings(allowed_hosts=LOOPBACK_NAMES, jobs_folder=tmp_path)
    (tmp_path / "somebody-elses").mkdir()
    (tmp_path / ("0" * 32)).mkdir()
    (tmp_path / ("0" * 32) / "records.jsonl").write_text("{}\n")  # half sent when the process was killed
    extractor, model = fake_extractor()
    with running(extractor, settings) as service:
        done = service.http.post("/v1/jobs", json={"documents": articles(1)}).json()["id"]
        finished(service.http, done)
        model.hold = True
        open_ = service.http.post("/v1/jobs", json={"documents": articles(3)}).json()["id"]
        finished(service.http, open_, ("running",))
    assert model.closed
    with running(fake_extractor()[0], settings) as service:
        assert finished(service.http, open_)["documents"]["complete"] == 3
        assert len(results_of(service.http, open_)) == 3
        assert len(results_of(service.http, done)) == 1
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"somebody-elses", done, open_}
