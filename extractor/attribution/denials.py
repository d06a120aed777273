"""Denials that hang on what is denied: "Osk says he was fired, a claim that Orlo's office disputes".

Also "…, which Orlo denies", "… — a claim disputed by Orlo", "… but Orlo denies it".

The clause is lifted out of the sentence, and whoever denies is credited with what stands in front of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.attribution.findings import Finding, Range
from extractor.attribution.line import Line
from extractor.attribution.phrases import Phrase, phrase_after
from extractor.attribution.tags import tag_line

#: Words between the article and "claim", and between who denies and the verb.
_MOST_BETWEEN = 3
_DASHES = frozenset("—–-")
#: What stands for the claim in "but Orlo denies it".
_POINTING_ALONE = frozenset({"it", "this", "that", "them", "both"})
_RELATIVE = re.compile(r", (?:who|whose|which|where) (?![^,]*,)")
#: In front of what somebody is blamed for without a word of who blames.
_ACCUSED = re.compile(r"\b(?:accused|suspected|convicted|guilty) of |\bcharged with ", re.IGNORECASE)


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
    for at in range(1, len(line)):
        read = _denial(line, at) if at not in gone and _opens(line, at) else None
        if read is None:
            continue
        words = line.words
        (first, last), source, end = read.verb, read.source, read.last
        found.append(
            Denial(
                (words[source.first].start, words[source.last].end),
                (words[first].start, words[last].end),
                line.lexicon.verbs[line.lower(read.head)].lemma,
                words[at].start,
            )
        )
        gone.update(range(at, end + 1))
    if not found:
        return line, found
    left = [word for at, word in enumerate(line.words) if at not in gone]
    return tag_line(left, line.lexicon, spoken=line.spoken), found


@dataclass(frozen=True, slots=True)
class _Clause:
    """Who denies, first and last token of the verb group, its head, and the last token of the clause."""

    source: Phrase
    verb: tuple[int, int]
    head: int
    last: int


def _opens(line: Line, at: int) -> bool:
    """A comma, a dash, or a conjunction with no comma in front of it."""
    if line.quoted(at):
        return False
    return line.lower(at) == "," or line.lower(at) in _DASHES or _contrasts(line, at)


def _contrasts(line: Line, at: int) -> bool:
    return line.is_in(at, "concessive") or line.lower(at) in {"but", "yet"}


def _denial(line: Line, opening: int) -> _Clause | None:
    at = opening + (not _contrasts(line, opening))
    if _contrasts(line, at):
        return _but_denied(line, at + 1)
    if line.lower(at) == "which":
        return _who_denies(line, at + 1)
    if not line.is_in(at, "articles", "those", "something"):
        return None
    stop = at + 1 + _MOST_BETWEEN
    while at < stop and not line.is_in(at, "deniable", "carriers"):
        at += 1
    if not line.is_in(at, "deniable", "carriers"):
        return None
    return _denied_by(line, at + 1) or _who_denies(line, at + 1 + (line.tag(at + 1) in ("that", "rel")))


def _who_denies(line: Line, at: int) -> _Clause | None:
    """ "Orlo strongly disputes" and a stop."""
    clause = _subject_and_denial(line, at)
    return clause if clause is not None and _stops(line, clause.last + 1) else None


def _subject_and_denial(line: Line, at: int) -> _Clause | None:
    """ "Orlo strongly disputes", whatever follows."""
    source = Phrase(at, at, at, certain=True) if line.tag(at) == "pron" else phrase_after(line, at)
    if source is None:
        return None
    first = last = source.last + 1
    while last < first + _MOST_BETWEEN and line.tag(last) in ("adv", "aux"):
        last += 1
    return _Clause(source, (first, last), last, last) if _denies(line, last) else None


def _denied_by(line: Line, at: int) -> _Clause | None:
    """ "disputed by Orlo" and a stop."""
    if not _denies(line, at) or not line.is_in(at + 1, "by"):
        return None
    source = phrase_after(line, at + 2)
    return _Clause(source, (at, at), at, source.last) if source and _stops(line, source.last + 1) else None


def _but_denied(line: Line, at: int) -> _Clause | None:
    """ "but Orlo denies it", "although Orlo disputes those claims" and a stop."""
    clause = _subject_and_denial(line, at)
    if clause is None or line.quoted(clause.head) or line.is_in(clause.head, "turning_down"):
        return None
    last = clause.head
    end = last + 1
    if line.lower(end) in _POINTING_ALONE and _stops(line, end + 1):
        return replace(clause, last=end)
    while end <= last + _MOST_BETWEEN and (line.tag(end) == "det" or line.lower(end) in _POINTING_ALONE):
        end += 1
    named = end > last + 1 and line.is_in(end, "deniable") and _stops(line, end + 1)
    return replace(clause, last=end) if named else None


def _denies(line: Line, at: int) -> bool:
    verb = line.lexicon.verbs.get(line.lower(at))
    return verb is not None and verb.lemma in line.lexicon.denied


def _stops(line: Line, at: int) -> bool:
    return line.lower(at) in {".", ",", ";", ")", "", *_DASHES}


def with_denials(text: str, findings: list[Finding], denials: list[Denial], start: int) -> list[Finding]:
    """The findings, and each denial with the content in front of it: that of the last attribution, else all."""
    found = list(findings)
    for denial in denials:
        before = [one for one in findings if one.content and one.content[-1][1] <= denial.before]
        content = before[-1].content if before else (_charge(text, start, denial.before),)
        denier = Finding(denial.cue, denial.source, content, "verb", denial.lemma, certain=True, whole=content)
        found.append(replace(denier, verb="speech"))
    return found


def _charge(text: str, start: int, end: int) -> Range:
    """What somebody is accused of, or the last relative clause, where the sentence has one; else all of it."""
    match = next((found for shape in (_ACCUSED, _RELATIVE) for found in shape.finditer(text, start, end)), None)
    return (match.end(), end) if match else (start, end)
