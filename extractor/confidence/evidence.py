"""What is known of a claim when it is found: plain facts, before anything is weighed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from extractor.attribution.lexicon import Lexicon, VerbClass, lexicon_for
from extractor.schema import Grounding, Source, Speech

if TYPE_CHECKING:
    from extractor.attribution.identity import Identity
    from extractor.document import Document
    from extractor.tasks.drafts import Agreement, Draft, DraftHop, Range

Order = Literal["after", "before", "around"]
SourceWords = Literal["named", "description", "pronoun", "absent"]

_PRONOUNS = frozenset(
    "he she they it i we you him her them us me who this that one er sie es wir ich man dieser diese".split()
)
_MARK = re.compile('[“„«”»"]')
_BREAK = re.compile("[:;–—]")
_EDGE = '.,;:!?"“”„«»()’‘'
#: The complementiser in front of a content; it shows where the content begins.
_THAT = frozenset({"that", "dass"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a confidence stands on. Counts are words unless they say otherwise.

    proposed: "rule" where code alone decided, "both" where the model named the source of what a
        rule found, "guess" where a rule was unsure and the model did not settle it, "model".
    kind: of the cue ("verb", "according", "declined", "citing", "nominal"), "narrated" where nobody
        is credited, None where only a quotation shows that somebody speaks.
    verb: the class of the cue's verb; `lemma` its base form.
    source: how the source stands in the text. `doubtful`: whom it stands for was chosen among several.
    hops: sources in the chain. cues: attributions in the same stretch.
    words, content: of the stretch and of the content. pieces: stretches of text the content is in.
    gap: between source and cue. apart: between source or cue and the content.
    order: whether the content stands "after" source and cue, "before" or "around" them.
    that: "that" stands in front of the content. ends: the content reaches the end of the stretch.
    breaks: a colon, a semicolon or a dash stands inside the content. commas: how many stand in one
        that is not quoted from end to end.
    balanced: every quotation mark of the stretch has its other one. quoted: there is one at all.
    likelihood: of the speaker that the model named, where the endpoint tells it.
    second: how far a second reading's content agrees (intersection over union), None where there was
    none; `second_source`: whether it names the same source.
    reporting: words in the stretch that can be a reporting verb; reporting_nouns: those like "claim".
    """

    proposed: str
    kind: str | None
    speech: Speech = "indirect"
    grounding: Grounding = "exact"
    lemma: str | None = None
    verb: VerbClass | None = None
    source: SourceWords = "named"
    doubtful: bool = False
    hops: int = 1
    cues: int = 1
    words: int = 20
    content: int = 10
    pieces: int = 1
    gap: int = 0
    apart: int = 0
    order: Order = "after"
    that: bool = False
    ends: bool = True
    breaks: bool = False
    commas: int = 0
    balanced: bool = True
    quoted: bool = False
    reporting: int = 0
    reporting_nouns: int = 0
    language: str | None = "en"
    likelihood: float | None = None
    second: float | None = None
    second_source: bool = False


def evidence_of(
    document: Document,
    draft: Draft,
    *,
    cues: int = 1,
    sources: Sequence[Source] = (),
    doubtful: bool = False,
    second: Agreement | None = None,
) -> Evidence:
    """The evidence for one claim.

    cues: attributions in its stretch. sources: those of its hops, once they are known. doubtful:
    whether one of its hops was resolved by a guess. second: what another reading makes of it.
    """
    text, lexicon = document.text, lexicon_for(document.language)
    stretch = text[slice(*draft.stretch)]
    hop = next((hop for hop in draft.hops if hop.cue is not None), draft.hops[0] if draft.hops else None)
    before = text[max(draft.stretch[0], draft.content[0][0] - 6) : draft.content[0][0]] if draft.content else ""
    words = [word.strip(_EDGE) for word in stretch.lower().split()] if lexicon else []
    last = max((end for _, end in draft.content), default=draft.stretch[0])
    return Evidence(
        proposed=draft.signals.proposed,
        kind=draft.signals.kind,
        speech=draft.speech,
        grounding=draft.grounding,
        lemma=draft.signals.lemma,
        verb=_verb_class(text, draft, hop, lexicon),
        source=_source_words(text, draft.hops, sources),
        doubtful=doubtful,
        hops=len(draft.hops),
        cues=cues,
        words=draft.signals.words,
        content=sum(len(text[start:end].split()) for start, end in draft.content),
        pieces=len(draft.content),
        gap=_between(text, hop.mention, hop.cue) if hop is not None and hop.cue is not None else 0,
        apart=_apart(text, draft, hop),
        order=_order(draft, hop),
        that=not _THAT.isdisjoint(before.lower().split()[-1:]),
        breaks=any(_BREAK.search(text, start, end) for start, end in draft.content),
        commas=sum(text.count(",", start, end) for start, end in draft.content) if draft.speech != "direct" else 0,
        ends=not any(map(str.isalnum, text[last : draft.stretch[1]])),
        balanced=_balanced(stretch),
        quoted=_MARK.search(stretch) is not None,
        reporting=sum(map(_reporting(lexicon).__contains__, words)) if lexicon else 0,
        reporting_nouns=sum(map(lexicon.nominal.__contains__, words)) if lexicon else 0,
        language=document.language,
        likelihood=draft.signals.likelihood,
        second=second.overlap if second is not None else None,
        second_source=second is not None and second.source,
    )


