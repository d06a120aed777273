"""What the peers share: a place in the answer cache, and words looked up in the text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from extractor.evaluation.gold import Article, Attribution, Pieces
from extractor.evaluation.predictions import Cost, Prediction, text_sha256
from extractor.evaluation.systems import ModelChoice
from extractor.schema import Usage

Answer = dict[str, Any]
Place = tuple[int, int]


async def remembered(
    choice: ModelChoice, scope: str, request: dict[str, Any], ask: Callable[[], Awaitable[Answer]]
) -> Answer:
    """A peer's answer for an article, asked for once; the answer remembers what it cost."""
    if choice.cache is not None and (stored := choice.cache.get(scope, request)) is not None:
        return stored
    answer = await ask()
    if choice.cache is not None and not answer.get("error"):
        choice.cache.put(scope, request, answer)
    return answer


def prediction(article: Article, system: str, model: str, answer: Answer, found: list[Attribution]) -> Prediction:
    """A peer's answer as a prediction."""
    usage = Usage(**answer["usage"])
    return Prediction(
        id=article.id,
        system=system,
        sha256=text_sha256(article.text),
        cost=Cost(
            usage.calls, usage.input_tokens, usage.cached_tokens, usage.output_tokens, answer["seconds"], usage.cost_usd
        ),
        peer=tuple(found),
        error=answer.get("error"),
        model=model,
    )


def nearest(text: str, words: str, to: Place) -> Pieces:
    """The occurrence of `words` nearest to a place; nothing where the text does not hold them."""
    best: tuple[int, Place] | None = None
    start = text.find(words) if words.strip() else -1
    while start >= 0:
        end = start + len(words)
        away = 0 if start < to[1] and to[0] < end else min(abs(start - to[1]), abs(to[0] - end))
        if best is None or away < best[0]:
            best = (away, (start, end))
        start = text.find(words, start + 1)
    return (best[1],) if best else ()
