"""Read one stretch of a document by rule: who says what, by which words, and how sure the rules are.

A stretch is a sentence, or the sentences that one quotation ties together. What the rules are not
certain of is marked, so that a model can be asked about just that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.attribution.asides import Aside, lift_asides
from extractor.attribution.channels import channel_of
from extractor.attribution.contents import clause_cut, content_of, trim
from extractor.attribution.cues import Cue, CueKind, find_cues
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.subjects import Phrase, phrase_after, source_of
from extractor.attribution.tokens import Quotation, Token, tokens

Range = tuple[int, int]
#: A source further than this many tokens from its cue is not read as one group with it.
GROUP_REACH = 40
#: Words that may stand between a source and its cue, or a cue and its inverted source.
GROUP_GAP = 3
_COORDINATORS = frozenset({"and", "but", "while", "although", "though", "whereas", "yet", ";"})


@dataclass(frozen=True, slots=True)
class Link:
    """One more hop of an attribution: who, and the words that tie it (None for a pure channel)."""

    source: Range
    cue: Range | None


@dataclass(frozen=True)
class Finding:
    """One attribution found by rule; offsets are characters of the document.

    `nearer` are hops between this source and the article, `farther` those behind it, both nearest
    the article first. `introduces`: the content is the quotation that follows the stretch.
    """

    cue: Range | None
    source: Range | None
    content: tuple[Range, ...]
    kind: CueKind | None
    lemma: str | None
    certain: bool
    apposition: Range | None = None
    nearer: tuple[Link, ...] = ()
    farther: tuple[Link, ...] = ()
    introduces: bool = False


def read(text: str, start: int, end: int, quoted: Sequence[Quotation], lexicon: Lexicon) -> list[Finding]:
    """The attributions of `text[start:end]`."""
    words, asides = lift_asides(tokens(text, start, end, quoted), lexicon)
    cues = find_cues(words, lexicon)
    sources = _sources(words, cues, lexicon)
    findings: list[Finding] = []
    taken: set[int] = set()
    for number, cue in enumerate(cues):
        if number in taken:
            continue
        source = sources[number]
        scope = _scope(words, cues, sources, number, taken)
        pieces = content_of(words, cue, source, scope, lexicon)
        inner = [other for other in range(number + 1, len(cues)) if _inside(cues[other], pieces)]
        introduces = not pieces and cue.kind == "verb" and bool(words) and words[-1].text == ":" and source is not None
        if not introduces and not _keeps(words, cue, source, pieces, lexicon):
            continue
        taken.update(inner)
        farther, pieces = _nested(words, cues, sources, inner, pieces)
        ranges = [trim(text, words[first].start, words[last].end) for first, last in pieces]
        channel = channel_of(words, cue, source, pieces, lexicon)
        findings.append(
            Finding(
                cue=_range(words, cue.first, cue.last),
                source=_range(words, source.first, source.last) if source else None,
                content=tuple((a, b) for a, b in ranges if b > a),
                kind=cue.kind,
                lemma=cue.verb.lemma if cue.verb else None,
                certain=source is not None and source.certain,
                apposition=_range(words, source.last + 1, source.tail)
                if source and source.tail > source.last
                else None,
                nearer=(Link(_range(words, channel.first, channel.last), None),) if channel else (),
                farther=farther,
                introduces=introduces,
            )
        )
    return _with_asides(findings, asides)


def _range(words: list[Token], first: int, last: int) -> Range:
    return words[first].start, words[last].end


def _with_asides(findings: list[Finding], asides: list[Aside]) -> list[Finding]:
    """Hang each "citing …" or ", according to …" on the attribution it belongs to: the last one that starts before it."""
    from dataclasses import replace

    for aside in asides:
        link = Link(aside.source, aside.cue)
        before = [number for number, finding in enumerate(findings) if finding.cue and finding.cue[0] < aside.cue[0]]
        if not before:
            continue
        at = before[-1]
        finding = findings[at]
        if aside.farther:
            findings[at] = replace(finding, farther=(*finding.farther, link))
        else:
            findings[at] = replace(finding, nearer=(link, *finding.nearer))
    return findings


def _sources(words: list[Token], cues: list[Cue], lexicon: Lexicon) -> list[Phrase | None]:
    """The source of every cue; a participle ("…, adding that") and a bare second verb share the one before."""
    found: list[Phrase | None] = []
    for cue in cues:
        joined = cue.first > 0 and words[cue.first - 1].lower in {"and", "but", "then"} and bool(found)
        if cue.kind == "verb" and (cue.gerund or joined):
            shared = next((phrase for phrase in reversed(found) if phrase), None)
            found.append(shared or _main_subject(words, cue, lexicon))
        else:
            found.append(source_of(words, cue, lexicon))
    return found


def _main_subject(words: list[Token], cue: Cue, lexicon: Lexicon) -> Phrase | None:
    """The first noun phrase of the sentence: the subject a participle leans on."""
    at = 0
    while at < cue.first and (words[at].quoted or not words[at].is_word):
        at += 1
    phrase = phrase_after(words, at, lexicon)
    return Phrase(phrase.first, phrase.last, phrase.tail, certain=False) if phrase and phrase.last < cue.first else None


def _group(cue: Cue, source: Phrase | None) -> tuple[int, int]:
    """First and last token of source and cue where they stand together, else of the cue alone."""
    if source is None or abs(source.first - cue.first) > GROUP_REACH:
        return cue.first, cue.last
    if source.tail + GROUP_GAP < cue.first or source.first > cue.last + GROUP_GAP:
        return cue.first, cue.last
    return min(cue.first, source.first), max(cue.last, source.tail)


def _scope(
    words: list[Token], cues: list[Cue], sources: list[Phrase | None], number: int, taken: set[int]
) -> tuple[int, int]:
    """The tokens that may be content of this cue: between the clauses of its neighbours."""
    low, high = 0, len(words)
    first_own, last_own = _group(cues[number], sources[number])
    earlier = [other for other in range(number) if other not in taken]
    if earlier and not (cues[earlier[-1]].kind == "according" and cues[earlier[-1]].first == 0):
        _, last = _group(cues[earlier[-1]], sources[earlier[-1]])
        between = any(token.is_word for token in words[last + 1 : first_own])
        low = clause_cut(words, first_own, last) if between else last + 1
    for other in range(number + 1, len(cues)):
        first, _ = _group(cues[other], sources[other])
        cut = clause_cut(words, first, last_own)
        separated = cut < first or cues[other].gerund or cues[other].kind in ("according", "citing")
        marked = cut < len(words) and (words[cut].text in {",", ";"} or words[cut].lower in _COORDINATORS)
        if separated and (marked or (cut > 0 and words[cut - 1].text in {",", ";"})):
            high = cut
            break
    return min(low, first_own), max(high, last_own + 1)


def _inside(cue: Cue, pieces: list[tuple[int, int]]) -> bool:
    return any(first <= cue.first and cue.last <= last for first, last in pieces)


def _nested(
    words: list[Token],
    cues: list[Cue],
    sources: list[Phrase | None],
    inner: list[int],
    pieces: list[tuple[int, int]],
) -> tuple[tuple[Link, ...], list[tuple[int, int]]]:
    """A report inside the content that opens it ("police said | witnesses saw …") is a further hop.

    Returns the links and the content that is left for the origin.
    """
    links: list[Link] = []
    for other in inner:
        cue, source = cues[other], sources[other]
        if source is None or not source.certain or cue.kind != "verb" or cue.verb is None or len(pieces) != 1:
            break
        first, last = pieces[0]
        opening = first + 1 if words[first].lower == "that" else first
        rest = cue.last + 1
        opens = source.first <= opening + 1 and source.tail < cue.first
        if (
            not opens
            or cue.verb.kind == "object"
            or last - rest < GROUP_GAP
            or words[source.first].lower in {"it", "i", "we", "you"}
        ):
            break
        links.append(Link(_range(words, source.first, source.last), _range(words, cue.first, cue.last)))
        pieces = [(rest, last)]
    return tuple(links), pieces


def _keeps(
    words: list[Token], cue: Cue, source: Phrase | None, pieces: list[tuple[int, int]], lexicon: Lexicon
) -> bool:
    """Whether the verb reports here: attitude and object verbs need a clause or a quotation behind them."""
    if cue.kind == "declined":
        return source is not None
    if cue.kind != "verb" or cue.verb is None:
        return bool(pieces)
    if not pieces:
        return False
    first, last = pieces[0]
    quoted = words[first].quoted
    if source is None and not quoted:
        return False
    if cue.verb.kind == "speech":
        return True
    clause = words[first].lower in {"that", "whether", "if", "how", "why", "what"} or any(
        token.lower in lexicon.words["auxiliaries"] for token in words[first + 1 : last + 1]
    )
    return quoted or (cue.verb.kind == "attitude" and clause)
