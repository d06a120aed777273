"""Take a mention apart: the name in it, the role around it, its head noun."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.attribution.lexicon import Lexicon
from extractor.attribution.tokens import Token, tokens

#: Words inside a personal name that are written small.
_PARTICLES = frozenset(
    {"de", "van", "von", "der", "den", "al", "bin", "ibn", "del", "della", "da", "di", "la", "le", "el", "ter", "zu"}
)
#: Abbreviated ranks and forms of address: neither name nor, alone, a role.
_FORMS = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention read: `name` is its proper name or "", `role` the description before it or "",
    `head` its head noun (lower case), `definite`: it opens with "the" or a possessive."""

    text: str
    name: str
    role: str
    head: str
    definite: bool
    words: tuple[str, ...]

    @property
    def surname(self) -> str:
        return self.name.split()[-1] if self.name else ""


def read_mention(text: str, lexicon: Lexicon) -> Mention:
    """Read one mention, such as "US Defense Department spokesperson Brig. Gen. Pat Ryder"."""
    words = tokens(text, 0, len(text), ())
    if "," in text:  # an apposition that came along
        stop = next((n for n, word in enumerate(words) if word.text == ","), len(words))
        words = words[:stop] or words
    lowers = tuple(word.lower for word in words)
    first = _name_start(words, lexicon)
    name_words = words[first:]
    name = text[name_words[0].start : name_words[-1].end] if name_words else ""
    role = text[words[0].start : words[first - 1].end] if name_words and first else ""
    while role and role.split()[0].lower() in {"the", "a", "an"}:
        role = role.partition(" ")[2]
    if role.rstrip(".").lower() in _FORMS:
        role = ""
    return Mention(
        text,
        name,
        _without_ranks(role, lexicon),
        _head(words, lexicon),
        bool(lowers) and lowers[0] in _DEFINITE,
        lowers,
    )


_DEFINITE = frozenset({"the", "his", "her", "its", "their", "this", "that", "these", "those"})


def _is_title(word: Token, lexicon: Lexicon) -> bool:
    return word.lower in lexicon.words["titles"] or word.lower in lexicon.words["persons"]


def _name_start(words: list[Token], lexicon: Lexicon) -> int:
    """Index of the first token of the proper name that ends the mention; `len(words)` where there is none."""
    if not words:
        return 0
    last = len(words)
    # "Ruiz of the harbour office": the name stands before the first preposition.
    at = last
    while at > 0:
        word = words[at - 1]
        if (
            word.is_capital
            and word.lower not in lexicon.words["determiners"]
            and not (_is_title(word, lexicon) and at < last)
        ) or (word.lower in _PARTICLES and at < last and at > 1 and words[at - 2].is_capital):
            at -= 1
        else:
            break
    if at < last and all(_is_title(word, lexicon) for word in words[at:]) and at > 0:
        return last
    return at


def _without_ranks(role: str, lexicon: Lexicon) -> str:
    """Cut "Brig. Gen." behind a fuller role; keep it where it is all there is."""
    words = role.split()
    while len(words) > 1 and words[-1].endswith(".") and words[-1].lower() in lexicon.words["titles"]:
        words.pop()
    return " ".join(words)


def _head(words: list[Token], lexicon: Lexicon) -> str:
    """The head noun: the last word before the first preposition or relative."""
    stops = lexicon.words["prepositions"] | lexicon.words["relatives"] | {"familiar", "briefed", "close", "involved"}
    before: list[Token] = []
    for word in words:
        if before and (word.lower in stops or not word.is_word):
            break
        before.append(word)
    if not before:
        return ""
    return before[-1].lower.removesuffix("'s")


def full_names(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, str]]:
    """Runs of two to four capitalised words that may be a person's full name, with their offsets."""
    found: list[tuple[int, str]] = []
    words = tokens(text, start, end, ())
    at = 0
    while at < len(words):
        if not (words[at].is_capital and words[at].text[0].isalpha()) or _is_title(words[at], lexicon):
            at += 1
            continue
        stop = at
        while stop < len(words) and (
            (words[stop].is_capital and words[stop].text[0].isalpha() and not _is_title(words[stop], lexicon))
            or (stop > at and words[stop].lower in _PARTICLES)
        ):
            stop += 1
        run = words[at:stop]
        while run and run[-1].lower in _PARTICLES:
            run.pop()
        organisational = any(word.lower in lexicon.words["organization"] | lexicon.words["outlet"] for word in run)
        closed = (
            run[0].lower in lexicon.words["determiners"] | lexicon.words["prepositions"] | lexicon.words["boundary"]
        )
        if run and closed:
            run = run[1:]
        if 2 <= len(run) <= 4 and not organisational and not any(word.lower in lexicon.words["time"] for word in run):
            found.append((run[0].start, text[run[0].start : run[-1].end].removesuffix("’s").removesuffix("'s")))
        at = stop
    return found
