"""The rules of the house that a reader relies on: imports go down, rooms are small, help and README are true."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "extractor"

# From the faces down to the contract; a room may import what stands in its own line or below.
FLOORS = [
    {"__main__"},
    {"cli", "integrations", "service", "testing"},
    {"bulk"},
    {"render"},
    {"evaluation"},
    {"pipeline", "waiting", "many"},
    {"confidence"},
    {"tasks"},
    {"attribution"},
    {"grounding"},
    {"llm"},
    {"document"},
    {"prompts"},
    {"events"},
    {"telemetry"},
    {"schema", "errors"},
]
# What `extractor/__init__.py` hands out; it stands above and below all rooms.
DOOR = {"Document", "Extractor", "Reviewed", "Row", "__version__", "as_card", "as_markdown", "review_page", "to_rows"}
MOST_LINES = 400
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The room a module stands in: its folder in the package, or the module itself."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def floor(name: str) -> int:
    """How far down a room stands."""
    found = [number for number, rooms in enumerate(FLOORS) if name in rooms]
    assert found, f"tests/test_house.py: say on which floor extractor/{name} stands"
    return found[0]


def imported_rooms(path: Path) -> Iterator[str]:
    """The rooms that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "extractor":
            names = [f"extractor.{alias.name}" for alias in node.names if alias.name not in DOOR]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        yield from (name.split(".")[1] for name in names if name.startswith("extractor."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    """No module imports from a room above its own."""
    if path == PACKAGE / "__init__.py":
        return
    own = floor(room(path))
    assert [name for name in imported_rooms(path) if floor(name) < own] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_has_one_subject(path: Path) -> None:
    """A file stays below the hard limit and its name says what is in it."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert path.stem not in EMPTY_NAMES


def documented_commands() -> Iterator[tuple[str, list[str]]]:
    """Every `extractor …` in README.md, on our pages and in the examples of --help, as command and options."""
    pages = [path for path in (ROOT / "docs").glob("*.md") if not path.name.startswith("reference-")]
    texts = [path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *pages]]
    texts += [(PACKAGE / "cli" / f"{name}.py").read_text(encoding="utf-8") for name in [*COMMANDS, "commands"]]
    for text in texts:
        for line in re.findall(r"^(?: {6}| {2}|)(?:\w[^\n]*\| )?(extractor [a-z][^\n|>]*)", text, re.MULTILINE):
            words = shlex.split(line, comments=True)
            yield words[1], [word for word in words if word.startswith("-") and word != "-"]


@pytest.mark.parametrize("name", COMMANDS)
def test_documented_options_exist(name: str) -> None:
    """Each option in README.md and in an example is one that its command has."""
    options = {option for command, options in documented_commands() if command == name for option in options}
    shown = subprocess.run(
        [sys.executable, "-m", "extractor", name, "--help"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", shown.split("Options:")[1]))
    assert options <= known


def test_documented_commands_exist() -> None:
    """README.md and the examples name no command that is not there, and every command is shown."""
    assert {command for command, _ in documented_commands()} == set(COMMANDS)


def test_the_changelog_has_this_version() -> None:
    """The version that the package says it is has an entry in CHANGELOG.md."""
    from extractor import __version__

    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_examples_are_listed() -> None:
    """The table beside the example articles names each of them, and each has a sensible length."""
    folder = ROOT / "examples" / "articles"
    table = (folder / "README.md").read_text(encoding="utf-8")
    for path in folder.glob("*.txt"):
        assert f"`{path.name}`" in table
        assert 150 <= len(path.read_text(encoding="utf-8").split()) <= 330
