"""Hops that stand beside the main attribution: ", citing two aides," and ", according to a transcript"."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.attribution.cues import find_cues
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.subjects import Phrase, phrase_after, source_of
from extractor.attribution.tokens import Token

_CITING = frozenset({"citing", "quoting"})


@dataclass(frozen=True, slots=True)
class Aside:
    """A source and cue lifted out of a sentence; offsets are characters of the document.

    `farther`: it stands behind the main source ("citing"), else before it ("according to").
    """

    source: tuple[int, int]
    cue: tuple[int, int]
    farther: bool


def lift_asides(words: list[Token], lexicon: Lexicon) -> tuple[list[Token], list[Aside]]:
    """The tokens without the asides, and the asides.

    Without them the main attribution reads like any other: `US media reported, that Moscow …`.
    """
    found: list[Aside] = []
    at = 0
    while at < len(words):
        aside = _citing(words, at, lexicon) or _according(words, at, lexicon)
        if aside is None:
            at += 1
            continue
        first, last, cue_last, source, farther = aside
        found.append(
            Aside(
                source=(words[source.first].start, words[source.last].end),
                cue=(words[first].start, words[cue_last].end),
                farther=farther,
            )
        )
        # The comma in front goes too where one closes the aside, so that nothing is left dangling.
        opening = first - 1 if first > 0 and words[first - 1].text == "," else first
        closing = last + 1 if last + 1 < len(words) and words[last + 1].text == "," else last
        words = words[:opening] + words[closing + 1 :]
        at = opening
    return words, found


def _citing(words: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int, int, Phrase, bool] | None:
    if words[at].lower not in _CITING or words[at].quoted or at == 0:
        return None
    source = phrase_after(words, at + 1, lexicon)
    if source is None or not any(cue.kind != "citing" for cue in find_cues(words[:at], lexicon)):
        return None
    return at, source.tail, at, source, True


def _according(words: list[Token], at: int, lexicon: Lexicon) -> tuple[int, int, int, Phrase, bool] | None:
    """`“…,” Hewitt said, according to a transcript`: right behind another source-and-cue group."""
    if words[at].lower != "according" or words[at].quoted or at < 2 or words[at - 1].text != ",":
        return None
    earlier = [cue for cue in find_cues(words[: at - 1], lexicon) if cue.kind == "verb"]
    if not earlier:
        return None
    main = earlier[-1]
    behind = source_of(words[: at - 1], main, lexicon)
    group_last = max(main.last, behind.tail) if behind else main.last
    if group_last != at - 2 or at + 1 >= len(words) or words[at + 1].lower != "to":
        return None
    source = phrase_after(words, at + 2, lexicon)
    return (at, source.tail, at + 1, source, False) if source else None
