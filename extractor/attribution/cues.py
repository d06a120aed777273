"""Where a sentence reports: the verb groups and phrases that can tie a source to a content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.attribution.lexicon import Verb, VerbClass
from extractor.attribution.line import Line
from extractor.attribution.phrases import MOST_SCARE, is_nominal, phrase_after

CueKind = Literal["verb", "according", "declined", "citing", "nominal", "hearsay", "label", "open"]

_ACCORDING = ("according", "to")
#: Within this many tokens behind a passive its agent is looked for ("was described as weak by Orlo").
AGENT_REACH = 12
#: Tokens between "was heard" and what somebody was heard saying.
WITNESS_REACH = 8
#: Words that may stand between a possessor and the noun that reports ("Orlo's most explosive claim").
_MOST_ADJECTIVES = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens `first` to `last` (inclusive); `head` is the token of the verb itself.

    `agent`: the "by" of a passive. `gerund`: a participle that borrows its subject.
    """

    first: int
    last: int
    head: int
    kind: CueKind
    verb: Verb | None = None
    passive: bool = False
    gerund: bool = False
    agent: int | None = None


def find_cues(line: Line) -> list[Cue]:
    """The cues of a stretch, left to right. Words inside quotation marks are the speaker's, not the article's."""
    found: list[Cue] = []
    at = 0
    words, openings = line.words, line.lexicon.cue_openings
    while at < len(words):
        cue = None if words[at].quoted or words[at].lower not in openings else _cue_at(line, at)
        if cue is None:
            at += 1
            continue
        found.append(cue)
        at = cue.last + 1
    return found


def _cue_at(line: Line, at: int) -> Cue | None:
    if (line.lower(at), line.lower(at + 1)) == _ACCORDING:
        return Cue(at, at + 1, at, "according")
    behind_comma = line.lower(at - 1) == "," and not line.words[at].is_capital
    if line.lower(at) == "per" and (behind_comma or (at == line.sentence_start(at) and line.words[at].is_capital)):
        source = phrase_after(line, at + 1)
        return Cue(at, at, at, "according") if source and is_nominal(line, source.first, source.last) else None
    if line.is_in(at, "citing"):
        return Cue(at, at, at, "citing", gerund=True)
    return _declined(line, at) or _verb_cue(line, at) or _predicate(line, at) or _nominal(line, at)


def _predicate(line: Line, at: int) -> Cue | None:
    """ "has been very clear that", "is worried that": an adjective behind "be" that governs a clause."""
    spoken = line.is_in(at, "predicates")
    if not spoken and not line.is_in(at, "moods"):
        return None
    first, be, infinitive = _group_start(line, at)
    if not be or infinitive:
        return None
    last = at + 1 if line.lower(at + 1) == "in" and line.tag(at + 2) == "ing" else at
    if line.tag(last + 1) not in ("that", "pron", "det", "name") and not line.quoted(last + 1):
        return None
    kind: VerbClass = "speech" if spoken else "attitude"
    return Cue(first, at, at, "verb", Verb(f"be {line.lower(at)}", kind, "participle", clausal=True))


def _declined(line: Line, at: int) -> Cue | None:
    for phrase in line.lexicon.declined_by_first.get(line.lower(at), ()):
        if all(line.lower(at + offset) == word for offset, word in enumerate(phrase)):
            last = at + len(phrase) - 1
            # A bare "declined" is a refusal only before an infinitive or a noun ("shares declined 3%" is not).
            if len(phrase) == 1 and not (line.tag(at + 1) == "to" or line.is_in(at + 1, "refused")):
                continue
            first = at
            while line.tag(first - 1) == "aux" or line.tag(first - 1) == "adv":
                first -= 1
            return Cue(first, last, last, "declined")
    return None


def _readings(line: Line, at: int) -> list[tuple[Verb, int]]:
    """The verbs a word can be, each with the last token of its particles; those with a particle first."""
    lower = line.lower(at)
    found: list[tuple[Verb, int]] = []
    for verb in line.lexicon.phrasal.get(lower, ()):
        skip = at + 1
        if verb.particles[0] not in {"to", "of"} and line.tag(skip) == "adv" and line.lower(skip) != verb.particles[0]:
            skip += 1
        if all(line.lower(skip + offset) == word for offset, word in enumerate(verb.particles)):
            found.append((verb, skip + len(verb.particles) - 1))
    alone = line.lexicon.verbs.get(lower)
    if alone is not None:
        found.append((alone, at))
    return found


def _verb_cue(line: Line, at: int) -> Cue | None:
    readings = _readings(line, at)
    if not readings or not _is_verb(line, at):
        return None
    verb, last = readings[0]
    if verb.particles == ("to",) and len(readings) > 1 and _to_listener(line, last + 1):
        verb, last = readings[-1]
    first, be, infinitive = _group_start(line, at)
    if infinitive:
        licensed = _licence(line, first)
        if licensed is None:
            return None
        return Cue(licensed, last, at, "verb", verb)
    if verb.form == "gerund" and (seen := _witnessed(line, at)) is not None:
        return Cue(seen, last, at, "verb", verb)
    passive = (be and verb.form in ("past", "participle")) or _reduced_passive(line, at)
    agent = None
    if passive:
        agent = _agent(line, last)
        if agent is None:
            return None
    gerund = verb.form == "gerund" and not be
    if gerund and line.is_in(at - 1, "as") and line.is_in(at - 2, "quoted_as"):
        first, be, _ = _group_start(line, at - 2)  # "was quoted as saying": one verb group
        return Cue(first if be else at, last, at, "verb", verb, gerund=not be)
    if line.quoted(first - 1) and line.tag(first) == "aux" and not line.words[first - 1].is_word:
        return None if line.tag(first - 2) != "mark" else Cue(first, last, at, "verb", verb, passive, gerund, agent)
    return Cue(first, last, at, "verb", verb, passive, gerund, agent)


