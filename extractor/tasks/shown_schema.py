"""The plain schema that a model is shown and held to: what every endpoint that forces a form knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.tasks.answer_schema import AnswerSchema, Applied

Json = Any
#: Formats that grammars of common engines know; others are validated only.
_FORMATS = frozenset({"date", "time", "date-time", "uuid"})
#: Counts above this make grammars huge; they are validated only.
_MOST_COUNTED = 200
_LIMITS = ("minItems", "maxItems", "minLength", "maxLength")
_BOUNDS = ("minimum", "maximum")
#: Levels of combined schemas that are put into one; deeper ones are validated only.
_MOST_COMBINED = 12


def shown(schema: AnswerSchema, *, partial: bool) -> dict[str, Json]:
    """What is sent. `partial`: no field of the answer itself is required, since a window may not hold it."""
    writer = _Writer(schema)
    root = dict(writer.object_root())
    root |= {"title": "Answer", "description": "The answer."}
    if writer.defs:
        root["$defs"] = writer.defs
    made: dict[str, Json] = _required_first(root)
    if partial:
        made.pop("required", None)
    return made


def in_shown_order(answer: Json, part: Json, root: Json) -> Json:
    """An answer with its fields in the order of the schema that is shown: what a worked example must teach.

    `part`: the schema of `answer` inside `root`.
    """
    part = _followed(part, root)
    if isinstance(answer, list):
        items = part.get("items", {})
        return [in_shown_order(one, items, root) for one in answer]
    if not isinstance(answer, dict):
        return answer
    branches = [part, *part.get("anyOf", ())]
    resolved = [_followed(one, root) for one in branches]
    fields: dict[str, Json] = next((one["properties"] for one in resolved if "properties" in one), {})
    names = [*(name for name in fields if name in answer), *(name for name in answer if name not in fields)]
    return {name: in_shown_order(answer[name], fields.get(name, {}), root) for name in names}


def _followed(part: Json, root: Json) -> Json:
    """The schema that a `$ref` stands for; nothing for one that only leads to itself."""
    seen: set[str] = set()
    while "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        if name in seen:
            return {}
        seen.add(name)
        part = root.get("$defs", {}).get(name, {})
    return part


def _required_first(part: Json) -> Json:
    """Grammars of common engines write required fields before the others, whatever order a schema has them in."""
    if isinstance(part, list):
        return [_required_first(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: value if name in ("enum", "required") else _required_first(value) for name, value in part.items()}
    fields = made.get("properties")
    if isinstance(fields, dict) and isinstance(made.get("required"), list):
        made["properties"] = {
            name: fields[name] for name in sorted(fields, key=lambda name: name not in made["required"])
        }
    return made


class _Writer:
    """Writes one schema; what refers to itself becomes a definition of its own."""

    def __init__(self, schema: AnswerSchema) -> None:
        self.schema = schema
        self.defs: dict[str, Json] = {}
        self._names: dict[int, str] = {}
        #: Schemas that are being put together: one that is put into itself is validated only.
        self._open: set[int] = set()

    def object_root(self) -> dict[str, Json]:
        """The answer as one object: refs followed, alternatives put together."""
        root = self._combined(self.schema.root(), everything=True)
        root.setdefault("type", "object")
        root["type"] = "object"
        root.setdefault("properties", {})
        for keyword in ("anyOf", "enum", "const", "items", "prefixItems"):
            root.pop(keyword, None)
        return root

    def part(self, at: Applied | None) -> dict[str, Json]:
        """One field's schema."""
        if at is None:
            return {}
        refs = [keyword for keyword in ("$ref", "$dynamicRef", "$recursiveRef") if keyword in at.schema]
        if not refs:
            return self._combined(at)
        target = self.schema.target(at, refs[0])
        if target is None:
            return {}
        key = id(target.schema)
        if key not in self._names:
            self._names[key] = name = f"d{len(self._names)}"
            self.defs[name] = {}
            outside, self._open = self._open, set()
            self.defs[name] = self.part(target)
            self._open = outside
        made: dict[str, Json] = {"$ref": f"#/$defs/{self._names[key]}"}
        if isinstance(at.schema.get("description"), str):
            made["description"] = at.schema["description"]
        return made

    def _combined(self, at: Applied, level: int = 0, *, everything: bool = False) -> dict[str, Json]:
        """A schema with its `allOf` put in; at the root its refs and alternatives as well."""
        key = id(at.schema)
        if key in self._open:
            return {}
        self._open.add(key)
        try:
            return self._put_together(at, level, everything)
        finally:
            self._open.remove(key)

    def _put_together(self, at: Applied, level: int, everything: bool) -> dict[str, Json]:
        made = self._own(at, everything=everything)
        if level > _MOST_COMBINED:
            return made
        parts = _list(at.schema.get("allOf"))
        inner = [self.schema.inner(at, part) for part in parts]
        if everything:
            inner += [self.schema.target(at, ref) for ref in ("$ref", "$dynamicRef") if ref in at.schema]
            several = [*_list(at.schema.get("anyOf")), *_list(at.schema.get("oneOf"))]
            several += [at.schema.get(keyword) for keyword in ("if", "then", "else")]
            optional = [self.schema.inner(at, part) for part in several]
            for one in optional:
                if one is not None:
                    made = _merged(made, self._combined(one, level + 1, everything=True), required=False)
        for one in inner:
            if one is not None:
                made = _merged(made, self._resolved(one, level + 1, everything), required=True)
        return made

    def _resolved(self, at: Applied, level: int, everything: bool) -> dict[str, Json]:
        """One part of an `allOf`; a ref in it is followed rather than named, so that its fields can be put in."""
        if "$ref" in at.schema and level <= _MOST_COMBINED:
            target = self.schema.target(at, "$ref")
            return self._resolved(target, level + 1, everything) if target is not None else {}
        return self._combined(at, level, everything=everything)

    def _own(self, at: Applied, *, everything: bool) -> dict[str, Json]:
        """What a schema says itself, of what is kept."""
        here = at.schema
        made: dict[str, Json] = {}
        if isinstance(here.get("description"), str):
            made["description"] = here["description"]
        for keyword in ("enum", "const"):
            if keyword in here and not _holds_object(here[keyword]):
                made["enum"] = list(here["enum"]) if keyword == "enum" else [here["const"]]
        kind = _kind(here)
        if kind is not None and "enum" not in made:
            made["type"] = kind
        self._object(at, made)
        self._array(at, made)
        if here.get("format") in _FORMATS and kind == "string":
            made["format"] = here["format"]
        for keyword in (*_LIMITS, *_BOUNDS):
            value = here.get(keyword)
            counted = keyword in _LIMITS
            if type(value) is int and (not counted or 0 <= value <= _MOST_COUNTED) and _about(keyword, kind):
                made[keyword] = value
        if not everything and "enum" not in made:
            branches = [
                self.part(inner)
                for keyword in ("anyOf", "oneOf")
                for part in _list(here.get(keyword))
                if (inner := self.schema.inner(at, part)) is not None
            ]
            if branches and "properties" not in made and all(branches):
                made.pop("type", None)
                made["anyOf"] = branches
        return made

    def _object(self, at: Applied, made: dict[str, Json]) -> None:
        here = at.schema
        fields = here.get("properties")
        if isinstance(fields, dict):
            made["properties"] = {
                name: self.part(self.schema.inner(at, part)) for name, part in fields.items() if part is not False
            }
        named = made.get("properties", {})
        required = [n for n in _list(here.get("required")) if isinstance(n, str)]
        if required and _kind(here) == "object":
            made["properties"] = {**named, **{name: {} for name in required if name not in named}}
            made["required"] = [name for name in dict.fromkeys(required) if name in made["properties"]]
        if "properties" not in made and made.get("type") == "object":
            patterns = here.get("patternProperties")
            others = [here.get("additionalProperties"), *(patterns.values() if isinstance(patterns, dict) else ())]
            one = next((inner for part in others if (inner := self.schema.inner(at, part)) is not None), None)
            if one is not None:
                made["additionalProperties"] = self.part(one)

    def _array(self, at: Applied, made: dict[str, Json]) -> None:
        items = at.schema.get("items")
        first = items if isinstance(items, list) else _list(at.schema.get("prefixItems"))
        if made.get("type") != "array":
            return
        if first:
            made["prefixItems"] = [self.part(self.schema.inner(at, part)) for part in first]
        elif isinstance(items, dict):
            made["items"] = self.part(self.schema.inner(at, items))
        else:
            made["items"] = {}


