"""Take a mention apart: the name in it, the role around it, its head noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from extractor.attribution.lexicon import Lexicon
from extractor.attribution.tokens import Token, tokens
from extractor.schema import SourceKind

#: Words inside a personal name that are written small.
_PARTICLES = frozenset("de van von der den al bin ibn del della da di la le el ter zu".split())
#: Forms of address: neither name nor role.
_FORMS = frozenset("mr mrs ms miss dr sir lord lady dame".split())
_DEFINITE = frozenset("the his her its their this that these those".split())
_ARTICLES = frozenset({"the", "a", "an"})
#: Words that open a reduced relative clause behind a head noun ("aides familiar with …").
_REDUCED = frozenset({"familiar", "briefed", "close", "involved", "aware"})
LONGEST_NAME = 4
#: "al-Amr", "d’Arc": the particle is written with the name.
ARABIC = re.compile(r"(?:al|el|as|ad|ibn|bin|d|l|o)[-’'][A-ZÀ-Þ]")
#: Adjectives of nations name no one ("Turkish news reports").
_NATIONAL = re.compile(r".+(?:ish|ese|ian|ean|can|aeli|aqi|ani|eek|utch|ench|rman|wiss)|U\.?S\.?|U\.?K\.?|E\.?U\.?")
#: Nouns of quantity: what they count is the head ("a majority of voters").
_QUANTITIES = frozenset(
    "majority minority number most half third quarter dozens hundreds thousands many some several lot percent % all "
    "few two three four five one none each both".split()
)


#: What ties a place or an employer to a full name.
_PLACING = frozenset({"of", "from", "at", "in", "with", "for"})
#: An age has at most two digits in this rule: three are a number of something.
_AGE_DIGITS = 3
#: Endings of nouns for persons, and nouns with such an ending that are none, or that firms bear.
_PERSON_ENDINGS = ("er", "or", "ist", "man", "woman", "eer")
_THINGS = frozenset(
    """retailer maker carrier operator supplier manufacturer producer developer insurer lender provider newspaper
    broadcaster publisher contractor dealer brewer distributor river harbour harbor tower corridor sector theatre
    theater summer winter number former other another latter letter order quarter border matter member tanker
    freighter container minor major senior junior inner outer upper lower centre center steamer trawler""".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention read: `name` is the proper name it ends in or "", `role` the description before that
    or "", `head` its head noun (lower case), `definite`: it opens with "the" or a possessive."""

    text: str
    name: str
    role: str
    head: str
    definite: bool
    words: tuple[str, ...]

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1] if self.name else ""


@cache
def given_names() -> frozenset[str]:
    """Common given names, lower case."""
    lines = files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def read_mention(text: str, lexicon: Lexicon) -> Mention:
    """Read one mention, such as "US Defense Department spokesperson Brig. Gen. Pat Ryder"."""
    words = tokens(text, 0, len(text), ())
    stop = next((number for number, word in enumerate(words) if word.text in {",", "(", "—", "–"}), len(words))
    words = words[:stop] or words
    words = _without_place(words, lexicon)
    first = _name_start(words, lexicon)
    name = bare(text[words[first].start : words[-1].end]) if first < len(words) else ""
    role = text[words[0].start : words[first - 1].end] if name and first else ""
    return Mention(
        text=text,
        name=name,
        role=_role(role, lexicon),
        head=_head(words, lexicon),
        definite=bool(words) and words[0].lower in _DEFINITE,
        words=tuple(word.lower for word in words),
    )


def _without_place(words: list[Token], lexicon: Lexicon) -> list[Token]:
    """ "Ann Vale of the Harbour Institute": a full name in front of a preposition is the name."""
    stop = next((at for at, word in enumerate(words) if word.lower in _PLACING), len(words))
    named = [word for word in words[:stop] if not is_title(word, lexicon)]
    full = len(named) > 1 and all(word.is_capital or word.lower in _PARTICLES for word in named)
    return words[:stop] if full and named[0].lower in given_names() else words


