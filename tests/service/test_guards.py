"""Who may ask, from where, how much, and for how long."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

import httpx2

from extractor.cli import main
from extractor.errors import UsageError
from extractor.service.keys import Keys, read_keys
from extractor.service.settings import LOOPBACK_NAMES, Limits, Settings, check_exposure
from tests.service.fake_model import ARTICLE, fake_extractor
from tests.service.running import running

KEY, OTHER = "a-key-of-the-tests-0123456789", "another-key-of-the-tests-9876"
PLAIN = {"Content-Type": "text/plain"}


def loopback(**limits: Any) -> Settings:
    """Settings as the command makes them without keys."""
    return Settings(limits=Limits(**limits), allowed_hosts=LOOPBACK_NAMES)


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_key_is_asked_for_where_there_are_keys() -> None:
    """API and metrics answer to any of the keys and to nothing else; page and probes to everybody."""
    with running(fake_extractor()[0], Settings(keys=Keys([KEY, OTHER]))) as service:
        for path in ("/v1/schema", "/metrics", "/v1/jobs/0", "/v1/nothing"):
            for wrong in (None, f"Bearer {KEY}x", f"Bearer {KEY[:-1]}", f"Basic {KEY}", KEY, "Bearer"):
                response = service.http.get(path, headers={} if wrong is None else {"Authorization": wrong})
                assert response.status_code == 401, (path, wrong)
                assert response.headers["www-authenticate"].startswith("Bearer")
                assert response.json()["type"] == "urn:extractor:problem:unauthorized"
                assert KEY[:-1] not in response.text
        for right in (f"Bearer {KEY}", f"bearer {OTHER}"):
            assert service.http.get("/v1/schema", headers={"Authorization": right}).status_code == 200
        for path in ("/", "/assets/page.js", "/healthz", "/readyz", "/openapi.json"):
            assert service.http.get(path).status_code == 200
        described = service.http.get("/openapi.json").json()
        assert described["paths"]["/v1/extract"]["post"]["security"] == [{"key": []}]
        assert 'type="password"' in service.http.get("/").text


def test_keys_come_from_a_file_and_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One a line with comments, or separated in the variable; they are never shown."""
    file = tmp_path / "keys"
    file.write_text(f"# desk\n{KEY}  # until May\n\n")
    monkeypatch.setenv("EXTRACTOR_KEYS", f"{OTHER}, {OTHER}")
    keys = read_keys(file)
    assert len(keys) == 2
    assert keys.accept(b"Bearer " + KEY.encode())
    assert keys.accept(b"Bearer " + OTHER.encode())
    assert not keys.accept(b"Bearer until")
    assert KEY not in repr(keys) + repr(Settings(keys=keys)) + repr(vars(keys))


@pytest.mark.parametrize("content", ["", "# nothing\n", "too-short\n", f"{KEY} and more\n", None])
def test_keys_that_cannot_be_used(tmp_path: Path, content: str | None) -> None:
    """A file without keys, with a guessable one, or that is not there, stops the start without showing a key."""
    file = tmp_path / "keys"
    if content is not None:
        file.write_text(content)
    with pytest.raises(UsageError) as raised:
        read_keys(file)
    assert str(file) in str(raised.value)
    assert "too-short" not in str(raised.value)
    assert KEY not in str(raised.value)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])  # noqa: S104
