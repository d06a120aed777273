"""From saved results to a report: each result with its document, written one after another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from extractor.cli.output import open_output, whole_path
from extractor.cli.streams import say
from extractor.cli.texts import Texts
from extractor.errors import UsageError
from extractor.render.saved import read_results

if TYPE_CHECKING:
    from rich.status import Status

    from extractor.schema import Result

STDIN = "-"
#: Formats in which the text of the document says something.
WITH_TEXT = ("html", "annotation")
#: Bytes of a page from which on a browser takes more than a few seconds to open it.
LARGE_PAGE = 100_000_000


@dataclass(frozen=True)
class Reporting:
    """What was asked for on the command line."""

    results: tuple[str, ...]
    inputs: tuple[str, ...]
    format: str
    output: Path | None

    def run(self) -> int:
        """Write the report and return the exit status. Raises `UsageError` for what cannot be read or written."""
        if self.results.count(STDIN) > 1:
            msg = "standard input (-) is given twice: it can be read once"
            raise UsageError(msg)
        if self.format == "parquet":
            self._write_parquet()
        else:
            self._write()
        return 0

    def _write_parquet(self) -> None:
        from extractor.render.parquet import write_parquet

        if self.output is None or str(self.output) == STDIN:
            msg = "parquet is no text: name a file with -o claims.parquet"
            raise UsageError(msg)
        with whole_path(self.output) as part, _status() as status:
            write_parquet(self._read(status), part)

    def _write(self) -> None:
        texts = Texts(self.inputs if self.format in WITH_TEXT else ())
        without = 0
        with open_output(self.output, self.format, many=False, no_color=True) as out, _status() as status:
            for result in self._read(status):
                document = texts.of(result)
                without += document is None
                out.add(result, document)
        if without and self.format in WITH_TEXT:
            hint = "" if texts.given else ": give it with --input"
            say(f"{without} document{'' if without == 1 else 's'} without text{hint}")
        if self.output is not None and self.output.is_file() and self.output.stat().st_size > LARGE_PAGE:
            size = self.output.stat().st_size / 1_000_000
            say(f"{self.output}: {size:,.0f} MB: a browser may take long to open it; make pages of fewer documents")

    def _read(self, status: Status) -> Iterator[Result]:
        count = 0
        for name in self.results:
            with _opened(name) as stream:
                for result in read_results(stream, "standard input" if name == STDIN else name):
                    count += 1
                    status.update(f"{count:,} documents")
                    yield result


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    if name == STDIN:
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        yield sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as stream:
            yield stream
    except OSError as error:
        msg = f"{name}: cannot be read: {(error.strerror or type(error).__name__).lower()}"
        raise UsageError(msg) from None


@contextmanager
def _status() -> Iterator[Status]:
    """A line that counts, on a terminal only."""
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        yield status
