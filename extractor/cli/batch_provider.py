"""`extractor batch status|fetch|cancel`: the batches that a provider works on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Output = Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="The -o of the run.")]
BaseUrl = Annotated[str | None, typer.Option(help="The run's endpoint, where it is another now.")]


@app.callback()
def batch_provider() -> None:
    """Batches that `extractor batch … --via batch` has sent to a provider.

    \b
    Examples:
      extractor batch articles.jsonl -o results.jsonl --model gpt-4.1-mini --via batch --no-wait
      extractor batch status results.jsonl
      extractor batch fetch results.jsonl
      extractor batch cancel results.jsonl
    """


@app.command()
def status(output: Output, base_url: BaseUrl = None) -> int:
    """What was sent, what has come back and what is out, asked of the provider now.

    \b
    Examples:
      extractor batch status results.jsonl
    """
    from extractor.cli.batch_states import Run
    from extractor.cli.streams import write_result

    with Run(output, base_url) as run:
        for line in run.look():
            write_result(line)
    return 0


@app.command()
def fetch(
    output: Output,
    wait: Annotated[bool, typer.Option("--wait", help="Until everything is done.")] = False,
) -> int:
    """Take in what has come back, write the documents that are done, send what they ask next.

    The run's own command is run again, from where it was typed, without waiting for batches.

    \b
    Examples:
      extractor batch fetch results.jsonl
      extractor batch fetch results.jsonl --wait
    """
    from extractor.cli import main
    from extractor.cli.batch_states import Run

    with Run(output) as run:
        words = run.words(wait=wait)
        folder = run.folder
    import os

    os.chdir(folder)
    return main(["batch", *words])


@app.command()
def cancel(output: Output, base_url: BaseUrl = None) -> int:
    """Cancel the batches that are out. What they have answered stays: `fetch` takes it in.

    A run that waits for them takes it in by itself and ends. The run's own command begins again.

    \b
    Examples:
      extractor batch cancel results.jsonl
    """
    from extractor.cli.batch_states import Run
    from extractor.cli.streams import say

    with Run(output, base_url) as run:
        count = run.cancel()
    what = "batch" if count == 1 else "batches"
    say(f"{count} {what} cancelled; `extractor batch fetch {output}` takes in what was answered")
    return 0
