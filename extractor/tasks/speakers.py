"""Claims for models that are best at small questions: rules find who says what, the model is asked
only who speaks where the rules are not certain."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Annotated, ClassVar, NamedTuple

from pydantic import BaseModel, Field, create_model

from extractor.attribution.assertions import asserts, commands, opens_with
from extractor.attribution.certainty import certainty_of
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.nested import unfold
from extractor.attribution.reading import Finding
from extractor.attribution.stretches import Stretch
from extractor.attribution.tags import tag_line
from extractor.attribution.tokens import Quotation, tokens
from extractor.document import Document
from extractor.grounding import Grounder
from extractor.tasks.desk import Asked, Desk, Failure
from extractor.tasks.drafts import Draft, DraftHop, Range, Signals
from extractor.tasks.speech import speech_of
from extractor.tasks.story import StoryReading, StretchReading

PROMPT = "speakers.v1"
#: A speaker is a name or a noun phrase; longer answers are a copied sentence.
MOST_SPEAKER_CHARACTERS = 200
#: Tokens of an answer for each speaker asked for, and for the JSON around them.
TOKENS_A_SPEAKER, TOKENS_AROUND = 48, 16
#: Words a content needs to state something by itself.
SHORTEST_STATEMENT = 3
#: A content that opens with one of these hangs on its cue.
_HANGING = frozenset({"to", "of", "as"})
_QUOTES = "“„\"«‘'"


class Speakers(BaseModel):
    """Who speaks, in the order of the cues asked about; "" where nobody does."""

    weighed: ClassVar[bool] = True
    speakers: list[str]


class _Proposal(NamedTuple):
    """Who settled an attribution, as `Signals.proposed`, and how likely the model found the speaker it named."""

    by: str
    likelihood: float | None = None


_BY_RULE, _GUESSED = _Proposal("rule"), _Proposal("guess")


@cache
def speakers_model(count: int) -> type[Speakers]:
    """The answer model for exactly `count` cues."""
    exact = Annotated[list[str], Field(min_length=count, max_length=count)]
    return create_model("Speakers", __base__=Speakers, speakers=(exact, ...))


async def claims_by_rule(reading: StoryReading, desk: Desk, grounder: Grounder) -> AsyncIterator[Draft]:
    """The claims of a document in its order, as they become known."""
    document, work = reading.document, reading.work
    questions = [asyncio.create_task(_ask(document, desk, grounder, item)) if item.open else None for item in work]
    try:
        for item, question in zip(work, questions, strict=True):
            asked = await question if question else None
            for draft in _drafts(document, desk, grounder, reading.lexicon, reading.quoted, item, asked):
                yield draft
    finally:
        for question in questions:
            if question is not None:
                question.cancel()


async def _ask(document: Document, desk: Desk, grounder: Grounder, item: StretchReading) -> Asked[Speakers]:
    """Ask who speaks, and once more for speakers that are not in the passage."""
    text = document.text
    passage = text[item.stretch.start : item.stretch.end]
    cues = []
    for number in item.open:
        finding = item.findings[number]
        start, end = finding.cue or finding.content[0]
        cues.append(text[start:end])
    orphan = any(item.findings[number].cue is None for number in item.open)
    form, limit = speakers_model(len(cues)), TOKENS_AROUND + TOKENS_A_SPEAKER * len(cues)
    asked = await desk.ask(
        desk.prompt(PROMPT),
        {"text": passage, "cues": cues, "before": item.before if orphan else "", "language": document.language},
        form,
        max_tokens=limit,
    )
    failures = _failures(document, grounder, item, asked)
    if not failures:
        return asked
    again = await desk.ask_again(desk.prompt(PROMPT), asked, failures, form, max_tokens=limit)
    return again if again.value is not None else asked


def _failures(document: Document, grounder: Grounder, item: StretchReading, asked: Asked[Speakers]) -> list[Failure]:
    """The speakers answered that the passage does not hold."""
    start, end = item.shown_from, item.stretch.end
    found: list[Failure] = []
    for words in asked.value.speakers if asked.value else ():
        if not words.strip() or grounder.ground(words, start, end, language=document.language).spans:
            continue
        near = grounder.near_misses(words, start, end, most=1)
        found.append(Failure(words[:MOST_SPEAKER_CHARACTERS], near[0].text if near else ""))
    return found


def _drafts(
    document: Document,
    desk: Desk,
    grounder: Grounder,
    lexicon: Lexicon,
    quoted: Sequence[Quotation],
    item: StretchReading,
    asked: Asked[Speakers] | None,
) -> list[Draft]:
    found: list[Draft] = []
    words = document.text[item.stretch.start : item.stretch.end]
    directs = not item.stretch.quotation and commands(words, lexicon)
    for number, finding in enumerate(item.findings):
        if directs and not opens_with(finding.content, item.stretch.start):
            desk.reject(asked.window if asked else 0, "part of a command", words)
            continue
        proposed = _BY_RULE
        if number in item.open and asked is not None:
            finding, proposed = _with_answer(document, desk, grounder, item, number, asked)
        if finding.source is None and finding.cue is not None and not finding.content:
            desk.reject(
                asked.window if asked else 0, "nobody in the passage is credited", document.text[slice(*finding.cue)]
            )
            continue
        for one in unfold(document.text, finding, quoted, lexicon) if finding.certain else (finding,):
            found.append(_draft(document, lexicon, quoted, item.stretch, one, proposed))
            desk.keep()
    if not found and (item.stretch.quotation or asserts(words, lexicon)):
        found.append(_narrated(document, lexicon, item.stretch))
        desk.keep()
    return found


def _with_answer(
    document: Document, desk: Desk, grounder: Grounder, item: StretchReading, number: int, asked: Asked[Speakers]
) -> tuple[Finding, _Proposal]:
    """The finding with the source the model named, grounded; else as the rules left it."""
    finding = item.findings[number]
    if asked.value is None:
        return finding, _GUESSED
    words = asked.value.speakers[item.open.index(number)].strip()
    if not words:
        return finding, _GUESSED
    if len(words) > MOST_SPEAKER_CHARACTERS:
        desk.reject(asked.window, "a speaker longer than a name", words)
        return finding, _GUESSED
    cue = finding.cue or finding.content[0]
    start = item.stretch.start if finding.cue is not None else item.shown_from
    grounded = grounder.ground(words, start, item.stretch.end, near=cue[0], language=document.language)
    if grounded.verdict == "rejected" or len(grounded.spans) != 1:
        desk.reject(asked.window, grounded.reason or "a speaker in several pieces", words)
        return finding, _GUESSED
    source = (grounded.spans[0].start, grounded.spans[0].end)
    if any(start < source[1] and source[0] < end for start, end in finding.content):
        desk.reject(asked.window, "the speaker named is inside what is said", words)
        return finding, _GUESSED
    weighed = asked.likelihoods["speakers"][item.open.index(number)] if asked.likelihoods else None
    proposal = _Proposal("both", weighed)
    if finding.source is not None and _same_speaker(finding, source):
        return replace(finding, certain=True), proposal
    return replace(finding, source=source, apposition=None, certain=True), proposal


def _same_speaker(finding: Finding, source: Range) -> bool:
    """Whether the model's answer touches the rule's phrase or what is set beside it: the rule's borders are kept."""
    own = [place for place in (finding.source, finding.apposition) if place is not None]
    return any(start < source[1] and source[0] < end for start, end in own)


