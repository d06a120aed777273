"""What the claims and speakers questions produce, before sources get their ids."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.schema import CertaintyLevel, Grounding, Speech

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DraftHop:
    """One link: where the source is mentioned, its cue, and the apposition that describes it.

    `voice`: the mention of whoever speaks the words in which this mention stands ("I" is that source).
    """

    mention: Range
    cue: Range | None = None
    apposition: Range | None = None
    voice: Range | None = None


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known about how a claim was found; `extractor.confidence` turns it into a score.

    `proposed` is "rule" where code alone decided, "model" where the model answered, "both" where
    the model named the source of an attribution found by rule, "guess" where a rule was unsure and
    the model gave nothing usable. `likelihood`: how likely the model found the speaker it named,
    where the endpoint tells.
    """

    proposed: str
    kind: str | None = None
    lemma: str | None = None
    words: int = 0
    likelihood: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim whose hops still point at mentions."""

    content: tuple[Range, ...]
    hops: tuple[DraftHop, ...]
    speech: Speech
    certainty: CertaintyLevel
    markers: tuple[Range, ...]
    grounding: Grounding
    signals: Signals
    stretch: Range
    #: The content states nothing without source and cue ("accused | Sarrat of …").
    fragment: bool = False


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a second reading makes of a claim.

    overlap: of the contents, intersection over union of letters and digits, between 0 and 1; 0 where
    the second reading has nothing there. source: whether both name the same source.
    """

    overlap: float
    source: bool
