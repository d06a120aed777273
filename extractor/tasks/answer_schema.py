"""The JSON Schema of an answer: read, checked for what cannot be asked, applied to data.

Every answer has one: a pydantic model's own, or the `schema.json` of a task without Python. `jsonschema`
validates (drafts 3 to 2020-12, as `$schema` says); `referencing` resolves `$ref` inside the file and
to the published drafts. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError
from extractor.tasks.patterns import bounded

if TYPE_CHECKING:
    from referencing._core import Resolver

Json = Any
#: Levels a schema may be nested: far above any that is written by hand, below Python's own limit.
MOST_LEVELS = 60
#: Objects and lists in one schema.
MOST_PARTS = 20_000
#: Keywords that hold one schema, a list of schemas, or schemas by name.
ONE = frozenset(
    "additionalProperties additionalItems items contains not if then else propertyNames unevaluatedItems "
    "unevaluatedProperties contentSchema extends".split()
)
SEVERAL = frozenset("allOf anyOf oneOf prefixItems items extends type disallow".split())
BY_NAME = frozenset("properties patternProperties $defs definitions dependentSchemas dependencies".split())
_REFS = ("$ref", "$dynamicRef", "$recursiveRef")


@dataclass(frozen=True)
class Applied:
    """A schema that applies to one place of an answer, with what its `$ref`s are resolved by."""

    schema: dict[str, Json]
    resolver: Resolver[Any]


class AnswerSchema:
    """A schema whose answers can be asked for. `place` names it in errors. Raises `UsageError`."""

    def __init__(self, schema: Json, place: str) -> None:
        self.place = place
        if not isinstance(schema, dict):
            what = "true and false describe no field" if isinstance(schema, bool) else "a schema is a JSON object"
            msg = f"{place}: not the schema of an answer: {what}"
            raise UsageError(msg)
        self.schema: dict[str, Json] = schema
        self._check_size()
        self._start()

    def _start(self) -> None:
        import jsonschema
        from referencing import Registry
        from referencing.exceptions import Unresolvable
        from referencing.jsonschema import DRAFT202012, UnknownDialect, specification_with

        try:
            kind = jsonschema.validators.validator_for(self.schema, default=jsonschema.Draft202012Validator)
            specification = specification_with(str(self.schema.get("$schema", "")).rstrip("#") or _DEFAULT)
        except (UnknownDialect, TypeError, ValueError):
            kind, specification = jsonschema.Draft202012Validator, DRAFT202012
        try:
            kind.check_schema(self.schema, format_checker=None)
        except jsonschema.SchemaError as error:
            msg = f"{self.place}: not a JSON Schema: {_where(error.absolute_path)}{_short(error.message)}"
            raise UsageError(msg) from None
        except (re.error, ValueError, TypeError, OverflowError) as error:
            msg = f"{self.place}: not a JSON Schema: {_short(str(error))}"
            raise UsageError(msg) from None
        import jsonschema_specifications

        resource = specification.create_resource(self.schema)
        uri = resource.id() or "urn:extractor:schema"
        try:
            registry: Any = jsonschema_specifications.REGISTRY.combine(Registry()).with_resource(uri, resource).crawl()
            self.resolver = registry.resolver(uri)
        except (Unresolvable, ValueError, TypeError, AttributeError, LookupError) as error:
            msg = f"{self.place}: its $id or $ref cannot be read ({type(error).__name__})"
            raise UsageError(msg) from None
        self.validator = bounded(kind)(
            self.schema, registry=registry, _resolver=self.resolver, format_checker=jsonschema.FormatChecker()
        )

    def _check_size(self) -> None:
        seen = 0
        stack: list[tuple[Json, int]] = [(self.schema, 0)]
        while stack:
            node, level = stack.pop()
            if isinstance(node, (dict, list)):
                seen += 1
                if level > MOST_LEVELS or seen > MOST_PARTS:
                    msg = (
                        f"{self.place}: the schema is too large: {MOST_LEVELS} levels and {MOST_PARTS:,} parts at most"
                    )
                    raise UsageError(msg)
                stack += [(part, level + 1) for part in (node.values() if isinstance(node, dict) else node)]

    def root(self) -> Applied:
        """What applies to the answer as a whole."""
        return Applied(self.schema, self.resolver)

    def target(self, at: Applied, keyword: str) -> Applied | None:
        """What a `$ref` beside other keywords points to; None for a target that is no schema object.

        Raises `UsageError` where it points outside or nowhere.
        """
        from referencing.exceptions import Unresolvable

        ref = at.schema[keyword]
        try:
            found = at.resolver.lookup("#" if keyword == "$recursiveRef" else ref)
        except (Unresolvable, ValueError, TypeError, AttributeError, LookupError):
            outside = isinstance(ref, str) and not ref.startswith("#")
            why = "points to another document: write it into this one" if outside else "points nowhere"
            msg = f"{self.place}: {keyword} {_short(str(ref))!r} {why}"
            raise UsageError(msg) from None
        return Applied(found.contents, found.resolver) if isinstance(found.contents, dict) else None

    def inner(self, at: Applied, schema: Json) -> Applied | None:
        """A subschema with its own resolver; None where it is `true` or `false`."""
        if not isinstance(schema, dict):
            return None
        from referencing.jsonschema import DRAFT202012

        if "$id" in schema or "id" in schema:
            try:
                resource = DRAFT202012.create_resource(schema) if "$id" in schema else None
                return Applied(schema, at.resolver.in_subresource(resource) if resource else at.resolver)
            except (ValueError, TypeError, AttributeError):
                return Applied(schema, at.resolver)
        return Applied(schema, at.resolver)

    def fits(self, data: Json, at: Applied | bool) -> bool:
        """Whether data is valid against one part of the schema."""
        if isinstance(at, bool):
            return at
        return next(self.validator.descend(data, at.schema, resolver=at.resolver), None) is None

    def fault(self, data: Json, *, partial: bool = False) -> tuple[tuple[str | int, ...], str] | None:
        """The first place where data breaks the schema, and how; None when it does not.

        `partial`: fields of the answer itself may be missing.
        """
        try:
            for error in self.validator.iter_errors(data):
                path = tuple(error.absolute_path)
                if not (partial and not path and error.validator in _ABOUT_MISSING):
                    return path, _short(error.message)
        except (RecursionError, re.error, ValueError, TypeError, LookupError, ArithmeticError, AttributeError) as error:
            return (), f"cannot be validated ({type(error).__name__})"
        return None

    def applying(self, data: Json, *at: Applied) -> list[Applied]:
        """All schemas that apply to data where these do: theirs, and what they refer to and combine.

        Of `anyOf`, `oneOf` and `if` only the branches that data fits.
        """
        found: list[Applied] = []
        stack = list(at)
        seen: set[int] = set()
        while stack:
            one = stack.pop()
            if id(one.schema) in seen:
                continue
            seen.add(id(one.schema))
            found.append(one)
            stack += self._beside(data, one)
        return found

    def _beside(self, data: Json, one: Applied) -> Iterator[Applied]:
        schema = one.schema
        for keyword in _REFS:
            if keyword in schema:
                target = self.target(one, keyword)
                if target is not None:
                    yield target
        for part in _list(schema.get("allOf")):
            inner = self.inner(one, part)
            if inner is not None:
                yield inner
        for keyword in ("anyOf", "oneOf"):
            for part in _list(schema.get(keyword)):
                inner = self.inner(one, part)
                if inner is not None and self.fits(data, inner):
                    yield inner
        condition = schema.get("if")
        if condition is not None:
            held = condition if isinstance(condition, bool) else self._holds(data, one, condition)
            inner = self.inner(one, schema.get("then" if held else "else"))
            if inner is not None:
                yield inner
        if isinstance(data, dict):
            for keyword in ("dependentSchemas", "dependencies"):
                for name, part in _dict(schema.get(keyword)).items():
                    inner = self.inner(one, part) if name in data else None
                    if inner is not None:
                        yield inner

    def _holds(self, data: Json, one: Applied, condition: Json) -> bool:
        inner = self.inner(one, condition)
        return inner is not None and self.fits(data, inner)

    def of_property(self, at: list[Applied], name: str) -> list[Applied]:
        """What applies to a property, given what applies to its object."""
        found: list[Applied | None] = []
        for one in at:
            own = _dict(one.schema.get("properties"))
            patterns = [p for p in _dict(one.schema.get("patternProperties")) if re.search(p, name)]
            if name in own:
                found.append(self.inner(one, own[name]))
            found += [self.inner(one, one.schema["patternProperties"][pattern]) for pattern in patterns]
            if name not in own and not patterns:
                found.append(self.inner(one, one.schema.get("additionalProperties")))
                found.append(self.inner(one, one.schema.get("unevaluatedProperties")))
        return [one for one in found if one is not None]

    def of_item(self, at: list[Applied], number: int) -> list[Applied]:
        """What applies to an item of a list, given what applies to the list."""
        found: list[Applied | None] = []
        for one in at:
            items = one.schema.get("items")
            first = items if isinstance(items, list) else _list(one.schema.get("prefixItems"))
            if number < len(first):
                found.append(self.inner(one, first[number]))
            else:
                found.append(self.inner(one, one.schema.get("additionalItems") if isinstance(items, list) else items))
                found.append(self.inner(one, one.schema.get("unevaluatedItems")))
        return [one for one in found if one is not None]


_DEFAULT = "https://json-schema.org/draft/2020-12/schema"
_ABOUT_MISSING = frozenset({"required", "dependentRequired", "minProperties"})
#: Characters of a validator's message that an error shows.
_SHOWN = 160


def _short(message: str) -> str:
    line = " ".join(message.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _where(path: Any) -> str:
    steps = "/".join(str(step) for step in path)
    return f"at {steps}: " if steps else ""


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
