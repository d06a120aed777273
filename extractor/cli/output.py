"""Where results are written: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from extractor.cli.streams import colour_wanted
from extractor.errors import UsageError
from extractor.render.data import as_json, as_jsonl
from extractor.schema import Result

if TYPE_CHECKING:
    from extractor.document import Document

# Lines of a table in a pipe or a file; COLUMNS overrides.
PIPE_COLUMNS = 100


class Output(ABC):
    """Takes results one after another and writes them in one format."""

    on_terminal = False

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @abstractmethod
    def add(self, result: Result, document: Document | None = None) -> None:
        """Write one result. Raises `BrokenPipeError` when nobody reads any more.

        document: what the result was made from, for formats that show or point into it.
        """

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

    def add(self, result: Result, document: Document | None = None) -> None:  # noqa: ARG002 - of no use here
        self._results.append(result)

    def end(self) -> None:
        if self._many or self._results:
            self._write(as_json(self._results, array=self._many))


class JsonLinesOutput(Output):
    """One line a result, as soon as it is there."""

    def add(self, result: Result, document: Document | None = None) -> None:  # noqa: ARG002 - of no use here
        self._write(as_jsonl(result))


class MarkdownOutput(Output):
    """One page a result; several are divided by a rule."""

    _first = True

    def add(self, result: Result, document: Document | None = None) -> None:  # noqa: ARG002 - of no use here
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

    def add(self, result: Result, document: Document | None = None) -> None:  # noqa: ARG002 - of no use here
        from extractor.render.table import as_table

        text = "" if self._first else "\n\n"
        columns = shutil.get_terminal_size((PIPE_COLUMNS, 24)).columns
        self._first = False
        self._write(text + as_table(result, width=columns, colour=self._colour))


class CsvOutput(Output):
    """One table for all documents: its head, then a line a claim."""

    _first = True

    def add(self, result: Result, document: Document | None = None) -> None:  # noqa: ARG002 - of no use here
        from extractor.render.sheet import as_csv

        self._write(as_csv(result, header=self._first))
        self._first = False


class HtmlOutput(Output):
    """One page for all documents, closed even when the run is cut short."""

    _first = True

    def add(self, result: Result, document: Document | None = None) -> None:
        from extractor.render.review import Reviewed, page_entry, page_start

        if self._first:
            self._write(page_start())
        self._first = False
        self._write(page_entry(Reviewed(result, document.text if document else None)))

    def end(self) -> None:
        from extractor.render.review import page_end

        if not self._first:
            self._write(page_end())


class AnnotationOutput(Output):
    """One AnnotationPage; for several documents an array of them."""

    def __init__(self, stream: TextIO, *, many: bool) -> None:
        super().__init__(stream)
        self._many = many
        self._waiting: str | None = None

    def add(self, result: Result, document: Document | None = None) -> None:
        from extractor.render.annotation import as_json_ld

        if self._waiting is not None:
            self._write(("" if self._many else "[") + self._waiting.rstrip() + ",\n")
            self._many = True
        elif self._many:
            self._write("[")
        self._waiting = as_json_ld(result, document)

    def end(self) -> None:
        if self._waiting is None:
            self._write("[]\n" if self._many else "")
        else:
            self._write(self._waiting.rstrip() + ("]\n" if self._many else "\n"))


@contextlib.contextmanager
def open_output(path: Path | None, format: str, *, many: bool, no_color: bool) -> Iterator[Output]:
    """The output for a format, on standard output or, with `path`, in a file written all or nothing.

    Raises `UsageError` for a place that cannot be written, before any model is asked.
    """
    if path is None or str(path) == "-":
        if format == "html" and sys.stdout.isatty():
            msg = "a page is for a browser: write it to a file with -o review.html"
            raise UsageError(msg)
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
        case "csv":
            return CsvOutput(stream)
        case "html":
            return HtmlOutput(stream)
        case "annotation":
            return AnnotationOutput(stream, many=many)
        case _:
            return TableOutput(stream, no_color=no_color)


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """As `whole_path`, open for text."""
    with whole_path(path) as part, part.open("w", encoding="utf-8", errors="backslashreplace") as stream:
        yield stream
        stream.flush()
        if part.is_file():
            os.fsync(stream.fileno())


@contextlib.contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """A place beside `path` that takes its place when all went well, and vanishes otherwise.

    What is no regular file (/dev/null, a named pipe) is written as it is. Raises `UsageError`.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            yield target
            return
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        msg = f"{path}: cannot be written: {(error.strerror or 'no such place').lower()}"
        raise UsageError(msg) from None
    os.close(handle)
    part = Path(name)
    try:
        yield part
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
