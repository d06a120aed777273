"""A caller who never finishes saying what it wants does not keep its connection."""

from __future__ import annotations

import socket

import pytest

from extractor.service import patience
from tests.service.fake_model import fake_extractor
from tests.service.running import Running, running


def connection(service: Running) -> socket.socket:
    """A connection that gives up after twenty seconds."""
    host, port = service.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


@pytest.mark.parametrize("said", [b"", b"GET /hea", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\r\n"])
def test_a_head_that_does_not_end_is_hung_up_on(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither silence nor a header now and then holds one of the server's connections for ever."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.2)
    with running(fake_extractor()[0]) as service, connection(service) as line:
        line.sendall(said)
        assert line.recv(1_000) == b""
        assert service.http.get("/healthz").status_code == 200


def test_a_slow_body_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bodies have a limit of their own: 30 seconds unless said otherwise."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.2)
    head = b"POST /v1/extract HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n"
    with running(fake_extractor()[0]) as service, connection(service) as line:
        line.sendall(head + b"No")
        line.settimeout(0.5)
        with pytest.raises(TimeoutError):
            line.recv(1_000)
        line.settimeout(20)
        line.sendall(b"t.")
        assert line.recv(1_000).startswith(b"HTTP/1.1 200")
