"""What the rules find: one attribution, with the hops around it."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.attribution.cues import CueKind
from extractor.attribution.lexicon import VerbClass
from extractor.schema import CertaintyLevel

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """One more hop of an attribution: who, and the words that tie it (None for a pure channel)."""

    source: Range
    cue: Range | None


@dataclass(frozen=True)
class Finding:
    """One attribution found by rule; offsets are characters of the document.

    `nearer` are hops between this source and the article, `farther` those behind it, both nearest
    the article first. `introduces`: the content is the quotation that follows the stretch. `whole`:
    the content of the nearest hop, which holds the words of the farther ones. `inside`: the piece of
    another finding's content in which this one stands. `stance` and `marker`: the certainty that the
    words around the content show, and those words, where the rules narrowed the content to what is
    rejected or doubted.
    """

    cue: Range | None
    source: Range | None
    content: tuple[Range, ...]
    kind: CueKind | None
    lemma: str | None
    certain: bool
    apposition: Range | None = None
    nearer: tuple[Link, ...] = ()
    farther: tuple[Link, ...] = ()
    introduces: bool = False
    whole: tuple[Range, ...] = ()
    inside: Range | None = None
    verb: VerbClass | None = None
    stance: CertaintyLevel | None = None
    marker: Range | None = None
