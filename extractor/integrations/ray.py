"""Ray Data: a callable for `map_batches`, and a whole job from Parquet to Parquet that can be run again.

    from extractor.integrations.ray import ExtractBatch, ExtractorOptions, extract_parquet

    options = ExtractorOptions("my-model", base_url="http://fleet:8000/v1")
    ray.data.read_parquet("articles/").map_batches(ExtractBatch, fn_constructor_args=[options], concurrency=8)
    extract_parquet("articles/", "results/", options, actors=8)

One actor is one process with one client or one embedded engine. `extract_parquet` writes a part of
the output as soon as a batch is done, under a name made from the work in it. So an actor that dies
costs the batch it was reading, a batch that Ray gives out again is not asked again, and a job that
is run again leaves out every row that its output folder holds already.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.errors import ExtractorError, MissingExtra
from extractor.integrations.parquet import PART, SUFFIX, Folder
from extractor.integrations.rows import ExtractorOptions, RowExtractor, work_token
from extractor.integrations.tables import arrow, extract_table, fields_of, output_schema, with_results
from extractor.schema import Status, Usage

if TYPE_CHECKING:
    import pyarrow as pa
    from ray.data import Dataset

__all__ = ["ExtractBatch", "ExtractParquet", "ExtractorOptions", "ParquetTotals", "extract_parquet"]

BATCH = 64  # rows of one part: what a killed actor loses at most
COUNTED = ("calls", "input_tokens", "cached_tokens", "output_tokens")


class ExtractBatch:
    """A callable for `Dataset.map_batches`, in any of its batch formats: documents in, results out.

    options: how each actor makes its extractor. The columns are those of `integrations.tables`.
    """

    def __init__(self, options: ExtractorOptions | None = None) -> None:
        self.rows = RowExtractor(options)

    def __call__(self, batch: Any) -> Any:
        """The output for a batch: a table for a table, a frame for a frame, columns by name for such columns."""
        pa = arrow()
        if isinstance(batch, pa.Table):
            return extract_table(batch, self.rows)
        if isinstance(batch, dict):
            found = extract_table(pa.table({name: list(values) for name, values in batch.items()}), self.rows)
            return {name: found.column(name).to_numpy(zero_copy_only=False) for name in found.column_names}
        return extract_table(pa.Table.from_pandas(batch, preserve_index=False), self.rows).to_pandas()


@dataclass(frozen=True)
class Job:
    """One run into a folder. id: new for each, so that a part of an earlier run is never taken for one of this."""

    folder: str
    id: str = field(default_factory=lambda: uuid.uuid4().hex)


class ExtractParquet:
    """A callable for `map_batches(batch_format="pyarrow")`: extracts what is left of a batch and writes it as one part.

    done: a reference to the rows that are there already (`Folder.tokens`), in a list, as Ray wants
    references that travel inside arguments. What it returns is the account of the batch, one row.
    """

    def __init__(self, job: Job, options: ExtractorOptions, done: Sequence[Any]) -> None:
        self.rows = RowExtractor(options)
        self.folder = Folder(job.folder)
        self._job = job
        (self._done,) = require_ray().get(list(done))

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Extract and write. Raises a `ModelError` when no model can be reached."""
        pa = arrow()
        output_schema(batch.schema)
        tokens = [work_token(*self.rows.identity(row)) for row in fields_of(batch)]
        left = self._not_done(tokens)
        if not left:
            return pa.Table.from_pylist([account([], skipped=len(tokens))])
        work = hashlib.sha256(b"".join([self._job.id.encode(), *(tokens[n] for n in left)]))
        name = f"{PART}{work.hexdigest()[:32]}{SUFFIX}"
        if not self.folder.has(name):  # else written by an actor that died before it could say so
            table = batch.take(pa.array(left))
            found = self.rows.extract(fields_of(table))
            self.folder.write(name, with_results(table, found))
        written = self.folder.read(name, ["status", "result"]).to_pylist()
        return pa.Table.from_pylist([account(written, skipped=len(tokens) - len(left))])

    def _not_done(self, tokens: Sequence[bytes]) -> list[int]:
        import numpy

        if not len(self._done):
            return list(range(len(tokens)))
        wanted = numpy.array(tokens, dtype=self._done.dtype)
        places = numpy.minimum(self._done.searchsorted(wanted), len(self._done) - 1)
        return [int(n) for n in numpy.flatnonzero(self._done[places] != wanted)]


