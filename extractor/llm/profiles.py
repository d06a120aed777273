"""Profiles: what a model can take, as data.

How much text goes into one question, how the answer's form is asked for and whether code or the
model decides what is kept are properties of a model. They are written in `profiles.toml`, so
that supporting another model needs no code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from extractor.errors import UsageError

Window = Literal["sentence", "paragraph", "document"]
Mode = Literal["json_schema", "tools", "json"]
Rules = Literal["decide", "check", "off"]


@dataclass(frozen=True)
class Profile:
    """What one kind of model can take.

    match: globs or substrings of model names, compared without case.
    context_tokens: prompt and answer together.
    window: how much of the document one question shows.
    budget_tokens: document text in one question, in tokens.
    mode: how the form of the answer is asked for.
    examples: whether worked examples are shown.
    rules: `decide` where code chooses what is kept, `check` where it only verifies what the model
        found, `off` where answers are grounded and nothing else.
    max_output_tokens: limit of one answer.
    logprobs: whether the log-probability of each answered token is asked for.
    """

    name: str
    match: tuple[str, ...]
    context_tokens: int
    window: Window
    budget_tokens: int
    mode: Mode
    examples: bool
    rules: Rules
    max_output_tokens: int
    logprobs: bool


DEFAULT_PROFILE = "default"  # of models that no other profile names


@cache
def profiles() -> tuple[Profile, ...]:
    """All profiles, in the order they are tried."""
    text = resources.files(__package__).joinpath("profiles.toml").read_text(encoding="utf-8")
    return tuple(Profile(**{**entry, "match": tuple(entry["match"])}) for entry in tomllib.loads(text)["profile"])


def profile_for(model_name: str) -> Profile:
    """The profile for a model's name (`qwen2.5-coder-1.5b-instruct`, `org/name`, a GGUF file's stem)."""
    name = model_name.rsplit("/", 1)[-1].casefold()
    for profile in profiles():
        if any(_fits(pattern.casefold(), name) for pattern in profile.match):
            return profile
    msg = f"profiles.toml: no profile fits {model_name!r}; its last entry must match '*'"
    raise LookupError(msg)


def profile_named(name: str) -> Profile:
    """The profile of this name. Raises `KeyError`."""
    return {profile.name: profile for profile in profiles()}[name]


def read_profiles(path: str | Path) -> tuple[Mapping[str, Any], ...]:
    """The entries of a user's own profiles file: `[[profile]]` tables as in ours. Raises `UsageError`.

    `name` and `match` must be there; a field left out is as in the profile that would fit otherwise.
    """
    try:
        entries = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("profile")
    except OSError as error:
        msg = f"{path}: profiles cannot be read ({(error.strerror or type(error).__name__).lower()})"
        raise UsageError(msg) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        msg = f"{path}: not TOML ({' '.join(str(error).split())})"
        raise UsageError(msg) from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        msg = f"{path}: holds no [[profile]] table"
        raise UsageError(msg)
    for number, entry in enumerate(entries, 1):
        _check(entry, f"{path}: profile {number}")
    return tuple(entries)


def with_own(profile: Profile, model_name: str, own: Sequence[Mapping[str, Any]]) -> Profile:
    """The first of a user's own entries that fits the model's name, completed by `profile`; else `profile`."""
    name = model_name.rsplit("/", 1)[-1].casefold()
    for entry in own:
        if any(_fits(pattern.casefold(), name) for pattern in entry["match"]):
            return replace(profile, **{**entry, "match": tuple(entry["match"])})
    return profile


def _check(entry: Mapping[str, Any], place: str) -> None:
    kinds = {field.name: field.type for field in fields(Profile)}
    for name, value in entry.items():
        if name not in kinds:
            msg = f"{place}: there is no field {name!r}; there are {', '.join(kinds)}"
            raise UsageError(msg)
        wanted = _WANTED.get(name)
        if wanted is not None and value not in wanted:
            msg = f"{place}: {name} is {value!r}; it may be {', '.join(wanted)}"
            raise UsageError(msg)
        if kinds[name] == "int" and (type(value) is not int or value < 1):
            msg = f"{place}: {name} must be a whole number above 0"
            raise UsageError(msg)
        if kinds[name] == "bool" and type(value) is not bool:
            msg = f"{place}: {name} must be true or false"
            raise UsageError(msg)
    if not isinstance(entry.get("name"), str) or not entry["name"]:
        msg = f'{place}: it needs a name: name = "mine"'
        raise UsageError(msg)
    match = entry.get("match")
    if not isinstance(match, list) or not match or not all(isinstance(pattern, str) and pattern for pattern in match):
        msg = f'{place}: it needs the models it is for: match = ["my-model*"]'
        raise UsageError(msg)


_WANTED = {"window": get_args(Window), "mode": get_args(Mode), "rules": get_args(Rules)}


def _fits(pattern: str, name: str) -> bool:
    return fnmatchcase(name, pattern) if set(pattern) & set("*?[") else pattern in name
