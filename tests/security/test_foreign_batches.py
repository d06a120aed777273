"""The state of a provider's batches: what somebody else wrote into it is neither run nor sent anywhere."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from extractor.bulk.provider.lines import InputFile, Limits
from extractor.bulk.provider.store import Batch, BatchStore, Line
from extractor.cli import main
from extractor.errors import UsageError
from tests.security.planted import change
from tests.security.rude_server import rude

WORDS = ["in.jsonl", "-o", "out.jsonl", "--task", "planted:task"]
FILE = "out.jsonl.batches.1.jsonl"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The state of a run that has a batch out, one of its two questions answered."""
    store = BatchStore(tmp_path / "out.jsonl.batches")
    store.keep_command({"words": WORDS[:3], "folder": str(tmp_path), "endpoint": "http://127.0.0.1:9/v1"})
    store.save(Batch(1, "token", FILE, 2, 100, 1.0, batch_id="b", status="in_progress"))
    store.sent(["q1", "q2"], 1)
    store.take(Line("q1", "completion", {"choices": []}), 1)
    store.close()
    return store.path


def test_a_command_that_somebody_wrote_into_it_is_not_run(
    state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`fetch` runs what stands there: a folder from elsewhere could name a module of its own."""
    (state.parent / "planted.py").write_text("raise SystemExit('ran')\n")
    monkeypatch.chdir(state.parent)
    change(
        state, "UPDATE notes SET value = json_set(value, '$.words', json(?)) WHERE name = 'command'", json.dumps(WORDS)
    )
    assert main(["batch", "fetch", str(state.with_suffix(""))]) == 2
    assert "in this installation; run what began it again" in capsys.readouterr().err


def test_a_key_is_not_sent_to_an_address_that_somebody_wrote_into_it(
    state: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`status` and `cancel` ask the endpoint of the run, with the user's key."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary-77ab10")
    with rude() as url:
        change(state, "UPDATE notes SET value = json_set(value, '$.endpoint', ?) WHERE name = 'command'", url)
        for command in ("status", "cancel"):
            assert main(["batch", command, str(state.with_suffix(""))]) == 2
            assert "its endpoint is not taken over: give --base-url" in capsys.readouterr().err


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE batches SET file = 'letters.txt'",
        "UPDATE batches SET file = '..'",
        "UPDATE batches SET bytes = 'x'",
        "UPDATE questions SET state = 'none'",
        "UPDATE questions SET kind = 'none'",
        "UPDATE notes SET value = '{' WHERE name = 'command'",
        "INSERT INTO notes VALUES ('taken', '[1]')",
        "INSERT INTO notes VALUES ('most requests', '\"x\"')",
        "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM batches; END",
    ],
)
def test_rows_that_no_run_writes(state: Path, statement: str) -> None:
    """One line; above all no other file of the folder is sent or deleted as a batch's own."""
    change(state, statement)
    with pytest.raises(UsageError, match=r"^[^\n]*(damaged, or not written by a run|not a usable batch state)[^\n]*$"):
        BatchStore(state)


@pytest.mark.parametrize(
    "packed", [b"\x00\xff", "words", 5, zlib.compress(b" " * 50_000_000), zlib.compress(b"[1]"), zlib.compress(b"{")]
)
def test_an_answer_that_is_none_has_not_come(state: Path, packed: object) -> None:
    """It is asked again, and one that unpacks to more than an answer can be is not unpacked."""
    change(state, "UPDATE questions SET answer = ? WHERE id = 'q1'", packed)
    store = BatchStore(state)
    known = store.known("q1")
    store.close()
    assert known is not None
    assert (known.state, known.answer) == ("again", None)


def test_a_planted_name_of_an_input_file_leads_nowhere(tmp_path: Path) -> None:
    """Questions are not written through a link."""
    other = tmp_path / "other"
    other.write_text("precious\n")
    (tmp_path / FILE).symlink_to(other)
    file = InputFile(tmp_path / FILE, Limits())
    file.add("q1", {})
    file.seal()
    assert other.read_text() == "precious\n"
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