@dataclass
class ParquetTotals:
    """The account of a job: every row of the input is in `done` or in `skipped`.

    done: rows written by this job, by status. skipped: rows that the folder held already. replaced:
    rows of before that this job did better (`retry_failed`). usage: what the model was asked.
    """

    done: dict[Status, int] = field(default_factory=lambda: {"complete": 0, "partial": 0, "failed": 0})
    skipped: int = 0
    replaced: int = 0
    usage: Usage = field(default_factory=Usage)


def extract_parquet(
    source: str | Sequence[str] | Dataset,
    folder: str,
    options: ExtractorOptions | None = None,
    *,
    actors: int | tuple[int, int] = 2,
    batch_size: int = BATCH,
    retry_failed: bool = False,
    ray_options: dict[str, Any] | None = None,
) -> ParquetTotals:
    """Read documents from Parquet files (or a dataset) and write their results as Parquet into a folder.

    source: paths, or a dataset that yields the same rows when it is read again.
    folder: of every machine of the cluster: a shared path, or a URI that Arrow knows (`s3://…`). Run
        again, it leaves out what is there; `retry_failed` asks again for what is not complete.
    actors: so many processes, or from so many to so many. batch_size: rows of one part.
    ray_options: for each actor (`num_cpus`, `resources`, `runtime_env` …), as `map_batches` takes them.

    Raises `UsageError` when the folder was written with another model, other prompts or options,
    `MissingExtra` without Ray, and a `ModelError` when no model can be reached; what is written
    stays, and the same call goes on from there.
    """
    ray = require_ray()
    options = options or ExtractorOptions()
    with RowExtractor(options) as here:
        settings = here.keys.settings
    place = Folder(folder)
    place.agree(settings)
    place.tidy()
    done = ray.put(place.tokens(complete_only=retry_failed))
    rows: Any = source if hasattr(source, "map_batches") else ray.data.read_parquet(source)
    accounts = rows.repartition(target_num_rows_per_block=batch_size).map_batches(
        ExtractParquet,
        fn_constructor_args=[Job(place.uri), options, [done]],
        batch_size=batch_size,
        batch_format="pyarrow",
        concurrency=actors,
        **(ray_options or {}),
    )
    totals = ParquetTotals()
    try:
        for row in accounts.iter_rows():
            _add(totals, row)
    except Exception as error:
        raise _own(error) or error from None
    totals.replaced = place.tidy() if retry_failed else 0
    return totals


def account(written: Sequence[dict[str, str]], *, skipped: int) -> dict[str, int]:
    """The row that a batch adds to the account of its job."""
    counts = {"skipped": skipped, "complete": 0, "partial": 0, "failed": 0, **dict.fromkeys(COUNTED, 0)}
    for row in written:
        counts[row["status"]] += 1
        usage = json.loads(row["result"])["run"]["usage"]
        for name in COUNTED:
            counts[name] += usage[name]
    return counts


def _add(totals: ParquetTotals, row: dict[str, int]) -> None:
    totals.skipped += row["skipped"]
    for status in totals.done:
        totals.done[status] += row[status]
    totals.usage = Usage(**{name: getattr(totals.usage, name) + row[name] for name in COUNTED})


def _own(error: BaseException | None) -> ExtractorError | None:
    """Our own error inside what Ray wraps around it."""
    while error is not None:
        if isinstance(error, ExtractorError):
            return type(error)(str(error)) if hasattr(error, "as_instanceof_cause") else error
        error = getattr(error, "cause", None) or error.__cause__
    return None


def require_ray() -> Any:
    """The package ray. Raises `MissingExtra`."""
    try:
        import ray.data
    except ImportError:
        msg = "Ray needs an optional part: pip install 'claim-extractor[ray]'"
        raise MissingExtra(msg) from None
    return ray
