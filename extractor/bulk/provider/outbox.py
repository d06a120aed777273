"""Questions on their way out: collected into input files, sealed, uploaded, made into batches.

A file is sealed in one transaction with its questions, and only then goes out. A run that is killed
in between finds it sealed and goes on from there; a create call whose answer was lost is not made
again before its batch has been looked for.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.bulk.provider.lines import InputFile, Limits
from extractor.bulk.provider.store import Batch

if TYPE_CHECKING:
    from extractor.bulk.provider.purse import Purse
    from extractor.bulk.provider.service import Service
    from extractor.bulk.provider.store import BatchStore

Say = Callable[[str], None]
FEWER = "most requests"  # the store's note of how many an account takes at once


class Outbox:
    """Collects during a pass over the documents; `flush` sends what has gathered."""

    def __init__(self, store: BatchStore, service: Service, purse: Purse, limits: Limits, say: Say) -> None:
        self._store = store
        self._service = service
        self._purse = purse
        self._limits = limits
        self._say = say
        self._file: InputFile | None = None
        self._sending: asyncio.Task[None] | None = None
        self.closed = False  # nothing more goes out: the run was cancelled

    def collect(self, question: str, body: dict[str, Any]) -> None:
        """Put a question into the next file, unless it is there or would pass the budget."""
        if self.closed:
            return
        file = self._file or self._open()
        if question in file.ids or not self._purse.fits(file.size_of(question, body)):
            return
        if not file.add(question, body):
            self._seal()
            self._open().add(question, body)
            if self._sending is None or self._sending.done():  # while the pass goes on
                self._sending = asyncio.create_task(self.send())

    async def flush(self) -> None:
        """Seal what is left and send everything. Raises a `ModelError`."""
        if self._file is not None:
            self._seal()
        if self._sending is not None:
            sending, self._sending = self._sending, None
            await sending
        await self.send()

    def discard(self) -> None:
        """Forget what is not sealed: the run was interrupted, and reads its documents again."""
        if self._file is not None:
            self._file.discard()
            self._file = None

    async def send(self) -> None:
        """Send sealed files; where the account takes only so much at once, one after another."""
        if self.closed:
            return
        narrow = self._store.note(FEWER) is not None
        for batch in self._store.batches():
            if batch.status != "sealed":
                continue
            if narrow and self.out():
                return
            await self._send(batch)

    def out(self) -> list[Batch]:
        """Batches that the provider has and that have not been fetched."""
        return [batch for batch in self._store.batches() if batch.batch_id and not batch.fetched]

    async def _send(self, batch: Batch) -> None:
        path = self._store.path.with_name(batch.file)
        if batch.file_id is None:
            batch.file_id = await asyncio.to_thread(self._service.upload, path)
            self._store.save(batch)
        made = await asyncio.to_thread(self._service.find, batch.token) if batch.creating else None
        if made is None:
            batch.creating = 1
            self._store.save(batch)
            made = await asyncio.to_thread(self._service.create, batch.file_id, batch.token)
        batch.batch_id, batch.status = made.id, made.status
        self._store.save(batch)
        path.unlink(missing_ok=True)  # it holds the documents' text
        self._say(f"batch {batch.number} sent: {batch.requests:,} questions")

    def _open(self) -> InputFile:
        number = self._store.next_number()
        path = self._store.path.with_name(f"{self._store.path.name}.{number}.jsonl")
        fewer = self._store.note(FEWER)
        limits = Limits(min(self._limits.requests, fewer), self._limits.bytes) if fewer else self._limits
        self._file = InputFile(path, limits)
        return self._file

    def _seal(self) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        if not file.ids:
            file.discard()
            return
        file.seal()
        batch = Batch(
            number=self._store.next_number(),
            token=uuid.uuid4().hex,
            file=Path(file.path).name,
            requests=len(file.ids),
            bytes=file.bytes,
            sealed_at=time.time(),
        )
        with self._store.together():
            self._store.save(batch)
            self._store.sent(file.ids, batch.number)
