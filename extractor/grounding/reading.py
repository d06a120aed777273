"""A normalised text read word by word: tokens, and the skeleton that repairs are found in.

The skeleton is the sequence of keys of all tokens except those that may be left out. Two texts
with the same skeleton differ in nothing but light words, harmless forms and quotation marks: so
one substring search finds every repairable place, and the veto holds by construction, whatever
the words of a class are, since a word that is not known to be harmless is in the skeleton.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import cast

from extractor.grounding import lexicon
from extractor.grounding.tokens import Tokens, is_word, tokenize
from extractor.grounding.veto import base, light
from extractor.grounding.views import View


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text` is the keys, a space before and after each; key `i` begins at `starts[i]`, from token `owners[i]`."""

    text: str
    keys: list[str]
    starts: list[int]
    owners: list[int]

    def key_at(self, offset: int) -> int:
        """Index of the first key at or after an offset of `text`."""
        return bisect_left(self.starts, offset)


Wanted = Callable[[tuple[str, ...]], bool | None]
"""Whether the keys of a token may stand: False ends the reading, True settles the token, None leaves it open."""


class Reading:
    """A view or a part of it, its tokens and its skeleton, each made when first needed.

    Offsets are positions of the whole view.
    """

    def __init__(self, view: View, start: int = 0, end: int | None = None) -> None:
        self.view = view
        self.start = start
        self.end = len(view.text) if end is None else end

    @cached_property
    def tokens(self) -> Tokens:
        """Words and marks."""
        return tokenize(self.view.text, self.start, self.end)

    @cached_property
    def skeleton(self) -> Skeleton:
        """The keys that may not change."""
        return cast(Skeleton, self.skeleton_if(lambda _keys: True))

    def skeleton_if(self, wanted: Wanted) -> Skeleton | None:
        """The skeleton; None, without the work, as soon as the keys of one token are not wanted."""
        return _skeleton(self.tokens.texts, self.lowered, wanted)

    @cached_property
    def lowered(self) -> list[str]:
        """The tokens in lower case."""
        return list(map(str.lower, self.tokens.texts))

    @cached_property
    def bare(self) -> str:
        """The words alone in lower case, a space before and after each."""
        return f" {' '.join(filter(is_word, self.lowered))} "

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Token indices of every token, in lower case."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for i, token in enumerate(self.lowered):
            places[token].append(i)
        return places


_LIGHT = lexicon.ARTICLES | lexicon.COMPLEMENTIZERS | lexicon.ADDITIVES | {'"'}
_WITH_CONNECTIVES = _LIGHT | lexicon.CONNECTIVES | {","}


def _skeleton(texts: list[str], lowered: list[str], wanted: Wanted) -> Skeleton | None:
    keys: list[str] = []
    owners: list[int] = []
    size = len(texts)
    # Commas need a look only where a connective may stand between them.
    maybe_dropped = _LIGHT if lexicon.CONNECTIVES.isdisjoint(lowered) else _WITH_CONNECTIVES
    known: dict[str, tuple[str, ...]] = {}
    settled: set[str] = set()
    for i, token in enumerate(texts):
        forms = known.get(token)
        if forms is None:
            forms = base(token)
            if lowered[i] not in maybe_dropped:
                known[token] = forms
            elif _dropped(texts, i, texts[i - 1] if i else None, texts[i + 1] if i + 1 < size else None):
                continue
        if token not in settled:
            verdict = wanted(forms)
            if verdict is False:
                return None
            if verdict:
                settled.add(token)
        keys += forms
        owners.append(i)
        if len(forms) > 1:
            owners += [i] * (len(forms) - 1)
    starts = list(accumulate(map(len, keys), lambda at, length: at + length + 1, initial=1))
    starts.pop()
    return Skeleton(f" {' '.join(keys)} ", keys, starts, owners)


def _dropped(texts: list[str], i: int, before: str | None, after: str | None) -> bool:
    word = texts[i]
    if word == '"':
        # After a number it may be inches or seconds.
        return before is None or not before[-1].isdigit()
    if word == ",":
        return _is_connective(texts, i - 1) or _is_connective(texts, i + 1)
    return (word.lower() in lexicon.CONNECTIVES and _is_connective(texts, i)) or light(word, before, after)


def _is_connective(texts: list[str], i: int) -> bool:
    """`, however,` or a `However,` that opens a sentence."""
    if not 0 <= i < len(texts) - 1 or texts[i].lower() not in lexicon.CONNECTIVES or texts[i + 1] != ",":
        return False
    return i == 0 or texts[i - 1] in ',.!?";:'
