"""`extractor extract`: formats, several inputs, exit status, where things are written."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from extractor.errors import EndpointUnreachable
from extractor.schema import Items, Report, Windows
from tests.cli.conftest import Run
from tests.support.fake_extractor import FakeExtractor
from tests.support.results import ferry_result

PARTIAL = ferry_result(
    report=Report(status="partial", windows=Windows(sent=2, answered=1, failed=1), items=Items(), warnings=[])
)


def test_a_table_is_what_one_gets(run: Run, article: Path) -> None:
    """Without options the table goes to standard output, without control codes in a pipe."""
    done = run("extract", "ferry.txt")
    assert done.status == 0
    assert "TV Sund ‹ pilots" in done.out
    assert "\x1b" not in done.out


def test_json_is_one_object(run: Run, article: Path) -> None:
    """For one document, `json` is the result itself."""
    done = run("extract", "ferry.txt", "--format", "json")
    assert json.loads(done.out)["document"]["id"] == "ferry.txt"


def test_json_of_several_documents_is_one_array(run: Run, article: Path) -> None:
    """For several, `json` is an array in the order of the arguments."""
    Path("b.txt").write_text("Another text.", encoding="utf-8")
    done = run("extract", "ferry.txt", "b.txt", "-f", "json")
    assert [result["document"]["id"] for result in json.loads(done.out)] == ["ferry.txt", "b.txt"]


def test_jsonl_is_one_line_a_document(run: Run, article: Path) -> None:
    """`jsonl` is one line for each document."""
    done = run("extract", "ferry.txt", "ferry.txt", "-f", "jsonl")
    assert [json.loads(line)["document"]["id"] for line in done.out.splitlines()] == ["ferry.txt"] * 2


def test_markdown(run: Run, article: Path) -> None:
    """`md` is one page a document, divided by a rule."""
    done = run("extract", "ferry.txt", "ferry.txt", "-f", "md")
    assert done.out.count("## Claims (2)") == 2
    assert done.out.count("\n---\n") == 1


def test_standard_input(run: Run) -> None:
    """`-` reads the document from standard input."""
    done = run("extract", "-", "-f", "json", stdin="Ein Häuschen.".encode())
    assert done.status == 0
    assert json.loads(done.out)["document"]["id"] == "standard input"


def test_the_options_reach_the_extractor(run: Run, article: Path, fake: type[FakeExtractor]) -> None:
    """Model, endpoint and window are passed on as they are given."""
    run("extract", "ferry.txt", "--model", "m", "--base-url", "http://127.0.0.1:1/v1", "--window", "paragraph")
    assert fake.opened[0]["model"] == "m"
    assert fake.opened[0]["base_url"] == "http://127.0.0.1:1/v1"
    assert fake.opened[0]["window"] == "paragraph"


def test_one_extractor_reads_all_documents(run: Run, article: Path, fake: type[FakeExtractor]) -> None:
    """The model is opened once and closed at the end."""
    run("extract", "ferry.txt", "ferry.txt")
    assert (len(fake.opened), fake.closed) == (1, 1)


def test_it_says_which_model_answers_when_none_was_named(run: Run, article: Path) -> None:
    """Without --model the choice is said on standard error."""
    assert run("extract", "ferry.txt").err == "extractor: embedded model fake-model; no OPENAI_API_KEY set\n"
    assert run("extract", "ferry.txt", "--model", "local").err == ""


def test_it_says_why_an_endpoint_answers(
    run: Run, article: Path, fake: type[FakeExtractor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a key or an address in the environment, the line names the variable, never its value."""
    fake.endpoint_seen = "https://models.example/v1"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    done = run("extract", "ferry.txt")
    assert done.err == ("extractor: model fake-model at https://models.example/v1, because OPENAI_API_KEY is set\n")


def test_a_partial_document_is_status_1(run: Run, article: Path, fake: type[FakeExtractor]) -> None:
    """A result that is not complete is printed, and the exit status says so."""
    fake.answers["ferry.txt"] = PARTIAL
    done = run("extract", "ferry.txt")
    assert done.status == 1
    assert "1 of 2 questions failed" in done.out


def test_an_unreadable_document_does_not_stop_the_others(run: Run, article: Path) -> None:
    """The others are extracted, the bad one is named, and the exit status is 2."""
    done = run("extract", "missing.txt", "ferry.txt", "-f", "jsonl", "--model", "local")
    assert done.status == 2
    assert len(done.out.splitlines()) == 1
    assert done.err.count("\n") == 1
    assert "missing.txt" in done.err


