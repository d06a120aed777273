"""Results as they were written: JSON Lines, one JSON object, or an array of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from extractor.errors import UsageError
from extractor.schema import Result

if TYPE_CHECKING:
    from pydantic import ValidationError


def read_results(stream: TextIO, name: str) -> Iterator[Result]:
    """The results in a stream, one after another; JSON Lines is never held in memory as a whole.

    name: stands in errors. Raises `UsageError` for what is no result, with its line.
    """
    number = 0
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except ValueError:
            yield from _whole(line + stream.read(), name, number)
            return
        for one in data if isinstance(data, list) else [data]:
            yield _result(one, f"{name} line {number}")


def _whole(text: str, name: str, number: int) -> Iterator[Result]:
    """Objects and arrays that take more than a line, as `--format json` writes them."""
    decoder = json.JSONDecoder()
    at = 0
    while at < len(text):
        try:
            data, at = decoder.raw_decode(text, at)
        except ValueError:
            line = number + text.count("\n", 0, at)
            msg = f"{name} line {line}: is not JSON: give what `extractor extract --format jsonl` or `batch` wrote"
            raise UsageError(msg) from None
        for one in data if isinstance(data, list) else [data]:
            yield _result(one, name)
        while at < len(text) and text[at].isspace():
            at += 1


def _result(data: Any, place: str) -> Result:
    from pydantic import ValidationError

    version = data.get("schema_version") if isinstance(data, dict) else None
    if version is None:
        msg = f"{place}: is not a result: give what `extractor extract --format jsonl` or `batch` wrote"
        raise UsageError(msg)
    try:
        return Result.model_validate(data)
    except ValidationError as error:
        msg = f"{place}: is not a result of schema version 1: {_first(error)}"
        raise UsageError(msg) from None


def _first(error: ValidationError) -> str:
    """Where the first fault is; not what stands there, which may be the document's words."""
    fault = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(str(part) for part in fault['loc']) or 'the whole'}: {fault['msg'].lower()}"
