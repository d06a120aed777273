"""Claims as the model finds them: the question for models that follow a passage, and for languages
without a lexicon. The rules only check."""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import AsyncIterator, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import Annotated

from pydantic import BaseModel, Field

from extractor.attribution.assertions import asserts, commands, opens_with
from extractor.attribution.certainty import certainty_of
from extractor.attribution.checking import stands_inside, widened
from extractor.attribution.lexicon import Lexicon, lexicon_for
from extractor.attribution.tokens import quotations
from extractor.document import Document, Window, windows
from extractor.document.windows import WindowSize
from extractor.grounding import Grounder
from extractor.schema import CertaintyLevel, Grounding
from extractor.tasks.desk import Asked, Desk, Failure
from extractor.tasks.drafts import Draft, DraftHop, Range, Signals
from extractor.tasks.passages import Passage, Unusable
from extractor.tasks.speech import speech_of

PROMPT = "claims.v1"
_START, _END = attrgetter("start"), attrgetter("end")
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


async def claims_by_model(
    document: Document, desk: Desk, grounder: Grounder, size: WindowSize, *, only: Sequence[Range] | None = None
) -> AsyncIterator[Draft]:
    """The claims of a document in its order, as they become known. `only`: just of windows that touch these places."""
    reader = _Reader(document, desk, grounder)
    work = windows(document, size, desk.client.profile.budget_tokens)
    if only is not None:
        work = [window for window in work if any(start < window.end and window.start < end for start, end in only)]
    questions = [asyncio.create_task(reader.read(window, size)) for window in work]
    try:
        for question in questions:
            for draft in await question:
                yield draft
    finally:
        for question in questions:
            question.cancel()