def _to_listener(line: Line, at: int) -> bool:
    """ "admitted to the newspaper that …": who was told, not what was admitted to."""
    listener = phrase_after(line, at)
    return listener is not None and (line.tag(listener.last + 1) == "that" or line.quoted(listener.last + 1))


def _group_start(line: Line, at: int) -> tuple[int, bool, bool]:
    """Where the verb group begins, whether a form of "be" is in it, and whether it is an infinitive with "to"."""
    first, be = at, False
    while first > 0 and not line.quoted(first - 1):
        tag = line.tag(first - 1)
        if tag == "aux":
            be = be or line.is_in(first - 1, "be")
        elif tag == "to" and first == at:
            return first - 1, be, True
        elif tag != "adv":
            break
        first -= 1
    # An adverb that opens the clause ("Later, he said") is no part of the verb group.
    while first < at and line.tag(first) != "aux" and (first == 0 or line.tag(first - 1) == "mark"):
        first += 1
    return first, be, False


def _licence(line: Line, to: int) -> int | None:
    """The start of "went on to", "was quick to", "is expected to" in front of an infinitive that still reports."""
    at = to - 1
    if not line.is_in(at, "said_to"):
        return None
    while at > 0 and (
        line.is_in(at - 1, "said_to") or line.tag(at - 1) in ("aux", "adv") or line.lower(at - 1) in {"widely", "also"}
    ):
        at -= 1
    return at


def _witnessed(line: Line, at: int) -> int | None:
    """The start of "was heard on a microphone telling": the subject of the passive is the speaker."""
    for seen in range(at - 1, max(0, at - WITNESS_REACH), -1):
        if line.is_in(seen, "witnessed"):
            first, be, infinitive = _group_start(line, seen)
            return first if be and not infinitive else None
        if line.tag(seen) not in ("prep", "det", "noun", "name", "time", "num") or line.quoted(seen):
            return None
    return None


def _agent(line: Line, last: int) -> int | None:
    quoted = 0
    for at in range(last + 1, min(last + 1 + AGENT_REACH, len(line))):
        quoted += line.quoted(at)
        if (line.tag(at) in ("mark", "that", "fin") and not line.quoted(at)) or quoted > MOST_SCARE:
            return None
        if line.is_in(at, "by") and not line.quoted(at):
            return at
    return None


def _reduced_passive(line: Line, at: int) -> bool:
    """ "a move described by Orlo as …": a participle right behind its noun and before its agent."""
    return line.tag(at) == "ed" and line.is_in(at + 1, "by") and not line.finite[at]


def _is_verb(line: Line, at: int) -> bool:
    """Tell the verb from the noun, the name and the adjective that look like it ("the claims", "an alleged plot")."""
    tag = line.tags[at]
    before = at - 1
    while before >= 0 and line.tag(before) == "adv":
        before -= 1
    previous = line.tag(before)
    behind_quote = line.quoted(before) or line.lower(before) in {",", "–", "—", "?", "!"}
    if tag == "fin":
        return True
    if tag == "ed":
        if line.is_in(at + 1, "by") and previous == "mark":
            return False  # ", written by Orlo"
        if previous in ("aux", "to") or behind_quote or previous == "conj":
            return previous != "to"
        return line.finite[at] or (line.is_in(at + 1, "by") and previous in ("noun", "name"))
    if tag == "ing":
        return previous == "aux" or (previous != "det" and not line.lower(before).endswith(("'s", "s'")))
    if tag == "inf":
        return previous in ("aux", "to") or behind_quote
    if tag == "noun" and line.quoted(before):
        # “…,” comments the minister: behind a quotation the verb comes first.
        return line.lexicon.verbs[line.lower(at)].form == "third" if line.lower(at) in line.lexicon.verbs else False
    return False


def _nominal(line: Line, at: int) -> Cue | None:
    """ "his claim that …", "Orlo's promise to …", "the suggestion by Orlo that …"."""
    if line.lower(at) not in line.lexicon.nominal or line.words[at].is_capital:
        return None
    last = at
    if line.is_in(at + 1, "be") and line.tag(at + 2) == "that":
        last = at + 1
    if line.tag(last + 1) != "that" and not (line.quoted(last + 1) and _words_quoted(line, last + 1) > 3):
        return None
    first = at
    while at - first <= _MOST_ADJECTIVES and first > 0:
        before = line.lower(first - 1)
        if before.endswith(("'s", "s'")) or line.is_in(first - 1, "possessives"):
            return Cue(at, last, at, "nominal")
        if (line.tag(first - 1) == "det" and before != "most") or line.is_in(first - 1, "repeating"):
            break
        if line.tag(first - 1) not in ("noun", "adv", "ed", "num", "time") and before != "most":
            return None
        first -= 1
    first -= line.tag(first - 1) == "det"
    return Cue(first - 1, last, at, "nominal") if line.is_in(first - 1, "repeating") else None


def _words_quoted(line: Line, at: int) -> int:
    count = 0
    while line.quoted(at):
        count += line.words[at].is_word
        at += 1
    return count
