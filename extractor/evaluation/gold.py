"""What a gold file holds, as small records.

Offsets are Unicode code points, end exclusive. A `Pieces` is a role in one or more stretches: its
start and end offsets, in the order of the text. An empty `Pieces` is a role that is not there.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Pieces = tuple[tuple[int, int], ...]
Form = Literal["attribution", "agreement", "chains", "certainty"]


#: Share of contents beyond the sentence of their cue below which a file keeps to sentences: 3% in GUM,
#: which joins nothing, 10% in PolNeAR and 6% in German Wikinews, which join what a quotation goes on with.
MOST_BEYOND = 0.045


@dataclass(frozen=True, slots=True)
class Attribution:
    """One source, cue and content. `speech_cue` is false where no verb of reporting stands."""

    source: Pieces
    cue: Pieces
    content: Pieces
    speech_cue: bool = True
    kind: str = ""
    credit: bool = False
    nested: bool = False
    pronoun: bool = False
    resolved: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One text to read, and every attribution in it."""

    id: str
    text: str
    attributions: tuple[Attribution, ...] = ()
    title: str | None = None
    language: str | None = None
    publisher: str | None = None
    annotators: tuple[tuple[Attribution, ...], ...] = ()
    """The same article as each annotator saw it; empty where there is one annotation."""


@dataclass(frozen=True, slots=True)
class ChainHop:
    """One link of a gold chain. `resolved` is the name behind a pronoun."""

    mention: Pieces
    cue: Pieces
    kind: str
    named: bool
    resolved: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """One attribution with all its hops, nearest to the article first."""

    article: str
    content: Pieces
    hops: tuple[ChainHop, ...]
    certainty: str
    markers: Pieces
    speech: str = ""


@dataclass(frozen=True, slots=True)
class RatedSentence:
    """A sentence with the certainty that readers saw in it, 1 (uncertain) to 6 (certain)."""

    id: str
    text: str
    certainty: float


@dataclass(frozen=True, slots=True)
class GoldFile:
    """One gold file: its identity and its records. `articles` are the texts to be read."""

    path: Path
    sha256: str
    form: Form
    articles: tuple[Article, ...]
    chains: tuple[Chain, ...] = ()
    ratings: tuple[RatedSentence, ...] = field(default=())

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    @property
    def nests(self) -> bool:
        """Whether an attribution inside another's content is annotated too (PolNeAR never does)."""
        return any(a.nested for article in self.articles for a in article.attributions)

    @property
    def within_sentences(self) -> bool:
        """Whether contents stand in the sentence of their cue (GUM); quotations that go on are not joined to them."""
        beyond = total = 0
        for article in self.articles:
            ends = sentence_ends(article.text)
            for one in article.attributions:
                if one.cue and one.content:
                    total += 1
                    at = bisect_right(ends, one.cue[0][0])
                    beyond += any(bisect_right(ends, place) != at for a, b in one.content for place in (a, b - 1))
        return beyond <= MOST_BEYOND * total


def sentence_ends(text: str) -> list[int]:
    """Where the sentences of an article end, and the next ones start."""
    from extractor.document import Document

    return [sentence.start for sentence in Document.from_text(text).sentences[1:]]
