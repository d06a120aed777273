"""A loopback endpoint whose behaviour a test writes down, call by call. It is a fake, over a real socket."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each POST with the next reply of the script; the last one is repeated."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms for an acknowledgement
    server: FakeEndpoint

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["content-length"]))
        with self.server.lock:
            self.server.bodies.append(self.body)
            reply = self.server.script.pop(0) if len(self.server.script) > 1 else self.server.script[0]
        reply(self)

    def do_GET(self) -> None:
        self.send_json(self.server.models_status, self.server.models)

    def send_json(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        self.send_text(status, json.dumps(value).encode(), headers)

    def send_text(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, header in (headers or {}).items():
            self.send_header(name, header)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        pass


class FakeEndpoint(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: list[Reply]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.bodies: list[bytes] = []
        self.lock = threading.Lock()
        self.models: object = {"object": "list", "data": [{"id": "the-only-one", "object": "model"}]}
        self.models_status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def questions(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that hangs up is what some tests are about


@contextmanager
def serve(*script: Reply) -> Iterator[FakeEndpoint]:
    """The endpoint, listening, with one reply for each expected call."""
    endpoint = FakeEndpoint(list(script))
    thread = threading.Thread(target=endpoint.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.shutdown()
        endpoint.server_close()
        thread.join()


def completion(content: str | None = '{"city":"Vellmar"}', *, finish: str = "stop", **message: Any) -> dict[str, Any]:
    """A chat completion as endpoints send it: 12 input tokens, 8 of them cached, 5 output tokens."""
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
        ],
        "usage": {
            "prompt_tokens": 12,
            "completion_tokens": 5,
            "total_tokens": 17,
            "prompt_tokens_details": {"cached_tokens": 8},
        },
    }


def tool_call(arguments: str) -> dict[str, Any]:
    """The message fields of an answer given as a call of the answer's tool."""
    function = {"name": "Place", "arguments": arguments}
    return {"tool_calls": [{"id": "t", "type": "function", "function": function}]}


def ok(content: str | None = '{"city":"Vellmar"}', *, finish: str = "stop", **message: Any) -> Reply:
    return lambda handler: handler.send_json(200, completion(content, finish=finish, **message))


def status(code: int, error: dict[str, Any] | None = None, headers: dict[str, str] | None = None) -> Reply:
    return lambda handler: handler.send_json(code, {"error": error or {"message": "no"}}, headers)


def without(parameter: str) -> Reply:
    """Refuse every question that holds the parameter, answer the others."""

    def reply(handler: Handler) -> None:
        refused = parameter in json.loads(handler.body)
        (status(400, {"message": "Unsupported value", "param": parameter}) if refused else ok())(handler)

    return reply


def body(content: bytes) -> Reply:
    return lambda handler: handler.send_text(200, content)


def dropped_before() -> Reply:
    """Hang up before a byte of the answer."""
    return lambda handler: handler.hang_up()


def dropped_inside() -> Reply:
    """Hang up in the middle of the answer's body."""

    def reply(handler: Handler) -> None:
        content = json.dumps(completion()).encode()
        handler.send_response(200)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: len(content) // 2])
        handler.wfile.flush()
        handler.hang_up()

    return reply


def dropped_after() -> Reply:
    """Answer completely, then hang up without saying so."""

    def reply(handler: Handler) -> None:
        handler.send_json(200, completion())
        handler.wfile.flush()
        handler.hang_up()

    return reply


def dripping(seconds: float) -> Reply:
    """A blank every few milliseconds, for at most so many seconds: never silent, never done."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "100000")
        handler.end_headers()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.01)

    return reply


def endless() -> Reply:
    """A body without an end, as fast as it is read (at most 64 MB)."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "application/json")
        handler.send_header("connection", "close")
        handler.end_headers()
        for _ in range(64):
            handler.wfile.write(b" " * 1024 * 1024)

    return reply
