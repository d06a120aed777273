"""Writes the reference pages from the code and from `--help`, so that they cannot drift.

    python docs/reference.py            # write docs/reference-*.md
    python docs/reference.py --check    # end with 1 when a page is not what the code says

`make docs` writes them; a test checks them.
"""

from __future__ import annotations

import importlib
import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
#: Columns of a help page: what fits a page of documentation.
WIDTH = 88
#: The modules a user imports from, with what each is for.
MODULES = {
    "extractor": "Everything for one document, and what results are made of.",
    "extractor.grounding": "From words to the characters of a text, without a model.",
    "extractor.confidence": "Calibrations: from evidence to a probability.",
    "extractor.bulk": "Many documents: records, journal, resume, budgets.",
    "extractor.integrations": "Engines that map record batches.",
    "extractor.service": "The HTTP service as an application.",
    "extractor.testing": "For tests of your own pipelines.",
}
_MADE = "<!-- Made by docs/reference.py from the code; change the code, then run `make docs`. -->\n"


def pages() -> dict[Path, str]:
    """Every reference page with its text."""
    return {
        FOLDER / "reference-cli.md": "".join(command_line()),
        FOLDER / "reference-library.md": "".join(library()),
        FOLDER / "reference-result.md": "".join(result()),
    }


def command_line() -> Iterator[str]:
    """What each command says of itself."""
    import click
    from click.testing import CliRunner

    from extractor.cli.commands import COMMANDS, command_table

    # Set for the whole process: options are drawn when a command's module is loaded.
    os.environ.update(COLUMNS=str(WIDTH), TERMINAL_WIDTH=str(WIDTH), NO_COLOR="1", _TYPER_FORCE_DISABLE_TERMINAL="1")
    table = command_table()
    runner = CliRunner()

    def page(*words: str) -> str:
        shown = runner.invoke(table, [*words, "--help"], prog_name="extractor", terminal_width=WIDTH)
        if shown.exit_code:
            msg = f"extractor {' '.join(words)} --help ended with {shown.exit_code}"
            raise RuntimeError(msg)
        return f"\n```text\n{shown.output.strip()}\n```\n"

    yield f"{_MADE}\n# Command line\n\nWhat `--help` says of every command.\n"
    yield page()
    for name in COMMANDS:
        yield f"\n## extractor {name}\n"
        yield page(name)
        command = table.get_command(click.Context(table), name)
        for below in getattr(command, "commands", {}):
            yield f"\n### extractor {name} {below}\n"
            yield page(name, below)


def library() -> Iterator[str]:
    """Every public name with its signature and docstring."""
    yield f"{_MADE}\n# Library\n\nThe public names of each module, as their docstrings have them.\n"
    for module, purpose in MODULES.items():
        found = importlib.import_module(module)
        yield f"\n## {module}\n\n{purpose}\n"
        for name in sorted(getattr(found, "__all__", ()), key=str.lower):
            if not name.startswith("_"):
                yield from entry(name, getattr(found, name), module)


def entry(name: str, value: Any, module: str) -> Iterator[str]:
    """One name: heading, signature, docstring, public methods."""
    yield f"\n### {name}\n"
    if inspect.isclass(value) or inspect.isroutine(value):
        yield f"\n```python\n{_signature(name, value)}\n```\n"
        yield _docstring(value)
    else:
        yield f"\n`{module}.{name}`: {type(value).__name__ if not _is_alias(value) else str(value)}\n"
        return
    for method, body in _methods(value) if inspect.isclass(value) else ():
        yield f"\n#### {name}.{method}\n\n```python\n{_signature(method, body)}\n```\n{_docstring(body)}"


def _is_alias(value: object) -> bool:
    return hasattr(value, "__origin__")


def _methods(value: type) -> Iterator[tuple[str, Any]]:
    """Public methods and properties that the class itself defines and documents."""
    for name, member in vars(value).items():
        body = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        body = body.fget if isinstance(body, property) else body
        documented = inspect.isfunction(body) and body.__doc__
        if documented and not name.startswith("_") and not name.startswith("model_"):
            yield name, body


def _signature(name: str, value: Any) -> str:
    try:
        signature = str(inspect.signature(value))
    except (TypeError, ValueError):
        signature = "(…)"
    # Defaults that show an address of this process would change with every run.
    return re.sub(r"<[^<>]* at 0x[0-9a-f]+>", "…", f"{name}{signature}").replace("'", '"')


def _docstring(value: Any) -> str:
    text = inspect.getdoc(value) or ""
    if "Usage docs: http" in text or "!!! abstract" in text:  # pydantic's own
        return ""
    return f"\n{_with_fences(text)}\n" if text else ""


def _with_fences(text: str) -> str:
    """Indented parts, as they are examples or lists of parameters, in fences."""
    lines, fenced = [], False
    for line in text.splitlines():
        indented = line.startswith("    ")
        if indented and not fenced and not (lines and lines[-1].strip()):
            lines.append("```text")
            fenced = True
        if fenced and line.strip() and not indented:
            while lines and not lines[-1].strip():
                lines.pop()
            lines += ["```", ""]
            fenced = False
        lines.append(line.removeprefix("    ") if fenced else line)
    return "\n".join([*lines, "```"] if fenced else lines)


def result() -> Iterator[str]:
    """Every field of a result, from its JSON Schema."""
    from extractor.schema import json_schema

    schema = json_schema()
    yield f"{_MADE}\n# The result\n\nEvery field, from `extractor schema`. Spans are code points, end exclusive.\n"
    for name, part in {"Result": schema, **schema["$defs"]}.items():
        if "properties" not in part:
            continue
        yield f"\n## {name}\n\n{part.get('description', '')}\n\n| field | type | |\n|---|---|---|\n"
        for field, about in part["properties"].items():
            yield f"| `{field}` | {_type(about)} | {about.get('description', '')} |\n"


def _type(about: dict[str, Any]) -> str:
    """A field's type in a few words."""
    if "$ref" in about:
        name = about["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in about or "const" in about:
        return ", ".join(f"`{value}`" for value in about.get("enum", [about.get("const")]))
    if "anyOf" in about:
        return " or ".join(_type(one) for one in about["anyOf"])
    if about.get("type") == "array":
        return f"list of {_type(about['items'])}" if "items" in about else "list"
    return str(about.get("type", "any"))


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.name} is not what the code says: run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
