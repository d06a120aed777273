"""Harmless variants: the same words in another dress, with the offsets that must come back.

Either the answer is dressed and the text is as it is, or the text is dressed (as scraping and
typesetting do) and the answer is plain.
"""

# ruff: noqa: ARG001, ARG005 - all mutators and dresses have one signature, whatever they use of it

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.grounding.corpus import Passage, evenly


@dataclass(frozen=True, slots=True)
class Variant:
    """`words` must ground in `text` at exactly `start:end`; `near` is where they are expected."""

    kind: str
    text: str
    words: str
    start: int
    end: int


Dress = Callable[[str, random.Random], str]


def _at_random(text: str, chance: random.Random, pattern: str, put: Callable[[str], str], share: float = 0.5) -> str:
    return re.sub(pattern, lambda m: put(m.group()) if chance.random() < share else m.group(), text)


def _straight(text: str, chance: random.Random) -> str:
    return text.translate({ord(a): b for a, b in zip("“”„‘’‚«»", '"""\'\'\'""', strict=True)})


def _curly(text: str, chance: random.Random) -> str:
    text = re.sub(r'(^|[\s(\[—–-])"', r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[—–-])'", r"\1‘", text).replace("'", "’")


def _guillemets(text: str, chance: random.Random) -> str:
    return text.translate({ord("“"): "«", ord("”"): "»"})


def _latex(text: str, chance: random.Random) -> str:
    return text.translate({ord("“"): "``", ord("”"): "''", ord("’"): "'", ord("‘"): "`"})


def _dashes(text: str, chance: random.Random) -> str:
    text = re.sub(
        r"(?<=\w) ?[—–] ?(?=\w)|(?<=\w) - (?=\w)",
        lambda m: (
            chance.choice([" - ", " – ", " — ", "—", " -- ", "--"])
            if " " in m.group() or m.group() == "—"
            else m.group()
        ),
        text,
    )
    return re.sub(r"(?<=\w)-(?=\w)", lambda m: chance.choice("-‐‑–"), text)


def _spaces(text: str, chance: random.Random) -> str:
    return _at_random(
        text, chance, " ", lambda _: chance.choice(["  ", "\u00a0", "\u2009", "\t", "\u202f", " \u00a0 "])
    )


def _line_breaks(text: str, chance: random.Random) -> str:
    return _at_random(text, chance, " ", lambda _: chance.choice(["\n", "\r\n", " \n", "\n    ", "\u2028"]), 0.3)


def _soft_hyphens(text: str, chance: random.Random) -> str:
    return _at_random(text, chance, r"(?<=[a-zäöü]{2})(?=[a-zäöü]{3})", lambda _: "\u00ad", 0.3)


def _zero_width(text: str, chance: random.Random) -> str:
    return _at_random(
        text, chance, r"(?<=\w)(?=\w)| ", lambda x: x + chance.choice("\u200b\u200c\u2060\ufeff\u200e"), 0.2
    )


def _entities(text: str, chance: random.Random) -> str:
    text = html.escape(text, quote=chance.random() < 0.5)
    names = {
        "“": "&ldquo;",
        "”": "&rdquo;",
        "’": "&#8217;",
        "–": "&ndash;",
        "—": "&#x2014;",
        "é": "&eacute;",
        "€": "&euro;",
    }
    text = "".join(names.get(char, char) for char in text)
    return _at_random(text, chance, " ", lambda _: "&nbsp;", 0.1)


def _ligatures(text: str, chance: random.Random) -> str:
    for letters, ligature in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ")):
        text = text.replace(letters, ligature)
    return text


def _decomposed(text: str, chance: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def _ellipsis(text: str, chance: random.Random) -> str:
    return text.replace("...", "…") if "..." in text else text.replace("…", ". . .")


def _everything(text: str, chance: random.Random) -> str:
    for dress in (_straight, _dashes, _ligatures, _soft_hyphens, _spaces):
        text = dress(text, chance)
    return text


DRESSES: dict[str, Dress] = {
    "quotation marks: straight": _straight,
    "quotation marks: curly": _curly,
    "quotation marks: guillemets": _guillemets,
    "quotation marks: ``typed''": _latex,
    "dashes": _dashes,
    "spaces": _spaces,
    "line breaks": _line_breaks,
    "soft hyphens": _soft_hyphens,
    "zero-width characters": _zero_width,
    "HTML entities": _entities,
    "ligatures": _ligatures,
    "Unicode composition": _decomposed,
    "ellipsis": _ellipsis,
    "several at once": _everything,
}

_DENIED = re.compile(
    r"(?:\b(?:not|no|never|few|nobody|without|hardly|only|neither|nor)|n[’']t)(?: \w+){0,3}[, ]*$", re.I
)
_MARKS = ".,;:!?…\"'“”‘’"


def _whole(passage: Passage, chance: random.Random) -> Iterator[Variant]:
    """The sentence in another dress, then the text in another dress."""
    article, start, end = passage.article, passage.start, passage.end
    plain = passage.text
    for kind, dress in DRESSES.items():
        words = dress(plain, chance)
        if words != plain:
            yield Variant(kind, article, words, start, end)
            before, after = dress(article[:start], chance), dress(article[end:], chance)
            yield Variant(f"{kind}, in the text", before + words + after, plain, len(before), len(before) + len(words))


def _framed(passage: Passage, chance: random.Random) -> Iterator[Variant]:
    """The sentence cut, its first letter and its final mark changed, quotation marks around it."""
    article, start, end, plain = passage.article, passage.start, passage.end, passage.text
    if plain[0].isalpha() and not plain[:2].isupper():
        yield Variant("first letter", article, plain[0].swapcase() + plain[1:], start, end)
    clause = re.search(r"(?: that|, and|, but|:|,) (?=[a-z])", plain)
    if clause and _DENIED.search(plain[: clause.end()]):
        clause = None  # "Few doubt that the vote was fair" does not say that the vote was fair
    if clause and len(plain) - clause.end() > 25 and plain[-1] == "." and plain.count("“") == plain.count("”"):
        rest = plain[clause.end() :]
        if rest.count("“") == rest.count("”") and rest.count('"') % 2 == 0:
            yield Variant("first letter, cut", article, rest[0].upper() + rest[1:], start + clause.end(), end)
    core = plain.rstrip(_MARKS + " ")
    if plain[len(core) :] == "." and '"' not in core:
        stop = start + len(core)
        for mark in (",", ";", "!", "…", ":", "..."):
            yield Variant("final punctuation", article, core + mark, start, stop)
        if plain.count("“") == plain.count("”") and plain[0] not in '“"':
            for left, right in ("“”", '""', "«»", "„“", "‘’", "''"):
                yield Variant("enclosing quotation marks", article, f"{left}{plain}{right}", start, end)
                yield Variant("enclosing quotation marks", article, f"{left}{core},{right}", start, stop)
    yield Variant("spaces around", article, f" \n{plain}\t", start, end)


def variants(articles: list[list[Passage]], wanted: int, seed: int) -> list[Variant]:
    """At least `wanted` variants, drawn evenly over the kinds."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable benchmark, not a secret
    by_kind: dict[str, list[Variant]] = {}
    enough = 40 * wanted
    for _ in range(12):
        for passage in (p for passages in articles for p in passages):
            for variant in (*_whole(passage, chance), *_framed(passage, chance)):
                kept = by_kind.setdefault(variant.kind, [])
                kept.append(variant)
        if sum(map(len, by_kind.values())) > min(enough, 3 * wanted):
            break
    return evenly(by_kind, wanted, chance)
