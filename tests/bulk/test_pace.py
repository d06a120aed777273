"""The pace: more in flight while the endpoint answers, half of it when it has too much, never above a rate."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from extractor.llm.pace import Pace

BODY: dict[str, Any] = {"messages": [{"content": "x" * 350}], "max_tokens": 400}  # some 200 tokens
ANSWER: dict[str, Any] = {"usage": {"total_tokens": 200}}


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += max(seconds, 0.0)
        await asyncio.sleep(0)


def paced(most: int, **options: Any) -> tuple[Pace, Clock]:
    clock = Clock()
    return Pace(most, clock=clock, sleep=clock.sleep, **options), clock


async def test_it_grows_to_its_limit_while_the_endpoint_answers() -> None:
    """Each answer lets one more go, up to the most that is allowed."""
    pace, _ = paced(20, first=2)
    for _ in range(40):
        pace.answered(BODY, ANSWER)
    assert pace.limit == 20


async def test_it_halves_once_for_what_was_in_flight_together() -> None:
    """Many refusals of one moment are one; then it grows by about one for as many answers as are in flight."""
    pace, _ = paced(64, first=64)
    for _ in range(30):
        pace.refused(0, None)
    assert pace.limit == 32
    for _ in range(32):
        pace.answered(BODY, ANSWER)
    assert 32.9 < pace.limit <= 33
    pace.refused(pace.halvings, None)
    assert pace.limit == pytest.approx(16.5, abs=0.1)
    for _ in range(20):
        pace.refused(pace.halvings, None)
    assert pace.limit == 1


async def test_no_more_are_in_flight_than_allowed() -> None:
    """A place is given only when one is free, and one that is cancelled while waiting takes none."""
    pace, _ = paced(3, first=3)
    most = 0

    async def question() -> None:
        nonlocal most
        async with pace.turn(BODY):
            most = max(most, pace.in_flight)
            await asyncio.sleep(0)

    questions = [asyncio.create_task(question()) for _ in range(12)]
    await asyncio.sleep(0)
    questions[5].cancel()
    await asyncio.gather(*questions, return_exceptions=True)
    assert (most, pace.in_flight) == (3, 0)


async def test_retry_after_holds_for_everybody() -> None:
    """What one question is told to wait, no other question undercuts."""
    pace, clock = paced(8)
    pace.refused(0, 30.0)
    async with pace.turn(BODY):
        assert clock.now >= 130.0


@pytest.mark.parametrize(
    ("options", "seconds"), [({"requests_per_minute": 60}, 9.0), ({"tokens_per_minute": 1200}, 90.0)]
)
async def test_rates_are_kept(options: dict[str, float], seconds: float) -> None:
    """Ten questions at one a second, or of 200 tokens at 1,200 a minute, take as long as they must."""
    pace, clock = paced(8, **options)
    for _ in range(10):
        async with pace.turn(BODY):
            pace.answered(BODY, ANSWER)
    assert clock.now - 100.0 == pytest.approx(seconds, rel=0.05)
