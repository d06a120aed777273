"""Bring the mentions of sources together: full names, surnames, pronouns, definite descriptions.

Works forward through the document, as a reader does: a surname belongs to the full name that was
last seen with it, a pronoun to the person who spoke last or was named last, "the ministry" to the
ministry that was named. What is doubtful is marked, for the confidence of the claims.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.attribution.antecedents import FIRST, NEUTRAL, PERSONAL, PLURAL, Antecedents
from extractor.attribution.kinds import kind_of
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.names import Mention, bare, is_named, read_mention
from extractor.attribution.people import Bodies, People, Sex
from extractor.attribution.tokens import Quotation
from extractor.schema import SourceKind

Range = tuple[int, int]
_OFFICES = (
    r"(?:government|ministry|minister|president|parliament|army|embassy|ambassador|foreign|prime|capital|central)"
)
_WITHIN = re.compile(r"\b(?:in|across|near|into|within) $")
_WHOLE = re.compile(r"\b(?! [A-Z]|[’'])")
_EDGE = re.compile(r"\b")
#: What firms have; "Orlo's employees" may be a person's, but a person's full name is known by then.
_FIRM = re.compile(
    r"(?:[’']s?)? (?:CEO|CFO|COO|chief executive|shares|stock|shareholders|employees|executives?|products?|customers"
    r"|factory|factories|stores|headquarters|Inc|Corp|Ltd|plc)\b"
)
_OFFICE = re.compile(rf"[’']s (?:\w+ )?{_OFFICES}\b")
_MEN = frozenset(
    "mr mr. sir lord king prince congressman chairman spokesman father son brother husband man businessman".split()
)
_WOMEN = frozenset(
    """ms ms. mrs mrs. lady dame queen princess congresswoman chairwoman spokeswoman mother daughter sister wife
    woman businesswoman""".split()
)
#: "The defendant said": never who spoke last.
_OTHERS = frozenset("defendant suspect victim accused driver witness homeowner caller insider source judge".split())
#: "Ortega said that she …": who says it, told by the pronoun of what is said.
_OWN_PRONOUN = re.compile(r"\s+(?:\w+\s+){1,2}(?:that\s+)?(he|she)\b")
#: Endings of plurals for people; a surname with one of them ("Rogers") is named elsewhere, too.
_PLURALS = (
    "ists",
    "casters",
    "workers",
    "owners",
    "makers",
    "holders",
    "keepers",
    "goers",
    "ologers",
    "icians",
    "officers",
)
_FIRMS = frozenset({"company", "firm"})
_MANY = frozenset({"people", "men", "women", "police", "children", "staff"})
#: "A spokeswoman": a pronoun behind it is hers; "the author" was somebody before.
_INDEFINITE = re.compile(r"(?:an?|one) ", re.IGNORECASE)
_FIRST_PLURAL = frozenset({"we", "us"})
_OPENING = frozenset({"who", "which", "whose", "that"})
#: An apposition that opens with one of these says when or where, not who.
_ADVERBIAL = frozenset("in on at by for from with after before during while when as seen speaking".split())


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
    sex: Sex | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A mention to place, with the apposition that describes it, if any.

    `voice`: in whose quoted words it stands, as the mention of that source.
    """

    mention: Range
    apposition: Range | None = None
    voice: Range | None = None


def identify(
    text: str, story: Sequence[Range], quoted: Sequence[Quotation], hints: Sequence[Hint], lexicon: Lexicon
) -> list[Identity]:
    """The sources behind the mentions, in the order in which they appear."""
    people = People(text, story, quoted, lexicon)
    return _Placing(text, people, Antecedents(people, Bodies(text, story, lexicon), story), lexicon).run(hints)


