"""What can be asked: refusals for what cannot, and the plain schema that a model is shown.

Endpoints that force an answer into a schema know a part of JSON Schema. They get that part (types,
enums, properties, lists, alternatives); the answer is then validated against the whole schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from extractor.errors import UsageError
from extractor.tasks.answer_schema import BY_NAME, ONE, SEVERAL, AnswerSchema, Applied
from extractor.tasks.fields import HELD_BY, VERBATIM
from extractor.tasks.patterns import holds, is_plain

Json = Any


def check_askable(schema: AnswerSchema) -> None:
    """Raise `UsageError`, with one reason, for a schema no answer can be asked with."""
    place = schema.place
    root = schema.root()
    try:
        for one in _everything(schema, root):
            _check_words(schema, one)
        if not _is_object(schema, root, ()):
            msg = f"{place}: an answer is an object: give the schema properties, a list as one of them"
            raise UsageError(msg)
        if not _has_field(schema, root, ()):
            msg = f"{place}: the schema has no field: nothing can be asked"
            raise UsageError(msg)
        if not _finite(schema, root, ()):
            msg = f"{place}: no finite answer fits the schema: a required field contains itself, or nothing is allowed"
            raise UsageError(msg)
    except RecursionError:
        msg = f"{place}: the schema refers to itself without end"
        raise UsageError(msg) from None


def _everything(schema: AnswerSchema, root: Applied) -> Iterator[Applied]:
    """Every schema of the file, and of published drafts it refers to, once."""
    stack, seen = [root], set[int]()
    while stack:
        one = stack.pop()
        if id(one.schema) in seen:
            continue
        seen.add(id(one.schema))
        yield one
        stack += [target for ref in _refs(one.schema) if (target := schema.target(one, ref)) is not None]
        for keyword, value in one.schema.items():
            parts: list[Json] = []
            if keyword in ONE and isinstance(value, Mapping):
                parts = [value]
            elif keyword in SEVERAL and isinstance(value, list):
                parts = value
            elif keyword in BY_NAME and isinstance(value, dict):
                parts = list(value.values())
            stack += [inner for part in parts if (inner := schema.inner(one, part)) is not None]


def _refs(schema: Mapping[str, Json]) -> list[str]:
    return [keyword for keyword in ("$ref", "$dynamicRef", "$recursiveRef") if keyword in schema]


def _check_words(schema: AnswerSchema, one: Applied) -> None:
    """Patterns that Python can read, and our own keywords where they mean something."""
    here = one.schema
    patterns = list(here.get("patternProperties") or {}) if isinstance(here.get("patternProperties"), dict) else []
    if isinstance(here.get("pattern"), str):
        patterns.append(here["pattern"])
    for pattern in patterns:
        try:
            re.compile(pattern)
            fine = is_plain(pattern) if pattern != here.get("pattern") else holds(pattern) is not None
        except (re.error, RecursionError, OverflowError):
            msg = f"{schema.place}: the pattern {pattern[:60]!r} is not a regular expression that Python reads"
            raise UsageError(msg) from None
        if not fine:
            msg = f"{schema.place}: the pattern {pattern[:60]!r} can take for ever: write it without a repeated group"
            raise UsageError(msg)
    kind = here.get("type")
    if VERBATIM in here and not isinstance(here[VERBATIM], bool):
        msg = f"{schema.place}: {VERBATIM} is true or false"
        raise UsageError(msg)
    if here.get(VERBATIM) and kind is not None and not {"string", "array"} & set(_names(kind)):
        msg = f"{schema.place}: {VERBATIM} on {kind}: words are a string; for a number name their field with {HELD_BY}"
        raise UsageError(msg)
    fields = here.get("properties") if isinstance(here.get("properties"), dict) else {}
    for name, field in (fields or {}).items():
        if isinstance(field, dict) and HELD_BY in field:
            _check_holder(schema, name, field[HELD_BY], fields or {}, one)


def _check_holder(schema: AnswerSchema, name: str, holders: Json, fields: Mapping[str, Json], at: Applied) -> None:
    names = _names(holders)
    for holder in names or [""]:
        if holder not in fields:
            msg = f"{schema.place}: {name} must stand in {holder!r} ({HELD_BY}), which is no field beside it"
            raise UsageError(msg)
        if not any(one.schema.get(VERBATIM) for one in _below(schema, schema.inner(at, fields[holder]))):
            msg = f"{schema.place}: {name} must stand in {holder!r} ({HELD_BY}), which is not words of the document"
            raise UsageError(msg)


def _below(schema: AnswerSchema, one: Applied | None) -> Iterator[Applied]:
    """A field's schema, its alternatives and its items."""
    stack = [one] if one is not None else []
    seen: set[int] = set()
    while stack:
        here = stack.pop()
        if id(here.schema) in seen:
            continue
        seen.add(id(here.schema))
        yield here
        parts = [part for keyword in ("anyOf", "oneOf", "allOf") for part in here.schema.get(keyword) or []]
        parts.append(here.schema.get("items"))
        stack += [inner for part in parts if (inner := schema.inner(here, part)) is not None]
        stack += [target for ref in _refs(here.schema) if (target := schema.target(here, ref)) is not None]


