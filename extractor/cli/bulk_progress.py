"""How a bulk run goes, on a terminal: one line on standard error; and the summary at its end."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.streams import colour_wanted

if TYPE_CHECKING:
    from rich.live import Live
    from rich.text import Text

    from extractor.bulk import BulkTotals

REFRESHES = 2  # a second
RATE_OVER = 60.0  # seconds the shown rate is of; the first minute of a run says little about its tenth
MINUTE, HOUR = 60, 3600
COUNTED_AT_ONCE = 1 << 20  # bytes


class Watch:
    """Called with the totals after every document; shows them where standard error is a terminal."""

    def __init__(self, names: Sequence[str]) -> None:
        self._totals: BulkTotals | None = None
        self._live: Live | None = None
        self._lines: int | None = None
        self._recent: deque[tuple[float, int, int]] = deque()
        self._terminal = sys.stderr.isatty()
        if self._terminal and all(Path(name).is_file() and not name.endswith(".gz") for name in names):
            threading.Thread(target=self._count, args=(tuple(names),), daemon=True).start()

    def __call__(self, totals: BulkTotals) -> None:
        self._totals = totals

    def __enter__(self) -> Watch:
        if self._terminal:
            from rich.console import Console
            from rich.live import Live

            console = Console(stderr=True, no_color=not colour_wanted(sys.stderr, no_color=False))
            self._live = Live(
                console=console,
                get_renderable=self._line,
                refresh_per_second=REFRESHES,
                transient=True,
                redirect_stdout=False,
            )
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _line(self) -> Text:
        from rich.text import Text

        line = progress_line(self._totals, self._rates(), self._lines) if self._totals else "reading"
        return Text(line, style="dim", no_wrap=True, overflow="ellipsis")

    def _rates(self) -> tuple[float, float]:
        """Documents and tokens a second over the last minute."""
        totals, now = self._totals, time.monotonic()
        assert totals is not None  # noqa: S101 - asked only when there are some
        tokens = totals.usage.input_tokens + totals.usage.output_tokens
        self._recent.append((now, sum(totals.done.values()), tokens))
        while now - self._recent[0][0] > RATE_OVER:
            self._recent.popleft()
        then, documents, before = self._recent[0]
        seconds = now - then
        if seconds < 1:
            return 0.0, 0.0
        return (sum(totals.done.values()) - documents) / seconds, (tokens - before) / seconds

    def _count(self, names: Sequence[str]) -> None:
        """Lines of the input; the documents there will be, about."""
        lines = 0
        for name in names:
            with Path(name).open("rb") as file:
                while chunk := file.read(COUNTED_AT_ONCE):
                    lines += chunk.count(b"\n")
        self._lines = lines

    def summary(self, totals: BulkTotals) -> str:
        """What the run came to, on one line."""
        return summary_line(totals)


def progress_line(totals: BulkTotals, rates: tuple[float, float], expected: int | None) -> str:
    """Documents, rate, tokens, dollars, time left, failures."""
    documents, tokens = rates
    of = f" of {expected:,}" if expected and expected >= totals.documents else ""
    parts = [f"{totals.documents:,}{of} documents", f"{documents:.1f}/s", f"{tokens * MINUTE / 1000:,.0f}k tokens/min"]
    if totals.usage.cost_usd is not None:
        parts.append(f"${totals.usage.cost_usd:.2f}")
    parts.append(f"{totals.at_once} at once")
    if expected and documents > 0 and expected > totals.documents:
        parts.append(f"{duration((expected - totals.documents) / documents)} left")
    failed, partial = (totals.done[status] + totals.before[status] for status in ("failed", "partial"))
    if failed or partial:
        parts.append(f"{failed:,} failed, {partial:,} partial")
    return " · ".join(parts)


def summary_line(totals: BulkTotals) -> str:
    """The same at the end: counts that add up, cost, time."""
    parts = [f"{totals.documents:,} document{'' if totals.documents == 1 else 's'}"]
    counts = [f"{count:,} {status}" for status, count in totals.done.items() if count]
    before = sum(totals.before.values())
    if before:
        incomplete = before - totals.before["complete"]
        counts.append(f"{before:,} done before" + (f" ({incomplete:,} not complete)" if incomplete else ""))
    if totals.unreached:
        counts.append(f"{totals.unreached:,} not reached")
    usage, spent = totals.usage, totals.spent
    tokens = f"{usage.input_tokens + usage.output_tokens:,} tokens"
    cost = "price not known" if usage.calls and usage.cost_usd is None else f"${usage.cost_usd or 0:.4f}"
    text = f"{parts[0]}: {', '.join(counts) or 'none done'}; {tokens}, {cost}, {duration(totals.seconds)}"
    if spent is not None and spent.calls > usage.calls:
        known = f", ${spent.cost_usd:.4f}" if not spent.unpriced else ""
        text += f"; with earlier runs {spent.tokens:,} tokens{known}"
    return text


def duration(seconds: float) -> str:
    """Seconds in the unit a person would say."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.1f} h"
