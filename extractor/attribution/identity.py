"""Bring the mentions of sources together: full names, surnames, pronouns, definite descriptions.

Works forward through the document, as a reader does: a surname belongs to the full name that was
last seen with it, a pronoun to the person who spoke last or was named last, "the ministry" to the
ministry that was named. What is doubtful is marked, for the confidence of the claims.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.attribution.kinds import kind_of
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.names import Mention, bare, full_names, read_mention
from extractor.schema import SourceKind

Range = tuple[int, int]
#: How far back, in characters, a pronoun is looked up: about two paragraphs of wire copy.
PRONOUN_REACH = 900
_PERSONAL = frozenset({"he", "she"})
_PLURAL = frozenset({"they", "both", "some", "others", "many"})
_FIRST = frozenset({"i", "we", "me", "us"})
_NEUTRAL = frozenset({"it", "which", "that"})
_OFFICES = (
    r"(?:government|ministry|minister|president|parliament|army|embassy|ambassador|foreign|prime|capital|central)"
)
_MALE = frozenset(
    {
        "mr",
        "mr.",
        "sir",
        "lord",
        "king",
        "prince",
        "congressman",
        "chairman",
        "spokesman",
        "father",
        "son",
        "brother",
        "husband",
        "man",
    }
)
_FEMALE = frozenset(
    {
        "ms",
        "ms.",
        "mrs",
        "mrs.",
        "lady",
        "dame",
        "queen",
        "princess",
        "congresswoman",
        "chairwoman",
        "spokeswoman",
        "mother",
        "daughter",
        "sister",
        "wife",
        "woman",
    }
)


@dataclass
class Identity:
    """One source with all its mentions. `doubtful` holds the mentions that were resolved by a guess."""

    name: str
    kind: SourceKind
    certain: bool
    role: str | None = None
    mentions: list[Range] = field(default_factory=list)
    doubtful: set[Range] = field(default_factory=set)
    head: str = ""
    named: bool = False
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """A mention to place, with the apposition that describes it, if any."""

    mention: Range
    apposition: Range | None = None


def identify(text: str, story: Sequence[Range], hints: Sequence[Hint], lexicon: Lexicon) -> list[Identity]:
    """The sources behind the mentions, in the order in which they appear."""
    known = [name for start, end in story for name in full_names(text, start, end, lexicon)]
    return _Placing(text, known, lexicon).run(hints)


class _Placing:
    def __init__(self, text: str, known: list[tuple[int, str]], lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.known = known
        self.starts = [start for start, _ in known]
        self.by_surname: dict[str, list[tuple[int, str]]] = {}
        for start, name in known:
            self.by_surname.setdefault(name.split()[-1], []).append((start, name))
        self.found: list[Identity] = []
        self.by_name: dict[str, Identity] = {}
        self.places: dict[str, bool] = {}

    def run(self, hints: Sequence[Hint]) -> list[Identity]:
        for hint in sorted(set(hints), key=lambda hint: hint.mention):
            identity, doubtful = self._place(hint)
            if hint.mention not in identity.mentions:
                identity.mentions.append(hint.mention)
            if doubtful:
                identity.doubtful.add(hint.mention)
            if identity.role is None and hint.apposition is not None:
                identity.role = _role_of(self._apposition(hint))
        return self.found

    def _place(self, hint: Hint) -> tuple[Identity, bool]:
        at = hint.mention
        words = self.text[slice(*at)]
        lower = words.lower().replace("’", "'").strip()
        if lower in self.lexicon.words["pronouns"] or lower in _FIRST | _NEUTRAL | {"who"}:
            resolved = self._pronoun(lower, at[0])
            if resolved is not None:
                return resolved, lower not in _PERSONAL or self._rivals(at[0], resolved)
            return self._new(read_mention(words, self.lexicon), "unknown", certain=True, key=f"{lower}@{at[0]}"), True
        mention = _with_apposed_name(read_mention(words, self.lexicon), self._apposition(hint), self.lexicon)
        if mention.name:
            return self._named(mention, at)
        earlier = self._description(mention)
        if earlier is not None:
            return earlier, True
        kind, certain = kind_of(mention, self.lexicon)
        return self._new(mention, kind, certain=certain, key=lower), False

    def _named(self, mention: Mention, at: Range) -> tuple[Identity, bool]:
        name = bare(mention.name)
        kind, certain = kind_of(mention, self.lexicon)
        if not certain and self._is_place(name):
            kind, certain = "organization", True
        doubtful = False
        if " " not in name and kind in ("person", "unknown") and name in self.by_surname:
            bearers = self.by_surname[name]
            before = [full for start, full in bearers if start <= at[0]]
            doubtful = len({full for _, full in bearers}) > 1
            name, kind, certain = (before[-1] if before else bearers[0][1]), "person", True
        identity = self.by_name.get(name)
        if identity is None:
            identity = self._new(mention, kind, certain=certain, key=name, name=name)
        if identity.role is None and mention.role:
            identity.role = mention.role
        self._sex(identity, mention.words)
        return identity, doubtful

    def _new(self, mention: Mention, kind: SourceKind, *, certain: bool, key: str, name: str | None = None) -> Identity:
        identity = self.by_name.get(key)
        if identity is not None:
            return identity
        shown = name or _without_article(mention.text)
        named = bool(mention.name) and kind in ("person", "organization", "outlet", "unknown")
        identity = Identity(shown, kind, certain, mention.role or None, head=mention.head, named=named)
        self._sex(identity, mention.words)
        self.by_name[key] = identity
        self.found.append(identity)
        return identity

    def _apposition(self, hint: Hint) -> str:
        return self.text[slice(*hint.apposition)] if hint.apposition else ""

    def _is_place(self, name: str) -> bool:
        """Whether the document speaks of "in Sarrat" or "Sarrat's minister": a country or a city, so its government."""
        if name not in self.places:
            place = re.escape(name)
            within = rf"\b(?:in|across|near|into|within) {place}\b(?! [A-Z])"
            office = rf"\b{place}[’']s (?:\w+ )?{_OFFICES}\b"
            self.places[name] = re.search(f"{within}|{office}", self.text) is not None
        return self.places[name]

    def _sex(self, identity: Identity, words: Sequence[str]) -> None:
        if identity.gender is None:
            identity.gender = "he" if set(words) & _MALE else "she" if set(words) & _FEMALE else None

    def _pronoun(self, pronoun: str, at: int) -> Identity | None:
        """The last source before `at` that the pronoun can stand for."""
        best: tuple[int, Identity] | None = None
        for identity in self.found:
            last = max((m[0] for m in identity.mentions if m[0] < at), default=-1)
            if last < at - PRONOUN_REACH or last < 0 or not _agrees(pronoun, identity):
                continue
            if best is None or last > best[0]:
                best = (last, identity)
        if pronoun in _PERSONAL:
            named = self._named_before(at, best[0] if best else at - PRONOUN_REACH)
            if best is None and named is not None:
                best = (named[0], self._person(named[1]))
        if best is not None and pronoun in _PERSONAL and best[1].gender is None:
            best[1].gender = pronoun
        return best[1] if best else None

    def _named_before(self, at: int, low: int) -> tuple[int, str] | None:
        number = bisect_left(self.starts, at) - 1
        return self.known[number] if number >= 0 and self.known[number][0] > low else None

    def _rivals(self, at: int, chosen: Identity) -> bool:
        """Whether another person was named since the one chosen was last mentioned."""
        last = max((m[0] for m in chosen.mentions if m[0] < at), default=at)
        between = self.known[bisect_left(self.starts, last + 1) : bisect_left(self.starts, at)]
        return any(name.split()[-1] != chosen.name.split()[-1] for _, name in between)

    def _person(self, name: str) -> Identity:
        return self._new(read_mention(name, self.lexicon), "person", certain=False, key=name, name=name)

    def _description(self, mention: Mention) -> Identity | None:
        """ "the ministry" after "the Fenn Transport Ministry", "the officials" after "two officials"."""
        if not mention.definite or not mention.head:
            return None
        for identity in reversed(self.found):
            if identity.head == mention.head and identity.kind != "person":
                return identity
            if identity.kind == "person" and identity.role and identity.role.lower().split()[-1] == mention.head:
                return identity
        return None


def _agrees(pronoun: str, identity: Identity) -> bool:
    if pronoun in _PERSONAL:
        plural = identity.head.endswith("s") and identity.kind in ("anonymous", "group")
        return identity.kind in ("person", "anonymous", "unknown") and not plural and identity.gender in (None, pronoun)
    if pronoun in _PLURAL:
        return identity.kind in ("group", "anonymous", "organization", "outlet", "document")
    if pronoun in _NEUTRAL:
        return identity.kind in ("organization", "outlet", "document", "unknown")
    return False


def _with_apposed_name(mention: Mention, apposition: str, lexicon: Lexicon) -> Mention:
    """ "the chief mediator, Ambassador Joan Whitlock," is a mention of Joan Whitlock."""
    words = apposition.strip(" ,—–()\n")
    if mention.name or not words:
        return mention
    apposed = read_mention(words, lexicon)
    if not apposed.name or not words[0].isupper():
        return mention
    return replace(apposed, role=_without_article(mention.text), words=(*mention.words, *apposed.words))


def _without_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in {"the", "a", "an"} else words


def _role_of(apposition: str) -> str | None:
    """ ", the Pentagon spokesman," → "the Pentagon spokesman"; a relative clause is no role."""
    words = apposition.strip(" ,—–()\n")
    opening = words.split(" ", 1)[0].lower() if words else ""
    return words if words and opening not in {"who", "which", "whose", "that"} and not words[0].isdigit() else None
