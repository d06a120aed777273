"""A hostile endpoint: a real HTTP server on loopback that fails in every way the wire knows. It is not a model.

Which call fails and how is drawn from the question and how often it came, so that a run meets the
same faults whatever the order of its calls.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tests.bulk.corpus import content_for

MEGABYTE = 1024 * 1024
_LENGTH = re.compile(rb"content-length: (\d+)", re.I)
_NUMBER = re.compile(r"ferry number (\w+) ", re.I)

Writer = asyncio.StreamWriter
Fault = Callable[["Hostile", Writer, bytes], Awaitable[None]]


def completion(content: str | None, **changed: Any) -> bytes:
    """A chat completion as endpoints send it."""
    message = {"role": "assistant", "content": content}
    whole = {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 20, "completion_tokens": 5, "total_tokens": 25},
    }
    return json.dumps({**whole, **changed}).encode()


def honest(body: bytes) -> bytes:
    """The right answer to a question."""
    question = json.loads(body)
    properties = question["response_format"]["json_schema"]["schema"]["properties"]
    # In any message: when a form was wrong, the last one says so and shows nothing of the document.
    number = _NUMBER.findall(" ".join(str(message["content"]) for message in question["messages"]))
    return completion(json.dumps(content_for(properties, number[-1])))


def http(status: int, content: bytes, headers: bytes = b"") -> bytes:
    """An HTTP response."""
    head = b"HTTP/1.1 %d no\r\ncontent-type: application/json\r\ncontent-length: %d\r\n" % (status, len(content))
    return head + headers + b"\r\n" + content


def says(status: int, content: bytes = b'{"error": {"message": "no"}}', headers: bytes = b"") -> Fault:
    async def fault(_: Hostile, writer: Writer, __: bytes) -> None:
        writer.write(http(status, content, headers))

    return fault


async def _cut_before(_: Hostile, writer: Writer, __: bytes) -> None:
    writer.transport.abort()


async def _cut_inside(_: Hostile, writer: Writer, body: bytes) -> None:
    answer = http(200, honest(body))
    writer.write(answer[: len(answer) - 40])
    await writer.drain()
    writer.transport.abort()


async def _cut_after(_: Hostile, writer: Writer, body: bytes) -> None:
    writer.write(http(200, honest(body)))
    await writer.drain()
    writer.close()


async def _late(server: Hostile, writer: Writer, body: bytes) -> None:
    await asyncio.sleep(server.late)
    writer.write(http(200, honest(body)))


async def _drip(server: Hostile, writer: Writer, body: bytes) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
    for _ in range(int(server.late * 20)):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)
    writer.transport.abort()


async def _huge(_: Hostile, writer: Writer, __: bytes) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")
    for _ in range(50):
        writer.write(b" " * MEGABYTE)
        await writer.drain()
    writer.close()


_REFUSAL = completion(None, choices=[{"index": 0, "finish_reason": "stop", "message": {"refusal": "I cannot"}}])
FAULTS: dict[str, Fault] = {
    "429 with Retry-After": says(429, headers=b"retry-after: 0.1\r\n"),
    "429": says(429),
    "500": says(500),
    "502": says(502, b"<html>bad gateway</html>"),
    "503": says(503),
    "cut before the body": _cut_before,
    "cut in the body": _cut_inside,
    "cut after the body": _cut_after,
    "late": _late,
    "half JSON": says(200, b'{"choices": [{"mess'),
    "wrong schema": says(200, completion('{"cities": ["Sund"]}')),
    "refusal": says(200, _REFUSAL),
    "empty choices": says(200, completion(None, choices=[])),
    "50 MB": _huge,
    "drip": _drip,
}


#: A fault that passes meets one question so often at most; by chance alone it would now and then for ever.
MOST_IN_A_ROW = 4


class Hostile:
    """late: seconds of the late answer and of the drip. rate: share of calls that fail. only: these, which pass."""

    def __init__(self, rate: float, late: float, only: tuple[str, ...] = ()) -> None:
        self.rate = rate
        self.late = late
        self.names = only or tuple(FAULTS)
        self.passing = bool(only)
        self.calls = 0
        self.faults: Counter[str] = Counter()
        self.most_in_flight = 0
        self.port = 0
        self.connected = 0
        self._in_flight = 0
        self._came: Counter[bytes] = Counter()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def draw(self, body: bytes) -> str | None:
        """The fault of this call, if it is to fail."""
        key = hashlib.sha256(body).digest()
        self._came[key] += 1
        if self.passing and self._came[key] > MOST_IN_A_ROW:
            return None
        drawn = int.from_bytes(hashlib.sha256(key + bytes([self._came[key]])).digest()[:8], "big") / 2**64
        return self.names[int(drawn / self.rate * len(self.names))] if drawn < self.rate else None

    async def connection(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        """Answer, or not, until the other side hangs up."""
        self.connected += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                body = await reader.readexactly(int(length[1]) if length else 0)
                self.calls += 1
                self._in_flight += 1
                self.most_in_flight = max(self.most_in_flight, self._in_flight)
                try:
                    fault = self.draw(body)
                    if fault is None:
                        await asyncio.sleep(0.01)
                        writer.write(http(200, honest(body)))
                    else:
                        self.faults[fault] += 1
                        await FAULTS[fault](self, writer, body)
                finally:
                    self._in_flight -= 1
        self.connected -= 1
        writer.close()


@contextmanager
def hostile(rate: float, *, late: float = 30.0, only: tuple[str, ...] = ()) -> Iterator[Hostile]:
    """The endpoint, in a thread of its own."""
    server = Hostile(rate, late, only)
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def serve() -> None:
        listening = await asyncio.start_server(server.connection, "127.0.0.1", 0)
        server.port = listening.sockets[0].getsockname()[1]
        ready.set()
        await asyncio.Event().wait()

    def work() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    task = loop.create_task(serve())
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