class _Placing:
    def __init__(self, text: str, people: People, antecedents: Antecedents, lexicon: Lexicon) -> None:
        self.text = text
        self.people = people
        self.antecedents = antecedents
        self.lexicon = lexicon
        self.found: list[Identity] = []
        self.by_key: dict[str, Identity] = {}
        self.by_name: dict[str, Identity] = {}
        self.by_mention: dict[Range, Identity] = {}
        #: The last source that a head noun, or a word of a role, describes: its number, and itself.
        self.described: dict[str, tuple[int, Identity]] = {}
        self.numbers: dict[str, int] = {}
        self.unnamed: dict[str, Identity] = {}
        self.speakers: list[tuple[int, str]] = []
        self.places: dict[str, bool] = {}

    def run(self, hints: Sequence[Hint]) -> list[Identity]:
        for hint in _each_once(hints):
            identity, doubtful = self._place(hint) if hint.voice is None else self._place_inside(hint, hint.voice)
            identity.mentions.append(hint.mention)
            self.by_mention[hint.mention] = identity
            if doubtful:
                identity.doubtful.add(hint.mention)
            if identity.role is None and hint.apposition is not None:
                self._describe(identity, _role_of(self._apposition(hint)))
            if hint.voice is not None:
                continue
            if identity.kind == "person" or (_is_one(identity) and _INDEFINITE.match(self.text, hint.mention[0])):
                self.speakers.append((hint.mention[0], identity.name))
        return sorted(self.found, key=lambda identity: min(identity.mentions))

    def _place_inside(self, hint: Hint, voice: Range) -> tuple[Identity, bool]:
        """A mention in somebody's quoted words: "I" is the speaker, and "he" is not."""
        lower = self.text[slice(*hint.mention)].lower()
        speaker = self.by_mention.get(voice)
        if lower in FIRST and speaker is not None:
            return speaker, lower in _FIRST_PLURAL
        if lower not in PERSONAL:
            return self._place(hint)
        antecedent = self.antecedents.person_inside(hint.mention[0], PERSONAL[lower], speaker.name if speaker else "")
        return (self._person(antecedent), True) if antecedent else (self._unknown(hint, lower), True)

    def _place(self, hint: Hint) -> tuple[Identity, bool]:
        words = self.text[slice(*hint.mention)]
        lower = words.lower().replace("’", "'").strip()
        if lower in PERSONAL:
            return self._personal(hint, lower)
        if lower in PLURAL | NEUTRAL:
            earlier = self._thing(lower, hint.mention[0]) or (self._body_before(hint) if lower in NEUTRAL else None)
            return (earlier, True) if earlier else (self._unknown(hint, words), True)
        if lower in FIRST or lower in _OPENING:
            return self._unknown(hint, words), True
        mention = _with_apposed_name(read_mention(words, self.lexicon), self._apposition(hint), self.lexicon)
        if mention.name:
            return self._named(mention, hint.mention)
        return self._described(mention, hint, lower)

    def _personal(self, hint: Hint, pronoun: str) -> tuple[Identity, bool]:
        sex = PERSONAL[pronoun]
        antecedent = self.antecedents.person(hint.mention[0], sex, self.speakers, self._known_sex)
        if antecedent is not None:
            identity = self._speaker(antecedent.name)
            identity.sex = identity.sex or sex
            return identity, antecedent.doubtful
        unnamed = next((i for i in reversed(self.found) if i.kind == "anonymous" and not i.head.endswith("s")), None)
        return (unnamed, True) if unnamed else (self._unknown(hint, pronoun), True)

    def _known_sex(self, name: str) -> Sex | None:
        """What a later pronoun told of a speaker holds for the earlier mentions too."""
        identity = self.by_name.get(name)
        return identity.sex if identity else None

    def _thing(self, pronoun: str, at: int) -> Identity | None:
        """The last source before `at` that "they" or "it" can stand for."""
        kinds = {"group", "anonymous", "organization"} if pronoun in PLURAL else {"organization", "outlet", "document"}
        fitting = [
            (max(before), number)
            for number, identity in enumerate(self.found)
            if identity.kind in kinds and not _is_one(identity)
            if (before := [mention for mention in identity.mentions if mention[0] < at])
        ]
        return self.found[max(fitting)[1]] if fitting else None

    def _body_before(self, hint: Hint) -> Identity | None:
        """The organisation named last before "it", in its sentence or the one before."""
        body = self.antecedents.body_near(hint.mention[0])
        if body is None:
            return None
        mention = read_mention(body, self.lexicon)
        kind, certain = kind_of(mention, self.lexicon)
        return self._new(mention, kind, certain=certain, key=body, name=body) if kind != "person" else None

    def _named(self, mention: Mention, at: Range) -> tuple[Identity, bool]:
        name = bare(mention.name)
        kind, certain = kind_of(mention, self.lexicon)
        doubtful = False
        bearer = self.people.bearer(name, at[0], self._sex_at(mention, at[1])) if " " not in name else None
        if bearer is not None and kind in ("person", "unknown"):
            doubtful = self.people.shared(name)
            name, kind, certain = bearer, "person", True
        elif " " not in name and (longer := self._longer(name)) is not None:
            return longer, False
        elif self._opens_as_group(name, at[0]):
            kind, certain = "group", True
            mention = replace(mention, name="", head=name.lower())
        elif name in self.antecedents.bodies.by_acronym:
            name = self.antecedents.bodies.by_acronym[name]
        elif not certain and self._is_place(name):
            kind, certain = "organization", True
        identity = self._new(mention, kind, certain=certain, key=name, name=name)
        if identity.role is None and mention.role:
            self._describe(identity, mention.role)
        return identity, doubtful

    def _longer(self, name: str) -> Identity | None:
        """The body named in full before whose first word this is: "Kessel" for "Kessel Terminals"."""
        bodies = (identity for identity in self.found if identity.kind in ("organization", "outlet"))
        return next((identity for identity in bodies if identity.name.startswith(name + " ")), None)

    def _opens_as_group(self, name: str, at: int) -> bool:
        """ "Hydrologists believe": a plural for people whose capital only opens the sentence."""
        plural = name.endswith(_PLURALS) and " " not in name
        return plural and self.antecedents.opens(at) and self.text.count(name) == 1

    def _sex_at(self, mention: Mention, end: int) -> Sex | None:
        """What the form of address, or the pronoun behind it, tells: "Mrs Marsh", "Ortega said she …"."""
        words = set(mention.words)
        if words & _WOMEN or words & _MEN:
            return "she" if words & _WOMEN else "he"
        own = _OWN_PRONOUN.match(self.text, end)
        return None if own is None else "he" if own.group(1) == "he" else "she"

    def _described(self, mention: Mention, hint: Hint, lower: str) -> tuple[Identity, bool]:
        """An unnamed source, or a definite description of one that was named."""
        kind, certain = kind_of(mention, self.lexicon)
        if mention.definite and mention.head:
            earlier = self._earlier(mention)
            if earlier is not None:
                return earlier, False
            if mention.head in _FIRMS and (firm := self._firm_before(hint.mention[0])) is not None:
                return firm, True
            if kind in ("organization", "outlet"):
                body = self.antecedents.body(mention.head, hint.mention[0])
                if body is not None:
                    named = read_mention(body, self.lexicon)
                    return self._new(named, kind, certain=certain, key=body, name=body), True
            described_no_further = mention.words == ("the", mention.head.removesuffix("s"))
            if mention.head not in _OTHERS and kind == "anonymous" and described_no_further:
                names = (name for _, name in reversed(self.speakers) if self._speaker(name).kind == "person")
                last = next(names, None)
                if last is not None:
                    return self._person(last), True  # "the author said": one person, so whoever spoke last
        return self._new(mention, kind, certain=certain, key=lower), False

    def _earlier(self, mention: Mention) -> Identity | None:
        """The source whose head noun or role a definite description repeats."""
        found = self.described.get(mention.head)
        return found[1] if found else None

    def _describe(self, identity: Identity, role: str | None) -> None:
        """Give a source a role, and keep what it can be called by; of two the later one is meant."""
        identity.role = role
        number = self.numbers[identity.key]
        words = role.lower().split() if role else []
        for word in words if identity.kind == "person" else [identity.head, *words]:
            if word not in self.described or self.described[word][0] < number:
                self.described[word] = number, identity

    def _firm_before(self, at: int) -> Identity | None:
        """The organisation with a name that was credited last before "the company"."""
        named = [one for one in self.found if one.kind == "organization" and one.named and one.mentions[-1][0] < at]
        return max(named, key=lambda identity: identity.mentions[-1]) if named else None

    def _new(self, mention: Mention, kind: SourceKind, *, certain: bool, key: str, name: str | None = None) -> Identity:
        identity = self.by_key.get(key)
        if identity is None:
            named = is_named(mention, kind, self.lexicon)
            shown = name or _without_article(mention.text)
            identity = Identity(shown, kind, certain, head=mention.head, named=named, key=key)
            self.by_key[key] = self.by_name[shown] = identity
            self.numbers[key] = len(self.found)
            self.found.append(identity)
            self._describe(identity, mention.role or None)
            if kind == "anonymous":
                self.unnamed.setdefault(shown, identity)
        if identity.sex is None:
            words = set(mention.words)
            identity.sex = "he" if words & _MEN else "she" if words & _WOMEN else None
        return identity

    def _speaker(self, name: str) -> Identity:
        """The source that spoke under this name, who may be unnamed."""
        return self.unnamed.get(name) or self._person(name)

    def _person(self, name: str) -> Identity:
        return self._new(read_mention(name, self.lexicon), "person", certain=True, key=name, name=name)

    def _unknown(self, hint: Hint, words: str) -> Identity:
        key = f"{words.lower()}@{hint.mention[0]}"
        unknown = self._new(read_mention(words, self.lexicon), "unknown", certain=True, key=key)
        unknown.named = False
        return unknown

    def _apposition(self, hint: Hint) -> str:
        return self.text[slice(*hint.apposition)] if hint.apposition else ""

    def _is_place(self, name: str) -> bool:
        """Whether the document speaks of "in Sarrat", "Sarrat's minister" (its government) or "Kestrel's shares"."""
        if name not in self.places:
            # A plain search is ten times as fast as one for what stands around it, for every name of a long text.
            found = re.finditer(re.escape(name), self.text)
            self.places[name] = any(_is_place_at(self.text, *match.span()) for match in found)
        return self.places[name]


