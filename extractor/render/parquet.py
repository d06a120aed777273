"""Claims as Parquet (extra `parquet`): the table of `rows`, with types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import MissingExtra
from extractor.render.rows import COLUMNS, Row, iterate_rows
from extractor.schema import Result

if TYPE_CHECKING:
    import pyarrow

#: Rows written at once: one row group, some megabytes in memory.
GROUP = 10_000
_NUMBERS = {"start": "int64", "end": "int64", "hops": "int32", "score": "float64"}
_TRUTHS = frozenset(("source_named", "origin_named"))
# Arrow's text is UTF-8, which has no surrogates.
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_parquet(results: Iterable[Result], path: Path) -> int:
    """Write one row a claim to `path` and return how many. Raises `MissingExtra` without pyarrow."""
    schema = _schema()
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    count = 0
    with ParquetWriter(str(path), schema, compression="zstd") as writer:
        for rows in _groups(iterate_rows(results)):
            writer.write_table(Table.from_pylist([_clean(row) for row in rows], schema=schema))
            count += len(rows)
    return count


def _groups(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while group := list(islice(rows, GROUP)):
        yield group


def _schema() -> pyarrow.Schema:
    try:
        import pyarrow
    except ImportError:
        msg = "Parquet needs pyarrow: pip install 'claim-extractor[parquet]'"
        raise MissingExtra(msg) from None
    return pyarrow.schema([(name, _type(name)) for name in COLUMNS])


def _type(name: str) -> Any:
    import pyarrow

    return pyarrow.type_for_alias(_NUMBERS.get(name, "bool" if name in _TRUTHS else "string"))


def _clean(row: Row) -> dict[str, object]:
    return {key: _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value for key, value in row.items()}
