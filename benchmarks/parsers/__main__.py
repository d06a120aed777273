"""How long every parser takes on input made to be slow, and how that grows.

    python -m benchmarks.parsers                           # every case: some twenty minutes
    python -m benchmarks.parsers page file                 # every input of two parsers
    python -m benchmarks.parsers "page/open*" */han        # cases by name, * stands for anything
    python -m benchmarks.parsers --list

A case is a parser and an input. Each is read at half the size and at the whole, one after another and each
in a process of its own that may take `MOST_CPU` seconds; a line is printed as soon as a case is done: seconds of
processor time, what the whole costs over the half (linear is 2), memory, and what came of it. Exit status 1 where a
parser takes more than `MOST_SECONDS` or grows more than `MOST_GROWTH`. Who says what ("story") is no parser but an
analysis of every word: it has to grow linearly and may take longer, and is read at a tenth of the size.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from benchmarks.parsers.readers import PARSERS, Parser
from extractor.errors import ExtractorError

SIZE = 1_000_000
#: The promise of docs/security.md, in seconds of processor time.
MOST_SECONDS = 2.0
#: Four is quadratic. Short times are too noisy to tell.
MOST_GROWTH, TOLD_APART = 3.0, 0.2
#: Seconds of processor time after which a reading is given up.
MOST_CPU = 60
ANALYSIS_SHARE = 10
#: `ru_maxrss` is counted in kilobytes.
MEGABYTE = 1024
SHOWN = 46


@dataclass(frozen=True)
class Reading:
    """One reading: seconds of processor time, megabytes above what was there before, and what came of it."""

    seconds: float
    megabytes: int
    outcome: str


def measured(parser: Parser, kind: str, size: int) -> Reading:
    """Read one input in a process of its own."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU))
        with os.fdopen(write_end, "w") as out:
            _read(parser, kind, size, out.write)
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        said = answer.read()
    _, status, usage = os.wait4(child, 0)
    if said:
        return Reading(**json.loads(said))
    ended = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"status {status}"
    return Reading(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // MEGABYTE, f"ended by {ended}")


def _read(parser: Parser, kind: str, size: int, say: Callable[[str], object]) -> None:
    given = parser.made[kind](size)
    outcome = "read"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    try:
        document = parser.read(given)
        outcome = "; ".join(getattr(document, "warnings", ())) or outcome
    except ExtractorError as error:
        outcome = f"refused: {error}"
    except Exception as error:  # what a parser of ours may not raise
        outcome = f"FAULT {type(error).__name__}: {str(error)[:200]}"
    seconds = time.process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    say(json.dumps({"seconds": seconds, "megabytes": grown // MEGABYTE, "outcome": outcome}))


def chosen(wanted: list[str]) -> Iterator[tuple[str, str]]:
    """The parsers and inputs that are meant."""
    for name, parser in PARSERS.items():
        for kind in parser.made:
            case = f"{name}/{kind}"
            if not wanted or any(one == name or fnmatchcase(case, one) for one in wanted):
                yield name, kind


def fault_of(parser: Parser, half: Reading, whole: Reading) -> str | None:
    """What is wrong with a case."""
    growth = whole.seconds / half.seconds if half.seconds >= TOLD_APART else 0.0
    if "ended by" in whole.outcome or whole.outcome.startswith("FAULT"):
        return whole.outcome
    if whole.seconds > MOST_SECONDS and not parser.analysis:
        return f"{whole.seconds:.1f} s"
    return f"grows {growth:.1f} times" if growth > MOST_GROWTH else None


def main() -> int:
    """Print a line for each case, then what is over the limit; 1 where anything is."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cases", nargs="*", metavar="CASE", help="a parser, or parser/input with * for anything")
    options.add_argument("--size", type=int, default=SIZE, help="characters or bytes of an input (1,000,000)")
    options.add_argument("--list", action="store_true", help="name the cases and end")
    given = options.parse_args()
    cases = list(chosen(given.cases))
    if given.list or not cases:
        print("\n".join(f"{name}/{kind}" for name, kind in (cases or chosen([]))))
        return 0 if given.list else 2
    warnings.simplefilter("ignore", DeprecationWarning)  # of forking where a library has threads
    over: list[str] = []
    warm = ""
    for name, kind in cases:
        parser = PARSERS[name]
        if warm != name:  # what loads on first use is not parsing
            _read(parser, next(iter(parser.made)), 2_000, len)
            warm = name
        size = given.size // ANALYSIS_SHARE if parser.analysis else given.size
        half, whole = measured(parser, kind, size // 2), measured(parser, kind, size)
        growth = f"x{whole.seconds / half.seconds:.1f}" if half.seconds >= TOLD_APART else "    "
        fault = fault_of(parser, half, whole)
        mark = " <<<" if fault else ""
        print(
            f"{name + '/' + kind:{SHOWN}} {half.seconds:7.3f} {whole.seconds:7.3f} {growth:5} {whole.megabytes:5} MB"
            f"  {whole.outcome[:90]}{mark}",
            flush=True,
        )
        if fault:
            over.append(f"{name}/{kind}: {fault}")
    print(f"{len(cases)} cases of {given.size:,}; {len(over)} over the limit")
    for line in over:
        print(f"over the limit: {line}", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    raise SystemExit(main())
