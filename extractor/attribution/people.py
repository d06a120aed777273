"""Where a document names people and bodies, and what its names tell of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Literal

from extractor.attribution.lexicon import Lexicon
from extractor.attribution.names import bare, full_names, given_names, relatives_of
from extractor.attribution.tokens import Quotation, Token, tokens

Range = tuple[int, int]
Sex = Literal["he", "she"]
#: Words that join the parts of a body's name ("Centers for Disease Control and Prevention").
_JOINING = frozenset({"of", "for", "and", "the", "&"})
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 2, 6


@dataclass(frozen=True, slots=True)
class Named:
    """One place where somebody or something is named. `name` is the fullest form known."""

    start: int
    name: str
    quoted: bool


@cache
def _list(name: str) -> frozenset[str]:
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def sex_of(name: str) -> Sex | None:
    """What a full name tells of who bears it; None where nothing follows."""
    first = name.split()[0].lower() if " " in name else ""
    if first not in given_names() or first in _list("given_names.both.txt"):
        return None
    return "she" if first in _list("given_names.women.txt") else "he"


class People:
    """The people a story names: full names, and surnames that stand for them."""

    def __init__(self, text: str, story: Sequence[Range], quoted: Sequence[Quotation], lexicon: Lexicon) -> None:
        full = [found for start, end in story for found in full_names(text, start, end, lexicon)]
        surnames = {name.split()[-1] for _, name in full}
        relatives = [found for start, end in story for found in relatives_of(text, start, end, surnames, lexicon)]
        known = {at for start, name in full for at in range(start, start + len(name))}
        full = sorted(full + [found for found in relatives if found[0] not in known])
        self.by_surname: dict[str, list[tuple[int, str]]] = {}
        self.by_given: dict[str, set[str]] = {}
        for start, name in full:
            self.by_surname.setdefault(name.split()[-1], []).append((start, name))
            self.by_given.setdefault(name.split()[0], set()).add(name)
        first: dict[str, int] = {}
        for start, name in full:
            first.setdefault(name, start)
        #: Where each person is named in full for the first time.
        self.introduced = frozenset(first.values())
        self.places = self._every_place(text, story, quoted, full)
        self._starts = [place.start for place in self.places]

    def _every_place(
        self, text: str, story: Sequence[Range], quoted: Sequence[Quotation], full: list[tuple[int, str]]
    ) -> list[Named]:
        at = dict(full)
        if self.by_surname:
            surnames = re.compile(r"\b(?:" + "|".join(map(re.escape, self.by_surname)) + r")\b")
            for start, end in story:
                for match in surnames.finditer(text, start, end):
                    bearer = self.bearer(match.group(), match.start())
                    inside = any(
                        place <= match.start() < place + len(name) for place, name in _around(full, match.start())
                    )
                    if bearer is not None and not inside:
                        at.setdefault(match.start(), bearer)
        marks = [quotation.start for quotation in quoted]
        return [Named(start, at[start], _is_quoted(start, quoted, marks)) for start in sorted(at)]

    def bearer(self, surname: str, at: int, sex: Sex | None = None) -> str | None:
        """Whom a surname means at an offset: the full name last seen before, else the first one after.

        `sex`, where the text tells it, decides between two who share the surname. A given name means
        the one person of the story who bears it.
        """
        bearers = self.by_surname.get(surname)
        if not bearers:
            named = self.by_given.get(surname, set())
            return next(iter(named)) if len(named) == 1 else None
        number = bisect_left(bearers, (at + 1,))
        if sex is not None:
            nearest = chain(range(number - 1, -1, -1), range(number, len(bearers)))
            fitting = (bearers[n][1] for n in nearest if sex_of(bearers[n][1]) in (None, sex))
            found = next(fitting, None)
            if found is not None:
                return found
        return bearers[max(0, number - 1)][1]

    def shared(self, surname: str) -> bool:
        """Whether two people of the story bear this surname."""
        return len({name for _, name in self.by_surname.get(surname, ())}) > 1

    def between(self, start: int, end: int) -> list[Named]:
        """The places from `start` up to `end`, in order."""
        return self.places[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _around(full: Sequence[tuple[int, str]], at: int) -> Sequence[tuple[int, str]]:
    """The one full name that may cover an offset."""
    number = bisect_left(full, (at + 1,)) - 1
    return full[number : number + 1] if number >= 0 else ()


def _is_quoted(at: int, quoted: Sequence[Quotation], starts: Sequence[int]) -> bool:
    number = bisect_left(starts, at + 1) - 1
    return number >= 0 and quoted[number].end > at


class Bodies:
    """The organisations and outlets a story names, and the acronyms that stand for them."""

    def __init__(self, text: str, story: Sequence[Range], lexicon: Lexicon) -> None:
        self.places: list[tuple[int, str]] = []
        for start, end in story:
            self.places += _bodies(tokens(text, start, end, ()), text, lexicon)
        self.by_acronym = {
            acronym: name
            for _, name in self.places
            if _SHORTEST_ACRONYM <= len(acronym := _acronym(name)) <= _LONGEST_ACRONYM
        }

        self._by_word: dict[str, list[tuple[int, str]]] = {}
        for start, name in self.places:
            for word in {bare(word.lower()) for word in name.split()}:
                self._by_word.setdefault(word, []).append((start, name))

    def near(self, start: int, end: int) -> str | None:
        """The body named last from `start` up to `end`."""
        number = bisect_left(self.places, (end,))
        return self.places[number - 1][1] if number and self.places[number - 1][0] >= start else None

    def last(self, words: frozenset[str], at: int) -> str | None:
        """The body named last before `at` one of whose words is among `words`."""
        before = [
            named[number - 1]
            for named in (self._by_word.get(word, ()) for word in words)
            if (number := bisect_left(named, (at,)))
        ]
        return max(before)[1] if before else None


def _acronym(name: str) -> str:
    parts = [part for part in name.split() if part[0].isupper()]
    return "".join(part[0] for part in parts) if len(parts) >= _SHORTEST_ACRONYM else ""


def _bodies(words: list[Token], text: str, lexicon: Lexicon) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    marks = lexicon.any_of("organization", "outlet")
    stop = 0
    for at in [number for number, word in enumerate(words) if word.text[0].isupper()]:
        if at < stop or not words[at].text[0].isalpha() or words[at].lower in lexicon.words["determiners"]:
            continue
        stop = at
        while stop < len(words) and (
            words[stop].is_capital
            or (words[stop].lower in _JOINING and stop + 1 < len(words) and words[stop + 1].is_capital)
        ):
            stop += 1
        run = words[at:stop]
        if any(bare(word.lower) in marks or bare(word.lower).rstrip("s") in marks for word in run):
            found.append((run[0].start, bare(text[run[0].start : run[-1].end])))
    return found
