"""A file that is named as a model and is none, or would end the process: one line, before the engine sees it."""

from __future__ import annotations

import asyncio
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.errors import ModelUnavailable
from extractor.llm import engine
from extractor.llm.gguf import may_be_loaded


def text(words: str) -> bytes:
    """A text as GGUF writes it."""
    return struct.pack("<Q", len(words)) + words.encode()


def head(tensors: int, values: int, version: int = 3) -> bytes:
    """The beginning of a model file."""
    return b"GGUF" + struct.pack("<IQQ", version, tensors, values)


def model(layers: int, more: bytes = b"") -> bytes:
    """The head of a model with so many layers."""
    named = text("general.architecture") + struct.pack("<I", 8) + text("qwen2")
    words = text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("b")
    return head(1, 3) + named + words + text("qwen2.block_count") + struct.pack("<II", 4, layers) + more + b"\0" * 64


HOSTILE = {
    "empty": b"",
    "text": b"The wall was rebuilt.\n" * 100,
    "magic alone": b"GGUF",
    "tensors": head(1 << 63, 0),
    "values": head(0, 1 << 63),
    "values in a small file": head(0, 1 << 20) + b"\0" * 1_000,
    "another version": head(0, 0, 9),
    "a long name": head(0, 1) + struct.pack("<Q", 1 << 62) + b"\0" * 64,
    "a long list": head(0, 1) + text("x") + struct.pack("<IIQ", 9, 8, 1 << 61) + b"\0" * 64,
    "lists of lists": head(0, 1) + text("x") + struct.pack("<I", 9) + struct.pack("<IQ", 9, 1) * 100_000,
    "an unknown type": head(0, 1) + text("x") + struct.pack("<I", 77) + b"\0" * 64,
    "cut": model(28)[:90],
    "no layers": model(0),
    "layers without end": model((1 << 31) - 1),
}


@pytest.fixture(autouse=True)
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine must not be reached; it may not be installed either."""

    def reached(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(engine, "require_engine", lambda: None)
    monkeypatch.setattr(engine, "acquire", reached)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_model_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    """Counts that the file is too short for, types there are none of, and layers that the engine dies of."""
    path = tmp_path / "own.gguf"
    path.write_bytes(HOSTILE[name])
    with pytest.raises(ModelUnavailable, match=r"^[^\n]*not a GGUF model file[^\n]*check --model$"):
        asyncio.run(engine.LocalBackend(str(path)).start())


def test_the_head_of_a_model_is_one(tmp_path: Path) -> None:
    """Layers are found behind lists of words, wherever they stand."""
    path = tmp_path / "own.gguf"
    path.write_bytes(model(28))
    assert may_be_loaded(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
@pytest.mark.parametrize("what", ["pipe", "folder", "loop", "device"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, what: str) -> None:
    """A pipe that nobody writes to would be waited for without end."""
    path = tmp_path / "own.gguf"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if what == "device" else path)
    with pytest.raises(ModelUnavailable, match="no model file can be read there"):
        asyncio.run(engine.LocalBackend(str(path)).start())


def test_a_crash_of_the_engine_would_show_no_trace() -> None:
    """The engine's own trace of an abort shows the arguments of the whole process."""
    code = "import os; from extractor.llm import engine\ntry: engine.require_engine()\nexcept Exception: pass\n"
    done = subprocess.run(
        [sys.executable, "-c", code + "print(os.environ['GGML_NO_BACKTRACE'])"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "1\n"
