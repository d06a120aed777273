"""`extractor doctor`: what is installed, which model, which endpoint answers."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)

MARKS = {True: "ok", False: "no", None: "–"}
COLOURS = {True: "\x1b[32m", False: "\x1b[31m", None: "\x1b[2m"}
PLAIN = "\x1b[0m"


@app.command()
def doctor(
    base_url: Annotated[str | None, typer.Option(help="Look at this endpoint (default: OPENAI_BASE_URL).")] = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colour (NO_COLOR does the same).")] = False,
) -> int:
    """Look at everything that a question needs; nothing is fetched or started.

    One line a thing: ok, no (it stands in the way), – (neither); with what to do about it. Exit
    status 0, or 3 when something stands in the way.

    \b
    Examples:
      extractor doctor
      extractor doctor --base-url http://127.0.0.1:8000/v1
    """
    import sys

    from extractor.cli.streams import colour_wanted, write_result
    from extractor.errors import ModelError
    from extractor.llm import diagnose
    from extractor.render.visible import one_line

    coloured = colour_wanted(sys.stdout, no_color)
    checks = diagnose(base_url=base_url)
    width = max(len(check.name) for check in checks)
    for check in checks:
        mark = MARKS[check.ok].ljust(2)
        if coloured:
            mark = f"{COLOURS[check.ok]}{mark}{PLAIN}"
        line = f"{mark}  {check.name.ljust(width)}  {one_line(check.detail)}"
        write_result(line + (f" → {one_line(check.hint)}" if check.hint and not check.ok else ""))
    return ModelError.exit_status if any(check.ok is False for check in checks) else 0
