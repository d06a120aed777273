"""Input that is made to take for ever, or to fill the memory, is refused or read in bounded time and space."""

from __future__ import annotations

import ast
import gzip
import tomllib
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor import Document
from extractor.cli.fetching_url import MAX_FETCHED, read_address
from extractor.document import decoding
from extractor.errors import DocumentError, DocumentTooLarge, UsageError
from tests.security.loopback import answering

ROOT = Path(__file__).parents[2]
PAGE = b"<!doctype html><html><body><article><p>The wall was rebuilt in May, Ana Ruiz said.</p></article></body></html>"


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_packed_bomb_ends_at_the_limit(packing: str, pack: Callable[[bytes], bytes]) -> None:
    """A page that unpacks to more than the limit is refused while it is unpacked."""
    bomb = pack(b" " * (MAX_FETCHED * 5))
    headers = {"Content-Type": "text/html", "Content-Encoding": packing}
    with answering(bomb, headers) as address, pytest.raises(DocumentTooLarge):
        read_address(f"{address}/page")


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "x-unknown"])
def test_a_packing_without_a_bound_is_not_unpacked(packing: str) -> None:
    """What was not asked for is refused by its name."""
    headers = {"Content-Type": "text/html", "Content-Encoding": packing}
    with answering(PAGE, headers) as address, pytest.raises(DocumentError, match="packed"):
        read_address(f"{address}/page")


@pytest.mark.parametrize("name", sorted(decoding.NO_CHARSETS))
def test_a_sender_cannot_choose_a_codec_that_is_no_charset(name: str) -> None:
    """Neither a page nor a server nor a user: decoding a megabyte of punycode would take hours."""
    assert decoding.charset(name) is None
    page = PAGE.replace(b"<html>", b"<html><head><meta charset=" + name.encode() + b"></head>")
    assert "rebuilt" in Document.from_html(page).text
    with answering(PAGE, {"Content-Type": f"text/html; charset={name}"}) as address:
        assert "rebuilt" in read_address(f"{address}/page").text
    with pytest.raises(UsageError):
        Document.from_bytes(b"The wall.", encoding=name)


#: What a run and the workers it has started itself tell each other over their own pipes: nothing from outside.
OWN_PIPES = "messages.py"


def test_nothing_in_the_package_runs_data() -> None:
    """No eval, exec, pickle, marshal, shelve, yaml or shell anywhere in the code, but for a run's own pipes."""
    for path in (ROOT / "extractor").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, path
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            if path.name == OWN_PIPES:
                names = [name for name in names if name != "pickle"]
            assert not {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml"} & set(names), path
            assert not any(isinstance(k, ast.keyword) and k.arg == "shell" for k in ast.walk(node)), path


def test_the_scanners_are_part_of_lint() -> None:
    """ruff's security rules and bandit run in `make lint`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "S" in project["tool"]["ruff"]["lint"]["select"]
    assert any(name.startswith("bandit") for name in project["project"]["optional-dependencies"]["dev"])
    assert "bandit" in (ROOT / "Makefile").read_text("utf-8")
