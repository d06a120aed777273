"""A fake endpoint in a process of its own: answers chat completions after a fixed time. It is not a model.

    python -m benchmarks.bulk_endpoint SECONDS

Prints its port. What it credits whom with it reads out of the question with a regular expression,
so that answers are of the size and form a good model's are, and ground. Equal questions get equal
answers, made once. `GET /count` tells how many questions it was asked, `GET /twice` how many of
them had been asked before, and `GET /cpu` how many microseconds of CPU it has used.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

_SAYING = re.compile(r"([A-Z][\w ]*?) (said|told reporters|added|warned|confirmed) that ([^.]+)\.")
_TEXT = re.compile(r"<text \w+>\n(.*?)\n</text", re.S)


def answer_to(body: dict[str, Any]) -> dict[str, Any]:
    """The completion for a request body."""
    form = body.get("response_format", {}).get("json_schema", {}).get("schema", {}).get("properties", {})
    question = str(body["messages"][-1]["content"])
    content = json.dumps(content_for(form, question))
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": body.get("model", "fake"),
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": content},
                "logprobs": None,
            }
        ],
        "usage": {
            "prompt_tokens": len(question) // 4,
            "completion_tokens": len(content) // 4,
            "total_tokens": len(question) // 4 + len(content) // 4,
        },
    }


def content_for(form: dict[str, Any], question: str) -> dict[str, Any]:
    """What is answered in a form (its properties) to a question."""
    found = _TEXT.findall(question)
    text = found[-1] if found else question
    if "claims" in form:
        return {
            "claims": [{"source": m[1], "cue": m[2], "content": [m[3]], "citing": None} for m in _SAYING.finditer(text)]
        }
    if "speakers" in form:
        named = [m[1] for m in _SAYING.finditer(text)] or [""]
        asked_about = int(form["speakers"].get("minItems", 1))
        return {"speakers": (named * asked_about)[:asked_about]}
    if "kinds" in form:
        return {"kinds": ["person"] * int(form["kinds"].get("minItems", 1))}
    if "sentences" in form:
        first = re.sub(r"^\[?\d+\]?[.:)]?\s*", "", text.strip().splitlines()[0])
        return {"sentences": [{"text": first, "support": [1]}]}
    return {name: [] for name in form}


class Endpoint:
    """Answers over HTTP/1.1, on connections that stay open."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.count = 0
        self.twice = 0
        self._made: dict[bytes, bytes] = {}
        self._seen: set[bytes] = set()

    async def serve(self) -> None:
        """Listen until the process ends."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, backlog=1024)
        print(server.sockets[0].getsockname()[1], flush=True)
        async with server:
            await server.serve_forever()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"content-length: (\d+)", head, re.I)
                body = await reader.readexactly(int(length[1])) if length else b""
                if head.startswith(b"GET"):
                    content = str(self._told(head)).encode()
                else:
                    content = await self._answer(body)
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(content)
                    + content
                )
        writer.close()

    def _told(self, head: bytes) -> int:
        if b"/cpu" in head:
            return int(time.process_time() * 1e6)
        return self.count if b"/count" in head else self.twice

    async def _answer(self, body: bytes) -> bytes:
        self.count += 1
        key = hashlib.blake2b(body, digest_size=12).digest()
        self.twice += key in self._seen
        self._seen.add(key)
        slept = asyncio.get_running_loop().time() + self.seconds
        content = self._made.get(key)
        if content is None:
            content = self._made[key] = json.dumps(answer_to(json.loads(body))).encode()
        await asyncio.sleep(max(0.0, slept - asyncio.get_running_loop().time()))
        return content


@dataclass(frozen=True)
class Opening:
    """Makes the extractor of a process that asks it."""

    url: str

    def __call__(self) -> Any:
        from extractor.pipeline import Extractor

        return Extractor("fake", base_url=self.url, api_key="k")


@contextmanager
def running(seconds: float) -> Iterator[str]:
    """The endpoint's address, while it runs in a process of its own."""
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "benchmarks.bulk_endpoint", str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
    finally:
        process.kill()
        process.wait()


def asked(url: str, what: str = "count") -> int:
    """How many questions the endpoint was asked ("count"), or asked again ("twice"); its microseconds ("cpu")."""
    with urlopen(f"{url.removesuffix('/v1')}/{what}") as answer:  # noqa: S310
        return int(answer.read())


if __name__ == "__main__":
    asyncio.run(Endpoint(float(sys.argv[1])).serve())
