"""Clauses inside a stretch: where one begins and ends, and whether a stretch of words is one."""

from __future__ import annotations

from extractor.attribution.line import NOMINAL, Line
from extractor.attribution.phrases import phrase_after

#: Tokens `first` to `last`, both included.
Piece = tuple[int, int]
#: A stretch is read as a clause from this many words on.
CLAUSE_WORDS = 3


def is_adverbial(line: Line, piece: Piece) -> bool:
    """ "In a statement", "On Tuesday", "While critics object": it leads in, it is not what was said."""
    first, last = piece
    if line.quoted(last) and line.quoted(first):
        return last - first < 1
    if (
        line.is_in(first, "concessive")
        and not line.quoted(first)
        and "," in {line.lower(last + 1), line.lower(last - 1)}
    ):
        return line.has_finite(first, last)  # "Although she admitted to having “been there,” she said …"
    if line.quoted(last):
        return False
    if _opens_main_clause(line, piece):
        return False
    if line.tag(first) == "adv" and line.lower(first + 1) != "," and not line.is_in(first, "leading"):
        return not line.has_finite(first, last)  # "Almost half are"
    return (
        line.is_in(first, "leading")
        or line.tag(first) in ("time", "adv", "sub", "prep", "ing")
        or not (line.has_finite(first, last) or last - first >= 2 * CLAUSE_WORDS)
    )


def _opens_main_clause(line: Line, piece: Piece) -> bool:
    """ "After the vote, prices rose": a main clause follows a comma inside the piece."""
    first, last = piece
    if not (line.is_in(first, "leading") or line.tag(first) in ("time", "adv", "sub", "prep", "ing")):
        return False
    subordinate = line.tag(first) == "sub"
    for at in range(first, last):
        if line.lower(at) != "," or last - at < CLAUSE_WORDS or not line.has_finite(at + 1, last):
            continue
        if line.tag(at + 1) in ("pron", "det", "name", "noun", "num", "ed", "adv") or line.quoted(at + 1):
            return not subordinate or line.has_finite(first, at)
    return False


def main_clause_after(line: Line, at: int, high: int) -> int:
    """Where, behind a leading "while Orlo said …", the main clause starts: at its comma; `high` where it does not."""
    for here in range(at + 1, high - 1):
        closes = line.quoted(here) and line.quoted(here + 1) and not line.quoted(here + 2)
        if line.lower(here) != "," or (line.quoted(here) and not closes):
            continue
        main = here + 1 + closes  # behind "been there,”" the comma stands inside the marks
        if line.tag(main) in ("pron", "det", "name", "noun", "num", "adv") and not line.quoted(main):
            subject = phrase_after(line, main + (line.tag(main) == "adv"), high)
            if subject is not None and any(line.finite[i] for i in range(subject.last, min(high, subject.tail + 4))):
                return main if closes else here
    return high


def relative_end(line: Line, at: int, high: int) -> int:
    """Where a ", who said …," ends: at the comma in front of the main verb."""
    for here in range(at + 1, high - 1):
        if line.lower(here) in {",", "—", "–"} and not line.quoted(here):
            following = here + 1
            while line.tag(following) == "adv":
                following += 1
            if line.finite[following] if following < high else False:
                return here
    return high


def clause_cut(line: Line, group_first: int, low: int) -> int:
    """Where the clause of a later source-and-cue group begins: at its conjunction or its comma."""
    cut = at = group_first
    while at - 1 > low and not line.quoted(at - 1):
        opens = line.is_in(at - 1, "cuts") or line.lower(at - 1) in {",", ";", "—", "–"}
        if not opens and line.tag(at - 1) != "adv":
            break
        at -= 1
        cut = at if opens else cut
    return cut


def is_clause(line: Line, piece: Piece, *, strict: bool = False) -> bool:
    """Whether a stretch is a clause or a quotation: opens with "that" or a question word, or has a verb of its own.

    `strict`: the subject must stand first, so that "found the car that was stolen" is none.
    """
    first, last = piece
    opening = line.tag(first)
    if line.quoted(first) or opening in ("that", "wh") or line.lower(first) == "if":
        return True
    if opening == "pron":
        # A quotation may hold the verb: he “would never” do it.
        verb = line.tag(first + 1) in ("aux", "fin", "ed", "adv", "inf", "noun", "ing") or line.quoted(first + 1)
        return first < last and verb
    if opening == "conj" or (strict and opening in ("prep", "to")):
        return False
    if opening == "noun" and line.is_in(first, "deniable") and line.tag(first + 1) == "that":
        return line.has_finite(first + 2, last)  # "said reports that the king was ill were false"
    if opening in ("name", "det"):  # "Hale “lacks the temperament”": the quotation holds the verb
        subject = phrase_after(line, first, last + 1)
        if subject is not None and subject.last < last and line.quoted(subject.last + 1):
            return True
    commas = 0
    for at in range(first, last + 1):
        if line.finite[at] or (line.tag(at) == "inf" and line.tag(at - 1) != "to"):
            # One comma in front of the verb: an object, then another clause ("… a lead, victory would …").
            return at > first and (commas != 1 or opening in ("sub", "prep", "adv", "ing", "time"))
        commas += line.lower(at) == ","
        if line.tag(at) in ("rel", "that", "wh", "sub") and line.tag(at - 1) != "mark" and at > first:
            return False
    return False


def is_infinitive(line: Line, piece: Piece) -> bool:
    """ "to resign", "him to resign", "voters not to stay away"."""
    first, last = piece
    for at in range(first, min(last, first + 8)):
        if line.tag(at) == "to" and line.tag(at + 1) not in ("det", "name", "time", "num", "pron", "obj"):
            return True
        if line.tag(at) not in NOMINAL | {"det", "obj", "adv"}:
            return False
    return False
