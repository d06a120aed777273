"""A running service on a loopback port, in a thread of the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import uvicorn

from extractor import Extractor
from extractor.service.app import create_app
from extractor.service.patience import PatientProtocol
from extractor.service.server import Server, listen
from extractor.service.settings import LOOPBACK_NAMES, Settings


@dataclass(frozen=True)
class Running:
    """Where it is, and what is inside."""

    url: str
    http: httpx2.Client
    service: Any


@contextmanager
def running(extractor: Extractor, settings: Settings | None = None) -> Iterator[Running]:
    """The service over an extractor, ready; without keys it is guarded as the command guards it."""
    settings = settings or Settings(allowed_hosts=LOOPBACK_NAMES)
    app = create_app(extractor, settings)
    started = threading.Event()
    config = uvicorn.Config(app, http=PatientProtocol, log_config=None, ws="none", access_log=False)
    server = Server(config, app.state.service, started.set)
    with listen("127.0.0.1", 0) as socket:
        url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        assert started.wait(20)
        with httpx2.Client(base_url=url, timeout=20) as http:
            while http.get("/readyz").status_code == 503:
                pass
            yield Running(url, http, app.state.service)
        server.should_exit = True
        thread.join(20)
