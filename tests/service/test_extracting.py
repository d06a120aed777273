"""POST /v1/extract: a document in, its result at once or its claims as they are found."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

from extractor import Result
from extractor.errors import EndpointUnreachable
from tests.service.fake_model import ARTICLE, FakeModel, fake_extractor
from tests.service.running import Running, running

PAGE = f"<html><head><title>x</title></head><body><article><p>{ARTICLE}</p></article></body></html>"
EVENTS = {"Accept": "text/event-stream"}
CANARY = "Zyxwvut"  # a word of a document that no error may repeat


@pytest.fixture(scope="module")
def fake() -> Iterator[tuple[Running, FakeModel]]:
    """A service that all tests of this file share, and its model."""
    extractor, model = fake_extractor()
    with running(extractor) as service:
        yield service, model


@pytest.fixture
def service(fake: tuple[Running, FakeModel], loopback_ports: set[int]) -> Iterator[Running]:
    """The service, reachable from the test; its model is as it was afterwards."""
    service, model = fake
    loopback_ports.add(int(service.url.rpartition(":")[2]))
    yield service
    model.fault, model.hold, model.seconds = None, False, 0.0


def told(text: str) -> list[tuple[str, Any]]:
    """The events of a stream."""
    blocks = [block.split("\n") for block in text.split("\n\n") if block and not block.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.parametrize(
    "body",
    [
        {"json": {"text": ARTICLE}},
        {"json": {"html": PAGE}},
        {"content": ARTICLE.encode(), "headers": {"Content-Type": "text/plain"}},
        {"content": ARTICLE.encode("utf-16"), "headers": {"Content-Type": "text/plain; charset=utf-16"}},
        {"content": PAGE.encode(), "headers": {"Content-Type": "text/html; charset=utf-8"}},
        {"content": iter([ARTICLE[:9].encode(), ARTICLE[9:].encode()]), "headers": {"Content-Type": "text/plain"}},
    ],
    ids=["json text", "json page", "plain", "utf-16", "page", "chunked"],
)
def test_a_document_gives_a_result(service: Running, body: dict[str, Any]) -> None:
    """Text and pages, as JSON or as they are, give the result of the contract."""
    response = service.http.post("/v1/extract", **body)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    result = Result.model_validate_json(response.content)
    assert result.report.status == "complete"
    assert "Radio Fenn" in {source.name for source in result.sources}


def test_what_the_caller_knows_binds(service: Running) -> None:
    """Id, title, address and language of the caller are the result's; the address is repeated, not fetched."""
    known = {"id": "a-1", "title": "Wall", "url": "http://127.0.0.1:1/never", "language": "en", "publisher": "P"}
    for body in ({"text": ARTICLE}, {"html": PAGE}):
        document = service.http.post("/v1/extract", json={**body, **known}).json()["document"]
        assert {name: document[name] for name in known} == known


def test_claims_come_as_events(service: Running) -> None:
    """The text first, then progress and claims, then the same result as without events."""
    response = service.http.post("/v1/extract", json={"text": ARTICLE}, headers=EVENTS)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    events = told(response.text)
    names = [name for name, _ in events]
    assert (names[0], names[-1]) == ("document", "result")
    assert set(names[1:-1]) == {"progress", "claim"}
    assert events[0][1]["text"] == ARTICLE
    claims = [data for name, data in events if name == "claim"]
    result = Result.model_validate(events[-1][1])
    assert [claim["claim"]["content"] for claim in claims] == [
        [span.model_dump() for span in claim.content] for claim in result.claims
    ]
    assert all(hop["source"] in claim["names"] for claim in claims for hop in claim["claim"]["attribution"])


def test_events_come_while_the_model_works(fake: tuple[Running, FakeModel], service: Running) -> None:
    """The first events are there while the model has not answered anything."""
    fake[1].hold = True
    with service.http.stream("POST", "/v1/extract", json={"text": ARTICLE}, headers=EVENTS) as response:
        first = ""
        for piece in response.iter_text():
            first += piece
            if "event: progress" in first:
                break
    assert told(first)[0][0] == "document"
    until(lambda: fake[1].waiting == 0)


@pytest.mark.parametrize("headers", [{}, EVENTS], ids=["json", "events"])
def test_a_caller_who_leaves_stops_the_work(
    fake: tuple[Running, FakeModel], service: Running, headers: dict[str, str]
) -> None:
    """When the connection is closed the question under way is cancelled and the place is free again."""
    import httpx2

    _, model = fake
    model.hold = True
    with pytest.raises(httpx2.TimeoutException):
        service.http.post("/v1/extract", json={"text": ARTICLE}, headers=headers, timeout=0.5)
    until(lambda: model.waiting == 0 and service.service.places.taken == 0)
    assert model.asked > 0


@pytest.mark.parametrize("headers", [{}, EVENTS], ids=["json", "events"])
def test_a_model_that_is_gone(fake: tuple[Running, FakeModel], service: Running, headers: dict[str, str]) -> None:
    """503 with a time to come back, or a problem event; the endpoint's address stays in the log."""
    fake[1].fault = EndpointUnreachable("http://inner.example/v1 does not answer")
    response = service.http.post("/v1/extract", json={"text": ARTICLE}, headers=headers)
    problem = told(response.text)[-1][1] if headers else response.json()
    assert problem["type"] == "urn:extractor:problem:model"
    assert problem["status"] == 503
    assert headers or (response.status_code == 503 and response.headers["retry-after"].isdigit())
    assert "inner.example" not in response.text


