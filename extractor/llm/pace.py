"""The pace: how many questions are in flight, adapted to what the endpoint takes, and rate limits.

Additive increase, multiplicative decrease (Chiu and Jain 1989; with the slow start and the threshold of
TCP, Jacobson 1988): the number in flight grows while the endpoint answers and is halved when it
answers 429 or 503, once for all questions that were in flight together. `Retry-After` holds for
every question, not only for the one that was told.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

DEFAULT_MOST = 64  # in flight, where nobody said how many
FIRST = 8  # in flight at the beginning, where nobody said how many
CHARACTERS_A_TOKEN = 3.5  # of English prompts and JSON; only for limits, and corrected by what was used
MINUTE = 60.0


class Pace:
    """Shared by all questions of a run. Belongs to one event loop.

    most: questions in flight at most. first: with how many it begins. requests_per_minute,
    tokens_per_minute: evenly spread, so that no minute holds more.
    """

    def __init__(
        self,
        most: int,
        *,
        first: int = FIRST,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.most = most
        self.limit = float(max(1, min(first, most)))
        self.in_flight = 0
        self.halvings = 0
        self._requests = Meter(requests_per_minute)
        self._tokens = Meter(tokens_per_minute)
        self._threshold = float(most)
        self._quiet_until = 0.0
        self._queue: deque[asyncio.Future[None]] = deque()
        self._clock = clock
        self._sleep = sleep

    @asynccontextmanager
    async def turn(self, body: dict[str, Any]) -> AsyncIterator[None]:
        """One's place among the questions in flight, and leave to send this one."""
        async with self.place(estimate(body) if self._tokens.rate else 0.0):
            yield

    @asynccontextmanager
    async def place(self, tokens: float) -> AsyncIterator[None]:
        """The same for a question that will take so many tokens."""
        await self._place()
        try:
            await self._leave(tokens)
            yield
        finally:
            self.in_flight -= 1
            self._wake()

    async def _leave(self, tokens: float) -> None:
        """Wait until a request may be sent: after a `Retry-After`, and within the rates."""
        now = self._clock()
        at = max(self._quiet_until, self._requests.take(1.0, now), self._tokens.take(tokens, now))
        while at > (now := self._clock()):
            await self._sleep(at - now)
            at = max(at, self._quiet_until)  # others may have been told to wait meanwhile

    def answered(self, body: dict[str, Any], completion: dict[str, Any]) -> None:
        """The endpoint has answered: one more may be in flight soon."""
        self.went_well(beyond_estimate(body, completion) if self._tokens.rate else None)

    def went_well(self, more: float | None) -> None:
        """The same; `more`: tokens used beyond the estimate, where that is known."""
        step = 1.0 if self.limit < self._threshold else 1.0 / self.limit
        self.limit = min(float(self.most), self.limit + step)
        if more is not None:
            self._tokens.correct(more)
        self._wake()

    def refused(self, halvings: int, retry_after: float | None) -> None:
        """The endpoint has too much. `halvings`: as it was when the question was sent."""
        if halvings == self.halvings:
            self.halvings += 1
            self.limit = self._threshold = max(1.0, self.limit / 2)
        if retry_after is not None:
            self._quiet_until = max(self._quiet_until, self._clock() + retry_after)

    async def _place(self) -> None:
        if not self._queue and self.in_flight < int(self.limit):
            self.in_flight += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # the place was given at the very moment
                self.in_flight -= 1
                self._wake()
            raise

    def _wake(self) -> None:
        while self._queue and self.in_flight < int(self.limit):
            turn = self._queue.popleft()
            if not turn.done():
                self.in_flight += 1
                turn.set_result(None)


class Meter:
    """A rate, kept by spacing: the generic cell rate algorithm without a burst."""

    def __init__(self, per_minute: float | None) -> None:
        self.rate = per_minute
        self._free_at = 0.0

    def take(self, amount: float, now: float) -> float:
        """When so much may be used (same clock as `now`); it is counted as used then."""
        if not self.rate:
            return now
        at = max(now, self._free_at)
        self._free_at = at + amount * MINUTE / self.rate
        return at

    def correct(self, amount: float) -> None:
        """So much more (or less) was used than was taken."""
        if self.rate:
            self._free_at += amount * MINUTE / self.rate


def estimate(body: dict[str, Any]) -> float:
    """Tokens in and out of a request, before it is answered: a quarter of its output limit is used."""
    characters = sum(len(str(message.get("content", ""))) for message in body.get("messages", ()))
    limit = body.get("max_tokens") or body.get("max_completion_tokens") or 0
    return characters / CHARACTERS_A_TOKEN + limit / 4


def beyond_estimate(body: dict[str, Any], completion: dict[str, Any]) -> float | None:
    """Tokens that a request took beyond its estimate, where the endpoint says."""
    usage = completion.get("usage")
    used = usage.get("total_tokens") if isinstance(usage, dict) else None
    return used - estimate(body) if isinstance(used, int) else None


#: The pace of the run that asks, for every question it puts, through whatever client.
current_pace: ContextVar[Pace | None] = ContextVar("current_pace", default=None)
