"""A story read by rule, before a model is asked anything: what is found, and what is left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.attribution.labels import labelled, labels
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.reading import Finding, read
from extractor.attribution.stretches import Stretch, stretches
from extractor.attribution.tokens import Quotation, overlapping, quotations
from extractor.document import Document
from extractor.tasks.drafts import Range
from extractor.tasks.speech import speech_of

#: Words of a quotation without an attribution that are worth asking about; shorter ones are titles.
ORPHAN_WORDS = 5
#: Sentences before a stretch that are shown when the speaker must be looked for outside it.
SHOWN_BEFORE = 2


@dataclass(frozen=True)
class StretchReading:
    """A stretch and what the rules found in it; `open` numbers the findings the model is asked about."""

    stretch: Stretch
    findings: tuple[Finding, ...]
    open: tuple[int, ...]
    before: str
    shown_from: int


@dataclass(frozen=True)
class StoryReading:
    """What the rules found in a document, before the model is asked anything."""

    document: Document
    lexicon: Lexicon
    quoted: Sequence[Quotation]
    work: Sequence[StretchReading]

    @property
    def questions(self) -> int:
        """How many questions the claims will take."""
        return sum(bool(item.open) for item in self.work)

    def closed(self) -> StoryReading:
        """The same with nothing left open: what the rules say by themselves."""
        return replace(self, work=[replace(item, open=()) for item in self.work])


def read_story(document: Document, lexicon: Lexicon) -> StoryReading:
    """Read a document by rule."""
    quoted = quotations(document.text, document.paragraphs)
    return StoryReading(document, lexicon, quoted, _read_story(document, quoted, lexicon))


def _read_story(document: Document, quoted: Sequence[Quotation], lexicon: Lexicon) -> list[StretchReading]:
    """Read every stretch by rule, and give continued and introduced quotations to their attribution."""
    text = document.text
    work: list[StretchReading] = []
    shown: list[Range] = []
    speaker: Range | None = None  # of the last attribution, where the stretch before had one
    open_attribution: tuple[int, int] | None = None  # (work, finding) that a following quotation continues
    speaking = labels(text, document.paragraphs, lexicon)
    for stretch in stretches(document, quoted):
        findings = tuple(read(text, stretch.start, stretch.end, quoted, lexicon))
        findings = labelled(findings, speaking.get(stretch.paragraph), stretch.start, stretch.end)
        before = " ".join(text[start:end] for start, end in shown[-SHOWN_BEFORE:])
        shown_from = shown[-SHOWN_BEFORE:][0][0] if shown else stretch.start
        shown.append((stretch.start, stretch.end))
        if not findings and stretch.quotation:
            if open_attribution is not None:
                _continue(work, open_attribution, stretch)
                continue
            if len(text[stretch.start : stretch.end].split()) >= ORPHAN_WORDS:
                content = ((stretch.start, stretch.end),)
                findings = (Finding(None, None, content, None, None, certain=False),)
        findings = tuple(
            finding for finding in findings if finding.content or finding.introduces or finding.kind == "declined"
        )
        findings = tuple(_as_before(finding, speaker) for finding in findings)
        speaker = findings[-1].source if findings else None
        unsure = tuple(number for number, finding in enumerate(findings) if not finding.certain)
        open_attribution = _left_open(text, len(work), stretch, findings, quoted)
        work.append(StretchReading(stretch, findings, unsure, before, shown_from))
    return [_without_promises(item) for item in work]


def _as_before(finding: Finding, speaker: Range | None) -> Finding:
    """A statement that only its mood or its marks show goes on with what was said before: that speaker is the guess."""
    unsaid = finding.source is None and finding.cue is None and finding.kind != "open"
    return replace(finding, source=speaker) if unsaid else finding


def _left_open(
    text: str, number: int, stretch: Stretch, findings: Sequence[Finding], quoted: Sequence[Quotation]
) -> tuple[int, int] | None:
    """The attribution that a quotation right behind this stretch would continue, if any."""
    if not findings:
        return None
    last = len(findings) - 1
    if findings[last].introduces:
        return number, last
    near = overlapping(quoted, stretch.start, stretch.end)
    speaks = [
        at
        for at, finding in enumerate(findings)
        if finding.content and speech_of(text, finding.content, near) != "indirect"
    ]
    return (number, speaks[-1]) if speaks else None


def _continue(work: list[StretchReading], at: tuple[int, int], stretch: Stretch) -> None:
    item, number = work[at[0]], at[1]
    finding = item.findings[number]
    longer = replace(finding, content=(*finding.content, (stretch.start, stretch.end)), introduces=False)
    work[at[0]] = replace(item, findings=(*item.findings[:number], longer, *item.findings[number + 1 :]))


def _without_promises(item: StretchReading) -> StretchReading:
    """Drop the introductions ("He added:") that no quotation followed."""
    if all(finding.content or finding.kind == "declined" for finding in item.findings):
        return item
    kept = [n for n, finding in enumerate(item.findings) if finding.content or finding.kind == "declined"]
    return replace(
        item,
        findings=tuple(item.findings[n] for n in kept),
        open=tuple(kept.index(n) for n in item.open if n in kept),
    )
