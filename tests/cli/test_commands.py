"""The commands beside `extract`, and what holds for all of them."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import pytest

from extractor import __version__
from extractor.cli.commands import COMMANDS
from extractor.prompts import catalog
from extractor.schema import json_schema
from tests.cli.conftest import Run
from tests.support.results import ferry_result

# Packages that take long to load; a command that does not need them must not pay for them.
HEAVY = ("openai", "instructor", "xllamacpp", "rich", "httpx2", "sentencex", "rapidfuzz", "charset_normalizer")


def python(code: str, *argv: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter."""
    return subprocess.run([sys.executable, "-c", code, *argv], capture_output=True, text=True, timeout=60, check=False)


def test_the_version(run: Run) -> None:
    """`--version` prints name and version."""
    assert run("--version").out == f"extractor {__version__}\n"


def test_help_without_arguments(run: Run) -> None:
    """Called with nothing it shows its help."""
    assert run().out == run("--help").out
    assert run().status == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_examples(run: Run, name: str) -> None:
    """The help of every command shows how it is used."""
    done = run(name, "--help")
    assert done.status == 0
    assert "Examples:" in done.out
    assert f"extractor {name}" in done.out.split("Examples:")[1]


def test_help_lists_every_command(run: Run) -> None:
    """The help names every command."""
    assert all(f"\n  {name} " in run("--help").out for name in COMMANDS)


def test_the_schema_is_that_of_the_result(run: Run) -> None:
    """`extractor schema` prints a valid JSON Schema, and a result validates against it."""
    schema = json.loads(run("schema").out)
    assert schema == json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(ferry_result().model_dump_json(by_alias=True)), schema)


def test_the_schema_refuses_what_the_contract_does_not_know(run: Run) -> None:
    """A misspelled field does not validate."""
    data = json.loads(ferry_result().model_dump_json(by_alias=True))
    data["claims"][0]["sorces"] = []
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json.loads(run("schema").out))


def test_the_prompts_are_listed_with_their_hashes(run: Run) -> None:
    """`extractor prompts` has one line a template: task, version, hash, file."""
    lines = run("prompts").out.splitlines()
    assert [line.split()[:3] for line in lines] == [[one.task, one.version, one.hash] for one in catalog()]


def test_one_prompt_is_printed(run: Run) -> None:
    """`extractor prompts NAME` prints the template as it stands in its file."""
    first = next(iter(catalog()))
    assert run("prompts", first.name).out.rstrip("\n") == first.source.rstrip("\n")


def test_the_library_loads_nothing_heavy() -> None:
    """`import extractor` loads none of the packages that take long."""
    done = python(f"import extractor, sys; print([name for name in {HEAVY!r} if name in sys.modules])")
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize("argv", [["--help"], ["extract", "--help"], ["schema"], ["--version"]])
def test_simple_commands_load_nothing_heavy(argv: list[str]) -> None:
    """Help, version and schema load none of them either."""
    code = (
        "import sys; from extractor.cli import main; main(sys.argv[1:]);"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    assert python(code, *argv).stderr == "[]\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    """`| head -1` ends the command without a word."""
    command = f"{sys.executable} -m extractor schema | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, check=False)  # noqa: S602
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_output_is_utf_8_whatever_the_locale() -> None:
    """With an ASCII locale the output is UTF-8 all the same."""
    code = "from extractor.cli.streams import prepare_output, write_result; prepare_output(); write_result('‹é')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={"PYTHONIOENCODING": "ascii"}, timeout=60, check=False
    )
    assert done.stdout.decode("utf-8") == "‹é\n"
