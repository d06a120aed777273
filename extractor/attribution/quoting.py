"""Through whom the article knows what somebody said: "Radio Fenn quoted Orlo as saying …"."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.attribution.cues import Cue
from extractor.attribution.line import Line
from extractor.attribution.phrases import Phrase, is_nominal, phrase_after
from extractor.attribution.subjects import phrase_before

#: Tokens between "quoted" and "as saying".
REACH = 16


@dataclass(frozen=True, slots=True)
class Quoting:
    """ "quoted" at token `at`; `quoted` is who is quoted, `by` who quotes, where the sentence says so."""

    at: int
    quoted: Phrase | None
    by: Phrase | None


def quoting_of(line: Line, cue: Cue) -> Quoting | None:
    """How a ", as saying" is quoted; None where the cue is no such participle.

    Active: "Radio Fenn quoted Orlo as saying". Passive: "Orlo was quoted as saying by Radio Fenn",
    "Orlo was quoted by Radio Fenn as saying".
    """
    cue_as = cue.head - 1
    if cue.kind != "verb" or not line.is_in(cue_as, "as") or not line.lower(cue.head).endswith("ing"):
        return None
    low = max(line.sentence_start(cue.head), cue_as - REACH)
    at = next((at for at in range(cue_as - 1, low - 1, -1) if line.is_in(at, "quoted_as")), None)
    if at is None:
        return None
    group = at
    while group > low and line.tag(group - 1) in ("aux", "adv"):
        group -= 1
    subject = phrase_before(line, group - 1) if group else None
    if any(line.is_in(here, "be") for here in range(group, at)):
        agent = at + 1 if line.is_in(at + 1, "by") else cue.head + 1
        by = phrase_after(line, agent + 1) if line.is_in(agent, "by") else None
        return Quoting(at, subject, by if by and is_nominal(line, by.first, by.last) else None)
    named = phrase_after(line, at + 1, cue_as)
    return Quoting(at, named, subject) if named else None
