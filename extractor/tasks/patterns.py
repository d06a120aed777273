"""Regular expressions of a user's schema, which are held against what a model writes: never for ever.

`(a+)+$` takes Python years for forty letters. What the linear engine that pydantic brings can read is left
to it; what it cannot (a look ahead, a reference back) has to be plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

#: Repeats without an end in a pattern that Python is given: two take the square of the length.
MOST_REPEATS = 2
#: Characters of a value that such a pattern is held against: words of a passage have fewer.
LONGEST = 5_000

_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|.", re.S)
#: In a class they mean something else to the linear engine.
_OTHER_MEANING = re.compile(r"&&|--|~~|\[[^\]\\]*\[")


@lru_cache(maxsize=1024)
def holds(pattern: str) -> Callable[[str], bool] | None:
    """Whether a text holds a match, as a function; None for a pattern that could take for ever."""
    if not _OTHER_MEANING.search(pattern):
        from pydantic_core import SchemaError, SchemaValidator, core_schema

        try:
            return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex")).isinstance_python
        except SchemaError:
            pass
    if not is_plain(pattern):
        return None
    search = re.compile(pattern).search
    return lambda text: len(text) <= LONGEST and search(text) is not None


def is_plain(pattern: str) -> bool:
    """Whether Python finds a match in a time that is known: no group is repeated, few characters without an end."""
    pieces = _PIECE.findall(pattern)
    endless = sum(piece in ("*", "+") or (piece.startswith("{") and piece.endswith(",}")) for piece in pieces)
    groups = any(one == ")" and _repeats(other) for one, other in pairwise(pieces))
    referred = any(len(piece) == 2 and piece[0] == "\\" and piece[1].isdigit() for piece in pieces)
    return endless <= MOST_REPEATS and not groups and not (referred and endless)


def _repeats(piece: str) -> bool:
    return piece in ("*", "+") or (piece.startswith("{") and len(piece) > 1)


@cache
def bounded(kind: Any) -> Any:
    """A validator of this kind (`jsonschema`) whose keyword `pattern` is bounded."""
    from jsonschema.validators import extend

    made = extend(kind, {"pattern": _pattern})
    made.evolve = _evolve
    return made


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    del validator, schema
    if isinstance(instance, str) and (found := holds(pattern)) is not None and not found(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _evolve(validator: Any, **changes: Any) -> Any:
    """The validator of a part. jsonschema's own takes another kind for a part that says `$schema`: an unbounded one."""
    for field in type(validator).__attrs_attrs__:
        if field.init:
            changes.setdefault(field.alias, getattr(validator, field.name))
    return type(validator)(**changes)