def test_a_fault_of_ours(service: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """500 with the number of the request; neither answer nor log repeats the message, which may hold the document."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr("extractor.service.bodies.Document.from_text", broken)
    response = service.http.post("/v1/extract", json={"text": ARTICLE})
    assert response.status_code == 500
    assert response.json()["type"] == "urn:extractor:problem:internal"
    number = response.headers["x-request-id"]
    assert response.json()["instance"] == f"urn:uuid:{number}"
    assert any(number in record.getMessage() and "ValueError" in record.getMessage() for record in caplog.records)
    assert CANARY not in response.text + caplog.text


@pytest.mark.parametrize(
    ("status", "method", "path", "request_"),
    [
        (400, "POST", "/v1/extract", {"content": b'{"text": "' + CANARY.encode(), "json": None}),
        (404, "GET", "/v1/nothing", {}),
        (405, "GET", "/v1/extract", {}),
        (405, "TRACE", "/v1/extract", {}),
        (406, "POST", "/v1/extract", {"json": {"text": CANARY}, "headers": {"Accept": "image/png"}}),
        (415, "POST", "/v1/extract", {"content": CANARY.encode()}),
        (415, "POST", "/v1/extract", {"content": CANARY.encode(), "headers": {"Content-Type": f"text/{CANARY}"}}),
        (415, "POST", "/v1/extract", {"content": b"a", "headers": {"Content-Type": "text/plain; charset=klingon"}}),
        (415, "POST", "/v1/extract", {"json": {"text": "a"}, "headers": {"Content-Encoding": "gzip"}}),
        (422, "POST", "/v1/extract", {"json": {"text": CANARY, CANARY: CANARY}}),
        (422, "POST", "/v1/extract", {"json": {"text": CANARY, "html": CANARY}}),
        (422, "POST", "/v1/extract", {"json": {"text": CANARY, "language": CANARY}}),
        (422, "POST", "/v1/extract", {"json": {"text": [CANARY]}}),
        (422, "POST", "/v1/extract", {"json": [CANARY]}),
        (422, "POST", "/v1/extract", {"json": {"text": "\n", "id": CANARY}}),
        (422, "POST", "/v1/extract", {"json": {"html": "<p></p>"}}),
        (422, "POST", "/v1/extract", {"content": b"\xff\xfe\xfd\x00\x01", "headers": {"Content-Type": "text/plain"}}),
    ],
)
def test_problems(service: Running, status: int, method: str, path: str, request_: dict[str, Any]) -> None:
    """Every refusal is a problem of RFC 9457 that names the fault and repeats nothing of the document."""
    if "json" in request_ and request_["json"] is None:
        request_ = {"content": request_["content"], "headers": {"Content-Type": "application/json"}}
    response = service.http.request(method, path, **request_)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:extractor:problem:")
    assert problem["title"]
    assert problem["detail"]
    assert CANARY not in response.text
    if status == 405:
        assert response.headers["allow"] == "POST"


def test_what_else_there_is(service: Running) -> None:
    """Schema, probes and metrics answer; the counters are labelled by route, not by what a caller wrote."""
    assert service.http.get("/v1/schema").json()["title"] == "Result"
    assert service.http.get("/healthz").json() == {"status": "alive"}
    assert service.http.head("/healthz").status_code == 200
    assert service.http.get("/readyz").json() == {"status": "ready", "model": "fake-model"}
    service.http.post("/v1/extract", json={"text": ARTICLE})
    service.http.get(f"/{CANARY}")
    shown = service.http.get("/metrics").text
    assert 'extractor_requests_total{method="POST",route="/v1/extract",status="200"}' in shown
    assert 'extractor_documents_total{status="complete"}' in shown
    assert "extractor_in_flight 0.0" in shown
    assert 'route="none",status="404"' in shown
    assert CANARY not in shown


def test_every_answer_carries_the_headers_of_a_careful_site(service: Running) -> None:
    """No answer can be sniffed, framed, kept or referred from; the page runs its own scripts only."""
    for path in ("/", "/v1/schema", "/nothing", "/assets/page.js"):
        headers = service.http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers
    assert "unsafe" not in service.http.get("/").headers["content-security-policy"]


def test_a_fake_of_the_users_tests_can_be_served() -> None:
    """`extractor.testing.FakeModel` behind `create_app`: ready, and its answers reach the caller."""
    from extractor import Extractor
    from extractor.testing import FakeModel as Queue

    model = Queue([{"claims": []}, {"sentences": [{"text": "The wall will be rebuilt.", "support": [1]}]}])
    with running(Extractor.with_client(model)) as service:  # type: ignore[arg-type]
        result = service.http.post("/v1/extract", json={"text": "The wall will be rebuilt."}).json()
    assert result["summary"]["text"] == "The wall will be rebuilt."
