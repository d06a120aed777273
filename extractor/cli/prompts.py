"""`extractor prompts`: the prompt templates and their hashes."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.questions import PromptsOption, TaskOption

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def prompts(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Print this template, such as claims.v1.")
    ] = None,
    folder: PromptsOption = None,
    task: TaskOption = None,
) -> None:
    """List the prompt templates: task, version, hash, file, what it asks; or print one.

    The hash covers the template and its worked examples; a result's run.prompts gives the same.
    With --prompts the templates of a folder are laid over ours; with --task those of your own
    tasks are listed and checked as well.

    \b
    Examples:
      extractor prompts
      extractor prompts claims.v1
      extractor prompts --prompts mine/ --task examples/tasks/casualties
    """
    from extractor.cli.streams import write_result
    from extractor.errors import UsageError
    from extractor.prompts import Prompts
    from extractor.tasks.loading import task_named

    shelf = Prompts.of(folder)
    found = list(shelf.catalog())
    for own in (task_named(name) for name in task or ()):
        own.check(shelf)
        found.append(own.prompt(shelf))
    if name is not None:
        printed = next((prompt for prompt in found if prompt.name == name), None)
        if printed is None:
            msg = f"there is no prompt {name!r}; there are: {', '.join(prompt.name for prompt in found)}"
            raise UsageError(msg)
        write_result(printed.source)
        return
    rows = [(p.task, p.version, p.hash, str(p.path or "in the code"), p.front.about) for p in found]
    widths = [max(len(row[column]) for row in rows) for column in range(4)] if rows else []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        write_result("  ".join([*cells, row[4]]).rstrip())
