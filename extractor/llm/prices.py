"""What an answer costs, from the table of the package `genai-prices`, offline. No price is guessed.

A price is known for a model at an address of its provider. The same model's name at another
address (a server of one's own, a proxy) has no price: nobody here knows what it costs there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

#: Tokens of one request below which no provider's table has steps: the price is a sum of rates there.
FLAT_BELOW = 32_000
SAMPLE = 1_000  # tokens a rate is read from

Price = Callable[[int, int, int], float]


@cache
def price_of(model: str, endpoint: str, processing: str | None = None) -> Price | None:
    """US dollars of one call by its tokens (in, of them cached, out); None where no price is known.

    endpoint: the base URL as results show it. processing: "batch" for what a provider's batch files cost.
    """
    if not endpoint.startswith("https://"):  # no provider sells without it; and the table takes 0.2 s to load
        return None
    from genai_prices import Usage, calc_price

    context: Any = {"processing": processing} if processing else None

    def whole(tokens_in: int, cached: int, out: int) -> float:
        usage = Usage(input_tokens=tokens_in, cache_read_tokens=cached, output_tokens=out)
        priced = calc_price(usage, model, provider_api_url=endpoint, price_context=context)
        return float(priced.total_price)

    try:
        rate_in = whole(SAMPLE, 0, 0) / SAMPLE
        rate_cached = whole(SAMPLE, SAMPLE, 0) / SAMPLE
        rate_out = whole(0, 0, SAMPLE) / SAMPLE
    except (LookupError, ValueError):
        return None

    def price(tokens_in: int, cached: int, out: int) -> float:
        if tokens_in >= FLAT_BELOW:
            return whole(tokens_in, cached, out)
        return (tokens_in - cached) * rate_in + cached * rate_cached + out * rate_out

    return price
