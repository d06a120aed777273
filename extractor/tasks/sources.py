"""Who the sources are: mentions brought together by rule, kinds by rule and, where words do not
tell, by a question."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated

from pydantic import BaseModel, Field, create_model

from extractor.attribution.identity import Hint, Identity, identify
from extractor.attribution.lexicon import lexicon_for
from extractor.attribution.tokens import quotations
from extractor.document import Document
from extractor.schema import Source, SourceKind, Span
from extractor.tasks.desk import Desk
from extractor.tasks.drafts import Draft, Range

PROMPT = "sources.v1"
#: Languages without a lexicon are read with this one's rules for names, which are mostly about capitals.
FALLBACK_LANGUAGE = "en"
#: Sources asked about in one question, and the tokens of an answer for each.
MOST_ASKED, TOKENS_A_KIND, TOKENS_AROUND = 12, 8, 16
#: Characters around a mention that are shown.
SHOWN = 120
#: Words that open what the text gives as the reason why a source speaks.
_JUSTIFYING = (
    "who ",
    "whose ",
    "familiar with",
    "briefed on",
    "close to",
    "involved in",
    "with knowledge",
    "with direct",
)


class Kinds(BaseModel):
    """The kinds of the sources asked about, in their order."""

    kinds: list[SourceKind]


@cache
def kinds_model(count: int) -> type[Kinds]:
    """The answer model for exactly `count` sources."""
    exact = Annotated[list[SourceKind], Field(min_length=count, max_length=count)]
    return create_model("Kinds", __base__=Kinds, kinds=(exact, ...))


async def find_sources(
    document: Document, desk: Desk, drafts: Sequence[Draft], *, ask: bool = True
) -> tuple[list[Source], list[Identity]]:
    """The sources of the drafts, numbered in the order of the document, and how they were identified.

    `ask`: whether the model is asked for kinds that words do not tell.
    """
    lexicon = lexicon_for(document.language) or lexicon_for(FALLBACK_LANGUAGE)
    if lexicon is None:  # pragma: no cover - the fallback ships with the package
        return [], []
    hints = [Hint(hop.mention, hop.apposition, hop.voice) for draft in drafts for hop in draft.hops]
    story = [(sentence.start, sentence.end) for sentence in document.story]
    quoted = quotations(document.text, document.paragraphs)
    found = identify(document.text, story, quoted, hints, lexicon)
    if ask:
        await _ask_kinds(document, desk, found)
    appositions = {hint.mention: hint.apposition for hint in hints if hint.apposition}
    return [_source(document.text, number, identity, appositions) for number, identity in enumerate(found, 1)], found


async def _ask_kinds(document: Document, desk: Desk, found: Sequence[Identity]) -> None:
    doubtful = [identity for identity in found if not identity.certain and identity.mentions]
    for first in range(0, len(doubtful), MOST_ASKED):
        batch = doubtful[first : first + MOST_ASKED]
        shown = [{"name": identity.name, "text": _context(document, identity.mentions[0])} for identity in batch]
        asked = await desk.ask(
            desk.prompt(PROMPT),
            {"sources": shown, "language": document.language},
            kinds_model(len(batch)),
            max_tokens=TOKENS_AROUND + TOKENS_A_KIND * len(batch),
        )
        if asked.value is None:
            continue
        for identity, kind in zip(batch, asked.value.kinds, strict=True):
            desk.keep()
            identity.kind = kind
            identity.named = identity.named and kind in ("person", "organization", "outlet", "unknown")


def _context(document: Document, mention: Range) -> str:
    """The sentence of a mention, cut to what is near it, on one line."""
    # looked up, not searched for: a long document has thousands of sentences and of sources
    number = bisect_right(document.story, mention[0], key=lambda sentence: sentence.start) - 1
    inside = document.story[number] if number >= 0 and mention[0] < document.story[number].end else None
    low, high = (inside.start, inside.end) if inside else mention
    start, end = max(low, mention[0] - SHOWN), min(high, mention[1] + SHOWN)
    return " ".join(document.text[start:end].split())


def _source(text: str, number: int, identity: Identity, appositions: Mapping[Range, Range]) -> Source:
    return Source(
        id=f"s{number}",
        name=identity.name,
        kind=identity.kind,
        named=identity.named,
        role=identity.role,
        justification=_justification(text, identity, appositions),
        mentions=[Span(start=start, end=end, text=text[start:end]) for start, end in identity.mentions],
    )


def _justification(text: str, identity: Identity, appositions: Mapping[Range, Range]) -> Span | None:
    """The relative clause or participle behind a mention that says why this source speaks."""
    for mention in identity.mentions:
        apposition = appositions.get(mention)
        stretches = [apposition] if apposition else []
        stretches.append(mention)
        for start, end in stretches:
            words = text[start:end]
            for opening in _JUSTIFYING:
                at = words.lower().find(opening)
                if at >= 0:
                    span = words[at:].rstrip(" ,.;")
                    return Span(start=start + at, end=start + at + len(span), text=span)
    return None
