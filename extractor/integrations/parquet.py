"""A folder of Parquet parts that several machines write at once and that a job can be run into again.

Every part is written whole under another name and then renamed (object stores show a file when it
is complete anyway), so no reader meets half a part. What the folder holds says what is done: there
is no second book to keep in step with it.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.bulk.keys import Settings
from extractor.errors import UsageError
from extractor.integrations.rows import work_token
from extractor.integrations.tables import arrow

if TYPE_CHECKING:
    import pyarrow as pa

PART, SUFFIX = "part-", ".parquet"
SETTINGS_FILE = "_extractor.json"  # readers of Parquet folders pass over names that begin with _ or .
RANK = {"complete": 2, "partial": 1, "failed": 0}


class _Row(NamedTuple):
    part: str
    number: int
    id: str
    key: str
    status: str

    def group(self, unread: Set[str]) -> bytes:
        """What rows of one piece of work have in common."""
        return work_token(self.id, "" if self.id in unread else self.key)


class Folder:
    """The folder at a path of this machine (a shared one, where several machines write) or at a URI (`s3://…`).

    Raises `UsageError` when it cannot be used.
    """

    def __init__(self, place: str | os.PathLike[str]) -> None:
        arrow()
        from pyarrow import fs

        name = os.fspath(place)
        try:
            self.uri = name if "://" in name else str(Path(name).absolute())
            self._fs, self._root = fs.FileSystem.from_uri(self.uri)
            self._fs.create_dir(self._root, recursive=True)
        except (OSError, ValueError) as error:
            msg = f"{name}: no folder can be written there ({type(error).__name__}); check its path and your access"
            raise UsageError(msg) from None
        self._renames = isinstance(self._fs, fs.LocalFileSystem)

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        from pyarrow import fs

        return bool(self._fs.get_file_info(self._at(name)).type == fs.FileType.File)

    def write(self, name: str, table: pa.Table) -> None:
        """Write a part, whole or not at all."""
        from pyarrow import parquet

        if not self._renames:
            parquet.write_table(table, self._at(name), filesystem=self._fs, compression="zstd")
            return
        # An actor that is only thought to be dead may be writing the same part.
        part = self._at(f".{name}.{uuid.uuid4().hex}")
        parquet.write_table(table, part, filesystem=self._fs, compression="zstd")
        self._fs.move(part, self._at(name))

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A part, or some of its columns."""
        from pyarrow import parquet

        return parquet.read_table(self._at(name), columns=columns, filesystem=self._fs, partitioning=None)

    def parts(self) -> list[str]:
        """The names of the parts, sorted."""
        from pyarrow import fs

        found = self._fs.get_file_info(fs.FileSelector(self._root))
        names = (info.base_name for info in found if info.type == fs.FileType.File)
        return sorted(name for name in names if name.startswith(PART) and name.endswith(SUFFIX))

    def tokens(self, *, complete_only: bool = False) -> Any:
        """What is done: `work_token`s as a sorted numpy array of 16 bytes each."""
        import numpy

        rows = (row for row in self._rows() if row.status == "complete" or not complete_only)
        found = sorted(work_token(row.id, row.key) for row in rows)
        return numpy.array(found, dtype="S16")

    def tidy(self) -> int:
        """Take out rows that a later run did better (`retry_failed`); returns how many.

        Of rows with the same id and work only the best stays; a row that could not be read then
        (it has no key) gives way to any other of its id.
        """
        unread = {row.id for row in self._rows() if not row.key}
        poor = {row.group(unread) for row in self._rows() if row.status != "complete"}
        if not poor:
            return 0
        best: dict[bytes, tuple[int, str]] = {}
        for row in self._rows():
            if (group := row.group(unread)) in poor:
                best[group] = max(best.get(group, (-1, "")), (RANK[row.status], row.part))
        stale: dict[str, list[int]] = {}
        for row in self._rows():
            if (group := row.group(unread)) in poor and best[group][1] != row.part:
                stale.setdefault(row.part, []).append(row.number)
        for name, numbers in stale.items():
            self._take_out(name, set(numbers))
        return sum(map(len, stale.values()))

    def _take_out(self, name: str, numbers: set[int]) -> None:
        table = self.read(name)
        kept = [n for n in range(len(table)) if n not in numbers]
        if kept:
            self.write(name, table.take(kept))
        else:
            self._fs.delete_file(self._at(name))

    def _rows(self) -> Iterator[_Row]:
        for name in self.parts():
            table = self.read(name, ["id", "key", "status"])
            columns = (table.column(column).to_pylist() for column in ("id", "key", "status"))
            for number, cells in enumerate(zip(*columns, strict=True)):
                yield _Row(name, number, *cells)

    def agree(self, settings: Settings) -> None:
        """Remember what the folder is written with. Raises `UsageError` when it is something else already."""
        path = self._at(SETTINGS_FILE)
        try:
            with self._fs.open_input_stream(path) as stream:
                before = stream.read().decode()
        except FileNotFoundError:
            with self._fs.open_output_stream(path) as stream:
                stream.write(settings.as_json().encode())
            return
        changes = settings.changes_from(before)
        if changes:
            what = " and ".join(changes)
            msg = f"{what} changed since the folder was written: name another folder for the results"
            raise UsageError(msg)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"
