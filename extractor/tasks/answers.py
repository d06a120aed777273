"""From the answer of a model to grounded data: words get their spans, numbers are held against words.

What does not ground is left out at the smallest place that can be left out: an optional field, an entry
of a list, else the whole answer. Each loss is a `Loss` with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from extractor.tasks.answer_schema import AnswerSchema, Applied
from extractor.tasks.fields import HELD_BY, NOT_GROUNDED, VERBATIM, Free, Verbatim
from extractor.tasks.numbers import holds
from extractor.tasks.passages import Passage, Unusable

Json = Any
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Loss:
    """A part of an answer that is not used: why, the words at fault, and the part as the model answered it.

    `entry` is the entry of a list it stands in, as answered, and `field` its place in that entry: they tell
    which loss a second answer makes good.
    """

    reason: str
    words: str
    answer: str
    entry: str = ""
    field: tuple[str, ...] = ()


class _Lost(Exception):
    """A value that cannot be used and cannot be left out where it stands."""

    def __init__(self, loss: Loss) -> None:
        super().__init__(loss.reason)
        self.loss = loss


class _Empty(Exception):
    """Words that were not answered: "" is "the document does not say"."""


class Grounding:
    """Grounds one answer about one passage. `data` is None when nothing of it could be used."""

    def __init__(self, schema: AnswerSchema, passage: Passage, raw: dict[str, Json]) -> None:
        self.schema = schema
        self.passage = passage
        self.losses: list[Loss] = []
        self.edits: list[str] = []
        self._near: int | None = None
        self._entry = ""  # as answered: the entry of a list that is being read
        self.data: dict[str, Json] | None = None
        try:
            self.data = self._object(raw, [schema.root()], (), root=True)
        except _Lost as lost:
            self.losses.append(lost.loss)

    def _value(self, raw: Json, at: list[Applied], path: Path, *, words: bool) -> Json:
        if isinstance(raw, dict):
            return self._object(raw, at, path)
        applied = self.schema.applying(raw, *at)
        words = words or any(one.schema.get(VERBATIM) for one in applied)
        if isinstance(raw, list):
            return self._list(raw, applied, path, words=words)
        if not isinstance(raw, str):
            return raw
        if words:
            return self._words(raw, path)
        if any("enum" in one.schema or "const" in one.schema for one in applied):
            return raw
        return Free(raw)

    def _words(self, raw: str, path: Path) -> Verbatim:
        if not raw.strip():
            raise _Empty
        try:
            grounded = self.passage.place(raw, self._near, _name(path))
        except Unusable as fault:
            raise _Lost(Loss(str(fault), raw, raw, field=_field(path))) from None
        if self._near is None:
            self._near = grounded.spans[0].start
        self.edits += grounded.edits
        text = " … ".join(" ".join(span.text.split()) for span in grounded.spans)
        return Verbatim(text, grounded.spans, grounded.verdict)  # type: ignore[arg-type]  # never "rejected" here

    def _list(self, raw: list[Json], applied: list[Applied], path: Path, *, words: bool) -> list[Json]:
        placed = any("prefixItems" in one.schema or isinstance(one.schema.get("items"), list) for one in applied)
        kept: list[Json] = []
        for number, item in enumerate(raw):
            here = self._near
            self._entry = _shown(item)
            try:
                kept.append(self._value(item, self.schema.of_item(applied, number), (*path, number), words=words))
            except _Empty:
                if placed:
                    raise
            except _Lost as lost:
                if placed:
                    raise _Lost(replace(lost.loss, answer=_shown(raw))) from None
                self.losses.append(replace(lost.loss, answer=_shown(item), entry=_shown(item)))
                self._near = here
        return kept

    def _object(self, raw: dict[str, Json], at: list[Applied], path: Path, *, root: bool = False) -> dict[str, Json]:
        outer, self._near = self._near, None if not root and isinstance(path[-1], int) else self._near
        applied = self.schema.applying(raw, *at)
        required = {name for one in applied for name in one.schema.get("required") or [] if isinstance(name, str)}
        fields = {name: self.schema.of_property(applied, name) for name in raw}
        held = {name: _holders(self.schema, raw[name], fields[name]) for name in raw}
        made: dict[str, Json] = {}
        # A number is looked at when the words that must hold it are known.
        for name in sorted(raw, key=lambda name: bool(held[name])):
            try:
                value = self._value(raw[name], fields[name], (*path, name), words=False)
                self._check_number(value, held[name], made, (*path, name))
                made[name] = value
            except (_Empty, _Lost) as fault:
                loss = fault.loss if isinstance(fault, _Lost) else None
                if self._nullable(fields[name]):
                    made[name] = None
                elif name in required and not root:
                    empty = Loss(f"{_name((*path, name))}: not answered", "", "", field=_field((*path, name)))
                    raise _Lost(replace(loss or empty, answer=_shown(raw))) from None
                if loss is not None:
                    self.losses.append(replace(loss, entry=self._entry))
        self._near = outer if not root else self._near
        return {name: made[name] for name in raw if name in made}

    def _check_number(self, value: Json, holders: list[str], made: dict[str, Json], path: Path) -> None:
        if not holders or isinstance(value, bool) or not isinstance(value, (int, float)):
            return
        words = [one for name in holders for one in _verbatims(made.get(name))]
        if not any(holds(one, value, self.passage.document.language) for one in words):
            said = f"{holders[0]!r}" if len(holders) == 1 else "any of " + ", ".join(holders)
            reason = f"{_name(path)}: number {value} does not stand in {said}"
            raise _Lost(Loss(reason, f"{path[-1]}: {value}", str(value), field=_field(path)))

    def _nullable(self, at: list[Applied]) -> bool:
        return bool(at) and all(self.schema.fits(None, one) for one in at)


def _holders(schema: AnswerSchema, value: Json, at: list[Applied]) -> list[str]:
    """The fields whose words must hold this number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return []
    found = [one.schema[HELD_BY] for one in schema.applying(value, *at) if HELD_BY in one.schema]
    return [name for names in found for name in ([names] if isinstance(names, str) else names)]


