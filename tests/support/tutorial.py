"""Runs a tutorial in `docs/` as a reader would: files are written, code and commands run, outputs compared.

In its Markdown, `<!-- file: NAME -->` before a block makes it a file; a block in `python` is run, in `sh`
each line is a command of ours; a block in `text` right behind one is what it prints.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from tests.support.fake_client import FakeClient

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"(?:^<!-- file: (?P<file>\S+) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Output:
    """What a block printed, and what the tutorial says it prints (None: nothing is said)."""

    block: str
    printed: str
    said: str | None


def run_tutorial(name: str, model: FakeClient) -> list[Output]:
    """Every block of `docs/<name>` in a new folder, asking a fake model."""
    blocks = list(_BLOCK.finditer((DOCS / name).read_text(encoding="utf-8")))
    found: list[Output] = []
    with tempfile.TemporaryDirectory() as folder, _reader(Path(folder), model):
        names: dict[str, object] = {"__name__": "tutorial"}
        for number, block in enumerate(blocks):
            body = block["body"]
            if block["file"]:
                place = Path(block["file"])
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(body, encoding="utf-8")
            elif block["kind"] in ("python", "sh"):
                printed = _run(block["kind"], body, names)
                after = blocks[number + 1] if number + 1 < len(blocks) else None
                said = after["body"] if after is not None and after["kind"] == "text" and not after["file"] else None
                found.append(Output(body, printed, said))
    return found


def _run(kind: str, body: str, names: dict[str, object]) -> str:
    from extractor.cli import main

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        if kind == "python":
            exec(compile(body, "the tutorial", "exec"), names)  # noqa: S102 - our own documentation
        for line in body.splitlines() if kind == "sh" else ():
            words = shlex.split(line, comments=True)
            if words:
                assert words[0] == "extractor", line
                assert main(words[1:]) in (0, 1), line
    return printed.getvalue()


@contextlib.contextmanager
def _reader(folder: Path, model: FakeClient) -> Iterator[None]:
    """A folder of one's own, a fake model behind every extractor, and nothing left behind."""
    before, modules = Path.cwd(), set(sys.modules)
    try:
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        with mock.patch("extractor.llm.choice._client", return_value=model):
            yield
    finally:
        os.chdir(before)
        sys.path.remove(str(folder))
        for name in set(sys.modules) - modules:
            if getattr(sys.modules[name], "__file__", None) and str(folder) in str(sys.modules[name].__file__):
                del sys.modules[name]
