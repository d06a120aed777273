"""The result of one record, whatever becomes of it, and its line."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.bulk.records import Record
from extractor.errors import DocumentError, MissingExtra
from extractor.llm.faults import Refused
from extractor.many import failed
from extractor.schema import DocumentInfo, Result, Status, Usage

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.pipeline import Extractor

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a record, and whether the model was asked for it."""

    result: Result
    asked: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What of an outcome a run needs: its line, and what to count."""

    status: Status
    usage: Usage
    asked: bool
    line: bytes = field(repr=False)

    @classmethod
    def of(cls, outcome: Outcome) -> Written:
        """The outcome, written."""
        result = outcome.result
        return cls(result.report.status, result.run.usage, outcome.asked, line_of(result))


async def extract_record(record: Record, extractor: Extractor, *, keep_furniture: bool = False) -> Outcome:
    """The result of one record; a record that cannot be read has a failed one that says why.

    The result carries the record's other fields as `meta`. Raises a `ModelError` when nothing at
    all could be answered, or a part is not installed.
    """
    try:
        document = record.document(keep_furniture=keep_furniture)
    except MissingExtra:
        raise
    except DocumentError as error:
        return Outcome(failed_result(record, extractor, _reason(record, error)), asked=False)
    try:
        result = await extractor.aextract(document)
    except Refused as error:  # of this request only: others may be accepted
        return Outcome(failed_result(record, extractor, str(error), document), asked=True)
    except (ValueError, LookupError, TypeError, AssertionError, RecursionError) as error:
        # A fault of this program for one document must not cost the others.
        _log.debug("%s", record.place, exc_info=True)
        reason = f"internal fault ({type(error).__name__}); please report it"
        return Outcome(failed_result(record, extractor, reason, document), asked=True)
    return Outcome(result.model_copy(update={"meta": dict(record.meta)}), asked=True)


def failed_result(record: Record, extractor: Extractor, reason: str, document: Document | None = None) -> Result:
    """The result of a record of which nothing is known but why."""
    text = record.content if record.kind == "text" else ""
    info = (
        document.info()
        if document is not None
        else DocumentInfo(
            id=record.id,
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            characters=len(text),
            words=len(text.split()),
        )
    )
    where = f"{record.place}: " if record.line and document is None else ""
    return failed(extractor, info, where + reason).model_copy(update={"meta": dict(record.meta)})


def line_of(result: Result) -> bytes:
    """The result as one line of JSON in UTF-8."""
    try:
        return result.model_dump_json(by_alias=True).encode() + b"\n"
    except ValueError:  # half a surrogate pair somewhere: written as JSON escapes it
        text = json.dumps(result.model_dump(mode="python", by_alias=True), ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace") + b"\n"


def _reason(record: Record, error: DocumentError) -> str:
    message = str(error)
    return message.removeprefix(f"{record.id}: ") if record.fault is None else message
