"""An endpoint's answer may come packed, and is unpacked within the bound that holds for any answer."""

from __future__ import annotations

import gzip
import http.server
import json
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from extractor import Document, Extractor
from extractor.llm.endpoint import BODY_LIMIT
from extractor.schema import Result

ANSWER = json.dumps({"choices": [{"finish_reason": "stop", "message": {"content": '{"claims": []}'}}]}).encode()
BOMB = b" " * (BODY_LIMIT * 3)


@contextmanager
def answering(body: bytes, packing: str) -> Iterator[str]:
    """A loopback endpoint that answers everything with one body; its base URL."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Encoding", packing)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # who asked has seen enough
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


def _result(body: bytes, packing: str) -> Result:
    with answering(body, packing) as url, Extractor("m", base_url=url, api_key="none") as extractor:
        return extractor.extract(Document.from_text("The wall was rebuilt, Ana Ruiz said.", id="d"))


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_packed_answer_is_read(pack: Callable[[bytes], bytes]) -> None:
    """As gateways send it."""
    packing = "gzip" if pack is gzip.compress else "deflate"
    warnings = " ".join(_result(pack(ANSWER), packing).report.warnings)
    assert "pack" not in warnings
    assert "window 0" not in warnings


@pytest.mark.parametrize(
    ("body", "packing", "said"),
    [
        (gzip.compress(BOMB), "gzip", "larger than 8 MB"),
        (zlib.compress(BOMB), "deflate", "larger than 8 MB"),
        (ANSWER, "gzip", "cannot be unpacked"),
        (ANSWER, "br", "packed in a way"),
        (gzip.compress(gzip.compress(ANSWER)), "gzip, gzip", "packed in a way"),
    ],
)
def test_a_bomb_ends_at_the_limit(body: bytes, packing: str, said: str) -> None:
    """A megabyte that unpacks to a gigabyte costs a window, not the machine."""
    report = _result(body, packing).report
    assert report.windows.failed == report.windows.sent > 0
    assert any(said in warning for warning in report.warnings)
