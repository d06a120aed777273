"""`extractor batch` and `extractor cache`: what they write, say and return."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from extractor.cli import main
from extractor.llm.prices import price_of
from tests.bulk.corpus import ids_of, write_records
from tests.bulk.hostile import Hostile, hostile


def batch(server: Hostile, *arguments: str | Path) -> int:
    return main(["batch", *map(str, arguments), "--base-url", server.url, "--model", "m"])


def test_a_run_and_its_resumption(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Status 0 when all are complete, 1 when the budget ends before; what is left is said and then done."""
    source, output = write_records(tmp_path / "in.jsonl", 8, desk="north"), tmp_path / "out.jsonl"
    with hostile(0.0) as server:
        assert batch(server, source, "-o", output, "--max-documents", "3") == 1
        assert "stopped: --max-documents 3 is reached; run the same command" in capfd.readouterr().err
        assert batch(server, source, "-o", output) == 0
        assert server.calls == 16
    out, err = capfd.readouterr()
    assert out == ""
    assert "8 documents: 5 complete, 3 done before; 250 tokens, price not known" in err
    assert sorted(ids_of(output)) == [f"d{n}" for n in range(8)]
    assert {line["meta"]["desk"] for line in map(json.loads, output.read_text().splitlines())} == {"north"}


def test_a_pipe(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Records come from standard input and lines go to standard output; a bad line makes the status 1."""
    lines = write_records(tmp_path / "in.jsonl", 2).read_bytes() + b"{bad\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    with hostile(0.0) as server:
        assert batch(server, "-", "--order", "input") == 1
    out, _ = capfd.readouterr()
    assert [json.loads(line)["document"]["id"] for line in out.splitlines()] == ["d0", "d1", "standard input:3"]


def test_the_cache_is_off_unless_asked_for(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With --cache a second output asks nothing; without it nothing is kept."""
    source, kept = write_records(tmp_path / "in.jsonl", 3), tmp_path / "answers.sqlite"
    with hostile(0.0) as server:
        assert batch(server, source, "-o", tmp_path / "a.jsonl") == 0
        assert not kept.exists()
        for name in ("b.jsonl", "c.jsonl"):
            assert batch(server, source, "-o", tmp_path / name, "--cache-file", kept) == 0
        assert server.calls == 2 * 6
    capfd.readouterr()
    assert main(["cache", "info", "--file", str(kept)]) == 0
    assert ": 6 answers, " in capfd.readouterr().out
    assert main(["cache", "clear", "--file", str(kept)]) == 0
    assert "6 answers removed" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.jsonl"], "nowhere.jsonl: no such file"),
        (["IN", "-o", "IN"], "is an input and the output"),
        (["IN", "-o", "/nowhere/out.jsonl"], "cannot be written"),
        (["IN", "--journal", "j"], "a journal needs a file"),
        (["IN", "--max-cost", "1"], "no price is known for m at http://127.0.0.1:9/v1: use --max-tokens"),
        (["IN", "--order", "random"], "order"),
    ],
)
def test_wrong_use(tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    """Wrong use is one line and status 2, before anything is asked."""
    source = str(write_records(tmp_path / "in.jsonl", 1))
    given = [source if argument == "IN" else argument for argument in arguments]
    assert main(["batch", *given, "--base-url", "http://127.0.0.1:9/v1", "--model", "m"]) == 2
    err = capfd.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1


def test_nobody_listens(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Without an endpoint the status is 3, no document counts as asked, and how to go on is said."""
    source, output = write_records(tmp_path / "in.jsonl", 2), tmp_path / "out.jsonl"
    with hostile(0.0) as server:
        pass
    assert batch(server, source, "-o", output, "--timeout", "2") == 3
    assert "0 documents are done; run the same command again" in capfd.readouterr().err
    assert output.read_bytes() == b""


def test_prices_are_known_or_not() -> None:
    """A model has its price at its provider's address, and nowhere else; cached tokens cost less."""
    price = price_of("gpt-4.1-mini", "https://api.openai.com/v1")
    assert price is not None
    assert 0 < price(1000, 1000, 0) < price(1000, 0, 0) < price(1000, 0, 1000)
    assert price_of("gpt-4.1-mini", "https://models.example.org/v1") is None
    assert price_of("no-such-model", "https://api.openai.com/v1") is None