class _Reader:
    """Asks about the windows of one document and grounds what comes back."""

    def __init__(self, document: Document, desk: Desk, grounder: Grounder) -> None:
        self.document = document
        self.desk = desk
        self.grounder = grounder
        self.quoted = quotations(document.text, document.paragraphs)
        self.lexicon = lexicon_for(document.language)

    async def read(self, window: Window, size: WindowSize) -> list[Draft]:
        """The claims of one window: asked, grounded, asked again once for what did not ground."""
        passage = self._passage(window)
        variables = {"text": passage.text, "before": passage.before(size), "language": self.document.language}
        asked = await self.desk.ask(self.desk.prompt(PROMPT), variables, ClaimsAnswer)
        if asked.value is None:
            return []
        found, failed = self._grounded(window, asked.value.claims)
        if failed:
            found += await self._again(window, asked, failed)
        found = self._each_once(asked.window, found)
        if len(window.sentences) == 1 and failed and not found:
            # Somebody is credited here, only not usably: this is not the reporter's own voice.
            return found
        return self._with_narration(window, found)

    def _each_once(self, number: int, drafts: Sequence[Draft]) -> list[Draft]:
        """Small models repeat themselves: the same counts once. A command credits nobody."""
        kept: dict[tuple[object, ...], Draft] = {}
        for draft in drafts:
            key = (draft.content, draft.hops)
            if self._is_part_of_command(draft):
                words = self.document.text[slice(*draft.stretch)]
                self.desk.drop(number, "part of a command", words, repaired=draft.grounding == "repaired")
            elif key in kept:
                words = " … ".join(self.document.text[slice(*piece)] for piece in draft.content)
                self.desk.drop(number, "said twice", words, repaired=draft.grounding == "repaired")
            else:
                kept[key] = draft
        return list(kept.values())

    def _is_part_of_command(self, draft: Draft) -> bool:
        words = self.document.text[slice(*draft.stretch)]
        directs = self.lexicon is not None and commands(words, self.lexicon)
        return directs and not opens_with(draft.content, draft.stretch[0])

    async def _again(
        self, window: Window, asked: Asked[ClaimsAnswer], failed: Sequence[tuple[ClaimAnswer, Unusable]]
    ) -> list[Draft]:
        failures = [Failure(fault.words, self._passage(window).near(fault.words)) for _, fault in failed]
        again = await self.desk.ask_again(self.desk.prompt(PROMPT), asked, failures, ClaimsAnswer)
        answers = again.value.claims if again.value is not None else []
        found, still = self._grounded(window, answers)
        for answer, fault in still:
            self.desk.reject(again.window, str(fault), _words(answer))
        # What the second answer has no entry for keeps its first reason.
        for answer, fault in failed[len(answers) :]:
            self.desk.reject(asked.window, str(fault), _words(answer))
        return found

    def _passage(self, window: Window) -> Passage:
        return Passage(self.document, self.grounder, window)

    def _grounded(
        self, window: Window, answers: Sequence[ClaimAnswer]
    ) -> tuple[list[Draft], list[tuple[ClaimAnswer, Unusable]]]:
        found: list[Draft] = []
        failed: list[tuple[ClaimAnswer, Unusable]] = []
        for answer in answers:
            try:
                draft = self._draft(window, answer)
            except Unusable as fault:
                failed.append((answer, fault))
            else:
                self.desk.keep(repaired=draft.grounding == "repaired")
                found.append(draft)
        return found, failed

    def _with_narration(self, window: Window, found: list[Draft]) -> list[Draft]:
        """The claims, and the statements that credit nobody as claims in the reporter's own voice."""
        covered = sorted(piece for draft in found for piece in (*draft.content, *(hop.mention for hop in draft.hops)))
        starts = [start for start, _ in covered]
        reach = [0, *accumulate((end for _, end in covered), max)]  # the end of whichever of the first n goes farthest
        for sentence in window.sentences:
            words = self.document.text[sentence.start : sentence.end]
            if reach[bisect_left(starts, sentence.end)] <= sentence.start and asserts(words, self.lexicon):
                found.append(_narrated(self.document, self.lexicon, (sentence.start, sentence.end)))
                self.desk.keep()
        return sorted(found, key=lambda draft: draft.stretch)

    def _draft(self, window: Window, answer: ClaimAnswer) -> Draft:
        """The claim an answer makes. Raises `Unusable`."""
        text = self.document.text
        pieces: list[Range] = []
        verdicts: list[Grounding] = ["exact"]
        for words in answer.content:
            grounded = self._passage(window).place(words, pieces[-1][1] if pieces else None, "content")
            verdicts.append(grounded.verdict)  # type: ignore[arg-type]  # never "rejected" here
            pieces += [(span.start, span.end) for span in grounded.spans]
            for edit in grounded.edits:
                self.desk.warn(f"repaired: {edit}")
        at = min((start for start, _ in pieces), default=None)
        cue = self._range(window, answer.cue, at, "cue")
        source = self._range(window, answer.source, cue[0] if cue else at, "source")
        if source is None or (cue is None and not pieces):
            msg = "nobody in the passage is credited"
            raise Unusable(msg, answer.source)
        if self.desk.client.profile.rules != "off":
            pieces = self._checked(pieces, source, cue, answer)
        hops = [DraftHop(source, cue)]
        if answer.citing is not None and answer.citing.source.strip():
            cited = self._range(window, answer.citing.source, source[1], "cited source")
            if cited is not None:
                hops.append(DraftHop(cited, self._range(window, answer.citing.cue, cited[0], "cue")))
        stretch = _sentences_around(window, [*pieces, source])
        content = tuple(sorted(set(pieces)))
        level, markers = _certainty(text, stretch, content, cue, self.lexicon)
        return Draft(
            content=content,
            hops=tuple(hops),
            speech="narrated" if level == "declined" or not content else speech_of(text, content, self.quoted),
            certainty=level,
            markers=tuple(markers),
            grounding=max(verdicts, key=_ORDER.index),
            signals=Signals("model", "verb", None, len(text[slice(*stretch)].split())),
            stretch=stretch,
            fragment=level == "declined" or not content,
        )

    def _checked(self, pieces: list[Range], source: Range, cue: Range | None, answer: ClaimAnswer) -> list[Range]:
        """The pieces as the rules let them stand. Raises `Unusable`."""
        if stands_inside(source, pieces):
            msg = "the source named is inside what is said"
            raise Unusable(msg, answer.source)
        return widened(pieces, [source, *([cue] if cue else [])], self.quoted)

    def _range(self, window: Window, words: str, near: int | None, part: str) -> Range | None:
        """Where a short answer stands, nearest to `near`; None for an empty one. Raises `Unusable`."""
        if not words.strip():
            return None
        spans = self._passage(window).place(words, near, part).spans
        return spans[0].start, spans[-1].end


def _words(answer: ClaimAnswer) -> str:
    return answer.model_dump_json(exclude_none=True)


def _sentences_around(window: Window, pieces: Sequence[Range]) -> Range:
    low, high = min(start for start, _ in pieces), max(end for _, end in pieces)
    sentences = window.sentences
    first, last = bisect_right(sentences, low, key=_END), bisect_left(sentences, high, key=_START)
    if first >= last:  # words of a headline that stands between the sentences
        return low, high
    return sentences[first].start, sentences[last - 1].end


def _certainty(
    text: str, stretch: Range, content: Sequence[Range], cue: Range | None, lexicon: Lexicon | None
) -> tuple[CertaintyLevel, list[Range]]:
    """Read from the words where their language has a lexicon; "asserted" without markers elsewhere."""
    if lexicon is None:
        return "asserted", []
    words = tuple(text[slice(*cue)].lower().replace("’", "'").split()) if cue else ()
    refusals = lexicon.declined_by_first.get(words[0], ()) if words else ()
    declined = any(words[: len(phrase)] == phrase for phrase in refusals)
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
