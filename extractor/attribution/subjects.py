"""The subject of a verb: the noun phrase in front of it, over times, appositions and relative clauses."""

from __future__ import annotations

from extractor.attribution.line import NOMINAL, Line
from extractor.attribution.phrases import (
    MOST_APPOSITION,
    MOST_WORDS,
    Phrase,
    is_nominal,
    opening_of,
    opens_clause,
    phrase_start,
)


def phrase_before(line: Line, at: int) -> Phrase | None:
    """The noun phrase that ends at token `at`, over times, brackets, appositions and relative clauses."""
    low = line.sentence_start(at) if at >= 0 else 0
    end = at
    at = _skip_back(line, at, low)
    if at < low or line.quoted(at):
        return None
    if line.lower(at) == ",":
        return _over_commas(line, at, low)
    tag = line.tag(at)
    if tag == "rel":
        return _antecedent(line, at, low)
    if tag == "that":
        return _antecedent(line, at, low) if line.tag(at - 1) in ("noun", "name") else None
    if tag == "pron":
        return Phrase(at, at, end, certain=line.lower(at) != "there")
    first = phrase_start(line, at, low)
    if first is None:
        return None
    first = _without_lead(line, first, at, low)
    while at > first and line.tag(at) == "ed" and line.tag(at - 1) in ("noun", "name"):
        at -= 1  # "people surveyed"
    return _checked(line, first, at, end, low)


def _skip_back(line: Line, at: int, low: int) -> int:
    """Past "on Tuesday", "also", "(R-Fenn)" and a pair of dashes in front of a verb."""
    while at > low and not line.quoted(at):
        tag = line.tag(at)
        if tag in ("time", "adv"):
            if tag == "adv" and line.lower(at - 1) == ",":
                break
            at -= 1
            if tag == "time" and line.tag(at) in ("prep", "num") and at > low:
                at -= 1
            continue
        if line.lower(at) in {")", "]", "—", "–"}:
            opening = opening_of(line, at, low)
            if opening is None or opening <= low:
                break
            at = opening - 1
            continue
        if line.lower(at) == ",":
            time = at - 1
            while time > low and line.tag(time) in ("time", "adv", "num", "prep"):
                time -= 1
            if time < at - 1 and line.lower(time) == "," and line.tag(at - 1) in ("time", "adv"):
                at = time - 1
                continue
        break
    return at


def _checked(line: Line, first: int, last: int, end: int, low: int) -> Phrase | None:
    """The phrase as subject, unless a verb in front makes it an object of a relative or a participle clause."""
    before = first - 1
    while before >= low and line.tag(before) == "adv":
        before -= 1
    if last - first + 1 > MOST_WORDS:
        return None
    nominal = is_nominal(line, first, last)
    clean = (
        before < low or line.quoted(before) or line.tag(before) in ("mark", "that", "sub", "wh", "conj", "rel", "time")
    )
    if clean:
        return Phrase(first, last, end, nominal)
    head = _head_of_modifier(line, before, low)
    if head is not None:
        return Phrase(head.first, head.last, end, head.certain)
    # A bare clause behind a verb of saying or thinking: "said | voters wanted".
    verb = line.lexicon.verbs.get(line.lower(before))
    return Phrase(first, last, end, nominal and verb is not None and verb.kind != "object")


def _head_of_modifier(line: Line, before: int, low: int) -> Phrase | None:
    """The noun that "who saw the crash", "opposing the plan", "surveyed in Fenn" hangs on."""
    verb = line.lexicon.verbs.get(line.lower(before))
    if verb is not None and verb.clausal and line.tag(before) in ("fin", "ed") and line.tag(before - 1) != "rel":
        return None
    for at in range(before, max(low - 1, before - MOST_WORDS), -1):
        tag = line.tag(at)
        if line.quoted(at) or tag in ("mark", "conj", "sub", "wh"):
            return None
        if tag == "rel" or (tag == "that" and line.tag(at - 1) in ("noun", "name") and at > low):
            return _antecedent(line, at, low)
        active = tag == "ed" and line.tag(at + 1) in ("det", "name", "noun", "pron", "obj", "num")
        if tag in ("ing", "ed") and not active and at - 1 >= low and line.tag(at - 1) in NOMINAL:
            first = phrase_start(line, at - 1, low)
            if first is not None and (at == before or (not line.finite[at] and opens_clause(line, first, low))):
                return Phrase(first, at - 1, before, is_nominal(line, first, at - 1))
    return None


