"""`extractor report`, and the formats it shares with `extractor extract`."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from extractor import Document
from extractor.schema import Result
from tests.cli.conftest import Run
from tests.support.fake_extractor import FakeExtractor
from tests.support.results import TEXT, ferry_result


@pytest.fixture(autouse=True)
def answers(run: Run) -> None:
    """The fake extractor finds the ferry's claims in the very text they were made from."""
    FakeExtractor.answers = {"ferry.txt": lambda document: of(document)}


def of(document: Document) -> Result:
    """The result about the ferry for this document."""
    return ferry_result(document=document.info())


def saved(tmp_path: Path, *names: str) -> Path:
    """Results of documents with these ids, each about the ferry, and their texts beside them."""
    out, texts = tmp_path / "out.jsonl", tmp_path / "in.jsonl"
    results = [of(Document.from_text(f"{TEXT}\n{name}", id=name)) for name in names]
    out.write_text("".join(result.model_dump_json(by_alias=True) + "\n" for result in results), encoding="utf-8")
    lines = [json.dumps({"id": name, "text": f"{TEXT}\n{name}"}) + "\n" for name in names]
    texts.write_text("".join(lines), encoding="utf-8")
    return out


def embedded(page: str) -> list[dict[str, Any]]:
    """The documents in a page."""
    return [json.loads(block) for block in re.findall(r'class="review-entry">(.*?)</script>', page)]


def test_a_page_of_several_documents(run: Run, tmp_path: Path) -> None:
    """Each result stands in the page with the text that --input has for it."""
    out = saved(tmp_path, "a", "b")
    done = run("report", str(out), "-o", "review.html", "--input", str(tmp_path / "in.jsonl"))
    assert (done.status, done.out, done.err) == (0, "", "")
    entries = embedded((tmp_path / "review.html").read_text(encoding="utf-8"))
    assert [(one["result"]["document"]["id"], one["text"]) for one in entries] == [
        ("a", f"{TEXT}\na"),
        ("b", f"{TEXT}\nb"),
    ]


def test_without_text_the_page_is_made_and_said_to_be(run: Run, tmp_path: Path) -> None:
    """Nothing is guessed: the page has no text, and one line says how to give it."""
    done = run("report", str(saved(tmp_path, "a", "b")))
    assert done.status == 0
    assert [one["text"] for one in embedded(done.out)] == [None, None]
    assert done.err == "extractor: 2 documents without text: give it with --input\n"


def test_a_text_that_changed_is_not_shown(run: Run, tmp_path: Path) -> None:
    """A text counts only when it is that of the result; the line names the document."""
    out = saved(tmp_path, "a")
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": "Another text."}) + "\n", encoding="utf-8")
    done = run("report", str(out), "-i", str(tmp_path / "in.jsonl"))
    assert embedded(done.out)[0]["text"] is None
    assert "a: its text has changed" in done.err


@pytest.mark.parametrize("given", ["ferry.txt", "."], ids=["a document", "a folder"])
def test_documents_are_found_by_what_they_hold(run: Run, article: Path, given: str) -> None:
    """--input takes documents and folders too: a document is found by its text, whatever its name."""
    one = run("extract", "ferry.txt", "--format", "json")
    article.rename(article.with_name("other.txt"))
    done = run("report", "-", "-i", given.replace("ferry", "other"), stdin=one.out.encode())
    assert (done.status, done.err) == (0, "")
    assert embedded(done.out)[0]["text"] == (article.with_name("other.txt")).read_text(encoding="utf-8")


def test_extract_writes_a_page(run: Run, article: Path) -> None:
    """`extract --format html` has the text at hand."""
    done = run("extract", "ferry.txt", "--format", "html", "-o", "review.html")
    assert done.status == 0
    page = article.with_name("review.html").read_text(encoding="utf-8")
    assert embedded(page)[0]["text"] == article.read_text(encoding="utf-8")
    assert page.endswith("</html>\n")


def test_a_page_is_not_written_on_a_terminal(run: Run, article: Path) -> None:
    """On a terminal a page is of no use: the line says where to write it, before a model is asked."""
    done = run("extract", "ferry.txt", "--format", "html", terminal=True)
    assert (done.status, done.out) == (2, "")
    assert "-o review.html" in done.err
    assert FakeExtractor.opened == []


def test_the_name_of_the_file_says_the_format(run: Run, tmp_path: Path) -> None:
    """claims.csv is CSV, claims.parquet Parquet, notes.md Markdown, a.jsonld annotations."""
    out = str(saved(tmp_path, "a", "b"))
    for name in ("claims.csv", "notes.md", "a.jsonld"):
        assert run("report", out, "-o", name).status == 0
    assert len(list(csv.DictReader(io.StringIO((tmp_path / "claims.csv").read_text(encoding="utf-8"))))) == 4
    assert (tmp_path / "notes.md").read_text(encoding="utf-8").count("\n# ") == 1
    pages = json.loads((tmp_path / "a.jsonld").read_text(encoding="utf-8"))
    assert [page["type"] for page in pages] == ["AnnotationPage"] * 2
    parquet = pytest.importorskip("pyarrow.parquet")
    assert run("report", out, "-o", "claims.parquet").status == 0
    assert parquet.read_table(tmp_path / "claims.parquet").num_rows == 4


def test_csv_has_one_head_for_all(run: Run, article: Path) -> None:
    """Several documents make one table."""
    done = run("extract", "ferry.txt", "ferry.txt", "--format", "csv")
    assert done.out.count('"document","title"') == 1
    assert len(list(csv.DictReader(io.StringIO(done.out)))) == 4


@pytest.mark.parametrize("count", [1, 2, 3])
def test_annotations_are_json(run: Run, article: Path, count: int) -> None:
    """One document gives one AnnotationPage, several an array of them."""
    done = run("extract", *["ferry.txt"] * count, "--format", "annotation")
    data = json.loads(done.out)
    assert isinstance(data, list) == (count > 1)
    assert len(data if count > 1 else [data]) == count


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("{}\n", ["line 1", "is not a result"]),
        ("not json\n", ["line 1", "is not JSON"]),
        ('{"schema_version": "1", "claims": "secret words"}\n', ["line 1", "schema version 1", "document"]),
        ('{"schema_version": "9"}\n', ["line 1", "schema version 1"]),
    ],
)
def test_what_is_no_result_is_refused(run: Run, tmp_path: Path, held: str, words: list[str]) -> None:
    """One line says which line of which file is no result; nothing is written, no word of it is repeated."""
    (tmp_path / "out.jsonl").write_text(held, encoding="utf-8")
    done = run("report", "out.jsonl", "-o", "review.html")
    assert (done.status, done.err.count("\n")) == (2, 1)
    for word in ["out.jsonl", *words]:
        assert word in done.err
    assert "secret" not in done.err
    assert not (tmp_path / "review.html").exists()


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        (["missing.jsonl"], "missing.jsonl"),
        (["out.jsonl", "-i", "missing.txt"], "missing.txt"),
        (["out.jsonl", "--format", "parquet"], "-o claims.parquet"),
        (["-", "-"], "twice"),
        (["out.jsonl", "-o", "."], "directory"),
    ],
)
def test_wrong_use(run: Run, tmp_path: Path, argv: list[str], word: str) -> None:
    """What cannot be read or written is named on one line."""
    saved(tmp_path, "a")
    done = run("report", *argv)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert word in done.err