def _names(value: Json) -> list[str]:
    return [value] if isinstance(value, str) else [one for one in value if isinstance(one, str)] if value else []


def _is_object(schema: AnswerSchema, at: Applied | bool, above: tuple[int, ...]) -> bool:
    """Whether the schema describes objects: it says so, has properties, or is made of such."""
    if isinstance(at, bool) or id(at.schema) in above:
        return False
    above = (*above, id(at.schema))
    kind = at.schema.get("type")
    if kind is not None:
        return "object" in _names(kind)
    if any(keyword in at.schema for keyword in _OBJECT_WORDS):
        return True
    for keyword in ("const", "enum"):
        if keyword in at.schema:
            values = at.schema[keyword] if keyword == "enum" else [at.schema[keyword]]
            return any(isinstance(value, dict) for value in values)
    reached = [schema.target(at, ref) for ref in _refs(at.schema)]
    if any(_is_object(schema, target, above) for target in reached if target is not None):
        return True
    several = [part for keyword in ("allOf", "anyOf", "oneOf") for part in _parts(schema, at, keyword)]
    several += [i for k in ("then", "else", "if") if (i := schema.inner(at, at.schema.get(k))) is not None]
    return any(_is_object(schema, part, above) for part in several)


_OBJECT_WORDS = (
    "properties",
    "patternProperties",
    "additionalProperties",
    "required",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "unevaluatedProperties",
)


def _has_field(schema: AnswerSchema, at: Applied | bool, above: tuple[int, ...]) -> bool:
    """Whether an object of the schema can hold anything that was described."""
    if isinstance(at, bool) or id(at.schema) in above:
        return False
    above = (*above, id(at.schema))
    here = at.schema
    if any(part is not False for part in (here.get("properties") or {}).values()):
        return True
    if here.get("patternProperties") or here.get("required") or here.get("enum") or "const" in here:
        return True
    if any(here.get(keyword) is True or isinstance(here.get(keyword), dict) for keyword in _OPEN):
        return True
    if any(here.get(k) for k in ("dependentSchemas", "dependentRequired", "dependencies", "minProperties")):
        return True
    several: list[Applied | bool] = [t for ref in _refs(here) if (t := schema.target(at, ref)) is not None]
    several += [part for keyword in ("allOf", "anyOf", "oneOf") for part in _parts(schema, at, keyword)]
    several += [i for k in ("then", "else", "if") if (i := schema.inner(at, here.get(k))) is not None]
    return any(_has_field(schema, part, above) for part in several)


_OPEN = ("additionalProperties", "unevaluatedProperties", "propertyNames")


def _finite(schema: AnswerSchema, at: Applied | bool, above: tuple[int, ...]) -> bool:
    """Whether some finite answer can fit: no required field contains itself without an alternative."""
    if isinstance(at, bool):
        return at
    if id(at.schema) in above:
        return False
    above = (*above, id(at.schema))
    here = at.schema
    if any(not _finite(schema, target, above) for ref in _refs(here) if (target := schema.target(at, ref)) is not None):
        return False
    if any(not _finite(schema, part, above) for part in _parts(schema, at, "allOf")):
        return False
    for keyword in ("anyOf", "oneOf"):
        parts = _parts(schema, at, keyword)
        if parts and not any(_finite(schema, part, above) for part in parts):
            return False
    kinds = _names(here.get("type") or [])
    fields = here.get("properties") if isinstance(here.get("properties"), dict) else {}
    if not kinds or kinds == ["object"]:
        required = here.get("required")
        for name in required if isinstance(required, list) else []:
            part = (fields or {}).get(name, True)
            if not _finite(schema, part if isinstance(part, bool) else schema.inner(at, part) or True, above):
                return False
    least = here.get("minItems")
    if kinds == ["array"] and isinstance(least, (int, float)) and least >= 1 and isinstance(here.get("items"), dict):
        return _finite(schema, schema.inner(at, here["items"]) or True, above)
    return True


def _parts(schema: AnswerSchema, at: Applied, keyword: str) -> list[Applied | bool]:
    value = at.schema.get(keyword)
    parts = value if isinstance(value, list) else []
    return [part if isinstance(part, bool) else schema.inner(at, part) or True for part in parts]
