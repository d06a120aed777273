"""Who says it: the source of a cue, in front of it, behind it, or shared with another verb."""

from __future__ import annotations

from dataclasses import replace

from extractor.attribution.cues import Cue
from extractor.attribution.line import NOMINAL, Line, is_present
from extractor.attribution.phrases import Phrase, is_nominal, opens_clause, phrase_after, phrase_start
from extractor.attribution.quoting import quoting_of
from extractor.attribution.subjects import phrase_before

#: How many verbs to the left are tried for the subject that a second verb or a participle shares.
SHARED_REACH = 6


def source_of(line: Line, cue: Cue) -> Phrase | None:
    """The source of a cue, or None where the rules see none."""
    if cue.kind in ("according", "citing"):
        return _named_behind(line, cue)
    if cue.kind == "nominal":
        return _possessor(line, cue)
    if cue.agent is not None:
        agent = phrase_after(line, cue.agent + 1)
        return agent if agent and is_nominal(line, agent.first, agent.last) else None
    if (quoting := quoting_of(line, cue)) is not None:
        return quoting.quoted
    if cue.gerund:
        return _subject_of_participle(line, cue)
    before = phrase_before(line, cue.first - 1)
    if before is not None and line.lower(cue.first - 1) == "," and before.tail - before.last > 1:
        return _as_speaker(line, cue, before)  # "Ann Vale, 24, told the Ledger": the phrase over its apposition
    if may_invert(line, cue):
        behind = phrase_after(line, cue.last + 1)
        if behind is not None and _is_inverted(line, cue, behind):
            return behind
    return _as_speaker(line, cue, before) if before is not None else _coordinated(line, cue)


def _as_speaker(line: Line, cue: Cue, phrase: Phrase) -> Phrase:
    """Whatever opens a clause and says something is its speaker, known as one or not ("The maker says")."""
    if cue.verb is None or cue.verb.kind != "speech" or not cue.verb.clausal:
        return phrase
    return replace(phrase, certain=phrase.certain or _opens_plainly(line, phrase))


def _opens_plainly(line: Line, phrase: Phrase) -> bool:
    """Whether a phrase with an article or in the plural opens its clause, with nothing read over."""
    low = line.sentence_start(phrase.first)
    plain = line.tag(phrase.first) == "det" or line.lower(phrase.last).endswith("s")
    return plain and opens_clause(line, phrase.first, low) and not line.is_in(phrase.first, "vague", "indefinite")


def _named_behind(line: Line, cue: Cue) -> Phrase | None:
    """Who stands behind "according to"; in front of a sentence its apposition must be closed and leave a clause."""
    phrase = phrase_after(line, cue.last + 1)
    if phrase is None or phrase.tail == phrase.last or cue.first > line.sentence_start(cue.first):
        return phrase
    end = line.sentence_end(phrase.tail)
    if line.is_in(phrase.first, "document") or any(
        line.is_in(at, "document") for at in range(phrase.first, phrase.last)
    ):
        named = line.lower(phrase.last + 1) == "," and line.tag(phrase.last + 2) == "name"
        phrase = replace(phrase, tail=phrase.last) if named else phrase  # "a report, Ann Vale, a clerk, sent …"
    closed = line.lower(phrase.tail + 1) in {",", ")"} or line.lower(phrase.tail) == ")"
    return phrase if closed and line.has_finite(phrase.tail + 1, end - 1) else replace(phrase, tail=phrase.last)


def _possessor(line: Line, cue: Cue) -> Phrase | None:
    if line.is_in(cue.first, "repeating"):  # "Osk repeated the claim that …"
        gerund = line.tag(cue.first) == "ing" and line.tag(cue.first - 1) != "aux"
        if gerund:
            return _subject_of_participle(line, cue)
        group = cue.first
        while line.tag(group - 1) in ("aux", "adv"):
            group -= 1
        return phrase_before(line, group - 1) or _coordinated(line, cue)
    at = cue.first - 1
    while at > 0 and not (line.lower(at).endswith(("'s", "s'")) or line.is_in(at, "possessives")):
        at -= 1
    first = phrase_start(line, at, line.sentence_start(at))
    if first is None:
        first = at
    return Phrase(first, at, at, is_nominal(line, first, at))


def may_invert(line: Line, cue: Cue) -> bool:
    """“…,” said Ryder: the verb stands right behind a quotation, a comma or a question mark."""
    if cue.kind != "verb" or cue.first != cue.head:
        return False
    if cue.first == 0:
        return line.words[0].is_capital and line.tag(cue.last + 1) == "name" and line.quoted(len(line) - 1)
    previous = cue.first - 1
    if line.quoted(previous):
        return True
    if line.sentence[previous] != line.sentence[cue.first]:
        return line.words[cue.first].is_capital and line.tag(cue.last + 1) == "name"  # Said Orlo: “…”
    if line.lower(previous) not in {",", "?", "!", "–", "—"}:
        return False
    start = line.sentence_start(previous)
    behind = phrase_after(line, cue.last + 1)
    if behind is not None and line.lower(behind.last + 1) == "," and line.tag(behind.last + 2) in ("aux", "fin", "ed"):
        return True  # "The recipients, said Orlo, are …"
    return line.has_finite(start, previous) or any(line.quoted(at) for at in range(start, previous))


