"""A fake endpoint that does what careless ones do: it puts the key and the question into everything it answers."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.security.loopback import listening

#: Statuses in turn; an answer of 200 is by turns of no use and of the wrong form.
STATUSES = (200, 400, 200, 422, 200, 404)


class _Rude(BaseHTTPRequestHandler):
    turns: Iterator[int]

    def do_GET(self) -> None:
        self._answer(404, {"error": {"message": f"no list for {self.headers['Authorization']}"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        turn = next(self.turns)
        said = f"{self.headers['Authorization']} asked {json.dumps(body['messages'], ensure_ascii=False)}"
        status = STATUSES[turn % len(STATUSES)]
        if status != 200:
            self._answer(
                status, {"error": {"message": said, "type": "invalid_request_error", "param": said, "code": said}}
            )
            return
        words = said if turn % 4 else json.dumps({"sentences": said, "claims": said})
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": words}}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        self._answer(
            200,
            {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage},
        )

    def _answer(self, status: int, value: Any) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def rude() -> Iterator[str]:
    """The base URL of such an endpoint."""
    with listening(type("Handler", (_Rude,), {"turns": itertools.count()})) as address:
        yield f"{address}/v1"
