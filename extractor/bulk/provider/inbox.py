"""Batches on their way back: looked at, downloaded, their lines taken in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.bulk.provider.lines import read_lines
from extractor.bulk.provider.outbox import FEWER
from extractor.bulk.provider.service import ENDED, counts_of, error_codes
from extractor.bulk.provider.store import Batch, Line
from extractor.errors import EndpointRefused
from extractor.llm.answer import Spending
from extractor.llm.endpoint import BODY_LIMIT
from extractor.llm.faults import Barred

if TYPE_CHECKING:
    from extractor.bulk.provider.service import Service
    from extractor.bulk.provider.store import BatchStore

TAKEN_TOGETHER = 1_000  # lines in one transaction
FULL = "token_limit_exceeded"  # the account has as many tokens in batches as it may have


class Inbox:
    """Looks at batches and takes in what they bring."""

    def __init__(self, store: BatchStore, service: Service, say: Callable[[str], None]) -> None:
        self._store = store
        self._service = service
        self._say = say

    async def look(self) -> int:
        """Look at every batch that is out and take in those that have ended; how many questions came back.

        Raises a `ModelError` for a batch that was refused as a whole, with what its others brought taken in.
        """
        back, fault = 0, None
        for batch in self._store.batches():
            if batch.batch_id is None or batch.fetched:
                continue
            seen = await asyncio.to_thread(self._service.look, batch.batch_id)
            batch.status = seen.status
            batch.completed, batch.failed = counts_of(seen)
            batch.output_file_id, batch.error_file_id = seen.output_file_id, seen.error_file_id
            batch.reason = ", ".join(error_codes(seen)) or None
            self._store.save(batch)
            if batch.status in ENDED:
                try:
                    back += await self._take(batch)
                except EndpointRefused as refused:
                    fault = fault or refused
        if fault is not None:
            raise fault
        return back

    async def _take(self, batch: Batch) -> int:
        barred: list[Barred] = []
        answered = 0
        for file_id in filter(None, (batch.output_file_id, batch.error_file_id)):
            path = self._store.path.with_name(f"{self._store.path.name}.{batch.number}.back")
            try:
                if await asyncio.to_thread(self._service.download, file_id, path):
                    answered += self._take_file(path, batch, barred)
            finally:
                path.unlink(missing_ok=True)
        with self._store.together():
            # A cancelled batch and one refused as a whole say nothing against its questions.
            tried = batch.status in ("completed", "expired") and not barred
            rest = self._store.return_rest(batch.number, batch.reason or _lost(batch), counts=tried)
            batch.fetched = 1
            self._store.save(batch)
        again = f", {batch.requests - answered:,} to ask again" if answered < batch.requests else ""
        self._say(f"batch {batch.number} {batch.status}: {answered:,} of {batch.requests:,} answered{again}")
        if barred:
            raise barred[0]
        if batch.status == "failed":
            self._failed(batch)
        return answered + rest

    def _take_file(self, path: Path, batch: Batch, barred: list[Barred]) -> int:
        """Take in a file of lines; how many of the batch's questions it answers."""
        endpoint, answered = self._service.endpoint, 0

        def lines() -> Iterator[Line]:
            with path.open(encoding="utf-8", errors="replace") as rows:
                # A line that is too long comes in pieces, which are no lines: its question is asked again.
                for line in read_lines(iter(lambda: rows.readline(BODY_LIMIT), ""), endpoint):
                    if isinstance(line, Barred):
                        barred.append(line)
                    else:
                        yield line

        found = lines()
        while some := list(islice(found, TAKEN_TOGETHER)):
            with self._store.together():
                spent = Spending()
                for line in some:
                    if self._store.take(line, batch.number) and line.kind is not None:
                        answered += 1
                        if line.kind == "completion":
                            spent.add(line.answer or {})
                self._add(spent)
        return answered

    def _add(self, spent: Spending) -> None:
        """What lines have cost, whichever document they end up in."""
        before = self._store.note("taken") or {}
        usage = spent.usage()
        names = ("calls", "input_tokens", "cached_tokens", "output_tokens")
        self._store.set_note("taken", {name: before.get(name, 0) + getattr(usage, name) for name in names})

    def _failed(self, batch: Batch) -> None:
        """A batch that did not pass its validation. Raises `EndpointRefused` where less of the same would fail too."""
        if batch.reason == FULL and batch.requests > 1:
            self._store.set_note(FEWER, batch.requests // 2)
            self._say(f"the account takes fewer questions at once: files of {batch.requests // 2:,} from now on")
            return
        msg = (
            f"{self._service.endpoint.shown} refuses batch {batch.number} ({batch.reason or 'no reason given'}): "
            "check that the model is served in batches and the account's limits, then run the same command again"
        )
        raise EndpointRefused(msg)


def _lost(batch: Batch) -> str:
    return batch.status if batch.status != "completed" else "lost"
