"""Running the service: the listening socket, signals, logs, and an end that finishes or keeps what is under way."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import uvicorn

from extractor.errors import UsageError
from extractor.service.app import create_app
from extractor.service.patience import PatientProtocol

if TYPE_CHECKING:
    import socket
    from types import FrameType

    from extractor.pipeline import Extractor
    from extractor.service.service import Service
    from extractor.service.settings import Settings

#: Seconds beyond the grace in which answers still leave, before connections are cut.
LAST_SECONDS = 5
#: Seconds after which one thread lets another go on. Python's own 5 ms, several times a request, is what a caller
#: would wait while the other thread parses somebody else's document.
SWITCH_INTERVAL = 0.0005
#: Seconds an idle connection is kept.
KEEP_ALIVE = 5


def serve(
    extractor: Extractor,
    settings: Settings,
    listening: socket.socket,
    *,
    announce: Callable[[], None] | None = None,
) -> None:
    """Serve on a socket that listens until SIGINT or SIGTERM; a second SIGINT ends it at once.

    announce: called when callers are answered. Raises the `ModelError` that kept the model from being ready.
    """
    _quiet_framework()
    sys.setswitchinterval(SWITCH_INTERVAL)
    server: Server

    def give_up() -> None:
        server.should_exit = True

    app = create_app(extractor, settings, on_fault=give_up)
    service: Service = app.state.service
    grace = int(settings.limits.grace_seconds) + LAST_SECONDS
    server = Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            http=PatientProtocol,  # h11: its heads are bounded (64 KB); those of the faster httptools are not
            server_header=False,
            lifespan="on",
            ws="none",
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=grace,
        ),
        service,
        announce,
    )
    server.run(sockets=[listening])
    if service.fault is not None:
        raise service.fault


class Server(uvicorn.Server):
    """Tells the service first when it is to stop, and ends without raising the signal again."""

    def __init__(self, config: uvicorn.Config, service: Service, announce: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._service = service
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started and self._announce is not None:
            self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.begin_stopping()
        await super().shutdown(sockets=sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():  # signals arrive in the main thread only
            yield
            return
        former = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True


def _quiet_framework() -> None:
    # What the server says of itself (a broken request, a cut connection) belongs to our log, without tracebacks.
    framework = logging.getLogger("uvicorn.error")
    framework.handlers = [_PassOn(level=logging.WARNING)]
    framework.propagate = False


class _PassOn(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        logging.getLogger("extractor.service").log(record.levelno, "server: %s", record.msg)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises `UsageError` where it cannot."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, family, socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        listening = socket.socket(found[0][0], socket.SOCK_STREAM)
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(found[0][4])
        listening.listen(1024)
    except (OSError, OverflowError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        msg = f"cannot listen on {host}:{port}: {reason.lower()}; choose another with --host and --port"
        raise UsageError(msg) from None
    return listening
