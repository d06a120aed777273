"""No test reaches the network: only servers that the test itself started answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class NetworkRefused(BaseException):
    """A connection that a test must not make; no client may swallow or retry it."""


@contextmanager
def guarded() -> Iterator[set[int]]:
    """Refuse every connection but to loopback ports that this process has bound meanwhile.

    Yields the set of those ports: a test adds the port of a server that it starts in another way.
    """
    bound: set[int] = set()
    real_bind, real_connect = socket.socket.bind, socket.socket.connect
    real_connect_ex, real_getaddrinfo = socket.socket.connect_ex, socket.getaddrinfo

    def bind(self: socket.socket, address: Any) -> None:
        real_bind(self, address)
        if self.family in (socket.AF_INET, socket.AF_INET6):
            bound.add(self.getsockname()[1])

    def check(self: socket.socket, address: Any) -> None:
        if self.family not in (socket.AF_INET, socket.AF_INET6):
            return
        host, port = address[:2]
        if host not in LOOPBACK or port not in bound:
            msg = f"tests do not use the network: a connection to {host}:{port} was refused"
            raise NetworkRefused(msg)

    def connect(self: socket.socket, address: Any) -> None:
        check(self, address)
        return real_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        check(self, address)
        return real_connect_ex(self, address)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and name not in LOOPBACK:
            msg = f"tests do not use the network: a look-up of {name} was refused"
            raise NetworkRefused(msg)
        return real_getaddrinfo(host, *args, **kwargs)

    with (
        mock.patch.object(socket.socket, "bind", bind),
        mock.patch.object(socket.socket, "connect", connect),
        mock.patch.object(socket.socket, "connect_ex", connect_ex),
        mock.patch.object(socket, "getaddrinfo", getaddrinfo),
    ):
        yield bound
