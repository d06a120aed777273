"""Claims that are told only to be rejected: "denied reports that the king was ill", "that is a lie".

What is claimed is the clause ("the king was ill"); who rejects it is credited, and the level is `denied`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.attribution.findings import Finding, Range
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.line import Line
from extractor.attribution.tags import tag_line
from extractor.attribution.tokens import tokens

#: Words in front of the noun that carries the rejected clause ("as false the widespread").
_MOST_BEFORE = 6
#: Words of a verdict behind the clause ("is, he said, a complete lie").
_MOST_VERDICT = 8
#: A clause of fewer words claims nothing.
_LEAST_CLAUSE = 3
#: Words between what somebody else says and the verdict on it ("…, but when you look close, it's just hot air").
_MOST_TO_VERDICT = 12


def rejected(text: str, finding: Finding, lexicon: Lexicon) -> Finding:
    """The finding, narrowed to the clause that its source rejects; unchanged where nothing is rejected."""
    if finding.kind not in ("verb", "label") or len(finding.content) != 1 or lexicon.order != "subject first":
        return finding
    start, end = finding.content[0]
    line = tag_line(tokens(text, start, end, ()), lexicon)
    clause, verdict = _clause(line, finding)
    if clause is None or (clause[0] > 0 and clause[1] - clause[0] + 1 < _LEAST_CLAUSE):
        return finding
    words = line.words
    marker = (words[verdict[0]].start, words[verdict[1]].end) if verdict else finding.cue
    content = (words[clause[0]].start, words[clause[1]].end)
    return replace(finding, content=(content,), stance="denied", marker=marker)


def _clause(line: Line, finding: Finding) -> tuple[Range | None, Range | None]:
    """First and last token of the clause that is rejected, and of the words that say so."""
    that = _carried(line)
    if that is None and (bare := _bare(line)) is not None:
        return bare
    if that is None:
        said = _impersonal(line)
        return (None, None) if said is None else ((said[0] + 1, _last_word(line)), said[1])
    verdict = next(_verdicts(line, that + 1, predicate=finding.lemma not in line.lexicon.words["naming"]), None)
    if verdict is not None:
        return (that + 1, _before(line, verdict[0])), verdict
    if finding.lemma in line.lexicon.denied | line.lexicon.words["dismissing"]:
        tail = next((at for at in range(that + 2, len(line)) if line.is_in(at, "as") and _judges(line, at)), None)
        return (that + 1, _last_word(line) if tail is None else tail - 1), None
    return None, None


def _carried(line: Line) -> int | None:
    """The "that" behind a noun that carries a claim, near the start: "as false | reports that"."""
    for at in range(min(_MOST_BEFORE, len(line))):
        if line.is_in(at, "deniable", "carriers") and line.tag(at + 1) in ("that", "rel", "conj"):
            return at + 1 if line.lower(at + 1) == "that" else None
        if line.finite[at] or line.tag(at) in ("that", "wh", "rel", "pron"):
            return None
    return None


def _bare(line: Line) -> tuple[Range, Range] | None:
    """ "the accusations were “without merit”": what is rejected without a word of what it says."""
    head = next((at for at in range(min(_MOST_BEFORE, len(line))) if line.is_in(at, "deniable")), None)
    if head is None or line.has_finite(0, head) or not line.is_in(head + 1, "be"):
        return None
    verdict = _verdict(line, head + 2)
    return ((0, head), (head + 1, verdict)) if verdict is not None and verdict >= _last_word(line) else None


def _impersonal(line: Line) -> tuple[int, Range] | None:
    """ "it was not true that …": the "that", and the verdict."""
    if line.lower(0) != "it" or not line.is_in(1, "be", "have"):
        return None
    verdict = next(_verdicts(line, 1, predicate=True, last=_MOST_VERDICT), None)
    if verdict is None:
        return None
    that = verdict[1] + 1
    while that < len(line) and not line.words[that].is_word:
        that += 1
    if line.tag(that) == "to" and line.is_in(that + 1, "suggesting"):
        that += 2  # "it was ridiculous to suggest that …"
    return (that, verdict) if line.lower(that) == "that" else None


def _verdicts(line: Line, low: int, *, predicate: bool, last: int | None = None) -> Iterator[Range]:
    """Where "is (simply) not true", "were false", or behind a verb of naming "a complete lie", ends the content."""
    reach = len(line) if last is None else min(len(line), last)
    for at in range(low, reach):
        if predicate and not line.is_in(at, "be"):
            continue
        found = _verdict(line, at + 1 if predicate else at)
        if found is not None and (last is not None or len(line) - found <= _MOST_VERDICT):
            yield at, found


def _verdict(line: Line, at: int) -> int | None:
    """The last token of a verdict that begins at a token: over marks, articles, adverbs and adjectives."""
    negated = False
    for here in range(at, min(at + _MOST_VERDICT, len(line))):
        if line.is_in(here, "untrue"):
            return None if negated else here
        if line.lower(here) == "without" and line.is_in(here + 1, "groundless"):
            return here + 1
        if negated and line.is_in(here, "true"):
            return here
        negated = negated or line.is_in(here, "negations")
        over = line.tag(here) in ("mark", "det", "adv") or line.is_in(here, "as", "negations", "the", "emphatic")
        if not over:
            return None
    return None


def _judges(line: Line, at: int) -> bool:
    """ "dismissed reports that … as “pure fantasy”": what the reports are called, up to the end."""
    return len(line) - at <= _MOST_VERDICT and not any(line.finite[at:])


def _before(line: Line, at: int) -> int:
    at -= 1
    while at > 0 and not line.words[at].is_word:
        at -= 1
    return at


def _last_word(line: Line) -> int:
    return _before(line, len(line))


def rejected_behind(text: str, inner: Finding, end: int, lexicon: Lexicon) -> Finding:
    """A report inside a quotation whose speaker rejects it at once: “They say I sold it. That is nonsense.”

    end: where the quotation ends, in characters.
    """
    if len(inner.content) != 1:
        return inner
    start, stop = inner.content[0]
    line = tag_line(tokens(text, start, end, ()), lexicon)
    inside = sum(word.start < stop for word in line.words)
    for at in range(1, len(line)):
        if not line.is_in(at, "be") or not _points_back(line, at - 1):
            continue
        opens = at - 1
        while opens > 0 and not (line.words[opens - 1].text in ",.;—–" or line.tag(opens - 1) == "conj"):
            opens -= 1
        verdict = _verdict(line, at + 1)
        if verdict is None or opens < _LEAST_CLAUSE or at > inside + _MOST_TO_VERDICT:
            continue
        marker = (line.words[opens].start, line.words[verdict].end)
        last = line.words[_before(line, _clause_start(line, opens))].end
        return replace(inner, content=((start, min(stop, last)),), stance="denied", marker=marker)
    if inner.lemma in lexicon.words["lying"]:
        return replace(inner, stance="denied", marker=inner.cue)
    return inner


def _clause_start(line: Line, at: int) -> int:
    """Back over ", but when you look close," to where the claim ends."""
    for here in range(at, max(0, at - _MOST_TO_VERDICT), -1):
        if line.lower(here) in {"but", "and", "yet"} or (line.words[here].text in ".;" and here < at):
            return here
    return at


def _points_back(line: Line, at: int) -> bool:
    """ "that is", "it's", "he's", "they are": about what was said, or who said it."""
    return line.is_in(at, "pointing") and (at == 0 or not line.finite[at - 1])
