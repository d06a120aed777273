"""Requests that a browser, a proxy or a program would not send: refused as what they are, and soon."""

from __future__ import annotations

import json
import socket

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

from extractor.document import decoding
from extractor.service.settings import LOOPBACK_NAMES, Limits, Settings
from tests.service.fake_model import ARTICLE, fake_extractor
from tests.service.running import Running, running

SETTINGS = Settings(limits=Limits(body_seconds=2.0), allowed_hosts=LOOPBACK_NAMES)
SECOND = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"


def sent(service: Running, data: bytes) -> bytes:
    """What comes back for these bytes until the connection is closed or silent."""
    host, _, port = service.url.removeprefix("http://").partition(":")
    answer = b""
    with socket.create_connection((host, int(port)), timeout=1) as line:
        line.sendall(data)
        try:
            while part := line.recv(65_536):
                answer += part
        except (TimeoutError, ConnectionResetError):
            pass
    return answer


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
        (b"Content-Length: 5\r\nContent-Length: 50", b'{"a"}'),
        (b"Transfer-Encoding: gzip, chunked", b"0\r\n\r\n"),
        (b"Transfer-Encoding : chunked", b"0\r\n\r\n"),
        (b"Content-Length: +5", b'{"a"}'),
    ],
)
def test_a_body_of_two_lengths_hides_no_request(loopback_ports: set[int], head: bytes, rest: bytes) -> None:
    """The connection is closed with the answer: what follows is not taken for a request of its own."""
    with running(fake_extractor()[0], SETTINGS) as service:
        begin = b"POST /v1/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        answer = sent(service, begin + head + b"\r\n\r\n" + rest + SECOND)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"extractor_ready" not in answer


def test_a_page_of_another_site_is_refused_though_it_hides_its_origin() -> None:
    """By what the browser says of the request; the page of the service and programs say nothing else."""
    plain = {"Content-Type": "text/plain"}
    with running(fake_extractor()[0], SETTINGS) as service:
        for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)):
            headers = {**plain, "Sec-Fetch-Site": site}
            assert service.http.post("/v1/extract", content=ARTICLE, headers=headers).status_code == status
        assert service.http.get("/healthz", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("name", [*sorted(decoding.NO_CHARSETS), "base64", "zlib_codec", "rot13", "hex", "nonsense"])
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_a_charset_that_no_text_is_sent_in_is_refused(name: str, kind: str) -> None:
    """Decoding a megabyte of some takes hours; of others there is no text to decode."""
    with running(fake_extractor()[0], SETTINGS) as service:
        headers = {"Content-Type": f"{kind}; charset={name}"}
        assert service.http.post("/v1/extract", content=b"YWJj", headers=headers).status_code == 415


def test_many_unknown_fields_are_told_of_as_ten_are() -> None:
    """The answer does not grow with the request."""
    body = json.dumps({**{f"f{n}": 1 for n in range(50_000)}, "text": ARTICLE}).encode()
    with running(fake_extractor()[0], SETTINGS) as service:
        response = service.http.post("/v1/extract", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert len(response.json()["errors"]) == 10


def test_a_path_is_read_in_no_form_of_request() -> None:
    """Neither in a document nor in the documents of a job: what it names stays where it is."""
    line = b'{"id": "a", "path": "/etc/hosts"}\n'
    with running(fake_extractor()[0], SETTINGS) as service:
        for address, body in (
            ("/v1/extract", {"path": "/etc/hosts"}),
            ("/v1/extract", {"text": "He said so.", "path": "/etc/hosts"}),
            ("/v1/jobs", {"documents": [{"path": "/etc/hosts"}]}),
        ):
            assert service.http.post(address, json=body).status_code == 422
        job = service.http.post("/v1/jobs", content=line, headers={"Content-Type": "application/x-ndjson"}).json()
        while service.http.get(f"/v1/jobs/{job['id']}").json()["state"] != "done":
            pass
        results = service.http.get(f"/v1/jobs/{job['id']}/results").text
    assert '"failed"' in results
    assert "localhost" not in results


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "FOO", "OPTIONS"])
def test_other_methods_repeat_nothing(method: str) -> None:
    """Above all not the headers, as TRACE would."""
    with running(fake_extractor()[0], SETTINGS) as service:
        answer = sent(service, f"{method} / HTTP/1.1\r\nHost: localhost\r\nCookie: canary\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 405 ")
    assert b"canary" not in answer
