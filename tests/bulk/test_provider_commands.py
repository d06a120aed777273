"""`extractor batch --via batch` and its words status, fetch and cancel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.cli import main
from tests.bulk.batch_runs import lines_of, write_articles
from tests.support.batch_server import BatchServer, batch_server
from tests.support.fake_model import answer_to


def send(tmp_path: Path, server: BatchServer) -> Path:
    """Three articles sent without waiting; the output."""
    source, output = write_articles(tmp_path / "in.jsonl", [1, 2, 3]), tmp_path / "out.jsonl"
    words = ["batch", str(source), "-o", str(output), "--base-url", server.url, "--model", "fake-model"]
    assert main([*words, "--via", "batch", "--no-wait"]) == 1
    return output


def test_status_asks_the_provider(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`status` shows each batch as the provider has it now, and what is out."""
    with batch_server(answer_to) as server:
        output = send(tmp_path, server)
        capsys.readouterr()
        assert main(["batch", "status", str(output)]) == 0
        first, questions, tokens = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"batch 1  in_progress  0 of 6 answered  0 min ago  batch_1", first)
    assert questions == "0 questions answered, 6 out, 0 to ask again"
    assert tokens == "0 tokens in, 0 out"


def test_fetch_goes_on_with_the_command_as_it_was_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`fetch` needs no options: it takes in what is there, and with --wait everything."""
    monkeypatch.chdir(tmp_path)
    with batch_server(answer_to) as server:
        output = send(tmp_path, server)
        assert main(["batch", "fetch", str(output)]) == 1
        monkeypatch.setattr("extractor.bulk.provider.rounds.FIRST_LOOK", 0.0)
        assert main(["batch", "fetch", str(output), "--wait"]) == 0
        assert set(lines_of(output)) == {"doc-1", "doc-2", "doc-3"}
        capsys.readouterr()
        assert main(["batch", "status", str(output)]) == 0
        assert "all documents are done" in capsys.readouterr().out


def test_cancel_keeps_what_was_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`cancel` sends nothing more; `fetch` takes in what the batches had answered."""
    with batch_server(answer_to) as server:
        output = send(tmp_path, server)
        assert main(["batch", "cancel", str(output)]) == 0
        assert main(["batch", "fetch", str(output)]) == 1
        assert len(server.batches) == 1
        capsys.readouterr()
        main(["batch", "status", str(output)])
        batch, questions, _ = capsys.readouterr().out.splitlines()
    assert "cancelled, taken in  3 of 6 answered" in batch
    assert questions.startswith("3 questions answered, 0 out")


def test_an_output_without_batches_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The words about batches name the command that sends some."""
    assert main(["batch", "status", str(tmp_path / "none.jsonl")]) == 2
    assert "no batches were sent for it" in capsys.readouterr().err
