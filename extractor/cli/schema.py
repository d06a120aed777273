"""`extractor schema`: the JSON Schema of a result."""

from __future__ import annotations

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def schema() -> None:
    """Print the JSON Schema (draft 2020-12) that every result validates against.

    \b
    Examples:
      extractor schema > result.schema.json
      extractor schema | jq '."$defs".Claim.required'
    """
    import json

    from extractor.cli.streams import write_result
    from extractor.schema import json_schema

    write_result(json.dumps(json_schema(), indent=2, ensure_ascii=False))