def _draft(
    document: Document,
    lexicon: Lexicon,
    quoted: Sequence[Quotation],
    stretch: Stretch,
    finding: Finding,
    proposed: _Proposal,
) -> Draft:
    text = document.text
    content = _without_that(text, finding.content)
    level, markers = certainty_of(
        text,
        (stretch.start, stretch.end),
        content,
        finding.cue or (finding.source if finding.kind == "hearsay" else None),
        kind=finding.kind,
        lemma=finding.lemma,
        lexicon=lexicon,
        farther=[link.cue for link in finding.farther if link.cue is not None],
    )
    if finding.stance is not None:
        level, markers = finding.stance, [finding.marker] if finding.marker else []
    hops = _hops(text, finding)
    speech = speech_of(text, content, quoted) if content else "narrated"
    return Draft(
        content=content,
        hops=hops,
        speech="narrated" if finding.kind in ("declined", "open") else speech,
        certainty=level,
        markers=tuple(markers),
        grounding="exact",
        signals=Signals(
            proposed.by,
            "narrated" if finding.kind == "open" else finding.kind,
            finding.lemma,
            len(text[stretch.start : stretch.end].split()),
            proposed.likelihood,
        ),
        stretch=(stretch.start, stretch.end),
        fragment=_is_fragment(text, finding, content, lexicon),
    )