def _without_lead(line: Line, first: int, at: int, low: int) -> int:
    """Cut a leading adverb, or a prepositional phrase in front of the subject ("In his paper the mayor")."""
    while first < at and line.tag(first) in ("adv", "time"):
        first += 1
    if first > low and line.tag(first - 1) == "prep":
        for cut in range(at, first, -1):
            if line.tag(cut) == "det" or (line.tag(cut) == "name" and line.tag(cut - 1) == "noun"):
                return cut
    return first


def _antecedent(line: Line, at: int, low: int) -> Phrase | None:
    """The phrase a relative pronoun stands for."""
    before = at - 1
    if before < low or line.tag(before) == "prep":
        return None
    if line.lower(before) == ",":
        inner = _over_commas(line, before, low) if before - 1 > low else None
        plain = phrase_before(line, before - 1)
        inner = (
            plain if plain is not None and (inner is None or inner.last < plain.first - MOST_WORDS) else inner or plain
        )
    else:
        inner = phrase_before(line, before)
    if inner is None:
        return None
    return Phrase(inner.first, inner.last, at, inner.certain and line.is_in(at, "person_relatives"))


def _over_commas(line: Line, comma: int, low: int) -> Phrase | None:
    """The head of "Ann Vale, 24, a student from Fenn," when `comma` is the last of its commas.

    The segments between commas are read from the left: a segment with a verb (or a leading adverbial)
    cannot hold the subject, the first one behind it does, and the rest describes it.
    """
    head: tuple[int, int] | None = None
    for first, last in _segments(line, comma, low):
        if last < first:
            continue
        while first < last and line.tag(first) in ("conj", "adv"):
            first += 1
        opening = line.tag(first)
        if opening == "rel" or line.is_in(first, "speaking"):
            continue
        if head is not None and (opening in ("prep", "num", "ing", "ed") or not _has_own_verb(line, first, last)):
            continue
        if line.has_finite(first, last) or line.quoted(last):
            inner = _behind_verb(line, first, last)
            head = inner
            continue
        head = None if opening in ("prep", "sub", "ing", "adv", "time", "to") else (first, last)
    return _headed(line, head, comma, low) if head else None


def _has_own_verb(line: Line, first: int, last: int) -> bool:
    """Whether a segment has a verb in front of any relative pronoun: "a lawyer who is married to him" has none."""
    relative = next((at for at in range(first + 1, last) if line.tag(at) == "rel" and line.tag(first) == "det"), last)
    return line.has_finite(first, relative)


def _headed(line: Line, head: tuple[int, int], comma: int, low: int) -> Phrase | None:
    """The phrase in the segment `head`, with everything up to `comma` as its tail."""
    last = head[1]
    first = phrase_start(line, last, head[0])
    if first is None:  # "Ann Vale (R-Fenn), a senator,"
        opening = opening_of(line, last, low)
        if opening is None:
            return None
        last = opening - 1
        first = phrase_start(line, last, head[0])
    if first is None or comma - last > 2 * MOST_APPOSITION:
        return None
    start = _first_of_segment(line, max(first, head[0]), last)
    described = comma - last > 1  # a single comma between subject and verb is no apposition
    return Phrase(start, last, comma, described and is_nominal(line, start, last))


def _first_of_segment(line: Line, first: int, last: int) -> int:
    """ "Even Ann Vale", "But the mayor of Fenn": the phrase without the adverb in front."""
    while first < last and line.tag(first) in ("adv", "conj"):
        first += 1
    return first


def _behind_verb(line: Line, first: int, last: int) -> tuple[int, int] | None:
    """ "while Ann Vale" or "said Ann Vale" in a segment with a verb: the last phrase, if a conjunction opens it."""
    for at in range(last, first - 1, -1):
        if line.quoted(at):
            return None
        if line.finite[at]:  # “…,” said Ann Vale, 24, …
            return (at + 1, last) if at == first and line.quoted(at - 1) and at < last else None
        if line.tag(at) in ("sub", "that", "wh") or (line.tag(at) == "conj" and line.tag(at + 1) in ("name", "det")):
            return (at + 1, last) if at < last else None
    return None


def _segments(line: Line, comma: int, low: int) -> list[tuple[int, int]]:
    """Token ranges between commas, up to `comma`, brackets left whole."""
    start = low
    for at in range(comma - 1, low - 1, -1):
        if line.quoted(at) or line.lower(at) in {";", ":", "—", "–"}:
            start = at + 1
            break
    found: list[tuple[int, int]] = []
    depth, first = 0, start
    for at in range(start, comma + 1):
        depth += (line.lower(at) == "(") - (line.lower(at) == ")")
        if line.lower(at) == "," and depth <= 0:
            found.append((first, at - 1))
            first = at + 1
    return found