def bare(name: str) -> str:
    """A name without its possessive."""
    return name.removesuffix("’s").removesuffix("'s")


def is_title(word: Token, lexicon: Lexicon) -> bool:
    """Whether a word says what somebody is ("Gen.", "spokesperson"), not what somebody is called."""
    return word.lower in lexicon.words["titles"] or word.lower in lexicon.words["persons"]


def _name_start(words: list[Token], lexicon: Lexicon) -> int:
    """Index of the first token of the proper name that ends the mention; `len(words)` where there is none."""
    at = last = len(words)
    while at > 0:
        word = words[at - 1]
        named = (word.is_capital or ARABIC.match(word.text) is not None) and (
            word.lower not in lexicon.words["determiners"]
        )
        named = named and not (at < last and is_title(word, lexicon))
        numbered = word.text.isdigit() and at > 1 and at == last and words[at - 2].is_capital  # "Channel 6"
        named = named or (numbered and words[at - 2].lower in lexicon.any_of("outlet", "organization", "document"))
        particle = word.lower in _PARTICLES and at < last and at > 1 and words[at - 2].is_capital
        if not (named or particle):
            break
        at -= 1
    if at == last:
        return last
    common = lexicon.words["group"]
    if all(is_title(word, lexicon) or word.lower in common for word in words[at:]):  # "the Mayor", "Colleagues"
        return last
    before = {word.lower for word in words[:at]}
    if before & (lexicon.words["prepositions"] | {"and"}) and words[at].lower not in given_names():
        # "residents of Nedre Harrow": the name belongs to the place, not to who speaks.
        return last
    if at > 0 and words[at - 1].lower in lexicon.words["prepositions"] | {"and"}:
        return last
    return at


def _role(role: str, lexicon: Lexicon) -> str:
    """Without article and form of address; "Brig. Gen." is cut behind a fuller role, kept alone."""
    words = role.split()
    while words and words[0].lower() in _ARTICLES:
        words.pop(0)
    while len(words) > 1 and words[-1].endswith(".") and words[-1].lower() in lexicon.words["titles"]:
        words.pop()
    return "" if len(words) == 1 and words[0].rstrip(".").lower() in _FORMS else " ".join(words)


def _head(words: list[Token], lexicon: Lexicon) -> str:
    """The head noun: the last word before the first preposition, relative or reduced clause."""
    stops = lexicon.words["prepositions"] | lexicon.words["relatives"] | _REDUCED
    before: list[Token] = []
    for number, word in enumerate(words):
        if word.lower == "of" and before and before[-1].lower in _QUANTITIES | {"%"}:
            return _head(words[number + 1 :], lexicon) or before[-1].lower
        if before and (word.lower in stops or not word.is_word or _is_reduced(words, number, lexicon)):
            break
        before.append(word)
    return before[-1].lower.removesuffix("'s") if before else ""


def _is_reduced(words: list[Token], number: int, lexicon: Lexicon) -> bool:
    """ "a report | seen by Radio Fenn": a participle with its agent."""
    lower = words[number].lower
    verb = lexicon.verbs.get(lower)
    form = verb.form if verb else lexicon.common.get(lower)
    participle = form in ("past", "participle") or lower.endswith("ed")
    return participle and number + 1 < len(words) and words[number + 1].lower in lexicon.words["by"]


def is_named(mention: Mention, kind: SourceKind, lexicon: Lexicon) -> bool:
    """Whether the mention's own words tell which person, body, outlet or document is meant."""
    if kind in ("anonymous", "group"):
        return False
    if mention.name or kind in ("person", "unknown"):
        return bool(mention.name)
    for number, word in enumerate(tokens(mention.text, 0, len(mention.text), ())):
        common = (
            bare(word.lower) in lexicon.words["document"] | lexicon.words["organization"] | lexicon.words["determiners"]
        )
        known = not common and not _NATIONAL.fullmatch(bare(word.text))
        if word.is_capital and word.text[0].isalpha() and known and (number or len(mention.words) == 1 or mention.name):
            return True
        if (
            number == 0
            and word.is_capital
            and known
            and bare(word.lower) not in lexicon.words["outlet"] | lexicon.words["persons"]
        ):
            return kind != "document" or word.text.isupper()
    return False