def _kind(here: Mapping[str, Json]) -> Json:
    """The type, said or seen from what is said; several only where they are named."""
    kind = here.get("type")
    if isinstance(kind, str):
        return kind if kind in _TYPES else None
    if isinstance(kind, list):
        named = [one for one in kind if one in _TYPES]
        return named[0] if len(named) == 1 else named or None
    if any(keyword in here for keyword in ("properties", "patternProperties", "required")):
        return "object"
    return "array" if "items" in here or "prefixItems" in here else None


_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


def _about(keyword: str, kind: Json) -> bool:
    if keyword in _BOUNDS:
        return bool(kind == "integer")
    return bool(kind == ("array" if keyword.endswith("Items") else "string"))


def _merged(one: dict[str, Json], other: dict[str, Json], *, required: bool) -> dict[str, Json]:
    made = {**other, **one}
    for keyword in ("required", "properties"):
        made.pop(keyword, None)
    fields = {**other.get("properties", {}), **one.get("properties", {})}
    if fields:
        made |= {"properties": fields, "type": "object"}
    needed = [*one.get("required", ()), *(other.get("required", ()) if required else ())]
    if needed:
        made["required"] = list(dict.fromkeys(needed))
    return made


def _holds_object(value: Json) -> bool:
    return any(isinstance(one, (dict, list)) for one in (value if isinstance(value, list) else [value]))


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
