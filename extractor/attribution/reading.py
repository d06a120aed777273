"""Read one stretch of a document by rule: who says what, by which words, and how sure the rules are.

A stretch is a sentence, or the sentences that one quotation ties together. The rules decide what
they are certain of; where a source is open, the caller asks the model and reads again with its
answer (`Reading.with_source`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.attribution.contents import clause_cut, content_of, trim
from extractor.attribution.cues import Cue, find_cues
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.subjects import Phrase, source_of
from extractor.attribution.tokens import Quotation, Token, tokens

Range = tuple[int, int]
#: Behind these a following "he said" is no second report but part of what is said.
_COORDINATORS = frozenset({"and", "but", "while", "although", "though", "whereas", "yet", ";"})


@dataclass(frozen=True)
class Finding:
    """One attribution found by rule; offsets are characters of the document."""

    cue: Range
    source: Range | None
    content: tuple[Range, ...]
    kind: str
    lemma: str | None
    certain: bool
    #: Further hops inside the content or behind it, nearest the article first: (source, cue).
    inner: tuple[tuple[Range, Range | None], ...] = ()
    tail: Range | None = field(default=None)


def read(text: str, start: int, end: int, quoted: Sequence[Quotation], lexicon: Lexicon) -> list[Finding]:
    """The attributions of `text[start:end]`."""
    words = tokens(text, start, end, list(quoted))
    cues = find_cues(words, lexicon)
    sources = _sources(words, cues, lexicon)
    findings: list[Finding] = []
    taken: list[int] = []  # cues that are part of another's content, or hops of it
    for number, cue in enumerate(cues):
        if number in taken:
            continue
        low, high = _scope(words, cues, sources, number, taken)
        source = sources[number]
        pieces = content_of(words, cue, source, (low, high), lexicon)
        inner = [other for other in range(number + 1, len(cues)) if _inside(words, cues, sources, other, pieces)]
        taken.extend(inner)
        ranges = [trim(text, words[first].start, words[last].end) for first, last in pieces]
        ranges = [(a, b) for a, b in ranges if b > a]
        if not _keeps(words, cue, source, pieces, lexicon) or (not ranges and cue.kind != "declined"):
            continue
        findings.append(
            Finding(
                cue=(words[cue.first].start, words[cue.last].end),
                source=(words[source.first].start, words[source.last].end) if source else None,
                content=tuple(ranges),
                kind=cue.kind,
                lemma=cue.verb.lemma if cue.verb else None,
                certain=source is not None and source.certain,
                tail=(words[source.last].end, words[source.tail].end) if source and source.tail > source.last else None,
            )
        )
    return findings


def _sources(words: list[Token], cues: list[Cue], lexicon: Lexicon) -> list[Phrase | None]:
    """The source of every cue; a participle ("…, adding that") and a bare second verb share the one before."""
    found: list[Phrase | None] = []
    for cue in cues:
        source: Phrase | None = None
        shares = cue.gerund and cue.kind == "verb"
        if not shares and cue.kind == "verb" and cue.first > 0 and words[cue.first - 1].lower in {"and", "but", "then"}:
            shares = bool(found)
        if shares:
            source = next((phrase for phrase in reversed(found) if phrase), None)
            if source is None:
                source = _main_subject(words, cue, lexicon)
        else:
            source = source_of(words, cue, lexicon)
        found.append(source)
    return found


def _main_subject(words: list[Token], cue: Cue, lexicon: Lexicon) -> Phrase | None:
    """The first noun phrase of the sentence: the subject a participle leans on."""
    from extractor.attribution.subjects import phrase_after

    at = 0
    while at < cue.first and (words[at].quoted or not words[at].is_word):
        at += 1
    phrase = phrase_after(words, at, lexicon)
    return Phrase(phrase.first, phrase.last, phrase.tail, certain=False) if phrase and phrase.last < cue.first else None


def _group(cue: Cue, source: Phrase | None) -> tuple[int, int]:
    if source is None or abs(source.first - cue.first) > 40:
        return cue.first, cue.last
    adjacent = source.tail + 3 >= cue.first and source.first <= cue.last + 3
    if not adjacent:
        return cue.first, cue.last
    return min(cue.first, source.first), max(cue.last, source.tail)


def _scope(
    words: list[Token], cues: list[Cue], sources: list[Phrase | None], number: int, taken: list[int]
) -> tuple[int, int]:
    """The tokens that may be content of this cue: between the clauses of its neighbours."""
    low, high = 0, len(words)
    for other in range(number - 1, -1, -1):
        if other in taken:
            continue
        first, last = _group(cues[other], sources[other])
        if cues[other].kind == "according" and first == 0:
            continue
        low = (
            clause_cut(words, _group(cues[number], sources[number])[0], last)
            if _after_content(words, cues[other], sources[other], number, cues, sources)
            else last + 1
        )
        break
    first_own, last_own = _group(cues[number], sources[number])
    for other in range(number + 1, len(cues)):
        first, _ = _group(cues[other], sources[other])
        cut = clause_cut(words, first, last_own)
        separated = cut < first or cues[other].gerund or cues[other].kind in ("according", "citing")
        comma = (
            (cut > 0 and words[cut - 1].text in {",", ";"}) or words[cut].text in {",", ";"}
            if cut < len(words)
            else False
        )
        if separated and (comma or words[cut].lower in _COORDINATORS):
            high = cut
            break
    return low, max(high, last_own + 1)


def _after_content(
    words: list[Token], cue: Cue, source: Phrase | None, number: int, cues: list[Cue], sources: list[Phrase | None]
) -> bool:
    """Whether the earlier cue's own content lies between it and this one (so the gap is not ours)."""
    _, last = _group(cue, source)
    first, _ = _group(cues[number], sources[number])
    between = [token for token in words[last + 1 : first] if token.is_word]
    return len(between) > 0


def _inside(
    words: list[Token],
    cues: list[Cue],
    sources: list[Phrase | None],
    other: int,
    pieces: list[tuple[int, int]],
) -> bool:
    """Whether another cue lies wholly inside the content found."""
    return any(first <= cues[other].first and cues[other].last <= last for first, last in pieces)


def _keeps(
    words: list[Token], cue: Cue, source: Phrase | None, pieces: list[tuple[int, int]], lexicon: Lexicon
) -> bool:
    """Whether the verb reports here: attitude and object verbs need a clause or a quotation behind them."""
    if cue.kind != "verb" or cue.verb is None:
        return True
    if source is None and not any(words[first].quoted for first, _ in pieces):
        return False
    if not pieces:
        return False
    first, last = pieces[0]
    quoted = words[first].quoted
    if cue.verb.kind == "speech":
        return True
    clause = words[first].lower in {"that", "whether", "if", "how", "why", "what"} or any(
        token.lower in lexicon.words["auxiliaries"] for token in words[first + 1 : last + 1]
    )
    if cue.verb.kind == "attitude":
        return quoted or clause
    return quoted