def full_names(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, str]]:
    """Runs of two to four capitalised words that name a person, with their offsets.

    The first word is a common given name, or a title stands in front.
    """
    found: list[tuple[int, str]] = []
    words = tokens(text, start, end, ())
    stop = 0
    for at in [number for number, word in enumerate(words) if word.text[0].isupper()]:
        if at < stop or not _capital(words[at]) or is_title(words[at], lexicon):
            continue
        stop = at
        while stop < len(words) and (
            (_capital(words[stop]) and not is_title(words[stop], lexicon))
            or (stop > at and words[stop].lower in _PARTICLES)
        ):
            stop += 1
            if words[stop - 1].text.endswith(("’s", "'s")):
                break
        run = words[at:stop]
        while run and run[-1].lower in _PARTICLES:
            run.pop()
        titled = at > 0 and is_title(words[at - 1], lexicon)
        closed = bool(run) and run[0].lower in lexicon.any_of("determiners", "prepositions", "boundary")
        run = run[1:] if closed else run
        known = titled or (bool(run) and run[0].lower in given_names()) or _is_person(words, run, at, stop, lexicon)
        if 2 <= len(run) <= LONGEST_NAME and known and not names_body(run, lexicon):
            found.append((run[0].start, bare(text[run[0].start : run[-1].end])))
    return found


def relatives_of(text: str, start: int, end: int, surnames: set[str], lexicon: Lexicon) -> list[tuple[int, str]]:
    """Two capitalised words, the second the surname of somebody known: another who bears it ("Deke Amonsi")."""
    found: list[tuple[int, str]] = []
    for first, last in pairwise(tokens(text, start, end, ())):
        if not first.text[0].isupper() or bare(last.text) not in surnames:
            continue
        joined = _capital(first) and _capital(last) and not first.text.endswith((".", "’s", "'s"))
        closed = first.lower in lexicon.any_of(
            "determiners", "prepositions", "boundary", "adverbs", "time", "auxiliaries"
        )
        joined = joined and not closed and not is_title(first, lexicon) and first.lower not in _FORMS
        if joined and first.text not in surnames and len(first.text) > 1:
            found.append((first.start, bare(text[first.start : last.end])))
    return found


def _is_person(words: list[Token], run: list[Token], at: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether a run of capitalised words that opens with no known given name is a person all the same.

    It is with an age behind it ("Gillian Marsh, 54,"), or behind a small noun for a person ("baker Suki Lane").
    """
    aged = [word.text for word in words[stop : stop + 3]]
    if len(aged) > 2 and aged[0] == "," and aged[1].isdigit() and len(aged[1]) < _AGE_DIGITS and aged[2] in {",", "."}:
        return True
    before = words[at - 1].lower if at else ""
    closed = lexicon.any_of("prepositions", "boundary", "adverbs", "conjunctions", "outlet", "organization", "numbers")
    plain = len(run) == 2 and before.islower() and len(before) > 4 and words[at - 1].text.islower()
    person = before.endswith(_PERSON_ENDINGS) and before not in closed | _THINGS
    return plain and person and not any(bare(word.lower) in _THINGS for word in run)


def names_body(run: list[Token], lexicon: Lexicon) -> bool:
    """Whether a run of capitalised words names an organisation, an outlet or a day."""
    bodies = lexicon.any_of("organization", "outlet", "time")
    return any(bare(word.lower) in bodies for word in run[1:])


def _capital(word: Token) -> bool:
    first = word.text[0]
    return first.isupper() and first.isalpha()
