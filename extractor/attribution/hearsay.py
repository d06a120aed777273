"""Hearsay: "The mayor has reportedly resigned", "Osk was said to be furious": somebody says so, nobody is named.

The word that shows it stands for the unknown source, where the sentence credits nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.attribution.clauses import CLAUSE_WORDS, Piece
from extractor.attribution.line import Line

#: Verbs further than this many tokens from the adverb are not what it qualifies.
_REACH = 3


def hearsay(line: Line, credited: Sequence[tuple[int, int]]) -> Iterator[tuple[Piece, list[Piece]]]:
    """The words that show hearsay, with what they are about, in sentences outside `credited`.

    `credited`: characters that belong to attributions. All results are tokens, both ends included.
    """
    first = 0
    while first < len(line):
        end = line.sentence_end(first)
        low, high = line.words[first].start, line.words[end - 1].end
        if not any(start < high and low < stop for start, stop in credited):
            start = _main_clause(line, first, end)
            found, pieces = None, []
            for at in range(start, end):
                if line.lower(at) == "," and line.tag(at + 1) == "conj" and not line.quoted(at):
                    start = at + 2  # "…, and the navy reportedly saved 200": the clause that it stands in
                elif (found := _shown_at(line, at, start)) is not None:
                    pieces = _around(line, found, start, end)
                    break
            if found and pieces:
                yield found, pieces
        first = end


def _main_clause(line: Line, first: int, end: int) -> int:
    """Behind the comma of a clause that leads in ("Though it rained, Osk has reportedly …")."""
    if line.tag(first) != "sub":
        return first
    return next((at + 1 for at in range(first, end - 1) if line.lower(at) == ","), first)


def _shown_at(line: Line, at: int, first: int) -> Piece | None:
    """ "reportedly" beside the main verb, "is widely believed (to)", "it was said (that)"."""
    adverb, participle = line.is_in(at, "hearsay"), line.is_in(at, "hearsay_participles")
    if not (adverb or participle) or line.quoted(at):
        return None
    if any(line.tag(here) in ("rel", "sub", "wh", "that") for here in range(first, at)):
        return None
    if adverb:
        beside = range(max(first, at - _REACH), min(len(line), at + _REACH + 1))
        return (at, at) if any(line.finite[here] for here in beside) else None
    if at == first:
        return None
    be = at - 1
    while be > first and line.tag(be) == "adv":
        be -= 1
    if not line.is_in(be, "be") or line.tag(be - 1) in ("aux", "to"):
        return None
    follows = line.tag(at + 1)
    impersonal = line.lower(be - 1) == "it" and follows == "that"
    infinitive = (
        follows == "to" and line.tag(at + 2) not in ("det", "name", "num", "obj") and line.lower(be - 1) != "it"
    )
    return (be, at) if impersonal or infinitive else None


def _around(line: Line, shown: Piece, first: int, end: int) -> list[Piece]:
    """The sentence without the words that show hearsay."""
    while end > first and not line.words[end - 1].is_word and not line.quoted(end - 1):
        end -= 1
    while first < end and (line.tag(first) in ("conj", "mark") and not line.quoted(first)):
        first += 1
    before, behind = (first, shown[0] - 1), (shown[1] + 1, end - 1)
    if line.lower(shown[0] - 1) == "it":
        before = (first, first - 1)
    pieces = [piece for piece in (before, behind) if piece[1] >= piece[0]]
    return pieces if sum(b - a + 1 for a, b in pieces) >= CLAUSE_WORDS else []
