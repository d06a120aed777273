"""What comes back from one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from extractor.schema import Usage

if TYPE_CHECKING:
    from extractor.llm.prices import Price

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Answer(Generic[T]):
    """One answered question.

    value: the answer in the form asked for.
    raw: the model's own words (JSON text).
    usage: of this question alone, over all its attempts, each answered call counted once. An
        answer taken from the cache has cost nothing: all zeros.
    finish_reason: as the endpoint gave it.
    seconds: from asking to having the answer, waits included.
    logprobs: the endpoint's list, one entry a token, where the profile asks for it.
    cached: whether the final answer came from the cache.
    """

    value: T
    raw: str
    usage: Usage
    finish_reason: str
    seconds: float
    logprobs: list[dict[str, Any]] | None = None
    cached: bool = False


@dataclass
class Spending:
    """Adds up what one question costs while it is being asked. Without a price it costs an unknown sum."""

    price: Price | None = None
    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def add(self, completion: dict[str, Any]) -> None:
        """Count one answered call; an endpoint that sends no usage still counts as a call."""
        self.calls += 1
        usage = completion.get("usage")
        if not isinstance(usage, dict):
            return
        tokens_in, tokens_out = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
        details = usage.get("prompt_tokens_details")
        cached = _count(details.get("cached_tokens")) if isinstance(details, dict) else 0
        cached = min(cached, tokens_in)
        self.input_tokens += tokens_in
        self.output_tokens += tokens_out
        self.cached_tokens += cached
        if self.price is not None:
            self.cost_usd += self.price(tokens_in, cached, tokens_out)

    def usage(self) -> Usage:
        """What has been spent so far."""
        return Usage(
            calls=self.calls,
            input_tokens=self.input_tokens,
            cached_tokens=self.cached_tokens,
            output_tokens=self.output_tokens,
            cost_usd=None if self.price is None else self.cost_usd,
        )


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
