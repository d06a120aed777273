"""Denials that hang on what is denied: "Osk says he was fired, a claim that Orlo's office disputes".

The clause is lifted out of the sentence, and whoever denies is credited with what stands in front of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractor.attribution.findings import Finding, Range
from extractor.attribution.line import Line
from extractor.attribution.phrases import Phrase, phrase_after
from extractor.attribution.tags import tag_line

#: Words between the article and "claim", and between who denies and the verb.
_MOST_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Denial:
    """Who denies, and the verb; offsets are characters. `before`: where the clause begins."""

    source: Range
    cue: Range
    lemma: str
    before: int


def lift_denials(line: Line) -> tuple[Line, list[Denial]]:
    """The line without ", a claim Orlo denies", and what was taken out."""
    found: list[Denial] = []
    gone: set[int] = set()
    for comma in range(len(line)):
        read = _denial(line, comma) if line.lower(comma) == "," and not line.quoted(comma) else None
        if read is None:
            continue
        source, first, last = read
        words = line.words
        verb = line.lexicon.verbs[line.lower(last)]
        found.append(
            Denial(
                (words[source.first].start, words[source.last].end),
                (words[first].start, words[last].end),
                verb.lemma,
                words[comma].start,
            )
        )
        gone.update(range(comma, last + 1))
    if not found:
        return line, found
    left = [word for at, word in enumerate(line.words) if at not in gone]
    return tag_line(left, line.lexicon, spoken=line.spoken), found


def _denial(line: Line, comma: int) -> tuple[Phrase, int, int] | None:
    """The subject, and first and last token of the verb, of ", a claim that Orlo strongly disputes" and a stop."""
    at = comma + 1
    if not line.is_in(at, "articles", "those", "something"):
        return None
    stop = at + 1 + _MOST_BETWEEN
    while at < stop and not line.is_in(at, "deniable"):
        at += 1
    if not line.is_in(at, "deniable"):
        return None
    at += 1 + (line.tag(at + 1) in ("that", "rel"))
    source = Phrase(at, at, at, certain=True) if line.tag(at) == "pron" else phrase_after(line, at)
    if source is None:
        return None
    first = last = source.last + 1
    while last < first + _MOST_BETWEEN and line.tag(last) in ("adv", "aux"):
        last += 1
    verb = line.lexicon.verbs.get(line.lower(last))
    closed = line.lower(last + 1) in {".", ",", ";", ""}
    return (source, first, last) if verb is not None and verb.lemma in line.lexicon.denied and closed else None


def with_denials(findings: list[Finding], denials: list[Denial], start: int) -> list[Finding]:
    """The findings, and each denial with the content in front of it: that of the last attribution, else all."""
    found = list(findings)
    for denial in denials:
        before = [one for one in findings if one.content and one.content[-1][1] <= denial.before]
        content = before[-1].content if before else ((start, denial.before),)
        denier = Finding(denial.cue, denial.source, content, "verb", denial.lemma, certain=True, whole=content)
        found.append(replace(denier, verb="speech"))
    return found
