"""Whether two names can be of one source: they share a word that names."""

from __future__ import annotations

import re

#: Words that many names share and that say nothing about who is meant.
_COMMON = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "for",
        "and",
        "in",
        "at",
        "on",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "lady",
        "lord",
        "prof",
        "professor",
        "president",
        "minister",
        "senator",
        "sen",
        "rep",
        "gov",
        "governor",
        "secretary",
        "general",
        "gen",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "official",
        "officials",
        "police",
        "department",
    }
)
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")


def name_words(name: str) -> frozenset[str]:
    """The words of a name that tell it from others, without case; all its words where none do."""
    words = [w.casefold() for w in _WORD.findall(_POSSESSIVE.sub("", name))]
    telling = frozenset(w for w in words if w not in _COMMON and len(w) > 1)
    return telling or frozenset(words)


def same_name(one: str, other: str) -> bool:
    """Whether the surname (last telling word) of one is in the other: *Ana Ruiz* and *Ruiz*, not *Ana Bell*."""
    a, b = _ordered(one), _ordered(other)
    return bool(a and b) and (a[-1] in b or b[-1] in a)


def _ordered(name: str) -> list[str]:
    telling = name_words(name)
    return [w for w in (x.casefold() for x in _WORD.findall(_POSSESSIVE.sub("", name))) if w in telling]
