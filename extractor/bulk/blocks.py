"""Records in blocks with their keys, read by a thread of their own: disk and pipe keep nobody waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from extractor.bulk.inputs import Portion, RecordFiles
from extractor.bulk.journal import name_of
from extractor.bulk.keys import Keys
from extractor.bulk.portions import Tally
from extractor.bulk.records import Record
from extractor.errors import DocumentError

MOST_RECORDS = 1_000  # read ahead: one look into the journal for all of them
AT_ONCE = 100  # items handed over together
MOST_CHARACTERS = 4_000_000  # read ahead: two documents of the largest size


class Item(NamedTuple):
    """A record with its name in the journal, the key of its work, and the account of the lines it is among."""

    record: Record
    name: bytes
    key: str
    tally: Tally | None = None


class Known(NamedTuple):
    """A portion that an earlier run has kept as done."""

    portion: Portion
    digest: bytes


def item_of(record: Record, keys: Keys, tally: Tally | None = None) -> Item:
    """The item for a record. A file that cannot be read becomes the record's fault."""
    try:
        key = keys.of(record)
    except DocumentError as error:
        record = replace(record, fault=str(error))
        key = keys.of(record)
    return Item(record, name_of(record.id), key, tally)


def items_of(portion: Portion, keys: Keys, digest: bytes | None) -> Iterator[Item]:
    """The items of a portion, one by one."""
    records = list(portion.records())
    # What a path names may change, and a fault be mended, while the line stays as it is.
    lasts = digest is not None and all(record.fault is None and record.kind != "path" for record in records)
    tally = Tally(digest, len(records)) if digest is not None and lasts else None
    return (item_of(record, keys, tally) for record in records)


async def blocks_of(
    records: Iterable[Record] | AsyncIterable[Record], keys: Keys, known: frozenset[bytes] | None = None
) -> AsyncIterator[list[Item] | Known]:
    """All records in the order given, as many at a time as are there.

    known: the digests of portions that need not be read; None where nobody will ask for them again.
    """
    if isinstance(records, AsyncIterable):
        async for record in records:
            yield [item_of(record, keys)]
        return
    reader = _Reader(records, keys, known)
    try:
        while block := await reader.next():
            items: list[Item] = []
            for part in block:
                if isinstance(part, Item):
                    items.append(part)
                    continue
                if items:
                    yield items
                    items = []
                yield part
            if items:
                yield items
    finally:
        reader.stop()


class _Reader:
    """A thread that reads ahead. It is a daemon: nothing waits for a pipe that never ends."""

    def __init__(self, records: Iterable[Record], keys: Keys, known: frozenset[bytes] | None) -> None:
        self._records = records
        self._keys = keys
        self._known = known
        self._loop = asyncio.get_running_loop()
        self._there = asyncio.Event()
        self._changed = threading.Condition()
        self._block: list[Item | Known] = []
        self._characters = 0
        self._ended = self._stopped = False
        self._error: BaseException | None = None
        threading.Thread(target=self._read, name="records", daemon=True).start()

    async def next(self) -> list[Item | Known]:
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
            for parts, size in self._parts():
                with self._changed:
                    while not self._stopped and self._is_full():
                        self._changed.wait()
                    if self._stopped:
                        return
                    first = not self._block
                    self._block += parts
                    self._characters += size
                if first:
                    self._tell()
        except BaseException as error:  # noqa: BLE001, RUF100 - it is raised where the records are used
            self._error = error
        finally:
            with self._changed:
                self._ended = True
            self._tell()

    def _parts(self) -> Iterator[tuple[Sequence[Item | Known], int]]:
        """What there is to do, in order, and its size in characters (of what is known: bytes)."""
        known, records = self._known, self._records
        for part in records.parts() if known is not None and isinstance(records, RecordFiles) else records:
            if isinstance(part, Record):
                yield (item_of(part, self._keys),), len(part.content)
                continue
            digest = part.digest(self._keys.settings.hash)
            if digest is not None and known is not None and digest in known:
                yield (Known(part, digest),), part.size
                continue
            items = items_of(part, self._keys, digest)
            # Lines of which each names a file are keyed as their turn comes: a thousand files take a while.
            while some := list(islice(items, AT_ONCE)):
                yield some, sum(len(item.record.content) for item in some)

    def _is_full(self) -> bool:
        return len(self._block) >= MOST_RECORDS or self._characters >= MOST_CHARACTERS

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody reads any more
            self._loop.call_soon_threadsafe(self._there.set)