def test_no_model_is_status_3(run: Run, article: Path, fake: type[FakeExtractor]) -> None:
    """When the model cannot be reached, the run ends: what was done before is kept."""
    Path("b.txt").write_text("Another text.", encoding="utf-8")
    fake.answers["b.txt"] = EndpointUnreachable("http://127.0.0.1:1/v1: nobody listens; start the server")
    done = run("extract", "ferry.txt", "b.txt", "ferry.txt", "-f", "json", "--model", "m")
    assert done.status == 3
    assert done.err == "extractor: http://127.0.0.1:1/v1: nobody listens; start the server\n"
    assert [result["document"]["id"] for result in json.loads(done.out)] == ["ferry.txt"]


def test_output_goes_into_a_file(run: Run, article: Path) -> None:
    """With -o the results are in the file, standard output is empty, nothing is left beside it."""
    done = run("extract", "ferry.txt", "-f", "json", "-o", "out.json")
    assert (done.status, done.out) == (0, "")
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["document"]["id"] == "ferry.txt"
    assert sorted(path.name for path in Path().iterdir()) == ["ferry.txt", "out.json"]
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(Path("out.json").stat().st_mode) == 0o666 & ~umask


def test_a_file_is_replaced_whole_or_not_at_all(run: Run, article: Path, fake: type[FakeExtractor]) -> None:
    """When the run ends early, the old file is as it was."""
    Path("out.json").write_text("old", encoding="utf-8")
    fake.answers["ferry.txt"] = EndpointUnreachable("no")
    assert run("extract", "ferry.txt", "-o", "out.json").status == 3
    assert Path("out.json").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["ferry.txt", "out.json"]


@pytest.mark.parametrize("place", ["no/such/folder/out.json", "."])
def test_an_output_that_cannot_be_written_is_said_first(
    run: Run, article: Path, fake: type[FakeExtractor], place: str
) -> None:
    """The place is tried before the model is asked."""
    done = run("extract", "ferry.txt", "-o", place)
    assert done.status == 2
    assert "cannot be written" in done.err
    assert done.err.count("\n") == 1
    assert fake.opened == []


def test_an_input_is_never_overwritten(run: Run, article: Path) -> None:
    """-o must not name one of the documents."""
    before = article.read_bytes()
    done = run("extract", "ferry.txt", "-o", "./ferry.txt")
    assert done.status == 2
    assert article.read_bytes() == before


def test_a_file_in_a_table_has_no_colour(run: Run, article: Path) -> None:
    """-o writes plain text, also from a terminal."""
    run("extract", "ferry.txt", "-o", "out.txt", terminal=True)
    assert "\x1b" not in Path("out.txt").read_text(encoding="utf-8")


def test_ctrl_c_is_one_line_and_130(run: Run, article: Path, fake: type[FakeExtractor]) -> None:
    """An interruption ends with one line and the status that shells expect, keeping what was done."""
    Path("b.txt").write_text("Another text.", encoding="utf-8")
    fake.answers["b.txt"] = KeyboardInterrupt()
    done = run("extract", "ferry.txt", "b.txt", "-f", "json", "--model", "m")
    assert (done.status, done.err) == (130, "extractor: interrupted\n")
    assert len(json.loads(done.out)) == 1
    assert fake.closed == 1


def test_a_terminal_gets_colour_and_claims_as_they_are_found(run: Run, article: Path) -> None:
    """On a terminal there is colour and a live area; the final table comes once, after it."""
    done = run("extract", "ferry.txt", "--model", "m", terminal=True)
    assert "\x1b[1;4m" in done.out
    assert "\x1b[2K" in done.out
    assert done.out.rstrip().endswith("56 out\x1b[0m")


@pytest.mark.parametrize("how", ["option", "environment"])
def test_no_colour_when_asked(run: Run, article: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """--no-color and NO_COLOR leave no colour, also on a terminal."""
    if how == "environment":
        monkeypatch.setenv("NO_COLOR", "1")
    done = run("extract", "ferry.txt", "--model", "m", *(["--no-color"] if how == "option" else []), terminal=True)
    assert "\x1b[3" not in done.out
    assert "\x1b[1" not in done.out.replace("\x1b[1A", "")


def test_json_on_a_terminal_is_plain_json(run: Run, article: Path) -> None:
    """The live line goes to standard error; standard output holds JSON and nothing else."""
    done = run("extract", "ferry.txt", "--model", "m", "-f", "json", terminal=True)
    assert json.loads(done.out)["document"]["id"] == "ferry.txt"
    assert "claims" in done.err


def test_control_sequences_in_a_file_name_are_shown(run: Run) -> None:
    """A message about a file shows its name without obeying it."""
    done = run("extract", "\x1b[2Jevil.txt")
    assert "\x1b" not in done.err
    assert "\\x1b[2Jevil.txt" in done.err
