"""Read one stretch of a document by rule: who says what, by which words, and how sure the rules are.

A stretch is a sentence, or the sentences that one quotation ties together. What the rules are not
certain of is marked, so that a model can be asked about just that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.attribution.asides import Aside, lift_asides
from extractor.attribution.channels import channel_of
from extractor.attribution.clauses import Piece, is_clause
from extractor.attribution.contents import Group, content_of, content_start, side_of, trim
from extractor.attribution.cues import Cue, find_cues
from extractor.attribution.denials import lift_denials, with_denials
from extractor.attribution.findings import Finding, Link, Range
from extractor.attribution.hearsay import hearsay
from extractor.attribution.holders import split_holder
from extractor.attribution.keeping import keeps
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.line import Line
from extractor.attribution.open_questions import finding_of, lift_open_question
from extractor.attribution.phrases import Phrase
from extractor.attribution.quoting import quoting_of
from extractor.attribution.refusals import refused
from extractor.attribution.rejections import rejected
from extractor.attribution.scopes import Candidate, scope_of, stands_inside
from extractor.attribution.sources import source_of
from extractor.attribution.subjects import phrase_before
from extractor.attribution.tags import tag_line
from extractor.attribution.tokens import Quotation, Token, quotations_inside, tokens
from extractor.attribution.verb_second import read_verb_second

__all__ = ["Finding", "Link", "read", "read_spoken"]

#: Stretches of more tokens than this are read in parts.
LONGEST = 600
#: A part with more cues than this is a list of words, not prose (which holds at most one in ten tokens).
MOST_CUES = 90
#: A source further than this many tokens from its cue is not read as one group with it.
GROUP_REACH = 60
#: Words that may stand between a source and its cue, or a cue and its inverted source.
GROUP_GAP = 3
#: What is left of a content behind an inner report must be at least this many tokens long.
_LEAST_ORIGIN = 3


def read(text: str, start: int, end: int, quoted: Sequence[Quotation], lexicon: Lexicon) -> list[Finding]:
    """The attributions of `text[start:end]`."""
    words = tokens(text, start, end, quoted)
    if lexicon.order == "verb second":
        return read_verb_second(text, words, lexicon)
    return [finding for part in _parts(words) for finding in _read(text, part, lexicon)]


def read_spoken(text: str, start: int, end: int, lexicon: Lexicon) -> list[Finding]:
    """The attributions in the words of somebody quoted: `text[start:end]` without the marks around it."""
    words = tokens(text, start, end, quotations_inside(text, start, end))
    return [finding for part in _parts(words) for finding in _read(text, part, lexicon, spoken=True)]


def _parts(words: list[Token]) -> Iterator[list[Token]]:
    """The whole, or parts of it: what runs on for ever is a list or a table, and parts keep the time linear."""
    first = 0
    while len(words) - first > LONGEST:
        last = first + LONGEST - 1
        cut = next((at for at in range(last, last - LONGEST // 2, -1) if words[at].text in ".;,"), last)
        yield words[first : cut + 1]
        first = cut + 1
    yield words[first:]


def _read(text: str, words: list[Token], lexicon: Lexicon, *, spoken: bool = False) -> list[Finding]:
    tagged = tag_line(words, lexicon, spoken=spoken)
    tagged, question = (tagged, None) if spoken else lift_open_question(text, tagged)
    if question is not None and not len(tagged):
        return [finding_of(question)]
    whole, denials = lift_denials(tagged)
    line, asides = lift_asides(whole)
    findings = _attributions(text, line)
    if asides and not findings:  # nothing they stand beside reports: they report themselves
        line, asides = whole, []
        findings = _attributions(text, line)
    findings = _with_asides(findings, asides)
    findings = with_denials(text, findings, denials, words[0].start) if denials else findings
    findings = [rejected(text, finding, lexicon) for finding in findings]
    findings = [refused(text, finding, words[0].start, words[-1].end) for finding in findings]
    if spoken:
        return findings
    return findings + _hearsay(text, line, findings) + ([finding_of(question)] if question else [])


def _attributions(text: str, line: Line) -> list[Finding]:
    """What the cues of a line report, in their order."""
    candidates = _candidates(line)
    findings: list[Finding] = []
    taken: set[int] = set()
    for number in sorted(range(len(candidates)), key=lambda number: not _closes(line, candidates[number])):
        if number in taken:
            continue
        own = candidates[number]
        pieces = content_of(line, own.group, own.side, scope_of(line, candidates, number, taken))
        inner = [
            other for other in range(len(candidates)) if other != number and stands_inside(candidates[other], pieces)
        ]
        if not own.introduces and not keeps(line, own.group, own.side, pieces):
            continue
        taken.update(inner)
        findings.append(_finding(text, line, candidates, own, inner, pieces))
    return sorted(findings, key=lambda finding: finding.cue or (0, 0))


def _hearsay(text: str, line: Line, findings: list[Finding]) -> list[Finding]:
    """What nobody in particular is credited with; the word that shows it is the mention of the unknown source."""
    credited = [place for finding in findings for place in (finding.cue, *finding.content) if place]
    return [
        Finding(
            cue=None,
            source=_range(line, *shown),
            content=_ranges(text, line, pieces),
            kind="hearsay",
            lemma=None,
            certain=True,
        )
        for shown, pieces in hearsay(line, credited)
    ]


def _candidates(line: Line) -> list[Candidate]:
    """The cues that report something, each seen alone: one that does not must not limit the others."""
    found: list[Candidate] = []
    cues = find_cues(line)
    for cue in cues if len(cues) <= MOST_CUES else ():
        source = source_of(line, cue)
        group = Group(cue, source, *_extent(cue, source))
        side = side_of(line, group)
        pieces = content_of(line, group, side, scope_of(line, [Candidate(group, side)], 0, set()))
        introduces = not pieces and cue.kind == "verb" and source is not None and line.lower(len(line) - 1) == ":"
        if introduces or keeps(line, group, side, pieces):
            found.append(Candidate(group, side, introduces))
    return found


def _closes(line: Line, candidate: Candidate) -> bool:
    """Whether source and cue stand behind what was said: they own all of it, inner reports included."""
    if candidate.side == "around":
        return candidate.group.first > line.sentence_start(candidate.group.first)
    return candidate.side == "left"


def _extent(cue: Cue, source: Phrase | None) -> tuple[int, int]:
    """First and last token of source and cue where they stand together, else of the cue alone."""
    if source is None or abs(source.first - cue.first) > GROUP_REACH:
        return cue.first, cue.last
    last = source.tail if source.first > cue.last else source.last
    if source.first > cue.last and cue.agent is None and source.first > cue.last + GROUP_GAP:
        return cue.first, cue.last
    if source.last < cue.first and source.tail + GROUP_GAP < cue.first:
        return cue.first, cue.last
    return min(cue.first, source.first), max(cue.last, last)


def _range(line: Line, first: int, last: int) -> Range:
    return line.words[first].start, line.words[last].end


def _ranges(text: str, line: Line, pieces: Sequence[Piece]) -> tuple[Range, ...]:
    found = (trim(text, *_range(line, first, last)) for first, last in pieces)
    return tuple((start, end) for start, end in found if end > start)


def _finding(
    text: str, line: Line, candidates: list[Candidate], own: Candidate, inner: list[int], whole: list[Piece]
) -> Finding:
    cue, source = own.group.cue, own.group.source
    farther, pieces = _nested(line, [candidates[number].group for number in inner], whole)
    channel = channel_of(line, cue, source, whole)
    if channel and source and source.first < channel.first <= source.last:
        source = replace(source, last=channel.first - 2, tail=channel.first - 2)
    source, holder = split_holder(line, source) if source else (None, None)
    nearer = [holder] if holder else []
    if channel:
        nearer.append(Link(_range(line, channel.first, channel.last), None))
    quoting = quoting_of(line, cue)
    if quoting is not None and quoting.by is not None:
        nearer = [Link(_range(line, quoting.by.first, quoting.by.last), _range(line, quoting.at, quoting.at))]
    return Finding(
        cue=_range(line, cue.first, cue.last),
        source=_range(line, source.first, source.last) if source else None,
        content=_ranges(text, line, pieces),
        kind=cue.kind,
        lemma=cue.verb.lemma if cue.verb else None,
        verb=cue.verb.kind if cue.verb else None,
        certain=source is not None and source.certain,
        apposition=_apposition(line, cue, source),
        nearer=tuple(nearer),
        farther=farther,
        introduces=own.introduces,
        whole=_ranges(text, line, whole),
    )


def _apposition(line: Line, cue: Cue, source: Phrase | None) -> Range | None:
    if source is None or source.tail <= source.last or source.last < source.tail >= cue.first > source.first:
        return None
    return _range(line, source.last + 1, source.tail)


def _with_asides(findings: list[Finding], asides: list[Aside]) -> list[Finding]:
    """Hang each "citing …" or ", according to …" on the last attribution that starts before it, else on the next."""
    for aside in asides:
        link = Link(aside.source, aside.cue)
        before = [number for number, finding in enumerate(findings) if finding.cue and finding.cue[0] < aside.cue[0]]
        at = before[-1] if before else 0
        if at >= len(findings):
            continue
        finding = findings[at]
        links = (aside.holder, link) if aside.holder else (link,)
        if aside.farther:
            findings[at] = replace(finding, farther=(*finding.farther, *links))
        else:
            findings[at] = replace(finding, nearer=(*links, *finding.nearer))
    return findings


def _parted(line: Line, group: Group, pieces: list[Piece]) -> bool:
    """Whether an aside stands between a source and its cue: the source is one piece, the cue opens the next."""
    source, verb = group.source, pieces[1][0]
    while line.tag(verb) in ("adv", "aux"):
        verb += 1
    return source is not None and (source.first, source.last) == pieces[0] and verb == group.cue.head


def _nested(line: Line, inner: list[Group], pieces: list[Piece]) -> tuple[tuple[Link, ...], list[Piece]]:
    """A report inside the content that opens it ("police said | witnesses saw …") is a further hop.

    Returns the links and the content that is left for the origin.
    """
    links: list[Link] = []
    if len(pieces) == 2 and inner and _parted(line, inner[0], pieces):
        # "The minister, according to aides, believes that …"
        pieces = [(pieces[0][0], pieces[1][1])]
    for group in inner:
        cue, source = group.cue, group.source
        if source is None or not source.certain or cue.kind != "verb" or cue.verb is None or len(pieces) != 1:
            break
        first, last = pieces[0]
        opening = first + 1 if line.tag(first) == "that" else first
        rest = content_start(line, group, last + 1)
        told = cue.agent is not None and cue.verb.lemma in line.lexicon.words["receiving"]
        opens = first <= source.first <= opening + 1 and source.tail < cue.first
        if told:  # "Osk said it had been told by Orlo that …"
            subject = phrase_before(line, cue.first - 1)
            opens = subject is not None and subject.first <= opening + 1
        if (
            not opens
            or cue.verb.kind == "object"
            or last - rest < _LEAST_ORIGIN
            or line.is_in(source.first, "vague", "first_person")
        ):
            break
        if not is_clause(line, (rest, last), strict=True):
            break
        channel = channel_of(line, cue, source, [(rest, last)])
        if channel and channel.first > source.first:  # not the outlet that owns the whole
            links.append(Link(_range(line, channel.first, channel.last), None))
        links.append(Link(_range(line, source.first, source.last), _range(line, cue.first, cue.last)))
        pieces = [(rest, last)]
    return tuple(links), pieces
