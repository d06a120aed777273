"""The state of a run through provider batches, as its commands see it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.bulk.provider.service import Service
    from extractor.bulk.provider.store import Batch

MINUTE, HOUR = 60, 3600
NO_WAIT, RETRY = "--no-wait", "--retry-failed"


class Run:
    """The run that writes to an output. Raises `UsageError` when there is none."""

    def __init__(self, output: Path, base_url: str | None = None) -> None:
        from extractor.bulk.provider import state_of
        from extractor.bulk.provider.store import BatchStore

        path = state_of(Path(output).resolve())
        if not path.exists():
            msg = f"{output}: no batches were sent for it; `extractor batch IN.jsonl -o {output} --via batch` does"
            raise UsageError(msg)
        self.output = output
        self.store = BatchStore(path)
        self._base_url = base_url
        self._command: dict[str, Any] = self.store.command()

    @property
    def folder(self) -> str:
        """Where the run's command was typed."""
        return str(self._command.get("folder", "."))

    def words(self, *, wait: bool) -> list[str]:
        """The run's command line. Raises `UsageError` for a run that no command began."""
        # Failed documents are asked about anew once, by whoever says so, not at every look.
        words = [word for word in self._command.get("words", ()) if word not in (NO_WAIT, RETRY)]
        if not words:
            msg = f"{self.output}: not begun by `extractor batch` in this installation; run what began it again"
            raise UsageError(msg)
        return words if wait else [*words, NO_WAIT]

    def look(self) -> Iterator[str]:
        """Lines about every batch, as the provider has it now, and about the run. Raises a `ModelError`."""
        from extractor.bulk.provider.service import counts_of

        service = self._service()
        try:
            for batch in self.store.batches():
                if batch.batch_id and not batch.fetched:
                    seen = service.look(batch.batch_id)
                    batch.status, (batch.completed, batch.failed) = seen.status, counts_of(seen)
                yield _line(batch)
        finally:
            service.close()
        counts, taken = self.store.counts(), self.store.note("taken") or {}
        waiting = f"{counts['answered']:,} questions answered, {counts['sent']:,} out, {counts['again']:,} to ask again"
        yield "all documents are done" if not any(counts.values()) else waiting
        yield f"{taken.get('input_tokens', 0):,} tokens in, {taken.get('output_tokens', 0):,} out"

    def cancel(self) -> int:
        """Cancel what is out; how many batches that were. Raises a `ModelError`."""
        from extractor.bulk.provider.rounds import CANCELLED

        self.store.set_note(CANCELLED, True)  # first: a run that waits must not send more meanwhile
        service = self._service()
        out = [batch.batch_id for batch in self.store.batches() if batch.batch_id and not batch.fetched]
        try:
            for batch_id in out:
                service.cancel(batch_id)
        finally:
            service.close()
        return len(out)

    def _service(self) -> Service:
        from extractor.bulk.provider.service import Service
        from extractor.llm import connect

        if not self._base_url and not self._command:
            msg = f"{self.output}: not begun by this installation, so its endpoint is not taken over: give --base-url"
            raise UsageError(msg)
        # The name of a model is not needed for this, and asking for it would be a call in vain.
        client = connect("any", base_url=self._base_url or self._command.get("endpoint"))
        return Service(asyncio.run(client.start()).endpoint)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()


def _line(batch: Batch) -> str:
    state = batch.status + (f" ({batch.reason})" if batch.reason else "") + (", taken in" if batch.fetched else "")
    counts = f"{batch.completed:,} of {batch.requests:,} answered"
    failed = f", {batch.failed:,} failed" if batch.failed else ""
    sealed = _ago(time.time() - batch.sealed_at)
    return f"batch {batch.number}  {state}  {counts}{failed}  {sealed}  {batch.batch_id or 'not sent'}"


def _ago(seconds: float) -> str:
    if seconds < HOUR:
        return f"{seconds / MINUTE:.0f} min ago"
    return f"{seconds / HOUR:.1f} h ago"
