"""Claims as the model finds them: the question for models that follow a passage, and for languages
without a lexicon. The rules only check."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from extractor.attribution.certainty import certainty_of
from extractor.attribution.lexicon import Lexicon, lexicon_for
from extractor.attribution.tokens import Quotation, quotations
from extractor.document import Document, Window, windows
from extractor.document.windows import WindowSize
from extractor.grounding import Grounder
from extractor.prompts import load
from extractor.schema import CertaintyLevel, Grounding
from extractor.tasks.desk import Asked, Desk
from extractor.tasks.drafts import Draft, DraftHop, Range, Signals
from extractor.tasks.speech import speech_of

PROMPT = "claims.v1"
#: The worst verdict of a claim's pieces is the claim's.
_ORDER: tuple[Grounding, ...] = ("exact", "normalized", "repaired")


class Citing(BaseModel):
    """Whom a source passes on."""

    source: str
    cue: str = ""


class ClaimAnswer(BaseModel):
    """One attribution; every field holds words of the passage."""

    source: str
    cue: str
    content: Annotated[list[str], Field(max_length=12)]
    citing: Citing | None = None


class ClaimsAnswer(BaseModel):
    """Everything that somebody is credited with in a passage."""

    claims: Annotated[list[ClaimAnswer], Field(max_length=200)]


async def claims_by_model(document: Document, desk: Desk, grounder: Grounder, size: WindowSize) -> AsyncIterator[Draft]:
    """The claims of a document in its order, as they become known."""
    quoted = quotations(document.text, document.paragraphs)
    work = windows(document, size, desk.client.profile.budget_tokens)
    questions = [asyncio.create_task(_ask(document, desk, window, size)) for window in work]
    try:
        for window, question in zip(work, questions, strict=True):
            asked = await question
            for draft in _drafts(document, desk, grounder, quoted, window, asked):
                yield draft
    finally:
        for question in questions:
            question.cancel()


async def _ask(document: Document, desk: Desk, window: Window, size: WindowSize) -> Asked[ClaimsAnswer]:
    text = document.text
    before = ""
    if size != "document":
        first = window.sentences[0].index
        before = text[document.sentences[first - 1].start : document.sentences[first - 1].end] if first else ""
    return await desk.ask(load(PROMPT), {"text": passage_of(text, window), "before": before}, ClaimsAnswer)


def passage_of(text: str, window: Window) -> str:
    """What the model reads: the sentences of the window, a line break between paragraphs, furniture left out."""
    parts: list[str] = []
    for number, sentence in enumerate(window.sentences):
        if number:
            parts.append(" " if sentence.paragraph == window.sentences[number - 1].paragraph else "\n")
        parts.append(text[sentence.start : sentence.end])
    return "".join(parts)


def _drafts(
    document: Document,
    desk: Desk,
    grounder: Grounder,
    quoted: Sequence[Quotation],
    window: Window,
    asked: Asked[ClaimsAnswer],
) -> list[Draft]:
    found: list[Draft] = []
    if asked.value is None:
        return found
    lexicon = lexicon_for(document.language)
    for answer in asked.value.claims:
        draft = _draft(document, desk, grounder, quoted, window, asked.window, answer, lexicon)
        if draft is not None:
            desk.keep(repaired=draft.grounding == "repaired")
            found.append(draft)
    covered = [piece for draft in found for piece in (*draft.content, *(hop.mention for hop in draft.hops))]
    for sentence in window.sentences:
        if not any(start < sentence.end and sentence.start < end for start, end in covered):
            found.append(_narrated(document, lexicon, (sentence.start, sentence.end)))
            desk.keep()
    return sorted(found, key=lambda draft: draft.stretch)


def _draft(
    document: Document,
    desk: Desk,
    grounder: Grounder,
    quoted: Sequence[Quotation],
    window: Window,
    number: int,
    answer: ClaimAnswer,
    lexicon: Lexicon | None,
) -> Draft | None:
    text, words = document.text, answer.model_dump_json(exclude_none=True)
    pieces: list[Range] = []
    verdicts: list[Grounding] = ["exact"]
    near: int | None = None
    for piece in answer.content:
        grounded = grounder.ground(piece, window.start, window.end, near=near, language=document.language)
        if grounded.verdict == "rejected":
            desk.reject(number, f"content: {grounded.reason}", words)
            return None
        verdicts.append(grounded.verdict)
        pieces += [(span.start, span.end) for span in grounded.spans]
        near = pieces[-1][1]
    at = min((start for start, _ in pieces), default=None)
    cue = _place(grounder, window, answer.cue, at, document.language)
    anchor = cue[0] if cue else at
    source = _place(grounder, window, answer.source, anchor, document.language)
    if answer.source.strip() and source is None:
        desk.reject(number, "source: not in the text", words)
        return None
    if source is None or (cue is None and not pieces):
        desk.reject(number, "nobody in the passage is credited", words)
        return None
    hops = [DraftHop(source, cue)]
    if answer.citing is not None and answer.citing.source.strip():
        cited = _place(grounder, window, answer.citing.source, source[1], document.language)
        if cited is None:
            desk.reject(number, "the cited source is not in the text", words)
            return None
        hops.append(DraftHop(cited, _place(grounder, window, answer.citing.cue, cited[0], document.language)))
    stretch = _sentences_around(window, [*pieces, source])
    content = tuple(sorted(set(pieces)))
    level, markers = _certainty(text, stretch, content, cue, lexicon)
    return Draft(
        content=content,
        hops=tuple(hops),
        speech="narrated" if level == "declined" or not content else speech_of(text, content, quoted),
        certainty=level,
        markers=tuple(markers),
        grounding=max(verdicts, key=_ORDER.index),
        signals=Signals("model", "verb", None, len(text[slice(*stretch)].split())),
        stretch=stretch,
    )


def _place(grounder: Grounder, window: Window, words: str, near: int | None, language: str | None) -> Range | None:
    """Where a short answer (a source, a cue) stands, nearest to `near`; None where it does not."""
    if not words.strip():
        return None
    grounded = grounder.ground(words, window.start, window.end, near=near, language=language)
    return (grounded.spans[0].start, grounded.spans[-1].end) if grounded.spans else None


def _sentences_around(window: Window, pieces: Sequence[Range]) -> Range:
    low, high = min(start for start, _ in pieces), max(end for _, end in pieces)
    inside = [s for s in window.sentences if s.start < high and low < s.end]
    return inside[0].start, inside[-1].end


def _certainty(
    text: str, stretch: Range, content: Sequence[Range], cue: Range | None, lexicon: Lexicon | None
) -> tuple[CertaintyLevel, list[Range]]:
    """Read from the words where their language has a lexicon; "asserted" without markers elsewhere."""
    if lexicon is None:
        return "asserted", []
    words = tuple(text[slice(*cue)].lower().replace("’", "'").split()) if cue else ()
    declined = any(words[: len(phrase)] == phrase for phrase in lexicon.declined)
    lemma = next((lexicon.verbs[word].lemma for word in words if word in lexicon.verbs), None)
    return certainty_of(
        text, stretch, content, cue, kind="declined" if declined else None, lemma=lemma, lexicon=lexicon
    )


def _narrated(document: Document, lexicon: Lexicon | None, sentence: Range) -> Draft:
    level, markers = _certainty(document.text, sentence, (sentence,), None, lexicon)
    return Draft(
        content=(sentence,),
        hops=(),
        speech="narrated",
        certainty=level,
        markers=tuple(markers),
        grounding="exact",
        signals=Signals("rule", "narrated", None, len(document.text[slice(*sentence)].split())),
        stretch=sentence,
    )
