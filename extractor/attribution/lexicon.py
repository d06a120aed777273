"""Words that mark attribution, by language, read from `lexicon.<language>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

VerbClass = Literal["speech", "attitude", "object"]
Form = Literal["base", "third", "past", "participle", "gerund", "subjunctive"]
_KINDS: tuple[VerbClass, ...] = ("speech", "attitude", "object")


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a verb that can be a cue.

    `particles`: the words that must follow ("point" + "out"). `clausal`: a cue only with a clause or
    a quotation, not with a mere object. `ambiguous`: the form may be a noun ("claims", "report").
    """

    lemma: str
    kind: VerbClass
    form: Form
    particles: tuple[str, ...] = ()
    clausal: bool = False
    ambiguous: bool = False


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The closed lists that the rules of one language stand on; all lower case.

    `common` are frequent verbs that are no cue, by form: they show where a clause has its verb.
    """

    language: str
    order: Literal["subject first", "verb second"]
    verbs: dict[str, Verb]
    phrasal: dict[str, tuple[Verb, ...]]
    common: dict[str, Form]
    ambiguous: frozenset[str]
    nominal: frozenset[str]
    declined: tuple[tuple[str, ...], ...]
    topic: frozenset[str]
    denied: frozenset[str]
    hedges: frozenset[str]
    hedge_phrases: tuple[tuple[str, ...], ...]
    questioned: tuple[tuple[str, ...], ...]
    words: dict[str, frozenset[str]]

    @cached_property
    def declined_by_first(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The phrases of refusal by their first word, longest first."""
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for phrase in self.declined:
            found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
        return found

    @cached_property
    def cue_openings(self) -> frozenset[str]:
        """The words that a cue can begin with."""
        return frozenset({"according", "per"}).union(
            self.words["citing"],
            self.words.get("predicates", ()),
            self.words.get("moods", ()),
            self.declined_by_first,
            self.phrasal,
            self.verbs,
            self.nominal,
        )

    @cached_property
    def doubting(self) -> frozenset[str]:
        """The words that a phrase of hedging or of doubt begins with."""
        return frozenset(phrase[0] for phrase in (*self.hedge_phrases, *self.questioned))

    def any_of(self, *names: str) -> frozenset[str]:
        """The union of some of the word lists."""
        return _union(self, names)


@cache
def _union(lexicon: Lexicon, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(lexicon.words[name] for name in names))


def _english(lemma: str) -> tuple[str, ...]:
    """Third person, past, participle and gerund of a regular English verb."""
    if lemma.endswith("ee"):
        past, gerund = lemma + "d", lemma + "ing"
    elif lemma.endswith("e"):
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


def _german(lemma: str) -> tuple[str, ...]:
    """Third person, past, its plural, participle and subjunctive of a weak German verb."""
    stem = lemma.removesuffix("n").removesuffix("e")
    joint = stem + "e" if stem.endswith(("t", "d", "chn", "fn")) else stem
    prefixed = stem.startswith(("be", "er", "ver", "ent", "wider", "zer", "ge")) or stem.endswith("ier")
    return joint + "t", joint + "te", joint + "ten", ("" if prefixed else "ge") + joint + "t", stem + "e"


#: The forms behind the base form, in the order of the tables and of the functions above.
_INFLECTION: dict[str, tuple[Callable[[str], tuple[str, ...]], tuple[Form, ...]]] = {
    "en": (_english, ("third", "past", "participle", "gerund")),
    "de": (_german, ("third", "past", "past", "participle", "subjunctive")),
}


def _forms(lemma: str, data: dict[str, Any]) -> list[tuple[Form, str]]:
    regular, names = _INFLECTION[data["language"]]
    irregular: dict[str, str] = data["irregular"]
    inflected = tuple(irregular[lemma].split()) if lemma in irregular else regular(lemma)
    return [("base", lemma), *zip(names, inflected, strict=True)]


def _verbs(data: dict[str, Any]) -> tuple[dict[str, Verb], dict[str, tuple[Verb, ...]]]:
    """The cue verbs by form: those that stand alone, and those with a particle."""
    nouns = frozenset(data["ambiguous"]["verbs"].split())
    alone: dict[str, Verb] = {}
    phrasal: dict[str, list[Verb]] = {}
    for kind in _KINDS:
        for clausal in (True, False):
            for entry in data[kind]["clause" if clausal else "phrase"].split():
                lemma, *particles = entry.split("_")
                for form, word in _forms(lemma, data):
                    doubt = lemma in nouns and form in ("base", "third", "gerund")
                    verb = Verb(lemma, kind, form, tuple(particles), clausal, doubt)
                    if particles and data["language"] == "de":
                        _add_separable(alone, phrasal, verb, word)
                    elif particles:
                        phrasal.setdefault(word, []).append(verb)
                    else:
                        alone.setdefault(word, verb)
    return alone, {word: tuple(readings) for word, readings in phrasal.items()}


def _add_separable(alone: dict[str, Verb], phrasal: dict[str, list[Verb]], verb: Verb, word: str) -> None:
    """ "teilte … mit" in a main clause, "mitteilte" and "mitgeteilt" elsewhere."""
    prefix = verb.particles[0]
    whole = replace(verb, lemma=prefix + verb.lemma)
    if verb.form == "participle":
        alone.setdefault(prefix + word, replace(whole, particles=()))
        return
    phrasal.setdefault(word, []).append(whole)
    alone.setdefault(prefix + word, replace(whole, particles=()))


def _common(data: dict[str, Any]) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for lemma in data["common"]["verbs"].split():
        for form, word in _forms(lemma, data):
            found.setdefault(word, form)
    return found


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
    alone, phrasal = _verbs(data)
    return Lexicon(
        language=data["language"],
        order=data["order"],
        verbs=alone,
        phrasal=phrasal,
        common=_common(data),
        ambiguous=frozenset(data["ambiguous"]["verbs"].split()),
        nominal=frozenset(data["nominal"]["nouns"].split()),
        declined=_phrases(data["declined"]["phrases"]),
        topic=frozenset(data["declined"]["topic"].split()),
        denied=frozenset(data["denied"]["verbs"].split()),
        hedges=frozenset(data["hedges"]["words"].split()),
        hedge_phrases=_phrases(data["hedges"]["phrases"]),
        questioned=_phrases(data["questioned"]["phrases"]),
        words={name: frozenset(words.split()) for name, words in data["words"].items()},
    )
