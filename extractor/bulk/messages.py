"""What a run and its worker processes tell each other, over pipes of their own."""

from __future__ import annotations

# Only between processes of this program, over pipes that nobody else holds.
import pickle  # nosec B403
import struct
from asyncio import IncompleteReadError, StreamReader
from dataclasses import dataclass, field

from extractor.bulk.records import Record
from extractor.bulk.results import Written

_LENGTH = struct.Struct("!I")


@dataclass(frozen=True, slots=True)
class Read:
    """To a worker: read this record. kept: the answers an interrupted run has left for it."""

    name: bytes
    record: Record
    keep_furniture: bool
    kept: dict[bytes, bytes] | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Go:
    """To a worker: this question may be sent. halvings: of the pace, so far."""

    question: int
    halvings: int


@dataclass(frozen=True, slots=True)
class Place:
    """A question wants its place in the pace. tokens: what it will take, estimated."""

    question: int
    tokens: float


@dataclass(frozen=True, slots=True)
class Left:
    """A question gives its place back."""

    question: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The endpoint has answered. more: tokens used beyond the estimate, where it says."""

    more: float | None


@dataclass(frozen=True, slots=True)
class Busy:
    """The endpoint has too much to do."""

    halvings: int
    retry_after: float | None


@dataclass(frozen=True, slots=True)
class Keep:
    """An answer to be kept until its document is done."""

    question: bytes
    record: bytes
    answer: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """A record has its line, or the fault that `extract_record` raised."""

    name: bytes
    written: Written | None = field(repr=False)
    fault: Exception | None = None


def packed(message: object) -> bytes:
    """A message with its length."""
    content = pickle.dumps(message)
    return _LENGTH.pack(len(content)) + content


async def next_message(reader: StreamReader) -> object:
    """The next message; None when the other side is gone."""
    try:
        length = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))[0]
        # The other end is a process that this one has started, or that has started this one.
        return pickle.loads(await reader.readexactly(length))  # noqa: S301  # nosec B301
    except (IncompleteReadError, ConnectionError):
        return None
