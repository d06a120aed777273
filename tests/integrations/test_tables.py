"""Tables in, tables out: the plain functions that any engine can map over its record batches."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractor.bulk.keys import settings_of, work_key
from extractor.bulk.records import Record
from extractor.errors import EndpointUnreachable, UsageError
from extractor.integrations.rows import ExtractorOptions, RowExtractor
from extractor.pipeline import Extractor
from extractor.schema import Result
from tests.support.fake_client import FakeClient

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")

TEXT = "Mara Lind said the bridge at Oster Falls was closed."


def reply(messages: Any, answer: Any) -> dict[str, Any]:
    """A fake model that finds one claim, or none."""
    if "claims" in answer.model_fields:
        claim = {"source": "Mara Lind", "cue": "said", "content": ["the bridge at Oster Falls was closed"]}
        return {"claims": [claim] if "Mara Lind" in messages[-1]["content"] else []}
    if "kinds" in answer.model_fields:
        return {"kinds": ["person"]}
    return {"sentences": [{"text": "The bridge was closed.", "support": [1]}]}


def fake_options(answering: Any = reply, **options: Any) -> ExtractorOptions:
    """Options whose extractor asks a fake model."""
    return ExtractorOptions(make=lambda: Extractor.with_client(FakeClient(answering)), **options)  # type: ignore[arg-type]


def test_record_batches_keep_their_columns_and_gain_results() -> None:
    """`map_arrow` answers each row in order, with the input's other columns as they were."""
    from extractor.integrations.tables import map_arrow, output_schema

    table = pa.table({"id": [7, 8], "text": [TEXT, "Nothing was said."], "section": ["local", None], "page": [1, 2]})
    batches = list(map_arrow(fake_options())(table.to_batches(max_chunksize=1)))
    found = pa.Table.from_batches(batches)
    assert found.schema == output_schema(table.schema)
    assert found.column_names == ["id", "section", "page", "key", "status", "result"]
    assert found.column("id").to_pylist() == ["7", "8"]
    assert found.column("section").to_pylist() == ["local", None]
    assert found.column("page").type == pa.int64()
    result = Result.model_validate_json(found.column("result")[0].as_py())
    assert result.document.id == "7"
    assert result.claims[0].content[0].text == "the bridge at Oster Falls was closed"


def test_frames_work_the_same_and_missing_values_are_missing() -> None:
    """`map_pandas` takes a frame in which NaN means "not there"."""
    from extractor.integrations.tables import map_pandas

    frame = pd.DataFrame({"id": ["a", "b"], "text": [TEXT, None], "html": [float("nan")] * 2})
    (found,) = map_pandas(fake_options())(iter([frame]))
    assert list(found["status"]) == ["complete", "failed"]
    assert json.loads(found["result"][1])["report"]["warnings"] == ["holds no text, html or path"]


def test_keys_are_those_of_the_journal() -> None:
    """A row has the work key that `extractor batch` would journal it under."""
    with RowExtractor(fake_options()) as rows:
        (found,) = rows.extract([{"id": "a", "text": TEXT, "title": "A bridge"}])
        record = Record("another id", content=TEXT, meta={"title": "A bridge", "page": 3})
        assert found.key == work_key(record, settings_of(rows.extractor))


def test_a_row_without_an_id_is_named_after_its_content() -> None:
    """The same row has the same id each time, and another row another."""
    with RowExtractor(fake_options()) as rows:
        ids = [row.id for row in rows.extract([{"text": TEXT}, {"text": TEXT}, {"text": "Other."}, {"page": 1}])]
        assert ids[0] == ids[1]
        assert len(set(ids)) == 3
        assert rows.identity({"text": TEXT})[0] == ids[0]


def test_a_table_without_documents_is_refused() -> None:
    """The columns that could hold documents are named."""
    from extractor.integrations.tables import map_arrow

    with pytest.raises(UsageError, match="no column text, html or path"):
        list(map_arrow(fake_options())(pa.table({"body": ["x"]}).to_batches()))


def test_one_document_that_cannot_be_read_costs_no_other() -> None:
    """An unreadable row has a failed result that says why; the others are complete."""
    with RowExtractor(fake_options()) as rows:
        found = rows.extract([{"id": "a", "path": "/no/such/file.txt"}, {"id": "b", "text": TEXT}])
    assert [row.status for row in found] == ["failed", "complete"]
    assert found[0].key == ""
    assert "cannot be read" in json.loads(found[0].result)["report"]["warnings"][0]


def test_an_endpoint_that_comes_back_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that is away for a while fails no row; one that stays away ends the work with one line."""
    from extractor.integrations import rows as room

    async def at_once(seconds: float) -> None:
        waits.append(seconds)

    waits: list[float] = []
    monkeypatch.setattr(room.asyncio, "sleep", at_once)
    faults = [EndpointUnreachable("http://fleet: no connection")] * 2

    def away_twice(messages: Any, answer: Any) -> Any:
        return faults.pop() if faults else reply(messages, answer)

    with RowExtractor(fake_options(away_twice)) as rows:
        assert rows.extract([{"id": "a", "text": TEXT}])[0].status == "complete"
    assert waits == [5.0, 10.0]
    gone = EndpointUnreachable("http://fleet: no connection")
    with (
        RowExtractor(fake_options(lambda *_: gone, patience=0)) as rows,
        pytest.raises(EndpointUnreachable, match="no connection"),
    ):
        rows.extract([{"id": "a", "text": TEXT}])


@pytest.mark.parametrize("batch_format", ["pyarrow", "pandas", "numpy"])
def test_the_callable_for_ray_takes_any_batch_format(batch_format: str) -> None:
    """`ExtractBatch` gives a table for a table, a frame for a frame, columns for columns."""
    from extractor.integrations.ray import ExtractBatch

    table = pa.table({"id": ["a", "b"], "text": [TEXT, "Nothing was said."]})
    columns = {name: table.column(name).to_numpy() for name in table.column_names}
    batch = {"pyarrow": table, "pandas": table.to_pandas(), "numpy": columns}[batch_format]
    found = ExtractBatch(fake_options())(batch)
    assert type(found) is type(batch)
    assert list(found["status"] if batch_format != "pyarrow" else found["status"].to_pylist()) == ["complete"] * 2
