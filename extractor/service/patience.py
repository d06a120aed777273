"""How long a caller may take to say what it wants: uvicorn waits for the head of a request without end."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""From the first byte of a request, or from the connection, to the end of its head; browsers take milliseconds."""


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that hangs up where the head of a request does not arrive ("slowloris")."""

    _late: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._late = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    @override
    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:  # the head is there; bodies have a limit of their own
            self._wait_no_more()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._hang_up)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _hang_up(self) -> None:
        self._late = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
