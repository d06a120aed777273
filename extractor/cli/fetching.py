"""What a person sees while the embedded model is fetched: a bar on a terminal, else a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.cli.streams import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

MEGABYTE = 1_000_000
# In a log a line for each tenth is enough to see that it goes on.
TENTHS = 10


class FetchBar:
    """A bar with size, speed and time left, for a terminal. Call it with (bytes done, bytes in all)."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self.active = False

    def __call__(self, done: int, total: int) -> None:
        if self._progress is None or self._task is None:
            self._progress, self._task = _bar(total)
        self._progress.update(self._task, completed=done, total=total)
        self.active = done < total

    def __rich__(self) -> Progress | str:
        return self._progress or ""


class FetchLines:
    """A line at the beginning and at each tenth, for a log."""

    def __init__(self) -> None:
        self._tenth = -1

    def __call__(self, done: int, total: int) -> None:
        tenth = TENTHS * done // total if total else TENTHS
        if self._tenth < 0 and done < total:
            say(f"fetching the embedded model, once: {total / MEGABYTE:,.0f} MB")
        elif tenth > self._tenth >= 0:
            say(f"fetching the embedded model: {done / MEGABYTE:,.0f} of {total / MEGABYTE:,.0f} MB")
        self._tenth = tenth


def _bar(total: int) -> tuple[Progress, TaskID]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("fetching the model, once"),
        BarColumn(bar_width=24),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    # Drawn by whoever shows it, not by a thread of its own.
    progress = Progress(*columns, auto_refresh=False)
    return progress, progress.add_task("fetch", total=total)
