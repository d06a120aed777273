"""Reports inside what somebody is reported to say: “They say it is safe,” Orlo said.

Orlo's statement is one claim, what *they* say another: Orlo is the hop through which the article
knows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.attribution.findings import Finding, Link, Range
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.reading import read, read_spoken
from extractor.attribution.rejections import rejected_behind
from extractor.attribution.tokens import Quotation, overlapping, tokens

#: Cues that make a claim of their own inside another one; a refusal or a noun there is part of what is said.
_KINDS = frozenset({"verb", "according"})
#: A content of fewer words inside another one is a name or a topic.
_LEAST_WORDS = 3


def unfold(text: str, finding: Finding, quoted: Sequence[Quotation], lexicon: Lexicon) -> list[Finding]:
    """A finding, what later quotations went on with, and the attributions inside, each with the hops that lead to it.

    The finding alone where nobody is credited. Inside is looked where the subject stands first.
    """
    if finding.source is None or finding.kind == "declined":
        return [finding]
    later = _later(finding)
    if lexicon.order == "verb second":
        return _apart(finding, later)
    own = Link(finding.source, finding.cue)
    origins = {link.cue for link in finding.farther}
    found: list[Finding] = []
    for start, end in (*finding.whole, *later) or finding.content:
        for inner in _inside(text, start, end, quoted, lexicon):
            if inner.cue in origins:
                finding = _narrowed(finding, inner)
            elif _counts(text, inner, lexicon):
                farther = finding.farther if _within(inner.cue, finding.content) else ()
                outer = (*finding.nearer, own, *farther)
                inner = replace(inner, nearer=(*outer, *inner.nearer), inside=(start, end))
                found.append(rejected_behind(text, inner, end, lexicon))
    return [*_apart(finding, later), *found]


def _later(finding: Finding) -> list[Range]:
    """The quotations behind the sentence of the cue that go on with what it reports."""
    return [piece for piece in finding.content if not _within(piece, finding.whole)] if finding.whole else []


def _apart(finding: Finding, later: Sequence[Range]) -> list[Finding]:
    """What a later quotation says is a claim of its own: claims are told one by one."""
    first = replace(finding, content=tuple(piece for piece in finding.content if piece not in later))
    return [first, *(replace(finding, content=(piece,), whole=(piece,)) for piece in later)]


def _within(place: Range | None, pieces: Sequence[Range]) -> bool:
    return place is not None and any(start <= place[0] and place[1] <= end for start, end in pieces)


def _narrowed(finding: Finding, inner: Finding) -> Finding:
    """The content as the inner report bounds it: "Orlo said the Ministry asked that A and hinted that B"."""
    inside = len(inner.content) == 1 and _within(inner.content[0], finding.content)
    return replace(finding, content=inner.content) if inside and len(finding.content) == 1 else finding


def _inside(text: str, start: int, end: int, quoted: Sequence[Quotation], lexicon: Lexicon) -> Iterator[Finding]:
    """What is read in one piece of a content, quoted from end to end or not."""
    around = next((one for one in overlapping(quoted, start, end) if one.start == start and one.end >= end - 1), None)
    if around is None:
        yield from read(text, start, end, quoted, lexicon)
        return
    inner_end = min(end, around.end) - 1 if around.closed else end
    yield from read_spoken(text, start + 1, inner_end, lexicon)


def _counts(text: str, inner: Finding, lexicon: Lexicon) -> bool:
    """Whether an inner report is one: somebody said it, not "would say", and it is more than a name."""
    if inner.kind not in _KINDS or not inner.certain or inner.cue is None or not inner.content:
        return False
    if sum(len(text[a:b].split()) for a, b in inner.content) < _LEAST_WORDS:
        return False
    wants = text[slice(*inner.content[0])].split()[0].lower() == "to"
    if (wants and inner.verb != "speech") or (inner.verb == "object" and inner.lemma not in lexicon.words["naming"]):
        return False
    cue = {word.lower for word in tokens(text, *inner.cue, ())}
    unsaid = any(word.endswith("n't") for word in cue)
    return not unsaid and not cue & lexicon.any_of("negations", "unreal")
