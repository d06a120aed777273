"""The second reading: the same claims, asked in another way, to see where two readings agree.

Where the rules read first, the model reads the sentences that credit somebody, without being told
what was found. Where the model read first, the rules read, which costs nothing; in a language
without rules the model reads once more, in other windows. Two readings that err in different ways
tell more than one that is asked twice (ExtractConf, 2026).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from extractor.attribution.lexicon import Lexicon, lexicon_for
from extractor.document import Document
from extractor.document.windows import WindowSize
from extractor.grounding import Grounder
from extractor.tasks.claims import claims_by_model
from extractor.tasks.desk import Desk
from extractor.tasks.drafts import Agreement, Draft, Range
from extractor.tasks.speakers import claims_by_rule
from extractor.tasks.story import StoryReading, read_story

#: The windows of a second reading by the same model: those that the first did not have.
_OTHER: dict[WindowSize, WindowSize] = {"sentence": "paragraph", "paragraph": "sentence", "document": "sentence"}


async def second_reading(
    document: Document, desk: Desk, grounder: Grounder, drafts: Sequence[Draft], first: StoryReading | WindowSize
) -> list[Agreement | None]:
    """For each claim, how far a second reading agrees; None for claims in the reporter's own voice.

    first: what the first reading was, the rules' or the model's in windows of a size. The questions
    are counted at `desk`; their answers are weighed here and nowhere kept.
    """
    credited = [draft for draft in drafts if draft.hops]
    if not credited:
        return [None] * len(drafts)
    found = [draft async for draft in _read(document, desk.aside(), grounder, credited, first) if draft.hops]
    return [_agreement(document.text, draft, found) if draft.hops else None for draft in drafts]


def _read(
    document: Document, desk: Desk, grounder: Grounder, credited: Sequence[Draft], first: StoryReading | WindowSize
) -> AsyncIterator[Draft]:
    if isinstance(first, StoryReading):
        places = [draft.stretch for draft in credited]
        return claims_by_model(document, desk, grounder, "sentence", only=places)
    lexicon: Lexicon | None = lexicon_for(document.language)
    if lexicon is not None:
        return claims_by_rule(read_story(document, lexicon).closed(), desk, grounder)
    return claims_by_model(document, desk, grounder, _OTHER[first])


def _agreement(text: str, draft: Draft, found: Sequence[Draft]) -> Agreement:
    own = _characters(text, draft.content)
    best, of = 0.0, None
    for other in found:
        if not _touch(draft, other):
            continue
        theirs = _characters(text, other.content)
        overlap = len(own & theirs) / len(own | theirs) if own | theirs else 1.0
        if overlap > best:
            best, of = overlap, other
    return Agreement(round(best, 3), of is not None and _same_source(text, draft, of))


def _characters(text: str, ranges: Sequence[Range]) -> frozenset[int]:
    return frozenset(at for start, end in ranges for at in range(start, end) if text[at].isalnum())


def _touch(one: Draft, other: Draft) -> bool:
    """Whether two claims can be the same: they share a stretch of text."""
    return one.stretch[0] < other.stretch[1] and other.stretch[0] < one.stretch[1]


def _same_source(text: str, one: Draft, other: Draft) -> bool:
    """Whether a mention of one claim is at the same place as one of the other, or in the same words."""
    for hop in one.hops:
        for their in other.hops:
            (start, end), (low, high) = hop.mention, their.mention
            if (start < high and low < end) or text[start:end].lower() == text[low:high].lower():
                return True
    return False
