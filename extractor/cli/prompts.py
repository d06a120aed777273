"""`extractor prompts`: the prompt templates and their hashes."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def prompts(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Print this template, such as claims.v1.")
    ] = None,
) -> None:
    """List the prompt templates: task, version, hash, file; or print one.

    The hash covers the template and its worked examples; a result's run.prompts gives the same.

    \b
    Examples:
      extractor prompts
      extractor prompts claims.v1
    """
    from extractor.cli.streams import write_result
    from extractor.prompts import catalog, load

    if name is not None:
        write_result(load(name).source)
        return
    rows = [(prompt.task, prompt.version, prompt.hash, str(prompt.path)) for prompt in catalog()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        write_result("  ".join([*cells, row[3]]))
