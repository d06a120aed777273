"""Results as data: JSON for one reader, JSON Lines for a pipeline."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.schema import Result


def as_json(results: Sequence[Result], *, array: bool) -> str:
    """The contract's JSON, indented by two; an array when several documents were asked for."""
    if not array:
        return "\n".join(result.model_dump_json(by_alias=True, indent=2) for result in results) + "\n"
    if not results:
        return "[]\n"
    bodies = (result.model_dump_json(by_alias=True, indent=2).replace("\n", "\n  ") for result in results)
    return "[\n  " + ",\n  ".join(bodies) + "\n]\n"


def as_jsonl(result: Result) -> str:
    """The same on one line."""
    return result.model_dump_json(by_alias=True) + "\n"
