"""The tables of docs/scale.md: what 1, 10^4 and 10^8 articles take, computed from measured figures and listed prices.

    python benchmarks/scale.py
    python benchmarks/scale.py --seconds 9 --tokens-in 1800 --tokens-out 400     # with figures of your own

Prices come from the table of the package genai-prices, offline.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

ARTICLES = (1, 10_000, 100_000_000)
DAY = 86_400
SMALL_IN, SMALL_OUT = (
    540,
    69,
)  # tokens an article of 330 words, small profile: rules decide, the model is asked what is open
READS, WRITES = 60, 12  # tokens a second of the embedded model on two cores
LINE, PARQUET = 12_100, 2_400  # bytes of a result as JSON, and in a zstd part, of examples/articles
MODELS = ("gpt-4.1-nano", "gpt-4.1-mini", "gpt-5-mini")


@dataclass(frozen=True)
class Figures:
    """What an article takes. seconds: embedded, on two cores; tokens: where the model finds the claims."""

    seconds: float
    tokens_in: int
    tokens_out: int


def duration(seconds: float) -> str:
    """Seconds in words of a fitting size."""
    for unit, size in (("years", 365 * DAY), ("days", DAY), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{seconds:,.0f} s"


def dollars(amount: float) -> str:
    """An amount, exact where it is small."""
    return f"${amount:,.0f}" if amount >= 10 else f"${amount:.4g}"


def embedded(figures: Figures) -> None:
    """One machine, and how many for a month."""
    print(f"Embedded model, {figures.seconds:g} s an article on two cores")
    for count in ARTICLES:
        total = count * figures.seconds
        machines = -(-total // (30 * DAY))
        print(f"  {count:>11,}  {duration(total):>10} on one machine; {machines:,.0f} machine(s) for 30 days")
    reading, writing = SMALL_IN / READS, SMALL_OUT / WRITES
    print(f"  of an article: {reading:.0f} s reading {SMALL_IN} tokens, {writing:.0f} s writing {SMALL_OUT}")


def prices(figures: Figures) -> None:
    """What a provider takes, live and in batches."""
    from genai_prices import Usage, calc_price

    print(f"\nA provider, {figures.tokens_in:,} tokens in and {figures.tokens_out:,} out an article")
    for model in MODELS:
        for processing in (None, {"processing": "batch"}):
            usage = Usage(input_tokens=figures.tokens_in, output_tokens=figures.tokens_out)
            found = calc_price(usage, model, provider_id="openai", price_context=processing)
            costs = "  ".join(f"{dollars(count * float(found.total_price)):>10}" for count in ARTICLES)
            print(f"  {model:<14}{'batch' if processing else 'live':<6}{costs}")


def fleet(figures: Figures) -> None:
    """How long 10^4 and 10^8 articles take, by what a fleet writes in a second."""
    print("\nA fleet, by the tokens it writes in a second, all servers together")
    for speed in (1_000, 10_000, 100_000):
        spans = "  ".join(f"{duration(count * figures.tokens_out / speed):>10}" for count in ARTICLES[1:])
        print(f"  {speed:>9,}  {spans}")


def disk() -> None:
    """What the results take."""
    print("\nResults on disk")
    for count in ARTICLES:
        print(f"  {count:>11,}  {count * LINE / 1e9:>10,.2f} GB JSON Lines  {count * PARQUET / 1e9:>10,.2f} GB Parquet")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=16.5, help="an article, embedded, two cores (16.5)")
    parser.add_argument("--tokens-in", type=int, default=2_300, help="of an article, where the model finds the claims")
    parser.add_argument("--tokens-out", type=int, default=700, help="likewise")
    asked = parser.parse_args()
    figures = Figures(asked.seconds, asked.tokens_in, asked.tokens_out)
    embedded(figures)
    prices(figures)
    fleet(figures)
    disk()


if __name__ == "__main__":
    main()
