"""Time and memory of long documents, with a fake model: is it linear, does it fit?

    python -m benchmarks.long_documents [--sizes 500000 1000000 2000000] [--model small|large] [--profile]

Each size is read, cut and extracted from in a process of its own, so that its peak of memory is its
own. The text is self-made: a report of many short stories with invented people and places. CPU
seconds are printed for each size, and how much a character of it costs compared with the smallest
size: 1.0 is linear. Exit status 1 above 600 MB or above 1.6 times the cost a character.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

SIZES = (500_000, 1_000_000, 2_000_000)
"""Characters; the last is the limit of a document."""
MOST_MEGABYTES = 600
MOST_A_CHARACTER = 1.6
"""Times the cost a character of the smallest size that still counts as linear on a busy machine."""
STORY = 4_000
"""Characters after which other people and another place are spoken of, as in a report of many cases."""
MODELS = {"small": "qwen2.5-coder-1.5b-instruct", "large": "fake"}
"""Names that choose the profile: rules decide, or the model finds the claims."""

_GIVEN = "Ann Marek Ines Jon Lena Farid Ruth Omar Sofia Peter Nina Karl Elena Tom Maria Hugo".split()
_SYLLABLES = "ba do fe ri mo lu sa ke ni to va pe ro mi ga ho".split()
_PLACES = "Brackwater Tolven Sarrat Alder Fenn Morrow Kestrel Dunmore".split()
_SENTENCES = (
    "{name}, who heads the harbour office of {place}, said on Tuesday that {number} people had been moved to safety.",
    "“We tested the ramps for nine days,” {surname} told reporters. “Nobody was hurt.”",
    "The {place} ministry declined to comment on the plan, which the council approved in March.",
    "According to {name}, the repairs will cost {number},000 crowns, a third more than was planned.",
    "It rained for most of the week.",
    "She added that the county might pay for half of the work.",
    "Officials who were briefed on the talks said that no date was set, the {place} Post reported, citing two aides.",
    "The bridge was closed in {year}, and the ferry has carried all cars since then.",
)


def text(characters: int) -> str:
    """A report of this length."""
    parts: list[str] = []
    length = number = 0
    while length < characters:
        story = number * 80 // STORY
        syllables = (_SYLLABLES[(story // 16**place) % 16] for place in range(4))
        surname = "".join(syllables).capitalize()
        filled = _SENTENCES[number % len(_SENTENCES)].format(
            name=f"{_GIVEN[story % len(_GIVEN)]} {surname}",
            surname=surname,
            place=_PLACES[story % len(_PLACES)],
            number=100 + number % 900,
            year=1950 + number % 70,
        )
        parts.append(filled + ("\n\n" if number % 3 == 2 else " "))
        length += len(parts[-1])
        number += 1
    return "".join(parts)[:characters]


def answer(_messages: Sequence[dict[str, str]], asked: type[BaseModel]) -> dict[str, Any]:
    """What the fake model answers: nobody, a person, nothing, one sentence."""
    if asked.__name__ == "ClaimsAnswer":
        return {"claims": []}
    if asked.__name__ == "SummaryAnswer":
        return {"sentences": [{"text": "It rained for most of the week.", "support": [1]}]}
    (name, field), *_ = asked.model_fields.items()
    count = next((part.min_length for part in field.metadata if hasattr(part, "min_length")), 0)
    return {name: ["person" if name == "kinds" else ""] * count}


def measure(characters: int, model: str) -> dict[str, float]:
    """CPU seconds, megabytes and counts for one size, in this process."""
    import resource

    from extractor import Document, Extractor
    from tests.support.fake_client import FakeClient

    words = text(characters)
    began = time.process_time()
    document = Document.from_text(words)
    sentences = len(document.story)
    read = time.process_time()
    with Extractor.with_client(FakeClient(answer, MODELS[model])) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(document)
    return {
        "characters": characters,
        "read": read - began,
        "extract": time.process_time() - read,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "sentences": sentences,
        "claims": len(result.claims),
        "sources": len(result.sources),
        "questions": result.report.windows.sent,
    }


def main() -> int:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="characters (500000 1000000 2000000)")
    parser.add_argument("--model", choices=MODELS, default="small", help="which kind of model is faked (small)")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--profile", action="store_true", help="show where the time of the largest size goes")
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(measure(options.one, options.model)))
        return 0
    if options.profile:
        return _profile(max(options.sizes), options.model)
    first: float | None = None
    good = True
    for size in sorted(options.sizes):
        command = [sys.executable, "-m", "benchmarks.long_documents", "--one", str(size), "--model", options.model]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
        seconds = found["read"] + found["extract"]
        first = first or seconds / size
        ratio = seconds / size / first
        good = good and found["megabytes"] <= MOST_MEGABYTES and ratio <= MOST_A_CHARACTER
        print(
            f"{size:>9,} characters: read {found['read']:.1f} s, extract {found['extract']:.1f} s CPU, "
            f"peak {found['megabytes']:.0f} MB, {ratio:.2f} times the cost a character "
            f"({found['sentences']:,} sentences, {found['questions']:,} questions, {found['claims']:,} claims, "
            f"{found['sources']:,} sources)",
            flush=True,
        )
    return 0 if good else 1


def _profile(size: int, model: str) -> int:
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    profiler.runcall(measure, size, model)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    return 0


if __name__ == "__main__":
    sys.exit(main())
