"""`Extractor`: the one path from a document to its result.

document → windows → questions → answers → spans → claims and sources → confidence → result. The
library, the command line and every other face call this and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Sequence,
)
from contextlib import aclosing
from dataclasses import asdict
from itertools import compress
from typing import TYPE_CHECKING, Any

from extractor import __version__
from extractor.attribution.lexicon import Lexicon, lexicon_for
from extractor.confidence import Calibration, Evidence, Weighing, confidence_of, evidence_of, gather
from extractor.errors import UsageError
from extractor.events import ClaimFound, Event, Finished, Progress
from extractor.grounding import Grounder
from extractor.prompts import Prompts
from extractor.schema import Claim, Confidence, Result, Run, Summary, schema_hash
from extractor.tasks.claims import claims_by_model
from extractor.tasks.desk import Desk
from extractor.tasks.drafts import Draft
from extractor.tasks.furniture import settle_furniture
from extractor.tasks.inquiry import Inquiry
from extractor.tasks.plan import Plan
from extractor.tasks.published import publish
from extractor.tasks.second import second_reading
from extractor.tasks.sources import find_sources
from extractor.tasks.speakers import claims_by_rule
from extractor.tasks.story import read_story
from extractor.tasks.summary import summarize
from extractor.telemetry import DocumentSpan
from extractor.waiting import Waiting

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.document import Document
    from extractor.document.windows import WindowSize
    from extractor.llm import AnswerCache, Client
    from extractor.tasks.task import Task

__all__ = ["ClaimFound", "Event", "Extractor", "Finished", "Progress"]

#: Questions that every document is asked beside its claims: the summary, and who the sources are.
OTHER_QUESTIONS = 2
#: Seconds for one question, with its repetitions and waits.
TIME_LIMIT = 600.0


class Extractor(Waiting):
    """Reads documents with one model. Close it, or use it as a context manager.

        with Extractor(model="local") as extractor:
            result = extractor.extract(Document.from_file("article.txt"))

    model: "local" for the embedded model, a GGUF file, or a model's name at the endpoint. None means
        the endpoint's model where a key or a base URL is set, else the embedded one.
    base_url, api_key: the endpoint; default `OPENAI_BASE_URL`, `OPENAI_API_KEY`.
    window: how much text goes into one question ("sentence", "paragraph", "document"); default: the
        model's profile says.
    timeout: seconds for one question.
    cache: keeps answers by request; nothing is kept by default.
    progress: called with (bytes done, bytes in all) while the embedded model is fetched.
    clock: seconds, for `run.seconds`.
    calibration: from evidence to confidence (`extractor.confidence.read_calibration`); default: the one
        that ships for the model's profile.
    readings: 2 to have every credited claim read a second time, in another way: dearer, and confidence
        tells right from wrong better.
    min_confidence: claims below are left out, and the report says which: a number between 0 and 1, or
        "high" or "medium".
    tasks: which questions are put, built-in ones by name and your own (`extractor.Task`), such as
        `("claims", "sources", "summary", mine)`; default: the three built-in ones. What is not asked for is
        empty in the result.
    prompts: a folder of templates laid over ours, or `Prompts` with a folder and versions chosen.
    profiles: a file of model profiles that are tried before ours (see `extractor/llm/profiles.toml`).

    Raises `UsageError` for options that cannot be used and `ModelError` when no model can be reached.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        window: WindowSize | None = None,
        timeout: float = TIME_LIMIT,
        cache: AnswerCache | None = None,
        progress: Callable[[int, int], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        calibration: Calibration | None = None,
        readings: int = 1,
        min_confidence: float | str | None = None,
        tasks: Sequence[str | Task[Any]] | None = None,
        prompts: Prompts | Path | str | None = None,
        profiles: Path | str | None = None,
    ) -> None:
        from extractor.llm import connect

        plan = _plan(tasks, prompts)
        client = connect(
            model,
            base_url=base_url,
            api_key=api_key,
            timeout=timeout,
            cache=cache,
            progress=progress,
            profiles=profiles,
        )
        weighing = Weighing.of(client.profile.name, calibration, readings, min_confidence)
        self._set(client, window, clock, weighing, plan)

    @classmethod
    def with_client(
        cls,
        client: Client,
        *,
        window: WindowSize | None = None,
        clock: Callable[[], float] = time.monotonic,
        weighing: Weighing | None = None,
        tasks: Sequence[str | Task[Any]] | None = None,
        prompts: Prompts | Path | str | None = None,
    ) -> Extractor:
        """An extractor that asks through a client of one's own (`extractor.llm.connect`, or a fake in tests)."""
        made = cls.__new__(cls)
        made._set(client, window, clock, weighing or Weighing.of(client.profile.name), _plan(tasks, prompts))
        return made

    def _set(
        self,
        client: Client,
        window: WindowSize | None,
        clock: Callable[[], float],
        weighing: Weighing,
        plan: Plan,
    ) -> None:
        if window not in (None, "sentence", "paragraph", "document"):
            msg = f"window {window!r} is not known: use sentence, paragraph or document"
            raise UsageError(msg)
        self.client = client
        self.window = window
        self.plan = plan
        self._clock = clock
        self.weighing = weighing

    @property
    def model(self) -> str:
        """The model that answers."""
        return self.client.model

    @property
    def endpoint(self) -> str:
        """ "local" for the embedded model, else the endpoint's URL."""
        return self.client.endpoint

    def identity(self) -> dict[str, Any]:
        """All that decides what this extractor answers, as JSON: model, endpoint, profile, window, questions, schema.

        Two extractors with one identity may share results that are kept; it holds no key.
        """
        return {
            "model": self.model,
            "endpoint": self.endpoint,
            "profile": asdict(self.client.profile),
            "window": self.window,
            "weighing": self.weighing.identity(),
            "schema": schema_hash(),
            **self.plan.identity(),
        }

    async def astart(self) -> None:
        """Make the model ready: the embedded engine starts, its file is fetched. Questions do this by themselves.

        Raises a `ModelError`.
        """
        start = getattr(self.client, "start", None)  # a client of one's own may have nothing to start
        if start is not None:
            await start()

    async def aextract(self, document: Document) -> Result:
        """The result for one document. Raises a `ModelError` when nothing at all could be answered."""
        result: Result | None = None
        async for event in self._traced(document, watched=False):
            if isinstance(event, Finished):
                result = event.result
        if result is None:  # pragma: no cover - `astream` always ends with `Finished`
            msg = "the stream of events ended early"
            raise RuntimeError(msg)
        return result

    async def astream(self, document: Document) -> AsyncGenerator[Event, None]:
        """What happens while a document is read; the last event carries the result."""
        async with aclosing(self._traced(document, watched=True)) as events:
            async for event in events:
                yield event

    async def _traced(self, document: Document, *, watched: bool) -> AsyncGenerator[Event, None]:
        span = DocumentSpan(document.id, self.model)
        try:
            async with aclosing(self._events(document, span, watched=watched)) as events:
                async for event in events:
                    if isinstance(event, Finished):
                        span.finish(event.result)
                    yield event
        except BaseException as fault:
            span.fail(type(fault).__name__)
            raise
        finally:
            span.end()

    async def _events(self, document: Document, span: DocumentSpan, *, watched: bool) -> AsyncGenerator[Event, None]:
        """watched: whether somebody wants to see claims before the result; they are half of the work then."""
        began = self._clock()
        asks = self.plan.built_in
        desk = Desk(self.client, span, self.plan.templates)
        document = await settle_furniture(document, desk)
        grounder = Grounder(document.text)
        drafts: list[Draft] = []
        lexicon = self._deciding(document)
        reading = read_story(document, lexicon) if lexicon and "claims" in asks else None
        inquiries = [Inquiry(task, desk, document, grounder, self.window) for task in self.plan.own]
        own_questions = sum(len(inquiry.windows) for inquiry in inquiries)
        total = OTHER_QUESTIONS + own_questions + (reading.questions if reading else len(document.story))
        if "claims" not in asks:
            total = len(asks) + own_questions
        yield Progress(0, total, "claims" if "claims" in asks else self.plan.first)
        if "claims" not in asks:
            finding = _nothing()
        elif reading is not None:
            finding = claims_by_rule(reading, desk, grounder)
        else:
            finding = claims_by_model(document, desk, grounder, self.window or self.client.profile.window)
            if lexicon_for(document.language) is None:
                desk.warn(f"no rules for language {document.language or 'unknown'}: the model alone finds the claims")
        async for draft in finding:
            drafts.append(draft)
            if not watched:
                continue
            confidence = confidence_of(evidence_of(document, draft), self.weighing.calibration)
            yield _preview(document.text, len(drafts), draft, confidence)
            yield Progress(min(desk.answered, total), total, "claims")
        sources, identities = await find_sources(document, desk, drafts, ask="sources" in asks)
        second = None
        if self.weighing.readings > 1 and drafts:
            yield Progress(min(desk.answered, total), total, "second reading")
            first = reading or self.window or self.client.profile.window
            second = await second_reading(document, desk, grounder, drafts, first)
        summary = Summary(text="", sentences=[])
        if "summary" in asks:
            yield Progress(max(0, total - own_questions - 1), total, "summary")
            summary = await summarize(document, desk)
        done = total - own_questions
        for inquiry in inquiries:
            yield Progress(done, total, inquiry.task.name)
            async for _ in inquiry.run():
                done += 1
                yield Progress(done, total, inquiry.task.name)
        if desk.fault is not None and desk.answered == 0:
            raise desk.fault
        placed = {mention: sources[n].id for n, one in enumerate(identities) for mention in one.mentions}
        evidence = gather(document, drafts, sources, identities, second)
        if "claims" in asks and not self.weighing.calibration.fitted:
            desk.warn(self.weighing.calibration.warning)
        claims = [
            publish(
                document.text,
                n,
                draft,
                [placed[hop.mention] for hop in draft.hops],
                confidence_of(known, self.weighing.calibration),
            )
            for n, (draft, known) in enumerate(zip(drafts, evidence, strict=True), 1)
        ]
        if self.weighing.least > 0:
            claims, evidence = _sure_enough(claims, evidence, self.weighing.least, desk)
            credited = {hop.source for claim in claims for hop in claim.attribution}
            sources = [source for source in sources if source.id in credited]
        result = Result(
            document=document.info(),
            summary=summary,
            claims=claims,
            sources=sources,
            answers={inquiry.task.name: inquiry.answer for inquiry in inquiries} or None,
            report=desk.report(document.warnings),
            run=Run(
                extractor=__version__,
                model=self.client.model,
                endpoint=self.client.endpoint,
                prompts=dict(sorted(desk.prompts.items())),
                schema_=schema_hash(),
                usage=desk.usage(),
                seconds=round(self._clock() - began, 1),
            ),
        )
        yield Progress(total, total, "done")
        yield Finished(result, tuple(asdict(known) for known in evidence) if watched else ())

    async def aclose(self) -> None:
        """Give back the model: connections, and the embedded engine when nobody else uses it."""
        await self.client.aclose()

    def _deciding(self, document: Document) -> Lexicon | None:
        """The lexicon whose rules decide for this model and language; None where the model does."""
        if self.client.profile.rules != "decide" or self.window not in (None, "sentence"):
            return None
        return lexicon_for(document.language)