def _hops(text: str, finding: Finding) -> tuple[DraftHop, ...]:
    """The hops, nearest the article first; those inside a quotation with the voice that speaks there."""
    hops = [DraftHop(link.source, link.cue) for link in finding.nearer]
    if finding.source is not None:
        hops.append(DraftHop(finding.source, finding.cue, finding.apposition))
    hops += [DraftHop(link.source, link.cue) for link in finding.farther]
    if finding.inside is None or text[finding.inside[0]] not in _QUOTES:
        return tuple(hops)
    start, end = finding.inside
    speaking = [hop for hop in hops if not start <= hop.mention[0] < end]
    voice = speaking[-1].mention if speaking else None
    return tuple(hop if hop in speaking else replace(hop, voice=voice) for hop in hops)


def _is_fragment(text: str, finding: Finding, content: Sequence[Range], lexicon: Lexicon) -> bool:
    """Whether the content states nothing without its cue: a topic, "accused | Sarrat of …", "denied | the charge"."""
    if finding.kind == "declined" or not content:
        return True
    words = text[slice(*content[0])].split()
    if not words or words[0][0] in _QUOTES:
        return False
    verb = next((verb for verb in lexicon.verbs.values() if verb.lemma == finding.lemma), None)
    hanging = words[0].lower() in _HANGING or words[0].lower().endswith("ing") or _is_topic(text, finding, lexicon)
    return hanging or len(words) < SHORTEST_STATEMENT or (verb is not None and verb.kind == "object")


def _is_topic(text: str, finding: Finding, lexicon: Lexicon) -> bool:
    """ "denies | eleven counts of fraud", "reported | the sale": an object without a verb of its own."""
    start, end = finding.content[0]
    behind = finding.cue is not None and finding.cue[1] <= start
    if finding.kind != "verb" or not behind or len(finding.content) > 1:
        return False
    if lexicon.order == "verb second":  # word classes are English
        return False
    line = tag_line(tokens(text, start, end, ()), lexicon)
    return line.tag(0) not in ("that", "wh", "pron") and not any(line.finite)


def _without_that(text: str, content: Sequence[Range]) -> tuple[Range, ...]:
    """The complementiser belongs to the cue, not to the claim."""
    if not content:
        return ()
    start, end = content[0]
    if text[start : start + 5].lower() == "that " and end - start > 5:
        return ((start + 5, end), *content[1:])
    return tuple(content)


def _narrated(document: Document, lexicon: Lexicon, stretch: Stretch) -> Draft:
    """A stretch that credits nobody: the reporter's own voice."""
    text = document.text
    content = ((stretch.start, stretch.end),)
    level, markers = certainty_of(text, content[0], content, None, kind=None, lemma=None, lexicon=lexicon)
    return Draft(
        content=content,
        hops=(),
        speech="narrated",
        certainty=level,
        markers=tuple(markers),
        grounding="exact",
        signals=Signals("rule", "narrated", None, len(text[stretch.start : stretch.end].split())),
        stretch=(stretch.start, stretch.end),
    )
