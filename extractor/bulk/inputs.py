"""Where records come from: JSON Lines in files, globs and pipes, line by line or in portions that can be told again."""

from __future__ import annotations

import glob
import gzip
import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from extractor.bulk.records import Record, record_of
from extractor.errors import UsageError

STDIN = "-"
#: Bytes of one input line: the largest document there may be, every character of it escaped (`\\ud83d\\ude00`).
MAX_LINE = 24 * 1024 * 1024
#: A portion ends with the line that reaches one of these. Other numbers: other portions, all read again once.
PORTION_LINES, PORTION_BYTES = 1_000, 4_000_000


@dataclass(frozen=True, slots=True)
class Portion:
    """Lines of an input file that stand together; always the same ones while the file is the same.

    first: the number of the first, from 1. lines: None stands for one that is too long.
    """

    source: str
    first: int
    lines: Sequence[bytes | None] = field(repr=False)
    folder: Path | None = None
    paths: bool = True

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(len(line) for line in self.lines if line is not None)

    def digest(self, settings: str) -> bytes | None:
        """Identity of these lines, where they stand, and of the settings they are read with (its `hash`).

        None where a line was too long to be looked at.
        """
        digest = hashlib.sha256(f"{settings} {self.first} {json.dumps(self.source)}\n".encode())
        for line in self.lines:
            if line is None:
                return None
            digest.update(line)
        return digest.digest()

    def records(self) -> Iterator[Record]:
        """What the lines say."""
        for number, raw in enumerate(self.lines, self.first):
            record = _record(raw, number, self.source, self.folder, self.paths)
            if record is not None:
                yield record


class RecordFiles(Iterator[Record]):
    """The records of all inputs, one after another; `parts` gives those of files in portions."""

    def __init__(self, names: Sequence[str], *, paths: bool = True) -> None:
        self._names = names
        self._paths = paths
        self._records = _records_of(self.parts())

    def __next__(self) -> Record:
        return next(self._records)

    def parts(self) -> Iterator[Portion | Record]:
        """Portions of files, single records of what is no file (a pipe may keep its next line for hours)."""
        for name in self._names:
            if name == STDIN:
                yield from records_in(sys.stdin.buffer, "standard input", paths=self._paths)
                continue
            with Path(name).open("rb") as file, gzip.open(file) if name.endswith(".gz") else file as opened:
                stream, folder = cast(IO[bytes], opened), Path(name).parent
                if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    yield from _portions(stream, name, folder, self._paths)
                else:
                    yield from records_in(stream, name, folder=folder, paths=self._paths)


def read_records(inputs: Sequence[str], *, paths: bool = True) -> RecordFiles:
    """The records of JSON Lines files (also `.gz`), globs and `-` (standard input), one after another.

    A line that is no record comes as a record with a `fault`; blank lines are passed over. Raises
    `UsageError` for a file that cannot be read, before anything is read of any.
    """
    return RecordFiles(expand(inputs), paths=paths)


def expand(inputs: Sequence[str]) -> list[str]:
    """Names of files, globs resolved (sorted). Raises `UsageError` for one that cannot be read."""
    names: list[str] = []
    for name in inputs:
        matches = [name] if name == STDIN or Path(name).exists() else sorted(glob.glob(name, recursive=True))  # noqa: PTH207
        if not matches:
            msg = f"{name}: no such file"
            raise UsageError(msg)
        for match in matches:
            if match == STDIN:
                continue
            try:
                with Path(match).open("rb"):
                    pass
            except OSError as error:
                msg = f"{match}: cannot be read: {(error.strerror or type(error).__name__).lower()}"
                raise UsageError(msg) from None
        names += matches
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        msg = f"{'standard input (-)' if twice == STDIN else twice} is given twice: it is read once"
        raise UsageError(msg)
    return names


def records_in(stream: IO[bytes], source: str, *, folder: Path | None = None, paths: bool = True) -> Iterator[Record]:
    """The records of one stream of JSON Lines, each as soon as its line is there."""
    number = 0
    try:
        for number, raw in _numbered(stream):
            record = _record(raw, number, source, folder, paths)
            if record is not None:
                yield record
    except (OSError, EOFError) as error:  # a damaged gzip file, a disk that went away
        yield _broken_off(error, source, number + 1)


def _portions(stream: IO[bytes], source: str, folder: Path, paths: bool) -> Iterator[Portion | Record]:
    lines: list[bytes | None] = []
    first, size = 1, 0
    broken: Record | None = None
    try:
        for _, raw in _numbered(stream):
            lines.append(raw)
            size += len(raw or b"")
            if len(lines) == PORTION_LINES or size >= PORTION_BYTES:
                yield Portion(source, first, lines, folder, paths)
                first, size, lines = first + len(lines), 0, []
    except (OSError, EOFError) as error:
        broken = _broken_off(error, source, first + len(lines))
    if lines:
        yield Portion(source, first, lines, folder, paths)
    if broken is not None:
        yield broken


def _records_of(parts: Iterable[Portion | Record]) -> Iterator[Record]:
    for part in parts:
        if isinstance(part, Portion):
            yield from part.records()
        else:
            yield part


def _numbered(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers, from 1; None for one that is too long."""
    number = 0
    while raw := stream.readline(MAX_LINE + 1):
        number += 1
        if len(raw) <= MAX_LINE or raw.endswith(b"\n"):
            yield number, raw
            continue
        while (more := stream.readline(MAX_LINE)) and not more.endswith(b"\n"):
            pass
        yield number, None


def _record(raw: bytes | None, number: int, source: str, folder: Path | None, paths: bool) -> Record | None:
    """What a line says; None for a blank one."""
    if raw is None:
        fault = f"is longer than {MAX_LINE // 1024 // 1024} MB: split the document"
        return Record(f"{source}:{number}", source=source, line=number, fault=fault)
    if number == 1:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    if raw.isspace() or not raw:
        return None
    try:
        fields = _decoded(raw)
    except (ValueError, RecursionError) as error:
        return Record(f"{source}:{number}", source=source, line=number, fault=_json_fault(error))
    return record_of(fields, source=source, line=number, folder=folder, paths=paths)


def _broken_off(error: Exception, source: str, number: int) -> Record:
    fault = f"cannot be read on: {type(error).__name__}"
    return Record(f"{source}:{number}", source=source, line=number, fault=fault)


def _decoded(raw: bytes) -> Any:
    """What `_DECODER.decode` gives, without its two looks for white space."""
    text = raw.decode("utf-8").rstrip(_JSON_SPACE)
    fields, end = _DECODER.raw_decode(text, len(text) - len(text.lstrip(_JSON_SPACE)))
    if end < len(text):
        msg = "Extra data"
        raise json.JSONDecodeError(msg, text, len(text) - len(text[end:].lstrip(_JSON_SPACE)))
    return fields


_JSON_SPACE = " \t\r\n"


def _not_json(name: str) -> Any:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


_DECODER = json.JSONDecoder(parse_constant=_not_json)  # no NaN: nobody could read it in the result


def _json_fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON ({error.msg.lower()} at character {error.pos + 1})"
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8 text"
    return "is not JSON (nested too deeply)" if isinstance(error, RecursionError) else f"is not JSON ({error})"