def _plan(tasks: Sequence[str | Task[Any]] | None, prompts: Prompts | Path | str | None) -> Plan:
    return Plan.of(tasks, prompts if isinstance(prompts, Prompts) or prompts is None else Prompts.of(prompts))


async def _nothing() -> AsyncIterator[Draft]:
    """No claims, where they are not asked for."""
    drafts: tuple[Draft, ...] = ()
    for draft in drafts:
        yield draft


def _sure_enough(
    claims: Sequence[Claim], evidence: Sequence[Evidence], least: float, desk: Desk
) -> tuple[list[Claim], list[Evidence]]:
    """The claims that are sure enough, with their evidence; the others are in the report."""
    kept = [claim.confidence.score >= least for claim in claims]
    for claim, stays in zip(claims, kept, strict=True):
        if not stays:
            reason = f"confidence {claim.confidence.score:.2f} is below {least:.2f}"
            desk.drop(0, reason, claim.text, repaired=claim.grounding == "repaired")
    return list(compress(claims, kept)), list(compress(evidence, kept))


def _preview(text: str, number: int, draft: Draft, confidence: Confidence) -> ClaimFound:
    """The claim as it is known when found: every mention is its own source."""
    ids = [f"m{hop.mention[0]}" for hop in draft.hops]
    names = {id_: text[slice(*hop.mention)] for id_, hop in zip(ids, draft.hops, strict=True)}
    return ClaimFound(publish(text, number, draft, ids, confidence), names)
