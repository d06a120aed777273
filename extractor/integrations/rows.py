"""Rows of a table through the pipeline: what every engine adapter stands on.

A row is a mapping with `text`, `html` or `path`, as a line of `extractor batch` is; its other
fields travel along. What comes out is the row's id, its work key, a status and the result as JSON.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from extractor.bulk.keys import Keys, settings_of
from extractor.bulk.records import Record, record_of
from extractor.bulk.results import extract_record, failed_result, line_of
from extractor.document.model import ID_LENGTH
from extractor.errors import DocumentError, EndpointUnreachable, ExtractorError
from extractor.schema import Result, Status, Usage

if TYPE_CHECKING:
    from extractor.pipeline import Extractor

WORK_BYTES = 16  # of a row's hash: two of 10^9 rows meet with a chance of 10^-21
PATIENCE = 600.0  # seconds an endpoint may be away; a restart of a serving fleet takes minutes
FIRST_WAIT, LONGEST_WAIT = 5.0, 60.0  # seconds between two looks, doubled each time


@dataclass(frozen=True)
class ExtractorOptions:
    """How each worker makes its extractor; it travels to the workers, so it holds no connection.

    model, base_url, window: as `Extractor` takes them. Keys are read from the worker's own
        environment (`OPENAI_API_KEY`), so that none travels or is logged.
    at_once: documents in work together in one worker; the embedded model answers one question at a
        time whatever it is.
    patience: seconds an endpoint may be away before the worker gives up. timeout: seconds a question.
    make: makes the extractor instead, for one of your own.
    """

    model: str | None = None
    base_url: str | None = None
    window: Literal["sentence", "paragraph", "document"] | None = None
    keep_furniture: bool = False
    at_once: int = 8
    patience: float = PATIENCE
    timeout: float | None = None
    make: Callable[[], Extractor] | None = field(default=None, repr=False)

    def open(self) -> Extractor:
        """The extractor. Raises `UsageError`, `ModelError`."""
        if self.make is not None:
            return self.make()
        from extractor.pipeline import TIME_LIMIT, Extractor

        return Extractor(self.model, base_url=self.base_url, window=self.window, timeout=self.timeout or TIME_LIMIT)


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row. `key` is the journal's work key; empty where the row holds no document.

    result: the line of `extractor batch` without `meta`, which stays in the table's own columns.
    """

    id: str
    key: str
    status: Status
    result: str
    usage: Usage = Usage()  # noqa: RUF009 - frozen


class RowExtractor:
    """One extractor and its event loop, for the rows that one worker gets. Close it, or use it with `with`."""

    def __init__(self, options: ExtractorOptions | None = None) -> None:
        self.options = options or ExtractorOptions()
        self.extractor = self.options.open()
        self.keys = Keys(settings_of(self.extractor, keep_furniture=self.options.keep_furniture))
        self._runner = asyncio.Runner()

    def key(self, record: Record) -> str:
        """The work key of a record, as `extractor batch` keeps it in its journal; empty for an unreadable one."""
        if record.fault is not None:
            return ""
        try:
            return self.keys.of(record)
        except DocumentError:
            return ""

    def identity(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """The id and the work key that the result of a row will have."""
        record, key = self._named(row)
        return record.id, key

    def extract(self, rows: Sequence[Mapping[str, Any]]) -> list[RowResult]:
        """A result for each row, in their order; a row that holds no document has a failed one that says why.

        Raises a `ModelError` when no model can be reached for `patience` seconds.
        """
        return self._runner.run(self._all([self._named(row) for row in rows]))

    def _named(self, row: Mapping[str, Any]) -> tuple[Record, str]:
        """The record of a row, with an id from its content where it has none, and its key."""
        record = record_of(row)
        key = self.key(record)
        if record.id:
            return record, key
        digest = key or hashlib.sha256(repr(sorted(row.items())).encode("utf-8", "surrogatepass")).hexdigest()
        return replace(record, id=digest[:ID_LENGTH]), key

    async def _all(self, named: Sequence[tuple[Record, str]]) -> list[RowResult]:
        gate = asyncio.Semaphore(max(1, self.options.at_once))

        async def one(record: Record, key: str) -> RowResult:
            async with gate:
                return await self._one(record, key)

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(*each)) for each in named]
        except* ExtractorError as errors:
            raise _first(errors) from None  # one line for whoever reads an engine's log
        return [task.result() for task in tasks]

    async def _one(self, record: Record, key: str) -> RowResult:
        result = await self._patiently(record)
        without_meta = result.model_copy(update={"meta": None})
        return RowResult(
            id=record.id,
            key=key,
            status=result.report.status,
            result=line_of(without_meta).decode("utf-8", "surrogatepass").rstrip("\n"),
            usage=result.run.usage,
        )

    async def _patiently(self, record: Record) -> Result:
        if record.fault is not None:
            return failed_result(record, self.extractor, record.fault)
        until, wait = time.monotonic() + self.options.patience, FIRST_WAIT
        while True:
            try:
                outcome = await extract_record(record, self.extractor, keep_furniture=self.options.keep_furniture)
            except EndpointUnreachable:
                if time.monotonic() + wait >= until:
                    raise
                await asyncio.sleep(wait)
                wait = min(LONGEST_WAIT, wait * 2)
            else:
                return outcome.result

    def close(self) -> None:
        """Give back the model and the event loop."""
        self._runner.run(self.extractor.aclose())
        self._runner.close()

    def __enter__(self) -> RowExtractor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def work_token(id: str, key: str) -> bytes:
    """What an output remembers of a row: its id and its work together."""
    return hashlib.sha256(f"{id}\0{key}".encode("utf-8", "surrogatepass")).digest()[:WORK_BYTES]


def _first(errors: BaseExceptionGroup[ExtractorError]) -> ExtractorError:
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
