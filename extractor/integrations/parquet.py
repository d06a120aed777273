"""A folder of Parquet parts that several machines write at once and that a job can be run into again.

Every part is written whole under another name and then renamed (object stores show a file when it
is complete anyway), so no reader meets half a part. What the folder holds says what is done: there
is no second book to keep in step with it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.bulk.keys import Settings
from extractor.errors import UsageError
from extractor.integrations.rows import work_token
from extractor.integrations.tables import arrow

if TYPE_CHECKING:
    import pyarrow as pa

PART, SUFFIX = "part-", ".parquet"
SETTINGS_FILE = "_extractor.json"  # readers of Parquet folders pass over names that begin with _ or .
RANK = {"complete": 2, "partial": 1, "failed": 0}


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

    def write(self, name: str, table: pa.Table, writer: str = "") -> None:
        """Write a part, whole or not at all. `writer` tells two writers of the same part apart."""
        from pyarrow import parquet

        if not self._renames:
            parquet.write_table(table, self._at(name), filesystem=self._fs, compression="zstd")
            return
        part = self._at(f".{name}.{writer or os.getpid()}")
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

        found = sorted(token for token, status, _ in self._rows() if status == "complete" or not complete_only)
        return numpy.array(found, dtype="S16")

    def tidy(self) -> int:
        """Take out rows that a later run did better (`retry_failed`); returns how many.

        Of rows with the same id and work only the best stays.
        """
        poor = {token for token, status, _ in self._rows() if status != "complete"}
        if not poor:
            return 0
        best: dict[bytes, tuple[int, str]] = {}
        for token, status, name in self._rows():
            if token in poor:
                best[token] = max(best.get(token, (-1, "")), (RANK[status], name))
        stale = {name for token, status, name in self._rows() if token in poor and best[token][1] != name}
        return sum(self._without(name, best) for name in stale)

    def _without(self, name: str, best: dict[bytes, tuple[int, str]]) -> int:
        table = self.read(name)
        tokens = map(work_token, table.column("id").to_pylist(), table.column("key").to_pylist())
        kept = [n for n, token in enumerate(tokens) if best.get(token, (0, name))[1] == name]
        if kept:
            self.write(name, table.take(kept))
        else:
            self._fs.delete_file(self._at(name))
        return len(table) - len(kept)

    def _rows(self) -> Iterator[tuple[bytes, str, str]]:
        for name in self.parts():
            table = self.read(name, ["id", "key", "status"])
            columns = (table.column(column).to_pylist() for column in ("id", "key", "status"))
            for row, key, status in zip(*columns, strict=True):
                yield work_token(row, key), status, name

    def agree(self, settings: Settings) -> None:
        """Remember what the folder is written with. Raises `UsageError` when it is something else already."""
        path = self._at(SETTINGS_FILE)
        try:
            with self._fs.open_input_stream(path) as stream:
                before = stream.read().decode()
        except FileNotFoundError:
            with self._fs.open_output_stream(path) as stream:
                stream.write(json.dumps(asdict(settings), sort_keys=True, ensure_ascii=False).encode())
            return
        changes = settings.changes_from(before)
        if changes:
            msg = (
                f"{self.uri}: since it was written {' and '.join(changes)} changed: name another folder for the results"
            )
            raise UsageError(msg)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"