def _source_words(text: str, hops: Sequence[DraftHop], sources: Sequence[Source]) -> SourceWords:
    if not hops:
        return "absent"
    if any(text[slice(*hop.mention)].lower() in _PRONOUNS for hop in hops):
        return "pronoun"
    return "named" if all(source.named for source in sources) else "description"


def _between(text: str, one: Range, other: Range) -> int:
    """Words between two stretches of text; 0 where they touch or overlap."""
    first, second = sorted((one, other))
    return len(text[first[1] : second[0]].split()) if second[0] > first[1] else 0


def _apart(text: str, draft: Draft, hop: DraftHop | None) -> int:
    if hop is None or not draft.content:
        return 0
    ends = [hop.mention, *([hop.cue] if hop.cue else [])]
    return min(_between(text, end, piece) for end in ends for piece in draft.content)


def _balanced(stretch: str) -> bool:
    if not _MARK.search(stretch):
        return True
    opened = sum(stretch.count(mark) for mark in "“«")
    closed = sum(stretch.count(mark) for mark in "”»")
    # German “ closes what „ opened.
    if "„" in stretch:
        return stretch.count("„") == stretch.count("“") + stretch.count("”")
    return opened == closed and stretch.count('"') % 2 == 0


def _verb_class(text: str, draft: Draft, hop: DraftHop | None, lexicon: Lexicon | None) -> VerbClass | None:
    if lexicon is None:
        return None
    if draft.signals.lemma is not None:
        return _classes(lexicon).get(draft.signals.lemma)
    words = text[slice(*hop.cue)].lower().split() if hop is not None and hop.cue is not None else []
    return next((lexicon.verbs[word].kind for word in words if word in lexicon.verbs), None)


@cache
def _classes(lexicon: Lexicon) -> Mapping[str, VerbClass]:
    """The class of each verb by its lemma."""
    found = {verb.lemma: verb.kind for readings in lexicon.phrasal.values() for verb in readings}
    return {**found, **{verb.lemma: verb.kind for verb in lexicon.verbs.values()}}


@cache
def _reporting(lexicon: Lexicon) -> frozenset[str]:
    """The forms of verbs that report what is said; those with an object alone report a topic."""
    return frozenset(word for word, verb in lexicon.verbs.items() if verb.kind != "object")


def _order(draft: Draft, hop: DraftHop | None) -> Order:
    if hop is None or not draft.content:
        return "after"
    at = (hop.cue or hop.mention)[0]
    if max(end for _, end in draft.content) <= at:
        return "before"
    return "around" if draft.content[0][0] < at else "after"


def gather(
    document: Document,
    drafts: Sequence[Draft],
    sources: Sequence[Source],
    identities: Sequence[Identity],
    second: Sequence[Agreement | None] | None = None,
) -> list[Evidence]:
    """The evidence for every claim of a document, in their order; `sources` and `identities` go together.

    second: what another reading makes of each claim, where there was one.
    """
    placed = {mention: number for number, identity in enumerate(identities) for mention in identity.mentions}
    beside = Counter(draft.stretch for draft in drafts)
    return [
        evidence_of(
            document,
            draft,
            cues=beside[draft.stretch],
            sources=[sources[placed[hop.mention]] for hop in draft.hops],
            doubtful=any(hop.mention in identities[placed[hop.mention]].doubtful for hop in draft.hops),
            second=agreement,
        )
        for draft, agreement in zip(drafts, second or [None] * len(drafts), strict=True)
    ]
