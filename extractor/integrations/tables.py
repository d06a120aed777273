"""Plain functions over pandas frames and Arrow record batches, for any engine that maps them.

    df.mapInArrow(map_arrow(ExtractorOptions(base_url="http://fleet:8000/v1")), schema)      # Spark
    df.mapInPandas(map_pandas(ExtractorOptions(model="local")), schema)

What comes out: `id`, the input's other columns but `text`, `html` and `path`, then `key` (the work
key), `status` and `result` (JSON), all but the input's own as strings. `output_schema` says it in
Arrow, for engines that want to know beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from extractor.bulk.records import KINDS
from extractor.errors import MissingExtra, UsageError
from extractor.integrations.rows import ExtractorOptions, RowExtractor, RowResult

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["ExtractorOptions", "extract_frame", "extract_table", "map_arrow", "map_pandas", "output_schema"]

ADDED = ("key", "status", "result")
MapArrow = Callable[[Iterable["pa.RecordBatch"]], Iterator["pa.RecordBatch"]]
MapPandas = Callable[[Iterable["pd.DataFrame"]], Iterator["pd.DataFrame"]]


def map_arrow(options: ExtractorOptions | None = None) -> MapArrow:
    """A function from record batches to record batches, as Spark's `mapInArrow` takes.

    Each call opens one extractor (one client, or one embedded engine) for all batches it is given
    and closes it behind the last.
    """

    def extract_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with RowExtractor(options) as rows:
            for batch in batches:
                yield from extract_table(batch, rows).to_batches()

    return extract_batches


def map_pandas(options: ExtractorOptions | None = None) -> MapPandas:
    """A function from frames to frames, as Spark's `mapInPandas` takes; otherwise as `map_arrow`."""

    def extract_frames(frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        with RowExtractor(options) as rows:
            for frame in frames:
                yield extract_frame(frame, rows)

    return extract_frames


def extract_frame(frame: pd.DataFrame, rows: RowExtractor) -> pd.DataFrame:
    """The output of one frame. Missing values (NaN) are missing fields."""
    table = arrow().Table.from_pandas(frame, preserve_index=False)
    found: pd.DataFrame = extract_table(table, rows).to_pandas()
    return found


def extract_table(batch: pa.Table | pa.RecordBatch, rows: RowExtractor) -> pa.Table:
    """The output of one Arrow table or record batch, a row for each of its rows, in order.

    Raises `UsageError` when it has none of `text`, `html` and `path`, and a `ModelError` when no
    model can be reached.
    """
    table = arrow().Table.from_batches([batch]) if isinstance(batch, arrow().RecordBatch) else batch
    _check(table.column_names)
    return with_results(table, rows.extract(fields_of(table)))


def fields_of(table: pa.Table) -> list[Mapping[str, Any]]:
    """The rows as records are made from them: fields without a value left out."""
    return [{name: value for name, value in row.items() if value is not None} for row in table.to_pylist()]


def with_results(table: pa.Table, found: Sequence[RowResult]) -> pa.Table:
    """The table's columns without the documents, and the results beside them."""
    pa = arrow()
    kept = [name for name in table.column_names if name not in ("id", *KINDS, *ADDED)]
    strings = {
        "id": [row.id for row in found],
        "key": [row.key for row in found],
        "status": [row.status for row in found],
        "result": [row.result for row in found],
    }
    arrays = {name: pa.array(values, pa.string()) for name, values in strings.items()}
    columns = {"id": arrays["id"], **{name: table.column(name) for name in kept}, **{n: arrays[n] for n in ADDED}}
    return pa.table(columns, schema=output_schema(table.schema))


def output_schema(schema: pa.Schema) -> pa.Schema:
    """The columns that come out for the columns that go in. Raises `UsageError` when these hold no document."""
    pa = arrow()
    _check(schema.names)
    kept = [schema.field(name) for name in schema.names if name not in ("id", *KINDS, *ADDED)]
    return pa.schema([pa.field("id", pa.string()), *kept, *(pa.field(name, pa.string()) for name in ADDED)])


def arrow() -> Any:
    """The package pyarrow. Raises `MissingExtra`."""
    try:
        import pyarrow
    except ImportError:
        msg = "tables need an optional part: pip install 'claim-extractor[arrow]'"
        raise MissingExtra(msg) from None
    return pyarrow


def _check(names: Sequence[str]) -> None:
    if not set(KINDS) & set(names):
        msg = f"the table has no column {', '.join(KINDS[:-1])} or {KINDS[-1]}; rename the one that holds the documents"
        raise UsageError(msg)
