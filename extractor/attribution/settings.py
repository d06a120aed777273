"""What stands between a cue and what was said: the listener, the time, the place and the channel."""

from __future__ import annotations

from extractor.attribution.cues import Cue
from extractor.attribution.line import NOMINAL, Line
from extractor.attribution.phrases import phrase_after, tail_of
from extractor.attribution.titles import title_end

#: A phrase of time, place or channel is at most this many tokens long.
_MOST_SETTING = 16


def skip_setting(line: Line, cue: Cue, at: int, high: int) -> int:
    """The token behind adverbs, an addressee, and phrases of time, place and channel."""
    if cue.verb is not None and cue.verb.lemma in line.lexicon.words["addressed"]:
        at = _skip_addressee(line, cue, at, high)
    while at < high and not line.quoted(at) and not line.is_in(at, "negations"):
        if _passes(line, at):
            at += 1
        elif line.lower(at) == "," or line.is_in(at, "setting"):
            end = _setting_end(line, at, high)
            if end is None:
                break
            at = end
        elif line.tag(at) == "num" and line.tag(at - 1) == "time":
            at += 1
        else:
            break
    return at


def _passes(line: Line, at: int) -> bool:
    """A time, an adverb that stands alone, or the comma in front of the content."""
    if line.lower(at) == ",":
        return line.tag(at + 1) in ("time", "that") or line.quoted(at + 1)
    # "said nearly half …": an adverb in front of a number belongs to what was said.
    return line.tag(at) == "time" or (line.tag(at) == "adv" and line.tag(at + 1) != "num")


def _skip_addressee(line: Line, cue: Cue, at: int, high: int) -> int:
    """Past "reporters", "the Ledger", "Ann Vale, head of the panel," where a clause or a quotation follows."""
    if line.quoted(at) or line.tag(at) in ("that", "wh", "to", "mark", "prep", "sub"):
        return at
    always = cue.verb is not None and cue.verb.lemma in line.lexicon.words["told"]
    if line.tag(at) == "obj":
        end = at + 1
    else:
        phrase = phrase_after(line, at, high)
        if phrase is None:
            return at
        end = _addressee_end(line, at, phrase.last) + 1
        if line.lower(end) == ",":
            tail = tail_of(line, end - 1, high)
            if tail >= end and line.lower(tail + 1) == ",":
                end = tail + 2
    if line.finite[end] if end < high else False:
        return at  # the phrase is the subject of what was said: "warned prices would rise"
    if always:
        return end
    opens = line.quoted(end) or line.tag(end) in ("that", "wh", "pron") or line.lower(end) == "if"
    opens = opens or (line.tag(end) == "mark" and line.quoted(end + 1))
    # "assured her the dam was safe": two objects, or a listener and a clause.
    clause = line.tag(end) in ("det", "name", "num") and line.has_finite(end, high - 1)
    opens = opens or (line.tag(at) == "obj" and clause)
    return end if opens else at


def _addressee_end(line: Line, at: int, last: int) -> int:
    """A small listener ends before a name ("told reporters Ms. Orlo had left")."""
    for here in range(at, last):
        if line.tag(here) == "noun" and line.is_in(here, "listeners") and line.tag(here + 1) in ("name", "num"):
            return here
    return last


def _setting_end(line: Line, at: int, high: int) -> int | None:
    """Where "in an interview with CNN on Monday" or ", in a letter," ends; None when it is content."""
    in_commas = line.lower(at) == ","
    first = at + 1 if in_commas else at
    if (
        line.tag(first) == "to"
        and line.tag(first + 1) not in ("det", "name", "num", "obj")
        and not line.is_in(first + 1, "listeners", "persons")
    ):
        return None  # "promised to build"
    if in_commas and line.lower(first) == "without":  # "said, without giving details, that …"
        stop = min(first + _MOST_SETTING, high)
        return next((here for here in range(first + 1, stop) if line.lower(here) == "," and _passes(line, here)), None)
    if in_commas and not line.is_in(first, "setting", "speaking"):
        return None
    if line.tag(first + 1) == "time" or (line.tag(first + 1) == "num" and line.lower(first) in {"in", "on", "at"}):
        return first + 2 if not in_commas else None
    title = title_end(line, first + 1) if line.lower(first) == "on" else None
    if title is not None:
        return title + 1  # "said on “Meet the Press” that …"
    venue = False
    for end in range(first + 1, min(first + _MOST_SETTING, high) + 1):
        lower = line.lower(end)
        tag = line.tag(end)
        closing = end >= high or line.quoted(end) or tag in ("that",) or lower in {".", ":", ";", "?", "!"}
        if closing or (lower == "," and (not in_commas or venue)):
            return _closed(line, first, end, high, venue or in_commas)
        if venue and end - 1 > first and _starts_clause(line, end) and line.tag(end - 1) in NOMINAL | {"time"}:
            return end
        if tag in ("wh", "rel", "conj") or line.finite[end]:
            return None
        venue = venue or line.is_in(end, "venues", "listeners")
    return None


def _closed(line: Line, first: int, end: int, high: int, known: bool) -> int | None:
    if line.lower(first) in {"of", "about"} and line.tag(end) == "that":
        return None  # "told of a fire that …"
    ends = end >= high or line.lower(end) in {".", "?", "!"}
    if line.tag(first) == "to" and not known:
        return end if line.tag(end) == "that" or line.quoted(end) else None
    if known or ends or line.quoted(end) or line.tag(end) == "that" or line.lower(end) == ":":
        return end
    return None


def _starts_clause(line: Line, at: int) -> bool:
    """Whether a subject with its verb stands at `at`."""
    if line.tag(at) == "pron":
        return True
    if line.tag(at) not in ("det", "name", "num"):
        return False
    if line.tag(at) == "name" and line.tag(at - 1) == "name":
        return False
    subject = phrase_after(line, at)
    return subject is not None and subject.last + 1 < len(line) and line.finite[subject.last + 1]
