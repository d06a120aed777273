"""A loopback server that speaks the Batch API: files, batches, and live questions beside them.

`answer` gives the completion for a request body: a fake model in the tests, the embedded engine in
`benchmarks/provider_batch.py`. `Faults` say what goes wrong, and when.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any]], dict[str, Any]]
LineFault = Callable[[int, int, dict[str, Any]], "dict[str, Any] | None"]


@dataclass
class Faults:
    """What goes wrong. Batches are counted from 1, their lines from 0.

    expire: batch number → lines answered before it expires. fail: batch number → code of a whole
    batch that fails its validation. line: (batch, line, request) → the error line instead of an
    answer, or None. lose: batch number → every n-th line comes back in no file. drop_create: batches
    whose create call loses its answer after the batch was made. busy: calls answered 503 first.
    """

    expire: dict[int, int] = field(default_factory=dict)
    fail: dict[int, str] = field(default_factory=dict)
    line: LineFault = lambda batch, line, request: None
    lose: dict[int, int] = field(default_factory=dict)
    drop_create: set[int] = field(default_factory=set)
    busy: int = 0
    gone: set[str] = field(default_factory=set)


class BatchServer(ThreadingHTTPServer):
    """The provider. A batch is validated at the first look, worked on at the second, done at the third."""

    daemon_threads = True

    def __init__(self, answer: Answer, faults: Faults | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.faults = faults or Faults()
        self.lock = threading.RLock()
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.requests: list[dict[str, Any]] = []  # every line of every batch that was worked on
        self.live: list[dict[str, Any]] = []
        self.creates = 0
        self.held = False  # batches stay in progress

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def ids(self) -> list[str]:
        """The custom ids that were worked on, in order."""
        return [request["custom_id"] for request in self.requests]

    def store(self, content: bytes) -> str:
        """Keep a file."""
        id_ = f"file-{len(self.files) + 1}"
        self.files[id_] = content
        return id_

    def create(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """A new batch."""
        self.creates += 1
        number = len(self.batches) + 1
        total = self.files[wanted["input_file_id"]].count(b"\n")
        batch = {
            "id": f"batch_{number}",
            "object": "batch",
            "endpoint": wanted["endpoint"],
            "completion_window": wanted["completion_window"],
            "input_file_id": wanted["input_file_id"],
            "metadata": wanted.get("metadata"),
            "status": "validating",
            "created_at": 1_760_000_000 + number,
            "request_counts": {"total": total, "completed": 0, "failed": 0},
        }
        self.batches[batch["id"]] = batch
        return batch

    def look(self, id_: str) -> dict[str, Any]:
        """The batch, one step further."""
        batch = self.batches[id_]
        number = int(id_.split("_")[1])
        if batch["status"] == "validating":
            code = self.faults.fail.get(number)
            batch["status"] = "failed" if code else "in_progress"
            if code:
                batch["errors"] = {"object": "list", "data": [{"code": code, "message": "no", "line": 1}]}
        elif batch["status"] == "in_progress" and not self.held:
            self.work(batch, number, "expired" if number in self.faults.expire else "completed")
        elif batch["status"] == "cancelling":
            self.work(batch, number, "cancelled", upto=batch["request_counts"]["total"] // 2)
        return batch

    def work(self, batch: dict[str, Any], number: int, status: str, upto: int | None = None) -> None:
        """Answer the lines of a batch and end it."""
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        upto = self.faults.expire.get(number, len(lines)) if upto is None else upto
        out, errors = [], []
        for n, request in enumerate(lines):
            if number in self.faults.lose and n % self.faults.lose[number] == 0:
                continue
            if n >= upto:
                error = {"code": "batch_expired" if status == "expired" else "batch_cancelled", "message": "late"}
                errors.append({"custom_id": request["custom_id"], "response": None, "error": error})
                continue
            self.requests.append(request)
            fault = self.faults.line(number, n, request)
            if fault is not None:
                errors.append({"custom_id": request["custom_id"], "response": None, "error": None, **fault})
                continue
            response = {"status_code": 200, "request_id": "r", "body": self.answer(request["body"])}
            out.append({"id": f"r{n}", "custom_id": request["custom_id"], "response": response, "error": None})
        out.reverse()  # the order of the output is not the order of the input
        batch["status"] = status
        batch["request_counts"] = {"total": len(lines), "completed": len(out), "failed": len(errors)}
        for name, rows in (("output_file_id", out), ("error_file_id", errors)):
            if rows:
                batch[name] = self.store("".join(json.dumps(row) + "\n" for row in rows).encode())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: BatchServer

    def do_GET(self) -> None:
        with self.server.lock:
            if self._busy():
                return
            parts = self.path.split("?")[0].strip("/").split("/")[1:]
            if parts == ["models"]:
                self._send(200, {"object": "list", "data": [{"id": "fake-model", "object": "model"}]})
            elif parts == ["batches"]:
                newest = list(reversed(self.server.batches.values()))
                self._send(200, {"object": "list", "data": newest, "has_more": False})
            elif parts[0] == "batches" and parts[1] in self.server.batches:
                self._send(200, self.server.look(parts[1]))
            elif parts[0] == "files" and parts[1] in self.server.files and parts[1] not in self.server.faults.gone:
                self._send_bytes(200, self.server.files[parts[1]])
            else:
                self._send(404, {"error": {"message": "no such thing", "code": "not_found"}})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        with self.server.lock:
            if self._busy():
                return
            parts = self.path.strip("/").split("/")[1:]
            if parts == ["files"]:
                id_ = self.server.store(_uploaded(self.headers, body))
                content = {"id": id_, "object": "file", "bytes": len(body), "created_at": 1, "filename": "in.jsonl"}
                self._send(200, {**content, "purpose": "batch", "status": "processed"})
            elif parts == ["batches"]:
                batch = self.server.create(json.loads(body))
                if len(self.server.batches) in self.server.faults.drop_create:
                    self.server.faults.drop_create.discard(len(self.server.batches))
                    self.close_connection = True  # made, and nobody hears of it
                    return
                self._send(200, batch)
            elif parts[0] == "batches" and parts[2:] == ["cancel"]:
                batch = self.server.batches[parts[1]]
                batch["status"] = "cancelling"
                self._send(200, batch)
            else:
                question = json.loads(body)
                self.server.live.append(question)
                self._send(200, self.server.answer(question))

    def _busy(self) -> bool:
        if not self.server.faults.busy:
            return False
        self.server.faults.busy -= 1
        self._send(503, {"error": {"message": "busy"}})
        return True

    def _send(self, status: int, value: object) -> None:
        self._send_bytes(status, json.dumps(value).encode())

    def _send_bytes(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def _uploaded(headers: Message, body: bytes) -> bytes:
    """The file in a multipart form."""
    message = BytesParser().parsebytes(f"Content-Type: {headers['content-type']}\r\n\r\n".encode() + body)
    parts = message.get_payload()
    assert isinstance(parts, list)
    named = {part.get_param("name", header="content-disposition"): part for part in parts}
    assert named["purpose"].get_payload() == "batch"
    content = named["file"].get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


@contextmanager
def batch_server(answer: Answer, faults: Faults | None = None) -> Iterator[BatchServer]:
    """The server, listening."""
    server = BatchServer(answer, faults)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
