"""Which commands there are. Each loads from its own module when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command
from typing_extensions import override

from extractor import __version__

# name: what `extractor --help` says of it. The module is extractor/cli/<name>.py.
COMMANDS = {
    "extract": "Summary, claims, sources and confidence of documents.",
    "batch": "Many documents: records in, one result line each; resumes.",
    "cache": "What --cache keeps.",
    "report": "Saved results as a page to review, or as another format.",
    "eval": "Score against gold files.",
    "model": "Fetch, list or find the embedded model.",
    "serve": "A page to paste an article into, and an API over HTTP.",
    "schema": "The JSON Schema of a result.",
    "prompts": "The prompt templates and their hashes.",
    "doctor": "What is installed, which model, which endpoint answers.",
}

_HELP = """Validated summaries, claims, sources and confidence from news-like documents.

\b
Examples:
  extractor extract article.txt
  curl -s https://example.org/wire.txt | extractor extract - --format json
  extractor extract *.txt --format jsonl -o results.jsonl
  extractor doctor
"""


class CommandTable(TyperGroup):
    """A group that knows its commands by name and loads each when it is used."""

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        # Kept in `commands` because TyperGroup looks there for names to suggest.
        if cmd_name not in self.commands:
            self.commands[cmd_name] = _load(cmd_name)
        return self.commands[cmd_name]

    @override
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(COMMANDS)}."
            ctx.fail(f"No such command {args[0]!r}. {hint}")
        return super().resolve_command(ctx, args)

    @override
    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _load(name: str) -> Any:
    command = get_command(import_module(f"extractor.cli.{name}").app)
    command.name = name
    # Plain help: examples stay as they are written, and rich is not loaded to show them.
    for part in (command, *getattr(command, "commands", {}).values()):
        part.rich_markup_mode = None
    return command


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"extractor {__version__}")
        raise typer.Exit


def command_table() -> TyperGroup:
    """The root command."""
    app = typer.Typer(
        cls=CommandTable,
        help=_HELP,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def root(
        version: Annotated[
            bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
        ] = False,
    ) -> None:
        pass

    return cast(TyperGroup, get_command(app))
