"""Records in blocks with their keys, read by a thread of their own: disk and pipe keep nobody waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from extractor.bulk.journal import name_of
from extractor.bulk.keys import Keys
from extractor.bulk.records import Record
from extractor.errors import DocumentError

MOST_RECORDS = 1_000  # read ahead: one look into the journal for all of them
MOST_CHARACTERS = 4_000_000  # read ahead: two documents of the largest size


class Item(NamedTuple):
    """A record with its name in the journal and the key of its work."""

    record: Record
    name: bytes
    key: str


def item_of(record: Record, keys: Keys) -> Item:
    """The item for a record. A file that cannot be read becomes the record's fault."""
    try:
        key = keys.of(record)
    except DocumentError as error:
        record = replace(record, fault=str(error))
        key = keys.of(record)
    return Item(record, name_of(record.id), key)


async def blocks_of(records: Iterable[Record] | AsyncIterable[Record], keys: Keys) -> AsyncIterator[list[Item]]:
    """All records in the order given, as many at a time as are there."""
    if isinstance(records, AsyncIterable):
        async for record in records:
            yield [item_of(record, keys)]
        return
    reader = _Reader(records, keys)
    try:
        while block := await reader.next():
            yield block
    finally:
        reader.stop()


class _Reader:
    """A thread that reads ahead. It is a daemon: nothing waits for a pipe that never ends."""

    def __init__(self, records: Iterable[Record], keys: Keys) -> None:
        self._records = records
        self._keys = keys
        self._loop = asyncio.get_running_loop()
        self._there = asyncio.Event()
        self._changed = threading.Condition()
        self._block: list[Item] = []
        self._characters = 0
        self._ended = self._stopped = False
        self._error: BaseException | None = None
        threading.Thread(target=self._read, name="records", daemon=True).start()

    async def next(self) -> list[Item]:
        """What has been read since the last call, at least one record; empty at the end."""
        while True:
            await self._there.wait()
            with self._changed:
                block, self._block, self._characters = self._block, [], 0
                ended = self._ended
                if not ended:
                    self._there.clear()
                self._changed.notify()
            if not block and self._error is not None:
                raise self._error
            if block or ended:
                return block

    def stop(self) -> None:
        """Read no further."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _read(self) -> None:
        try:
            for record in self._records:
                item = item_of(record, self._keys)
                with self._changed:
                    while not self._stopped and self._is_full():
                        self._changed.wait()
                    if self._stopped:
                        return
                    self._block.append(item)
                    self._characters += len(record.content)
                    first = len(self._block) == 1
                if first:
                    self._tell()
        except BaseException as error:  # noqa: BLE001, RUF100 - it is raised where the records are used
            self._error = error
        finally:
            with self._changed:
                self._ended = True
            self._tell()

    def _is_full(self) -> bool:
        return len(self._block) >= MOST_RECORDS or self._characters >= MOST_CHARACTERS

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody reads any more
            self._loop.call_soon_threadsafe(self._there.set)
