"""Where the lines of a run go: a file that a run can go on with, or a stream that it cannot."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from extractor.errors import UsageError

#: Bytes copied at once when the output is written anew.
COPIED_AT_ONCE = 8 * 1024 * 1024


class Output(ABC):
    """Takes whole lines, one after another. `size` is what has been written, in bytes."""

    #: Whether lines can be found again: a run can be resumed, a line replaced.
    lasting = False
    size = 0

    @abstractmethod
    def append(self, line: bytes) -> int:
        """Write a line, flushed, and return where it begins. Raises `OSError`."""

    def close(self) -> None:  # noqa: B027 - most have nothing to close
        """Give back what is held."""


class StreamOutput(Output):
    """A pipe or a terminal. Raises `BrokenPipeError` when nobody reads any more."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def append(self, line: bytes) -> int:
        start = self.size
        self._stream.write(line)
        self._stream.flush()
        self.size += len(line)
        return start


class CallOutput(Output):
    """A function that takes each line: for a service, a queue, a test."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self._take = take

    def append(self, line: bytes) -> int:
        start = self.size
        self._take(line)
        self.size += len(line)
        return start


class FileOutput(Output):
    """A file that grows line by line and that a killed run leaves behind in any state.

    Raises `UsageError` for a place that cannot be written.
    """

    lasting = True

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(os.path.realpath(path))
        try:
            # The umask decides who may read it, as for any file that a command writes.
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
            self.size = os.lseek(self._file, 0, os.SEEK_END)
        except OSError as error:
            msg = f"{path}: cannot be written: {(error.strerror or 'no such place').lower()}"
            raise UsageError(msg) from None

    @property
    def part(self) -> Path:
        """Where the file is written anew before it takes the old one's place."""
        return self.path.with_name(f".{self.path.name}.part")

    def append(self, line: bytes) -> int:
        start, written = self.size, 0
        while written < len(line):  # a nearly full disk takes a part
            written += os.pwrite(self._file, line[written:], start + written)
        self.size += len(line)
        return start

    def cut(self, size: int) -> None:
        """Take off what stands after `size` bytes."""
        os.ftruncate(self._file, size)
        self.size = size

    def read(self, start: int, length: int) -> bytes:
        """The bytes there."""
        return os.pread(self._file, length, start)

    def rewrite(self, places: Iterable[tuple[int, int]]) -> None:
        """Write the lines at these places (start, length), in this order, into `part`.

        Raises `UsageError` where these are no lines.
        """
        self.part.unlink(missing_ok=True)  # a name that somebody has made may lead elsewhere
        with self.part.open("xb") as part:
            part_mode = os.fstat(self._file).st_mode & 0o7777
            os.fchmod(part.fileno(), part_mode)
            begin = end = 0
            for start, length in places:
                if start != end or end - begin > COPIED_AT_ONCE:  # neighbours are copied together
                    part.write(self._lines(begin, end))
                    begin = end = start
                end += length
            part.write(self._lines(begin, end))
            part.flush()
            os.fsync(part.fileno())

    def _lines(self, begin: int, end: int) -> bytes:
        if begin == end:
            return b""
        if not 0 <= begin < end <= self.size:
            lines = b""
        else:
            lines = self.read(begin, end - begin) if begin == 0 or self.read(begin - 1, 1) == b"\n" else b""
        if not lines.endswith(b"\n"):
            msg = f"{self.path}: its lines are not where its journal says: put both back, or remove them"
            raise UsageError(msg)
        return lines

    def replace(self) -> None:
        """Let `part` take the place of the file."""
        self.part.replace(self.path)
        os.close(self._file)
        self._file = os.open(self.path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
        self.size = os.lseek(self._file, 0, os.SEEK_END)

    def sync(self) -> None:
        """Wait until the disk has it."""
        os.fsync(self._file)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
