"""`extractor model`: fetch, list or find the embedded model."""

from __future__ import annotations

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.callback()
def model() -> None:
    """The embedded model: an open model that runs inside the program, without a key.

    It is looked for where EXTRACTOR_MODEL_PATH says, then in the user's cache folder; `extract`
    fetches it by itself when it is needed.

    \b
    Examples:
      extractor model pull
      extractor model list
      ls -l "$(extractor model path)"
    """


@app.command()
def pull() -> int:
    """Fetch the embedded model unless it is here, and print where it is.

    What was fetched before an interruption is not fetched again; the SHA-256 proves the file.

    \b
    Examples:
      extractor model pull
    """
    import sys

    from extractor.cli.fetching import FetchBar, FetchLines
    from extractor.cli.streams import say, write_result
    from extractor.llm import ensure_model

    if not sys.stderr.isatty():
        write_result(str(ensure_model(FetchLines(), say=say)))
        return 0
    from rich.console import Console
    from rich.live import Live

    bar = FetchBar()
    with Live(bar, console=Console(stderr=True), transient=True, redirect_stdout=False):
        path = ensure_model(bar, say=say)
    write_result(str(path))
    return 0


@app.command("list")
def list_() -> int:
    """List the models this program knows.

    One line each: name, size, licence, whether it is here.

    \b
    Examples:
      extractor model list
    """
    from extractor.cli.fetching import MEGABYTE
    from extractor.cli.streams import write_result
    from extractor.llm import list_models

    for known in list_models():
        here = {
            "ready": f"ready at {known.path}",
            "partial": f"{known.bytes_here / MEGABYTE:,.0f} MB of it fetched; `extractor model pull` goes on",
            "absent": "not fetched; `extractor model pull` does",
        }[known.status]
        size = f"{known.spec.bytes / MEGABYTE:,.0f} MB"
        write_result(f"{known.spec.name}  {size}  {known.spec.licence}  {here}")
    return 0


@app.command()
def path() -> int:
    """Print where the embedded model's file is.

    Exit status 3 when it is not there yet.

    \b
    Examples:
      extractor model path
    """
    from extractor.cli.streams import say, write_result
    from extractor.errors import ModelUnavailable
    from extractor.llm import find_model, model_path

    write_result(str(model_path()))
    if find_model() is None:
        say("the model is not there yet: `extractor model pull` fetches it")
        return ModelUnavailable.exit_status
    return 0
