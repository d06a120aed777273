"""Words that mark attribution, by language, read from `lexicon.<language>.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

VerbClass = Literal["speech", "attitude", "object"]
Form = Literal["base", "third", "past", "participle", "gerund"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb that can be a cue."""

    lemma: str
    kind: VerbClass
    form: Form


@dataclass(frozen=True)
class Lexicon:
    """The closed lists that the rules of one language stand on; all lower case."""

    language: str
    verbs: dict[str, Verb]
    nominal: frozenset[str]
    declined: tuple[tuple[str, ...], ...]
    topic: frozenset[str]
    denied: frozenset[str]
    hedges: frozenset[str]
    hedge_phrases: tuple[tuple[str, ...], ...]
    questioned: tuple[tuple[str, ...], ...]
    words: dict[str, frozenset[str]]


def _regular(lemma: str) -> tuple[str, str, str, str]:
    """Third person, past, participle and gerund of a regular English verb."""
    if lemma.endswith("e"):
        past, gerund = lemma + "d", lemma[:-1] + "ing"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        past, gerund = lemma[:-1] + "ied", lemma + "ing"
    else:
        past, gerund = lemma + "ed", lemma + "ing"
    if lemma.endswith(("s", "sh", "ch", "x", "z")):
        third = lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        third = lemma[:-1] + "ies"
    else:
        third = lemma + "s"
    return third, past, past, gerund


def _verbs(data: dict[str, Any]) -> dict[str, Verb]:
    irregular: dict[str, str] = data["irregular"]
    forms: dict[str, Verb] = {}
    kinds: tuple[VerbClass, ...] = ("speech", "attitude", "object")
    names: tuple[Form, ...] = ("base", "third", "past", "participle", "gerund")
    for kind in kinds:
        for entry in data[kind]["verbs"].split():
            lemma = entry.split("_")[0]  # "point_out": the particle is looked for in the sentence
            inflected = tuple(irregular[lemma].split()) if lemma in irregular else _regular(lemma)
            for form, word in zip(names, (lemma, *inflected), strict=True):
                forms.setdefault(word, Verb(lemma, kind, form))
    return forms


def _phrases(items: list[str]) -> tuple[tuple[str, ...], ...]:
    """Longest first, so that "declined to comment" is tried before "declined"."""
    return tuple(sorted((tuple(item.split()) for item in items), key=len, reverse=True))


@cache
def lexicon_for(language: str | None) -> Lexicon | None:
    """The lexicon of a language (ISO 639-1), or None where nobody has written one."""
    resource = files(__package__) / f"lexicon.{language}.toml"
    if language is None or not language.isalpha() or not resource.is_file():
        return None
    data = tomllib.loads(resource.read_text(encoding="utf-8"))
    return Lexicon(
        language=data["language"],
        verbs=_verbs(data),
        nominal=frozenset(data["nominal"]["nouns"].split()),
        declined=_phrases(data["declined"]["phrases"]),
        topic=frozenset(data["declined"]["topic"].split()),
        denied=frozenset(data["denied"]["verbs"].split()),
        hedges=frozenset(data["hedges"]["words"].split()),
        hedge_phrases=_phrases(data["hedges"]["phrases"]),
        questioned=_phrases(data["questioned"]["phrases"]),
        words={name: frozenset(words.split()) for name, words in data["words"].items()},
    )
