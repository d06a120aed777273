"""One document after another through the extractor, and the exit status that comes of it."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.fetching_url import is_address, read_address
from extractor.cli.streams import say
from extractor.errors import DocumentError, MissingExtra, UsageError

if TYPE_CHECKING:
    from extractor.cli.output import Output
    from extractor.cli.progress import Display
    from extractor.cli.session import ModelChoice
    from extractor.document import Document
    from extractor.pipeline import Extractor

STDIN = "-"

COMPLETE, INCOMPLETE, UNREADABLE = 0, 1, 2


@dataclass(frozen=True)
class Inputs:
    """The documents named on the command line."""

    files: tuple[str, ...]
    encoding: str | None = None
    keep_furniture: bool = False

    def check(self, output: Path | None) -> None:
        """Raise `UsageError` for what cannot mean anything."""
        if self.files.count(STDIN) > 1:
            msg = "standard input (-) is given twice: it can be read once"
            raise UsageError(msg)
        if output is not None and any(_same_file(name, output) for name in self.files):
            msg = f"{output}: is an input and the output: write somewhere else"
            raise UsageError(msg)

    def read(self, name: str) -> Document:
        """The document of this name. Raises a `DocumentError`, `MissingExtra`, or `UsageError` for an encoding."""
        from extractor.document import Document
        from extractor.document.limits import read_bounded

        if is_address(name):
            return read_address(name, encoding=self.encoding, keep_furniture=self.keep_furniture)
        if name != STDIN:
            return Document.from_file(name, encoding=self.encoding, keep_furniture=self.keep_furniture)
        data = read_bounded(sys.stdin.buffer, "standard input")
        return Document.from_bytes(
            data, id="standard input", encoding=self.encoding, keep_furniture=self.keep_furniture
        )


def extract_all(inputs: Inputs, choice: ModelChoice, out: Output, display: Display) -> int:
    """Extract every input in turn and return the exit status: the worst of all documents.

    A document that cannot be read is said and passed over. Raises a `ModelError` when no model
    can be reached, since no other document would fare better.
    """
    status = COMPLETE
    with ExitStack() as stack:
        extractor: Extractor | None = None
        for name in inputs.files:
            try:
                document = inputs.read(name)
            except (DocumentError, MissingExtra, UsageError) as error:  # of this document; others may be readable
                say(str(error))
                status = max(status, UNREADABLE)
                continue
            if extractor is None:
                extractor = stack.enter_context(choice.open(display.fetching))
                announcement = choice.announcement(extractor)
                if announcement is not None:
                    say(announcement)
            result = display.watch(document.id, extractor.stream(document))
            out.add(result, document)
            status = max(status, COMPLETE if result.report.status == "complete" else INCOMPLETE)
    return status


def _same_file(name: str, output: Path) -> bool:
    try:
        return name != STDIN and os.path.samefile(name, output)  # noqa: PTH121 - also for names that are no path
    except (OSError, ValueError):
        return False
