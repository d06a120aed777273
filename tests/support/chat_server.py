"""A fake chat endpoint on a loopback port, for tests of what travels."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Echo(BaseHTTPRequestHandler):
    """Answers every chat completion with the last message in capitals, or with an error."""

    protocol_version = "HTTP/1.1"
    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = json.dumps(_completion(body) if self.status == 200 else _error(self.headers)).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.send_header("X-Machine", f"port {self.server.server_address[1]}")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _completion(body: dict[str, Any]) -> dict[str, Any]:
    words = str(body["messages"][-1]["content"]).upper()
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": words}}
    return {
        "id": "chatcmpl-7",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "system_fingerprint": "b1",
        "choices": [choice],
        "usage": {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12},
    }


def _error(headers: Any) -> dict[str, Any]:
    """As careless endpoints do it, with the key in the message."""
    return {"error": {"message": f"not accepted: {headers['Authorization']}", "type": "invalid_request_error"}}


@contextmanager
def echoing(status: int = 200) -> Iterator[str]:
    """The base URL of a running fake endpoint; every answer has this HTTP status."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Echo,), {"status": status}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