def _verbatims(value: Json) -> Iterator[str]:
    if isinstance(value, Verbatim):
        yield str(value)
    elif isinstance(value, list):
        for one in value:
            yield from _verbatims(one)


def as_json(value: Json) -> Json:
    """Grounded data in the form of a result: words with their spans, the model's own words marked as not grounded."""
    if isinstance(value, Verbatim):
        return value.as_json()
    if isinstance(value, Free):
        return {"text": str(value), "spans": [], "grounding": NOT_GROUNDED}
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    return value


def from_json(value: Json) -> Json:
    """Grounded data again, from the form of a result."""
    if isinstance(value, dict):
        if set(value) == {"text", "spans", "grounding"}:
            grounded = value["grounding"] != NOT_GROUNDED
            return Verbatim._read(value) if grounded else Free(value["text"])
        return {name: from_json(part) for name, part in value.items()}
    return [from_json(part) for part in value] if isinstance(value, list) else value


def with_nulls(value: Json, schema: AnswerSchema, at: list[Applied]) -> Json:
    """Data with null for every field that may be null and was not answered, so that entries have the same fields."""
    if isinstance(value, dict):
        applied = schema.applying(value, *at)
        made = {n: with_nulls(part, schema, schema.of_property(applied, n)) for n, part in value.items()}
        for name in dict.fromkeys(name for one in applied for name in one.schema.get("properties") or {}):
            fields = schema.of_property(applied, name)
            if name not in made and fields and all(schema.fits(None, one) for one in fields):
                made[name] = None
        return made
    if isinstance(value, list):
        applied = schema.applying(value, *at)
        return [with_nulls(part, schema, schema.of_item(applied, n)) for n, part in enumerate(value)]
    return value


def items(value: Json) -> Iterator[bool]:
    """The items of grounded data, each with whether it was repaired.

    An item is an entry of a list (an object or words), and what an answer says beside its lists.
    """
    if isinstance(value, dict) and _says(value):
        yield _repaired(value)
    yield from _entries(value)


def _entries(value: Json) -> Iterator[bool]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        if isinstance(value, list) and isinstance(part, (dict, Verbatim)):
            yield _repaired(part)
        yield from _entries(part)


def _says(value: dict[str, Json]) -> bool:
    return any(
        _says(part) if isinstance(part, dict) else part is not None and not isinstance(part, list)
        for part in value.values()
    )


def _repaired(value: Json) -> bool:
    if isinstance(value, Verbatim):
        return value.grounding == "repaired"
    return isinstance(value, dict) and any(_repaired(part) for part in value.values())


def _name(path: Path) -> str:
    return ".".join(str(step) for step in path if not isinstance(step, int)) or "answer"


def _field(path: Path) -> tuple[str, ...]:
    """The names behind the last entry of a list."""
    last = max((n for n, step in enumerate(path) if isinstance(step, int)), default=-1)
    return tuple(str(step) for step in path[last + 1 :])


def _shown(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
