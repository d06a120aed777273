"""A bulk run from the command line: what is opened for it, what is said about it, its exit status."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractor.cli.streams import say
from extractor.errors import ModelError, UsageError

if TYPE_CHECKING:
    from extractor.bulk import BulkOptions, BulkTotals, Journal, Output
    from extractor.cli.session import ModelChoice
    from extractor.llm import AnswerCache
    from extractor.pipeline import Extractor

STDOUT = "-"
MEGABYTE = 1_000_000
COMPLETE, INCOMPLETE = 0, 1


@dataclass(frozen=True)
class Batch:
    """What is read, where it goes, and through what.

    cache: a file (None: the usual one) and megabytes. words: the command line, for `extractor batch fetch`.
    """

    inputs: tuple[str, ...]
    output: str = STDOUT
    journal: Path | None = None
    via: str = "live"
    wait: bool = True
    leftovers: Literal["live", "batch"] = "batch"
    cache: tuple[Path | None, float] | None = None
    words: tuple[str, ...] = ()

    @property
    def journal_path(self) -> Path | None:
        """Where the journal is: beside the output, unless said otherwise; a pipe has none."""
        if self.output == STDOUT:
            return None
        return self.journal or Path(f"{self.output}.journal")


def run_batch(batch: Batch, choice: ModelChoice, options: BulkOptions) -> int:
    """Do the run and return the exit status. Raises an `ExtractorError` for what stops it."""
    from extractor.bulk.inputs import expand

    names = expand(batch.inputs)
    _check(batch, names)
    if batch.via == "batch" and options.processes > 1:
        msg = "a provider's batches are made by one process: leave --processes out"
        raise UsageError(msg)
    from extractor.cli.fetching import FetchLines

    extractor = replace(choice, cache=_cache(batch)).open(FetchLines())
    options = replace(options, opening=_Opening(batch, choice))
    announcement = choice.announcement(extractor)
    if announcement is not None:
        say(announcement)
    try:
        totals = asyncio.run(_run(batch, names, extractor, options))
    except asyncio.CancelledError:  # SIGTERM, as SIGINT
        raise KeyboardInterrupt from None
    return COMPLETE if totals.complete else INCOMPLETE


@dataclass(frozen=True)
class _Opening:
    """Makes the extractor of a worker process; the key comes from its environment."""

    batch: Batch
    choice: ModelChoice

    def __call__(self) -> Extractor:
        return replace(self.choice, cache=_cache(self.batch)).open()


def _cache(batch: Batch) -> AnswerCache | None:
    if batch.cache is None:
        return None
    from extractor.llm.cache import AnswerCache, default_cache_path

    path, megabytes = batch.cache
    return AnswerCache(path or default_cache_path(), most_bytes=int(megabytes * MEGABYTE))


def _check(batch: Batch, names: list[str]) -> None:
    if batch.output == STDOUT:
        if batch.journal is not None:
            msg = "a journal needs a file to go with: give -o FILE"
            raise UsageError(msg)
        return
    for place in (Path(batch.output), batch.journal_path):
        if place is not None and any(name != STDOUT and place.exists() and place.samefile(name) for name in names):
            msg = f"{place}: is an input and the output: write somewhere else"
            raise UsageError(msg)


async def _run(batch: Batch, names: list[str], extractor: Extractor, options: BulkOptions) -> BulkTotals:
    from extractor.bulk import Journal
    from extractor.cli.bulk_progress import Watch

    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    if task is not None and hasattr(signal, "SIGTERM"):
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    async with extractor:
        with Journal(batch.journal_path, _output(batch), in_order=options.order == "input") as journal:
            with Watch(names) as watch:
                options = replace(options, progress=watch)
                try:
                    totals = await _ask(batch, names, extractor, options, journal)
                except (asyncio.CancelledError, ModelError):
                    _say_how_to_go_on(journal)
                    raise
            say(watch.summary(totals))
            if totals.stopped is not None:
                say(f"stopped: {totals.stopped}; run the same command with more to go on")
            return totals


async def _ask(
    batch: Batch, names: list[str], extractor: Extractor, options: BulkOptions, journal: Journal
) -> BulkTotals:
    from extractor.bulk import read_records, run

    if batch.via == "batch":
        from extractor.bulk.provider import BatchOptions
        from extractor.bulk.provider import run_batch as through_provider

        how = BatchOptions(wait=batch.wait, leftovers=batch.leftovers, words=batch.words)
        return await through_provider(names, extractor, options, journal, batch=how)
    return await run(read_records(names), extractor, options, journal)


def _output(batch: Batch) -> Output:
    from extractor.bulk import FileOutput, StreamOutput

    return StreamOutput(sys.stdout.buffer) if batch.output == STDOUT else FileOutput(batch.output)


def _say_how_to_go_on(journal: Journal) -> None:
    if journal.lasting:
        count = sum(journal.counts().values())
        say(f"{count:,} documents are done; run the same command again to go on")
