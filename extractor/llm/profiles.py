"""Profiles: what a model can take, as data.

How much text goes into one question, how the answer's form is asked for and whether code or the
model decides what is kept are properties of a model. They are written in `profiles.toml`, so
that supporting another model needs no code.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Literal

Window = Literal["sentence", "paragraph", "document"]
Mode = Literal["json_schema", "tools", "json"]
Rules = Literal["decide", "check"]


@dataclass(frozen=True)
class Profile:
    """What one kind of model can take.

    match: globs or substrings of model names, compared without case.
    context_tokens: prompt and answer together.
    window: how much of the document one question shows.
    budget_tokens: document text in one question, in tokens.
    mode: how the form of the answer is asked for.
    examples: whether worked examples are shown.
    rules: `decide` where code chooses what is kept, `check` where it only verifies.
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


def _fits(pattern: str, name: str) -> bool:
    return fnmatchcase(name, pattern) if set(pattern) & set("*?[") else pattern in name
