"""Records: what is read of the input, and what becomes of lines that are none."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from extractor.bulk import BulkOptions, read_records, record_of
from extractor.errors import UsageError
from extractor.schema import json_schema
from tests.bulk.corpus import Model, ids_of, lines_of, run_over, text_of, write_records


async def results(tmp_path: Path, lines: list[bytes]) -> list[dict[str, Any]]:
    """What comes of these input lines, in their order."""
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\n".join(lines) + b"\n")
    await run_over(source, tmp_path / "out.jsonl", Model(), BulkOptions(order="input"))
    return lines_of(tmp_path / "out.jsonl")


BAD_LINES = {
    b'{"id": "a", "text": "half': "is not JSON",
    b"[1, 2]": "is not a JSON object",
    b'{"id": "a"}': "holds no text, html or path",
    b'{"id": "a", "text": "  "}': "holds no text",
    b'{"id": "a", "text": 7}': "a text that is not a string",
    b'{"id": "a", "text": "x", "html": "<p>x</p>"}': "has text and html",
    b'{"id": ["a"], "text": "x"}': "an id that is neither a string nor a number",
    b'{"id": "a", "text": "x", "n": NaN}': "is not JSON",
    b'{"id": "a", "path": "nowhere.txt"}': "cannot be read: no such file",
    b'{"id": "a", "path": "a\\u0000b"}': "cannot be read",
    b'{"id": "a", "text": "\xff"}': "is not UTF-8",
    b'{"a":' * 5000: "is not JSON",
}


@pytest.mark.parametrize("line", BAD_LINES, ids=list(BAD_LINES.values()))
async def test_a_bad_line_fails_alone(tmp_path: Path, line: bytes) -> None:
    """A line that is no document becomes a failed result with its reason and line number; the others go on."""
    good = json.dumps({"id": "good", "text": text_of(1)}).encode()
    bad, fine = await results(tmp_path, [line, good])
    assert bad["report"]["status"] == "failed"
    assert BAD_LINES[line] in bad["report"]["warnings"][0]
    assert "in.jsonl line 1: " in bad["report"]["warnings"][0]
    assert (fine["document"]["id"], fine["report"]["status"]) == ("good", "complete")


async def test_an_id_counts_once(tmp_path: Path) -> None:
    """The second record of an id fails, wherever the first one is by then; ids are compared as text."""
    records = [{"id": n, "text": text_of(n)} for n in (1, 2)] + [{"id": "1", "text": text_of(3)}]
    lines = await results(tmp_path, [json.dumps(record).encode() for record in records])
    assert [line["report"]["status"] for line in lines] == ["complete", "complete", "failed"]
    assert lines[2]["report"]["warnings"] == [f"{tmp_path}/in.jsonl line 3: has the id '1' of an earlier record"]


async def test_other_fields_travel_along(tmp_path: Path) -> None:
    """Fields that are not the document come back under meta; what they say of it binds; every line is valid."""
    meta = {"title": "Ferries sail", "language": "en-GB", "desk": {"n": [1, None]}, "odd": "\ud800"}
    lines = await results(tmp_path, [json.dumps({"id": "a", "text": text_of(1), **meta}).encode(), b"{bad"])
    assert lines[0]["meta"]["desk"] == {"n": [1, None]}
    assert (lines[0]["document"]["title"], lines[0]["document"]["language"]) == ("Ferries sail", "en")
    for line in lines:
        jsonschema.validate(line, json_schema())


async def test_text_pages_and_files(tmp_path: Path) -> None:
    """A record holds its text, a page, or the path of either, from the working directory or beside its file."""
    (tmp_path / "a.txt").write_text(text_of(1), encoding="utf-8")
    page = (
        f"<html><body><article><p>{text_of(2)} The crossing takes an hour, and the ferry is full.</p></article></body>"
    )
    records = [{"id": "p", "path": "a.txt"}, {"id": "h", "html": page}, {"text": text_of(3)}]
    lines = await results(tmp_path, [json.dumps(record).encode() for record in records])
    assert [line["report"]["status"] for line in lines] == ["complete"] * 3
    assert [line["document"]["id"] for line in lines] == ["p", "h", f"{tmp_path}/in.jsonl:3"]
    assert lines[0]["document"]["characters"] == len(text_of(1))


async def test_half_a_surrogate_pair_is_no_reason_to_stop(tmp_path: Path) -> None:
    """Text that cannot be written as UTF-8 still gets a line."""
    lines = await results(tmp_path, [b'{"id": "\\ud83d", "text": "Officials said \\ud800 ferries sail."}'])
    assert len(lines) == 1


def test_files_globs_and_gzip(tmp_path: Path) -> None:
    """Globs are resolved in order, packed files unpacked, a byte order mark and blank lines passed over."""
    (tmp_path / "a.jsonl").write_bytes(b'\xef\xbb\xbf{"id": 1, "text": "x"}\n\n{"id": 2, "text": "y"}')
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"id": 3, "text": "z"}\n'))
    found = list(read_records([str(tmp_path / "*.jsonl*")]))
    assert [(record.id, record.line) for record in found] == [("1", 1), ("2", 3), ("3", 1)]
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"id": 3, "text": "z"}\n' * 999)[:-9])
    assert list(read_records([str(tmp_path / "b.jsonl.gz")]))[-1].fault == "cannot be read on: EOFError"


def test_inputs_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there, a folder, or one given twice is wrong use, before anything is read."""
    (tmp_path / "a.jsonl").write_text("{}", encoding="utf-8")
    for inputs in (["nowhere.jsonl"], [str(tmp_path)], [f"{tmp_path}/a.jsonl", f"{tmp_path}/a.*"], ["-", "-"]):
        with pytest.raises(UsageError):
            read_records(inputs)


def test_strangers_name_no_files() -> None:
    """Where paths are not accepted a record with one fails without looking at it."""
    assert "not accepted" in str(record_of({"id": 1, "path": "/etc/hostname"}, paths=False).fault)


async def test_lines_as_in_the_input(tmp_path: Path) -> None:
    """With order input the lines stand as the records did, whatever took how long."""
    source = write_records(tmp_path / "in.jsonl", 40)
    await run_over(source, tmp_path / "out.jsonl", Model(), BulkOptions(order="input", concurrency=8))
    assert ids_of(tmp_path / "out.jsonl") == [f"d{n}" for n in range(40)]