def _is_place_at(text: str, start: int, end: int) -> bool:
    """Whether the words around a name show a place ("in Sarrat", not "in Sarrat City"; its minister) or a firm."""
    if _WITHIN.search(text[max(0, start - 8) : start]) and _WHOLE.match(text, end):
        return True
    return bool(_EDGE.match(text, start) and (_OFFICE.match(text, end) or _FIRM.match(text, end)))


def _is_one(identity: Identity) -> bool:
    """One person who is not named: "a spokeswoman"."""
    plural = identity.head.endswith("s") or identity.head in _MANY
    return identity.kind == "anonymous" and bool(identity.head) and not plural


def _each_once(hints: Sequence[Hint]) -> list[Hint]:
    """The mentions in the order of the document, each once, with its apposition where one is known."""
    best: dict[Range, Hint] = {}
    for hint in hints:
        if hint.mention not in best or best[hint.mention].apposition is None:
            best[hint.mention] = hint
    # What is inside a quotation comes last: its speaker may be named behind it.
    return [best[mention] for mention in sorted(best, key=lambda mention: (best[mention].voice is not None, mention))]


def _with_apposed_name(mention: Mention, apposition: str, lexicon: Lexicon) -> Mention:
    """ "the chief mediator, Ambassador Joan Whitlock," is a mention of Joan Whitlock."""
    words = apposition.strip(" ,—–()\n")
    if mention.name or not words or mention.head in lexicon.words["document"]:
        return mention
    apposed = read_mention(words, lexicon)
    described = set(apposed.role.lower().split())  # "former clerk June Albright", not "a friend of June Albright"
    told = (
        " " in apposed.name
        and described
        and not described & (lexicon.words["prepositions"] | lexicon.words["determiners"])
    )
    if not apposed.name or not (words[0].isupper() or (told and words.split()[0].lower() not in _OPENING)):
        return mention
    return replace(apposed, role=_without_article(mention.text), words=(*mention.words, *apposed.words))


def _without_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in {"the", "a", "an"} else words


def _role_of(apposition: str) -> str | None:
    """ ", the Pentagon spokesman," → "the Pentagon spokesman"; a relative clause or an age is no role."""
    words = apposition.strip(" ,—–()\n")
    opening = words.split(" ", 1)[0].lower() if words else ""
    describes = opening not in _OPENING | _ADVERBIAL and not opening.endswith("ing") and not opening.endswith("ed")
    return words if words and describes and not words[0].isdigit() else None
