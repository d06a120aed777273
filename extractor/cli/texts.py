"""The documents of results that were saved: results do not carry the text they were made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.streams import say
from extractor.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from extractor.bulk import Record
    from extractor.document import Document
    from extractor.schema import Result

#: Endings of files that hold many documents, as `extractor batch` reads them; any other file is one document.
_MANY = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


class Texts:
    """The documents in the files of `--input`, found by id, else by what they hold.

    A document counts only when its text is that of the result, by SHA-256. Raises `UsageError` for a
    file that cannot be read.
    """

    def __init__(self, inputs: Sequence[str]) -> None:
        self.given = bool(inputs)
        self._records: dict[str, Record] = {}
        self._files: list[Path] = []
        self._by_hash: dict[str, Document] | None = None
        lists = [name for name in inputs if name.endswith(_MANY)]
        if lists:
            from extractor.bulk import read_records

            self._records = {record.id: record for record in read_records(lists)}
        for name in inputs:
            if name not in lists:
                self._files += _files(name)

    def of(self, result: Result) -> Document | None:
        """The document of a result; None where it is not among the inputs, or has changed since."""
        about = result.document
        record = self._records.get(about.id)
        found: Document | None = None
        if record is not None:
            try:
                found = record.document()
            except DocumentError as error:
                say(str(error))
        if found is None or found.sha256 != about.sha256:
            found = self._named_by_content().get(about.sha256, found)
        if found is not None and found.sha256 != about.sha256:
            say(f"{about.id}: its text has changed since the result was made: shown without it")
            return None
        return found

    def _named_by_content(self) -> dict[str, Document]:
        if self._by_hash is None:
            self._by_hash = {document.sha256: document for document in self._read()}
        return self._by_hash

    def _read(self) -> Iterator[Document]:
        from extractor.document import Document

        for place in self._files:
            try:
                yield Document.from_file(place)
            except DocumentError as error:
                say(str(error))


def _files(name: str) -> list[Path]:
    """The file of this name, or the files of a folder."""
    place = Path(name)
    if place.is_dir():
        return sorted(one for one in place.iterdir() if one.is_file() and not one.name.startswith("."))
    if not place.exists():
        msg = f"{name}: no such file"
        raise UsageError(msg)
    return [place]
