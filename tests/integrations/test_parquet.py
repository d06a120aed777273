"""A folder of Parquet parts: whole parts, what is done, what a later run did better."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.bulk.keys import Settings
from extractor.errors import UsageError
from extractor.integrations.rows import work_token

pa = pytest.importorskip("pyarrow")


def part(*rows: tuple[str, str]) -> Any:
    """A part with these ids and statuses; the work of each is its id."""
    ids = [id_ for id_, _ in rows]
    return pa.table({"id": ids, "key": ids, "status": [status for _, status in rows], "result": ["{}"] * len(rows)})


def test_what_is_done_can_be_asked(tmp_path: Path) -> None:
    """The folder knows id and work of every row, of all or of the complete ones."""
    from extractor.integrations.parquet import Folder

    folder = Folder(tmp_path)
    folder.write("part-1.parquet", part(("a", "complete"), ("b", "failed")))
    folder.write("part-2.parquet", part(("c", "complete")))
    assert set(folder.tokens().tolist()) == {work_token(id_, id_) for id_ in "abc"}
    assert set(folder.tokens(complete_only=True).tolist()) == {work_token(id_, id_) for id_ in "ac"}


def test_only_whole_parts_are_seen(tmp_path: Path) -> None:
    """What a killed writer left behind is no part, and does not disturb."""
    from extractor.integrations.parquet import Folder

    folder = Folder(tmp_path / "new")
    folder.write("part-1.parquet", part(("a", "complete")))
    (tmp_path / "new" / ".part-2.parquet.dead").write_bytes(b"PAR1 half a part")
    assert folder.parts() == ["part-1.parquet"]
    assert folder.has("part-1.parquet")
    assert not folder.has("part-2.parquet")
    assert len(folder.tokens()) == 1


def test_the_better_row_stays(tmp_path: Path) -> None:
    """After a run that asked again for failed rows, each row is there once, and the good ones are untouched."""
    from extractor.integrations.parquet import Folder

    folder = Folder(tmp_path)
    folder.write("part-1.parquet", part(("a", "complete"), ("b", "failed"), ("c", "partial")))
    folder.write("part-2.parquet", part(("d", "failed")))
    folder.write("part-3.parquet", part(("b", "complete"), ("c", "failed"), ("d", "complete")))
    assert folder.tidy() == 3
    rows = {
        id_: status
        for name in folder.parts()
        for id_, status in zip(*(folder.read(name).column(c).to_pylist() for c in ("id", "status")), strict=True)
    }
    assert rows == {"a": "complete", "b": "complete", "c": "partial", "d": "complete"}
    assert folder.tidy() == 0
    assert sum(len(folder.read(name)) for name in folder.parts()) == 4


def test_another_model_needs_another_folder(tmp_path: Path) -> None:
    """A folder takes results of one kind only, and says what has changed."""
    from extractor.integrations.parquet import Folder

    folder = Folder(tmp_path)
    folder.agree(Settings({"model": "one", "window": None}))
    folder.agree(Settings({"model": "one", "window": None}))
    with pytest.raises(UsageError, match=r"model \(one → another\) changed since the folder was written"):
        folder.agree(Settings({"model": "another", "window": None}))


def test_a_row_that_could_not_be_read_gives_way(tmp_path: Path) -> None:
    """A document whose file was missing has no key; once it is read, its failed row goes."""
    from extractor.integrations.parquet import Folder

    folder = Folder(tmp_path)
    missing = part(("a", "failed"), ("b", "complete"))
    folder.write("part-1.parquet", missing.set_column(1, "key", pa.array(["", "b"])))
    folder.write("part-2.parquet", part(("a", "complete")))
    assert folder.tidy() == 1
    assert folder.read("part-1.parquet").column("id").to_pylist() == ["b"]
