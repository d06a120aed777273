"""One answer of several: of the windows of a document, and of a question put twice.

Lists are put together, an entry that says the same once. Of the answer itself each field is taken from the
first window that has it. An object inside it is taken whole, so that its parts come from one place: the
one that says more, of equals the first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from extractor.tasks.fields import Verbatim

Json = Any
#: Hears what is not used: a reason, and the value.
Unused = Callable[[str, Json], None]


def merged(first: dict[str, Json] | None, second: dict[str, Json] | None, unused: Unused) -> dict[str, Json] | None:
    """The answers of two windows as one."""
    if first is None or second is None:
        return second if first is None else first
    made = dict(first)
    for name, value in second.items():
        have = made.get(name)
        if _is_empty(have):
            made[name] = value
        elif _is_empty(value):
            continue
        elif isinstance(have, list) and isinstance(value, list):
            made[name] = _together(have, value, unused)
        elif isinstance(have, dict) and isinstance(value, dict):
            kept, left = (value, have) if _weight(value) > _weight(have) else (have, value)
            made[name] = kept
            if said(kept) != said(left):
                unused(f"{name}: said more fully elsewhere", left)
        elif said(have) != said(value):
            unused(f"{name}: answered otherwise before", value)
    return made


def completed(first: dict[str, Json], again: dict[str, Json]) -> tuple[dict[str, Json], list[Json]]:
    """The first answer with what the second one adds to it, and the fields and entries that were added.

    An entry of the second that holds all that one of the first does, at the same place, takes its place.
    """
    made = dict(first)
    gained: list[Json] = []
    for name, value in again.items():
        have = made.get(name)
        if isinstance(have, list) and isinstance(value, list):
            made[name], more = _extended(have, value)
            gained += more
        elif isinstance(have, dict) and isinstance(value, dict) and _extends(value, have):
            gained += [value] * (_weight(value) > _weight(have))
            made[name] = value
        elif _is_empty(have) and not _is_empty(value):
            made[name] = value
            gained += value if isinstance(value, list) else [value]
    return made, gained


def _together(first: list[Json], second: list[Json], unused: Unused) -> list[Json]:
    known = [said(one) for one in first]
    made = list(first)
    for one in second:
        if said(one) in known:
            if isinstance(one, (dict, Verbatim)):
                unused("said twice", one)
            continue
        known.append(said(one))
        made.append(one)
    return made


def once(value: Json, unused: Unused) -> Json:
    """Each entry of every list once: small models repeat themselves."""
    if isinstance(value, dict):
        return {name: once(part, unused) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    return _together([], [once(part, unused) for part in value], unused)


def _extended(first: list[Json], second: list[Json]) -> tuple[list[Json], list[Json]]:
    made = list(first)
    gained: list[Json] = []
    for one in second:
        at = next((n for n, have in enumerate(made) if _extends(one, have) or _extends(have, one)), None)
        if at is None:
            made.append(one)
            gained.append(one)
        elif _weight(one) > _weight(made[at]):
            made[at] = one
            gained.append(one)
    return made, gained


def _extends(more: Json, less: Json) -> bool:
    """Whether all that `less` says `more` says too, at the same place."""
    if _is_empty(less):
        return True
    if isinstance(more, dict) and isinstance(less, dict):
        return all(name in more and _extends(more[name], value) for name, value in less.items() if not _is_empty(value))
    if isinstance(more, list) and isinstance(less, list):
        return all(any(_extends(one, other) for one in more) for other in less)
    if isinstance(more, Verbatim) and isinstance(less, Verbatim):
        return more.spans == less.spans
    return bool(more == less)


def _is_empty(value: Json) -> bool:
    return value is None or value == [] or value == {}


def said(value: Json) -> Json:
    """What a value says, without where it stands: for comparing."""
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    if isinstance(value, dict):
        return {name: said(part) for name, part in value.items() if not _is_empty(part)}
    return [said(part) for part in value] if isinstance(value, list) else value


def _weight(value: Json) -> int:
    """How much an object says: its values that are not empty."""
    if isinstance(value, dict):
        return sum(_weight(part) for part in value.values())
    if isinstance(value, list):
        return sum(_weight(part) for part in value)
    return 0 if value is None else 1
