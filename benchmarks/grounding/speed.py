"""How long grounding takes: one failing quotation, a hundred, and longer and longer documents."""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.grounding import peers
from benchmarks.grounding.corpus import Passage
from extractor.grounding import Grounder, ground

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LENGTHS = (20_000, 200_000, 2_000_000)


@dataclass(frozen=True, slots=True)
class Timing:
    """One line of the table; `limit` is what it must stay under, in milliseconds."""

    what: str
    milliseconds: float
    limit: float | None = None
    note: str = ""


def timings(articles: list[list[Passage]], seed: int, langextract_python: str | None) -> list[Timing]:
    """All lines of the table."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable benchmark, not a secret
    pool = [p.text for passages in articles for p in passages]
    page = _cut(_text(pool, 30_000, chance), 2_500)
    quote = _failing(page, 80)
    fresh = _median(lambda: ground(page, quote), 15)
    grounder = Grounder(page)
    grounder.ground(quote)
    known = _median(lambda: grounder.ground(quote), 15)
    lines = [
        Timing("failing quotation, 80 tokens in 2,500, text read first", fresh, 5.0),
        Timing("the same, text already read", known, 5.0),
    ]
    theirs = peers.run_langextract(langextract_python, [(page, quote)] * 3, 60.0)
    if theirs:
        took = statistics.median(aligned.seconds for aligned in theirs) * 1000
        lines.append(Timing("the same, langextract's aligner", took, None, f"{took / fresh:,.0f} times as long"))
    text, quotes = _hundred(pool, chance)
    lines.append(
        Timing("100 quotations in 20,000 characters, text read first", _median(lambda: _all(text, quotes), 7), 50.0)
    )
    return lines + [line for length in _LENGTHS for line in _growing(pool, length, chance)]


def _growing(pool: list[str], length: int, chance: random.Random) -> list[Timing]:
    text = _text(pool, length, chance)
    words = text[-400:-20].split(None, 1)[1].rsplit(None, 1)[0]
    lines = []
    for name, answer in (("normalised", words.replace(" ", "  ")), ("failing", _failing(text, 80))):
        took = _median(lambda answer=answer: ground(text, answer), 3 if length > 500_000 else 5)
        lines.append(
            Timing(f"{name}, in {length:,} characters", took, None, f"{took / length * 1e6:,.0f} ns a character")
        )
    return lines


def _median(run: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        took.append(time.perf_counter() - begin)
    return statistics.median(took) * 1000


def _text(pool: list[str], length: int, chance: random.Random) -> str:
    sentences: list[str] = []
    size = 0
    while size < length:
        sentences.append(chance.choice(pool))
        size += len(sentences[-1]) + 1
    return " ".join(sentences)[:length]


def _cut(text: str, tokens: int) -> str:
    return text[: [match.end() for match in _TOKEN.finditer(text)][tokens - 1]]


def _failing(text: str, tokens: int) -> str:
    """A stretch from the middle of the text with a word, a number and a negation changed."""
    middle = text.index(" ", len(text) // 2) + 1
    words = _cut(text[middle : middle + 20 * tokens], tokens).split()
    words[len(words) // 3] = "unmentioned"
    words[len(words) // 2] = "not"
    words[-2] = "4711"
    return " ".join(words)


def _hundred(pool: list[str], chance: random.Random) -> tuple[str, list[str]]:
    """A quarter verbatim, a quarter dressed, a quarter with a word left out, a quarter wrong."""
    text = _text(pool, 20_000, chance)
    own = [sentence for sentence in pool if sentence in text]
    quotes = []
    for i in range(100):
        sentence = own[i % len(own)]
        ways = (
            sentence,
            sentence.replace("“", '"').replace("”", '"').replace(" ", "\n", 2),
            sentence.replace(" the ", " ", 1),
            re.sub(r"\b(said|was|is|has|had|were)\b", r"\1 never", sentence, count=1) + " again",
        )
        quotes.append(ways[i % 4])
    return text, quotes


def _all(text: str, quotes: list[str]) -> list[object]:
    grounder = Grounder(text)
    return [grounder.ground(quote) for quote in quotes]