def test_without_keys_nobody_else_is_served(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The command refuses to start, in one line that says what to do; with keys it would."""
    assert main(["serve", "--host", host, "--model", "fake", "--base-url", "http://127.0.0.1:9/v1"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "give --keys FILE or EXTRACTOR_KEYS, or listen on 127.0.0.1" in said
    check_exposure(host, Keys([KEY]))
    for name in ("127.0.0.1", "127.9.9.9", "::1", "localhost"):
        check_exposure(name, Keys())


def test_other_names_and_other_sites_are_refused() -> None:
    """DNS rebinding shows in the Host header, another site's page in Origin; the page's own origin is fine."""
    with running(fake_extractor()[0], loopback()) as service:
        for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "localhost@evil.example"):
            assert service.http.get("/v1/schema", headers={"Host": host}).status_code == 421, host
        for host in ("localhost", "LOCALHOST:1", "127.0.0.1:8765", "[::1]:8765", "localhost."):
            assert service.http.get("/v1/schema", headers={"Host": host}).status_code == 200, host
        for origin in ("https://evil.example", "null", "http://127.0.0.1:1", service.url.replace("127.0.0.1", "x")):
            response = service.http.post("/v1/extract", content=ARTICLE, headers={**PLAIN, "Origin": origin})
            assert response.status_code == 403, origin
            assert "access-control-allow-origin" not in response.headers
        own = service.http.post("/v1/extract", content=ARTICLE, headers={**PLAIN, "Origin": service.url})
        assert own.status_code == 200
        preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        assert service.http.options("/v1/extract", headers=preflight).status_code == 405


def test_an_origin_that_is_allowed_may_call() -> None:
    """With CORS the named origin is answered, with its headers, and no other."""
    settings = Settings(keys=Keys([KEY]), allowed_origins=("https://desk.example",))
    with running(fake_extractor()[0], settings) as service:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
        preflight = service.http.options("/v1/extract", headers={"Origin": "https://desk.example", **asked})
        assert preflight.headers["access-control-allow-origin"] == "https://desk.example"
        headers = {"Origin": "https://desk.example", "Authorization": f"Bearer {KEY}", **PLAIN}
        answered = service.http.post("/v1/extract", content=ARTICLE, headers=headers)
        assert answered.status_code == 200
        assert answered.headers["access-control-allow-origin"] == "https://desk.example"
        other = service.http.options("/v1/extract", headers={"Origin": "https://evil.example", **asked})
        assert "access-control-allow-origin" not in other.headers


def test_bodies_and_documents_above_the_limit() -> None:
    """413 for an announced length, for one that is not announced, and for a document; the rest is not read."""
    with running(fake_extractor()[0], loopback(body_bytes=2_000, characters=500)) as service:
        for content in (b"x" * 2_001, (b"x" * 500 for _ in range(100))):
            try:
                response = service.http.post("/v1/extract", content=content, headers=PLAIN)
            except httpx2.WriteError:  # cut off while it was still sending
                continue
            assert response.status_code == 413
            assert response.json()["detail"] == "the body is larger than 2,000 bytes"
        response = service.http.post("/v1/extract", content=b"word " * 101, headers=PLAIN)
        assert response.status_code == 413
        assert "505 characters; 500 are read here" in response.json()["detail"]
        assert service.service.places.taken == 0


def test_a_body_that_does_not_come(loopback_ports: set[int]) -> None:
    """408 after the time for sending, and the place is free again."""
    with running(fake_extractor()[0], loopback(body_seconds=0.2)) as service:
        host, _, port = service.url.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=20) as slow:
            head = (
                "POST /v1/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n"
            )
            slow.sendall(head.encode() + b"abc")
            answer = slow.recv(10_000).decode()
        assert answer.startswith("HTTP/1.1 408 ")
        assert "application/problem+json" in answer
        until(lambda: service.service.places.taken == 0)


def test_more_at_once_than_allowed() -> None:
    """429 with a time to come back; a free place is given to the next."""
    extractor, model = fake_extractor()
    with running(extractor, loopback(in_flight=2)) as service:
        model.hold = True
        waiting = [threading.Thread(target=_leave, args=(service.url,), daemon=True) for _ in range(2)]
        for thread in waiting:
            thread.start()
        until(lambda: service.service.places.taken == 2)
        refused = service.http.post("/v1/extract", json={"text": ARTICLE})
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert service.http.get("/healthz").status_code == 200
        for thread in waiting:
            thread.join(20)
        until(lambda: service.service.places.taken == 0)
        model.hold = False
        assert service.http.post("/v1/extract", json={"text": ARTICLE}).status_code == 200


def _leave(url: str) -> None:
    with httpx2.Client(base_url=url, timeout=1.5) as http, pytest.raises(httpx2.TimeoutException):
        http.post("/v1/extract", json={"text": ARTICLE})


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_document_that_takes_too_long(accept: str) -> None:
    """504, or a problem event, after the time for a document; the question under way is stopped."""
    extractor, model = fake_extractor()
    with running(extractor, loopback(seconds=0.3)) as service:
        model.hold = True
        response = service.http.post("/v1/extract", json={"text": ARTICLE}, headers={"Accept": accept})
        assert '"urn:extractor:problem:timeout"' in response.text
        assert accept != "application/json" or response.status_code == 504
        until(lambda: model.waiting == 0)
        assert 'extractor_abandoned_total{why="timeout"} 1.0' in service.http.get("/metrics").text


def test_stopping_lets_documents_finish() -> None:
    """A document under way is answered after the stop has begun; new work is refused meanwhile."""
    extractor, model = fake_extractor()
    model.seconds = 0.3
    answers: list[int] = []

    def ask() -> None:
        answers.append(httpx2.post(f"{url}/v1/extract", json={"text": ARTICLE}, timeout=20).status_code)

    with running(extractor, loopback()) as service:
        url = service.url
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        until(lambda: model.waiting > 0)
    asking.join(20)
    assert answers == [200]


def test_stopping_does_not_wait_for_ever() -> None:
    """When the grace is over the caller is told so and the work ends."""
    extractor, model = fake_extractor()
    model.hold = True
    answers: list[httpx2.Response] = []

    def ask() -> None:
        answers.append(httpx2.post(f"{url}/v1/extract", json={"text": ARTICLE}, timeout=20))

    with running(extractor, loopback(grace_seconds=0.2)) as service:
        url = service.url
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        until(lambda: model.waiting > 0)
    asking.join(20)
    assert answers[0].status_code == 503
    assert answers[0].json()["type"] == "urn:extractor:problem:stopping"
    assert model.waiting == 0


def test_a_model_that_cannot_be_had_ends_the_command(tmp_path: Path) -> None:
    """Status 3 and one line that says what to do, not a service that is never ready."""
    command = [sys.executable, "-m", "extractor", "serve", "--port", "0", "--jobs", str(tmp_path / "jobs")]
    command += ["--model", str(tmp_path / "no.gguf"), "--log-level", "error"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith("extractor: ")
    assert "Traceback" not in done.stderr
