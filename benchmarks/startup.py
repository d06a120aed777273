"""How long it takes to start: `import extractor` and `extractor --help`, beside alternatives.

    python benchmarks/startup.py

Each command runs in a fresh interpreter; the median of ten runs counts, after one that warms the
disk cache. The floor is Python doing nothing; `import openai` is what a program pays that loads its
model client at once. Run it on a quiet machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 10
MILLISECONDS = 1000

# What is measured, its limit in milliseconds (issue 2), and the command.
COMMANDS: list[tuple[str, int | None, list[str]]] = [
    ("python -c pass", None, ["-c", "pass"]),
    ("import extractor", 150, ["-c", "import extractor"]),
    ("extractor --help", 300, ["-m", "extractor", "--help"]),
    ("extractor extract --help", None, ["-m", "extractor", "extract", "--help"]),
    ("import pydantic", None, ["-c", "import pydantic"]),
    ("import openai", None, ["-c", "import openai"]),
]


def once(arguments: list[str]) -> float:
    """Milliseconds of one run in a fresh interpreter."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    return (time.perf_counter() - began) * MILLISECONDS


def main() -> None:
    """Measure every command and print one line each."""
    print(f"{'command':26} {'median':>8} {'fastest':>8} {'limit':>7}   (ms, {RUNS} runs)")
    for name, limit, arguments in COMMANDS:
        once(arguments)
        times = [once(arguments) for _ in range(RUNS)]
        allowed = f"{limit:7}" if limit else "      –"
        print(f"{name:26} {statistics.median(times):8.0f} {min(times):8.0f} {allowed}")


if __name__ == "__main__":
    main()
