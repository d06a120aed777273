"""`extractor report`: saved results as a page to review, or as another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Format = Literal["html", "md", "csv", "parquet", "annotation"]
_BY_ENDING: dict[str, Format] = {".md": "md", ".csv": "csv", ".parquet": "parquet", ".jsonld": "annotation"}


@app.command()
def report(
    results: Annotated[list[str], typer.Argument(metavar="OUT.jsonl", help="Saved results; - is standard input.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write there, all or nothing.")] = None,
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="Default: what the name of -o says, else html.")
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Option("--input", "-i", help="Where the texts are: IN.jsonl, a document, a folder. May be repeated."),
    ] = None,
) -> int:
    """Saved results as one page to review in a browser: the document beside its claims.

    The page needs no network and no server. Results do not hold the text they were made from: give
    it with --input; without it the page shows the passages that the results themselves carry. A text
    counts only when it is the very text of the result.

    csv and parquet have one row a claim; annotation is W3C Web Annotation (JSON-LD), which points
    into web pages too when --input has them.

    \b
    Examples:
      extractor report out.jsonl -o review.html --input in.jsonl
      extractor report out.jsonl -o review.html --input articles/
      extractor extract article.txt --format json | extractor report - --input article.txt -o review.html
      extractor report out.jsonl -o claims.csv
      extractor report out.jsonl -o claims.parquet
      extractor report out.jsonl --format annotation --input pages/ > annotations.jsonld
    """
    from extractor.cli.reporting import Reporting

    chosen = format or _BY_ENDING.get(output.suffix.lower() if output else "", "html")
    return Reporting(tuple(results), tuple(inputs or ()), chosen, output).run()
