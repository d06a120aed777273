"""How far a run is and how long it will take, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

#: Seconds between lines where standard error is a file: often enough to see that it lives.
_EVERY = 30.0


class Progress:
    """Counts articles. On a terminal one line that is rewritten, else a line every half minute."""

    def __init__(
        self, label: str, total: int, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._label = label
        self._total = total
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._began = self._said = clock()
        self._done = 0

    def step(self) -> None:
        """One more article is done."""
        self._done += 1
        now = self._clock()
        last = self._done == self._total
        terminal = self._stream.isatty()
        if not (terminal or last or now - self._said >= _EVERY):
            return
        self._said = now
        each = (now - self._began) / self._done
        left = each * (self._total - self._done)
        line = f"{self._label}: {self._done}/{self._total} articles, {each:.1f} s each, {duration(left)} left"
        if terminal:
            self._stream.write(f"\r\x1b[K{line}" + ("\n" if last else ""))
        else:
            self._stream.write(line + "\n")
        self._stream.flush()


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `2 h 05 min`."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
