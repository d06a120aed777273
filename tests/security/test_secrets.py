"""Keys are nowhere, document text is where it belongs, and files that hold either are their owner's alone."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from extractor import Document, Extractor
from extractor.errors import ExtractorError, UsageError
from extractor.llm import AnswerCache, connect
from extractor.llm.endpoint import Endpoint
from extractor.prompts import fence
from tests.security.rude_server import rude

KEY = "sk-canary-4f1b9c77d2e85a"
CANARY = "The lighthouse keeper Orvil Quennet counted eleven grey herons"
TEXT = f"""Herons return

{CANARY}, he said on Monday.

“It is a good year,” Quennet said. The ministry declined to comment.
"""


def test_a_full_run_with_errors_leaves_no_key_and_no_text_behind(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """An endpoint that echoes both in errors and answers: neither is in a log, a warning, an error or a repr."""
    caplog.set_level(logging.DEBUG)
    shown: list[str] = []
    with rude() as url:
        extractor = Extractor("some-model", base_url=url, api_key=KEY, cache=AnswerCache(tmp_path / "answers.sqlite"))
        with extractor:
            for number in range(3):
                document = Document.from_text(TEXT, id=f"d{number}")
                shown.append(repr(document))
                try:
                    result = extractor.extract(document)
                except ExtractorError as error:
                    shown += ["".join(traceback.format_exception(error)), repr(error)]
                else:
                    shown += [*result.report.warnings, result.run.model_dump_json()]
                    assert KEY not in result.model_dump_json()
            shown += [repr(extractor), repr(extractor.client), repr(extractor.client.__dict__)]
    captured = capfd.readouterr()
    # Libraries below us log requests when a program asks for everything; our own loggers must not.
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("extractor")]
    for words in [*shown, *ours, captured.out, captured.err]:
        assert KEY not in words
        assert CANARY not in words
    for path in tmp_path.rglob("*"):
        assert KEY.encode() not in path.read_bytes(), path.name


def test_a_bulk_run_leaves_no_key_in_its_output_or_journal(tmp_path: Path) -> None:
    """The output and every file beside it, and what is said on standard error; with tracebacks of ours, too."""
    records = [{"id": f"d{n}", "text": TEXT} for n in range(3)]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in records), "utf-8")
    with rude() as url:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "extractor",
                "batch",
                "in.jsonl",
                "-o",
                "out.jsonl",
                "--model",
                "m",
                "--base-url",
                url,
            ],
            cwd=tmp_path,
            env={**os.environ, "OPENAI_API_KEY": KEY, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode in (0, 1, 3)
    assert "Traceback" not in done.stderr
    assert KEY not in done.stdout + done.stderr
    assert CANARY not in done.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert KEY.encode() not in path.read_bytes(), path.name


def test_the_key_is_in_no_repr() -> None:
    """Neither an endpoint nor what holds one shows it."""
    endpoint = Endpoint(base_url=f"http://user:{KEY}@127.0.0.1:9/v1", api_key=KEY, shown="http://127.0.0.1:9/v1")
    client = connect("m", base_url=f"http://user:{KEY}@127.0.0.1:9/v1", api_key=KEY)
    for thing in (endpoint, client, client.endpoint):
        assert KEY not in repr(thing)
    assert KEY not in client.endpoint


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_kept_answers_are_their_owners_alone(tmp_path: Path) -> None:
    """The answer cache and the files SQLite puts beside it, whatever the umask."""
    before = os.umask(0)
    try:
        cache = AnswerCache(tmp_path / "answers.sqlite")
        cache.put("scope", {"a": 1}, {"b": 2})
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
        cache.close()
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}, modes


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_bulk_runs_files_are_their_owners_alone(tmp_path: Path) -> None:
    """Whatever lies beside the output that a bulk run keeps for itself."""
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "d", "text": TEXT}) + "\n", "utf-8")
    with rude() as url:
        subprocess.run(
            [
                sys.executable,
                "-m",
                "extractor",
                "batch",
                "in.jsonl",
                "-o",
                "out.jsonl",
                "--model",
                "m",
                "--base-url",
                url,
            ],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            timeout=120,
            check=False,
            umask=0,
        )
    own = [path for path in tmp_path.rglob("*") if path.is_file() and path.name not in ("in.jsonl", "out.jsonl")]
    assert {path.name: path.stat().st_mode & 0o077 for path in own} == {path.name: 0 for path in own}


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_folder_that_is_made_for_them_is_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may write into the folder of the fence's secret or of answers could put others in their place."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "made"))
    before = os.umask(0)
    try:
        fence("The wall was rebuilt.")
        AnswerCache(tmp_path / "kept" / "answers.sqlite").close()
    finally:
        os.umask(before)
    own = [tmp_path / "made" / "claim-extractor", tmp_path / "kept"]
    assert [place.stat().st_mode & 0o777 for place in own] == [0o700, 0o700]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/\x1b[31m", "http://127.0.0.1:9/v1\x00", "http://a b/v1"])
def test_an_address_that_cannot_be_written_is_refused_in_one_line(url: str) -> None:
    """Before anything is asked, without repeating it."""
    with pytest.raises(UsageError, match="not an http or https address"):
        connect("m", base_url=url, api_key=KEY)
