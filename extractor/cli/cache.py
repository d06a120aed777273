"""`extractor cache`: what `--cache` keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)

File = Annotated[Path | None, typer.Option("--file", help="Another file than the usual one.")]
MEGABYTE = 1_000_000


@app.callback()
def cache() -> None:
    """Answers of the model that `--cache` keeps by request, so that the same question costs nothing.

    Nothing is kept without `--cache`: answers tell about documents. The file is readable by its
    owner only; the answers used longest ago make room for new ones.

    \b
    Examples:
      extractor cache info
      extractor cache clear
    """


@app.command()
def info(file: File = None) -> int:
    """Where the cache is, how many answers it holds and how large they are.

    \b
    Examples:
      extractor cache info
    """
    from extractor.cli.streams import write_result
    from extractor.llm.cache import AnswerCache, default_cache_path

    path = file or default_cache_path()
    if not path.exists():
        write_result(f"{path}: nothing is kept")
        return 0
    kept = AnswerCache(path)
    disk = path.stat().st_size
    write_result(
        f"{path}: {len(kept):,} answers, {kept.size / MEGABYTE:,.1f} MB of text, {disk / MEGABYTE:,.1f} MB on disk"
    )
    kept.close()
    return 0


@app.command()
def clear(file: File = None) -> int:
    """Forget all answers.

    \b
    Examples:
      extractor cache clear
    """
    from extractor.cli.streams import write_result
    from extractor.llm.cache import AnswerCache, default_cache_path

    path = file or default_cache_path()
    if not path.exists():
        write_result(f"{path}: nothing is kept")
        return 0
    kept = AnswerCache(path)
    write_result(f"{path}: {kept.clear():,} answers removed")
    kept.close()
    return 0
