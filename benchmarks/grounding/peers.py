"""The same answers through two other libraries: langextract's aligner and instructor's `CitationMixin`.

langextract may live in an environment of its own (its dependencies need not fit ours): this file
is then run there as a script, one JSON line in, one JSON line out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Span = tuple[int, int] | None
Align = Callable[[str, str], Span]
Case = tuple[str, str]
"""A text and the words to find in it."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """Where a peer put the words (`None`: nowhere), and how long it took, in seconds."""

    span: Span
    seconds: float


def instructor_aligner() -> Align | None:
    """`CitationMixin` of instructor, where it is installed."""
    try:
        from instructor import CitationMixin
    except ImportError:
        return None
    mixin = CitationMixin.model_construct(substring_quotes=[])

    def align(text: str, words: str) -> Span:
        return next(iter(mixin._get_span(words, text)), None)

    return align


def langextract_aligner() -> Align | None:
    """`WordAligner` of langextract with its defaults, where it is installed."""
    try:
        from langextract import resolver
        from langextract.core import data
    except ImportError:
        return None

    def align(text: str, words: str) -> Span:
        found = resolver.WordAligner().align_extractions([[data.Extraction("quote", words)]], text)
        interval = next(iter(found))[0].char_interval
        return None if interval is None else (interval.start_pos, interval.end_pos)

    return align


def run(align: Align, cases: Iterable[Case], seconds: float) -> list[Aligned]:
    """As many cases as fit in the time, in order."""
    done = []
    until = time.perf_counter() + seconds
    for text, words in cases:
        begin = time.perf_counter()
        if begin > until:
            break
        span = align(text, words)
        done.append(Aligned(span, time.perf_counter() - begin))
    return done


def run_langextract(python: str | None, cases: list[Case], seconds: float) -> list[Aligned]:
    """The same with langextract, here or by the interpreter named; nothing where it is not installed."""
    if python is None:
        align = langextract_aligner()
        return [] if align is None else run(align, cases, seconds)
    job = json.dumps({"seconds": seconds, "cases": cases})
    answer = subprocess.run([python, __file__], input=job, capture_output=True, text=True, check=True)  # noqa: S603
    return [Aligned(tuple(span) if span else None, took) for span, took in json.loads(answer.stdout)]


def _serve() -> None:
    job = json.loads(sys.stdin.read())
    align = langextract_aligner()
    done = [] if align is None else run(align, [tuple(case) for case in job["cases"]], job["seconds"])
    json.dump([(aligned.span, aligned.seconds) for aligned in done], sys.stdout)


if __name__ == "__main__":
    _serve()
