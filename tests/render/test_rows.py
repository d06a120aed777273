"""Claims as a flat table: rows, CSV that no spreadsheet runs, Parquet with types."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import as_csv, to_rows
from extractor.errors import MissingExtra
from extractor.render.parquet import write_parquet
from extractor.render.rows import COLUMNS
from extractor.render.sheet import cell
from extractor.schema import DocumentInfo, Result
from tests.support.results import TEXT, ferry_result


def hostile(text: str) -> Result:
    """A result whose first claim and whose document say this."""
    result = ferry_result()
    claims = [result.claims[0].model_copy(update={"text": text}), *result.claims[1:]]
    document = DocumentInfo(id=text, sha256="0" * 64, characters=len(TEXT), words=1, title=text)
    return result.model_copy(update={"claims": claims, "document": document})


def table(text: str) -> list[dict[str, str]]:
    """CSV as a reader gets it."""
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_a_claim() -> None:
    """Each claim is one row with its chain, nearest source, origin and both sorts of sureness."""
    first, second = to_rows(ferry_result())
    assert (first["chain"], first["hops"], first["certainty"], first["certainty_words"]) == (
        "Harbour officials",
        1,
        "hedged",
        "may",
    )
    assert (second["source"], second["source_kind"], second["origin"], second["origin_kind"]) == (
        "TV Sund",
        "outlet",
        "pilots",
        "group",
    )
    assert second["cues"] == "reported; citing"
    assert TEXT[first["start"] : first["end"]] == first["words"]
    assert (second["confidence"], second["score"], second["model"]) == ("high", 0.93, "fake")


def test_a_narrated_claim_has_nobody() -> None:
    """Where no source is, the cells of sources are empty, not guessed."""
    claim = ferry_result().claims[0].model_copy(update={"attribution": [], "speech": "narrated"})
    (row,) = ferry_result(claims=[claim]).to_rows()
    assert (row["chain"], row["source"], row["origin"], row["cues"], row["hops"]) == ("narrated", None, None, None, 0)


def test_csv_is_the_rows() -> None:
    """One table for several results, with one head; what the input carried stands in it as JSON."""
    result = ferry_result(meta={"desk": "foreign", "n": 1})
    read = table(as_csv([result, ferry_result()]))
    assert list(read[0]) == list(COLUMNS)
    assert len(read) == 4
    assert read[0]["meta"] == '{"desk": "foreign", "n": 1}'
    assert read[1]["statement"] == ferry_result().claims[1].text
    assert (read[1]["score"], read[1]["origin_named"]) == ("0.93", "false")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://attacker.example","x")',
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "＝1＋1",
        "－1",
        "＠x",
        "\x00=1",
    ],
)
def test_no_cell_is_a_formula(text: str) -> None:
    """A cell never begins as something that a spreadsheet runs, and never spills into another."""
    page = as_csv(hostile(text))
    for row in table(page):
        for value in row.values():
            assert not value.lstrip(" \u00a0\u200b\ufeff").startswith(tuple("=+-@＝＋－＠\t\r\n"))
    assert len(table(page)) == 2


@given(st.text())
def test_any_text_is_one_cell(text: str) -> None:
    """Whatever a document says is one cell, as it is but for the guard and what a terminal would obey."""
    row = table(as_csv(hostile(text)))[0]
    assert row["statement"] == cell(text)
    assert row["statement"].removeprefix("'") == text.removeprefix("'") or "\\" in row["statement"]
    assert not any(sign in row["statement"] for sign in "\x00\x1b\x9b\u202e")


def test_parquet_has_types(tmp_path: Path) -> None:
    """Numbers are numbers, truths are truths, and nothing is lost."""
    parquet = pytest.importorskip("pyarrow.parquet")
    place = tmp_path / "claims.parquet"
    assert write_parquet([ferry_result(), hostile("a \ud800 b")], place) == 4
    read: list[dict[str, Any]] = parquet.read_table(place).to_pylist()
    assert read[:2] == [dict(row) for row in to_rows(ferry_result())]
    assert read[2]["statement"] == "a \ufffd b"


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package, one line says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'claim-extractor\[parquet\]'"):
        write_parquet([ferry_result()], tmp_path / "claims.parquet")