def _is_inverted(line: Line, cue: Cue, phrase: Phrase) -> bool:
    """Whether the phrase behind the verb is its subject: a speaker, with no verb of its own behind it."""
    if line.is_in(phrase.first, "vague") and phrase.first == phrase.last:
        return False
    if not is_nominal(line, phrase.first, phrase.last) and not line.quoted(cue.first - 1):
        return False
    after = phrase.last + 1
    while line.tag(after) == "adv":
        after += 1
    if line.tag(after) in ("that", "aux", "fin", "to", "noun", "det", "obj") and not line.quoted(after):
        return False
    if line.tag(phrase.first) == "pron" and line.tag(after) not in ("mark", "prep", "sub", "time", "conj"):
        return False
    if line.tag(after) in ("ed", "inf") and line.finite[after]:
        return False
    return line.quoted(cue.first - 1) or cue.verb is None or cue.verb.kind == "speech"


def _subject_of_participle(line: Line, cue: Cue) -> Phrase | None:
    """Whose saying it is: the phrase it stands behind, else the subject of the clause it leans on."""
    before = cue.first - 1
    if before >= 0 and line.tag(before) in NOMINAL | {"pron"} and not line.quoted(before):
        own = phrase_before(line, before)
        if own is not None and not line.has_finite(line.sentence_start(before), own.first):
            return own
        if own is not None and line.lower(own.first - 1) in line.lexicon.words["with"]:
            return own
        if own is not None and line.is_in(own.last, "printed"):
            return own  # "emailed an article reporting …"; in a statement saying so it is the speaker who says it
        if own is not None and line.tag(own.first - 1) == "prep":
            return own if is_nominal(line, own.first, own.last) else None
    shared = shared_subject(line, cue.first, of_main=False)
    if shared is None and before >= 0 and line.tag(before) in NOMINAL:
        shared = phrase_before(line, before)
    shared = shared or _subject_of_main(line, cue)
    return replace(shared, tail=shared.last) if shared else None


def _subject_of_main(line: Line, cue: Cue) -> Phrase | None:
    """ "After saying that …, Orlo left", "Orlo, after saying that …, left": who the main clause is about."""
    start = line.sentence_start(cue.first)
    lead = cue.first - 1
    while lead >= start and line.tag(lead) in ("adv", "sub", "prep"):
        lead -= 1
    if lead > start and line.lower(lead) == "," and cue.first - 1 > lead:
        before = phrase_before(line, lead - 1)
        return before if before is not None and opens_clause(line, before.first, start) else None
    if lead >= start:
        return None
    end = line.sentence_end(cue.first)
    for at in range(cue.last + 1, end - 1):
        if line.lower(at) != "," or line.quoted(at + 1):
            continue
        subject = phrase_after(line, at + 1, end)
        if subject is None or not is_nominal(line, subject.first, subject.last):
            continue
        verb = subject.tail + 1 + (line.lower(subject.tail + 1) == ",")
        while line.tag(verb) == "adv":
            verb += 1
        if verb < end and line.finite[verb]:
            return subject
    return None


def _coordinated(line: Line, cue: Cue) -> Phrase | None:
    """ "…, and said": the subject of the verb before."""
    before = cue.first - 1
    while line.tag(before) == "adv":
        before -= 1
    if line.tag(before) == "conj" or line.lower(before) in {",", "—", "–", ")"} or line.quoted(before):
        loose = line.tag(before) == "conj" and line.tag(before - 1) != "mark" and not line.quoted(before - 1)
        speaks = cue.verb is None or cue.verb.kind == "speech"
        past = cue.verb is not None and cue.verb.form == "past" and cue.first == cue.head
        shared = shared_subject(line, cue.first, of_any=loose and not speaks, past=past)
        return replace(shared, tail=shared.last) if shared else None
    return None


def shared_subject(
    line: Line, at: int, *, of_main: bool = True, of_any: bool = False, past: bool = False
) -> Phrase | None:
    """The subject of the nearest verb to the left that has one and stands in no that- or who-clause.

    `of_main`: nor in a clause with "when" or "while"; a participle may lean on one. `of_any`: whatever clause it is.
    """
    low = line.sentence_start(at)
    tries = 0
    nearest: Phrase | None = None
    for verb in range(at - 1, low - 1, -1):
        if tries == SHARED_REACH:
            break
        if line.quoted(verb) or not line.finite[verb] or (verb > low and line.tag(verb - 1) == "aux"):
            continue
        if past and is_present(line, verb):
            continue  # "said he makes little and questioned …": the past tense goes with "said"
        tries += 1
        group = verb
        while group > low and line.tag(group - 1) in ("aux", "adv"):
            group -= 1
        subject = phrase_before(line, group - 1)
        if subject is None or (subject.first == subject.last and line.is_in(subject.first, "vague")):
            continue
        if not of_any and _depends(line, subject, group, low, of_main=of_main):
            nearest = nearest or subject
            continue
        return subject
    return replace(nearest, certain=False) if nearest else None


def _depends(line: Line, subject: Phrase, verb: int, low: int, *, of_main: bool) -> bool:
    """Whether the clause of a subject hangs on another verb: "that she …", "who …", "said she …"."""
    if line.tag(verb - 1) in ("rel", "that"):
        return True
    before = subject.first - 1
    if before < low:
        return False
    if line.tag(before) in ("that", "rel", "wh") or (of_main and line.tag(before) == "sub"):
        return True
    return line.finite[before] or line.tag(before) in ("inf", "ing", "noun", "obj")
