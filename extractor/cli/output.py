"""Where results are written: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from extractor.cli.streams import colour_wanted
from extractor.errors import UsageError
from extractor.render.data import as_json, as_jsonl
from extractor.schema import Result

# Lines of a table in a pipe or a file; COLUMNS overrides.
PIPE_COLUMNS = 100


class Output(ABC):
    """Takes results one after another and writes them in one format."""

    on_terminal = False

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @abstractmethod
    def add(self, result: Result) -> None:
        """Write one result. Raises `BrokenPipeError` when nobody reads any more."""

    def end(self) -> None:  # noqa: B027 - most formats have nothing to close
        """Write what closes the whole."""

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


class JsonOutput(Output):
    """One object; with several inputs one array, which is closed even when the run is cut short."""

    def __init__(self, stream: TextIO, *, many: bool) -> None:
        super().__init__(stream)
        self._many = many
        self._results: list[Result] = []

    def add(self, result: Result) -> None:
        self._results.append(result)

    def end(self) -> None:
        if self._many or self._results:
            self._write(as_json(self._results, array=self._many))


class JsonLinesOutput(Output):
    """One line a result, as soon as it is there."""

    def add(self, result: Result) -> None:
        self._write(as_jsonl(result))


class MarkdownOutput(Output):
    """One page a result; several are divided by a rule."""

    _first = True

    def add(self, result: Result) -> None:
        from extractor.render.markdown import as_markdown

        self._write(as_markdown(result) if self._first else "\n---\n\n" + as_markdown(result))
        self._first = False


class TableOutput(Output):
    """The table: coloured on a terminal, plain everywhere else."""

    _first = True

    def __init__(self, stream: TextIO, *, no_color: bool) -> None:
        super().__init__(stream)
        self.on_terminal = stream.isatty()
        self._colour = colour_wanted(stream, no_color)

    def add(self, result: Result) -> None:
        from extractor.render.table import as_table

        text = "" if self._first else "\n\n"
        columns = shutil.get_terminal_size((PIPE_COLUMNS, 24)).columns
        self._first = False
        self._write(text + as_table(result, width=columns, colour=self._colour))


@contextlib.contextmanager
def open_output(path: Path | None, format: str, *, many: bool, no_color: bool) -> Iterator[Output]:
    """The output for a format, on standard output or, with `path`, in a file written all or nothing.

    Raises `UsageError` for a place that cannot be written, before any model is asked.
    """
    if path is None or str(path) == "-":
        out = _output(sys.stdout, format, many=many, no_color=no_color)
        try:
            yield out
        finally:
            out.end()
        return
    with _whole_file(path) as stream:
        out = _output(stream, format, many=many, no_color=True)
        yield out
        out.end()


def _output(stream: TextIO, format: str, *, many: bool, no_color: bool) -> Output:
    match format:
        case "json":
            return JsonOutput(stream, many=many)
        case "jsonl":
            return JsonLinesOutput(stream)
        case "md":
            return MarkdownOutput(stream)
        case _:
            return TableOutput(stream, no_color=no_color)


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """A file beside `path` that takes its place when all went well, and vanishes otherwise."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():  # /dev/null, a named pipe; a directory fails
            with target.open("w", encoding="utf-8") as stream:
                yield stream
            return
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        msg = f"{path}: cannot be written: {(error.strerror or 'no such place').lower()}"
        raise UsageError(msg) from None
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(_mode(target))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, else what the umask leaves of a new file's."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
