"""Noun phrases: where one starts when its end is known, and where it ends when its start is known."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.attribution.line import NOMINAL, Line

#: A phrase longer than this many words is doubtful: a boundary was probably missed.
MOST_WORDS = 16
#: An apposition or relative clause on a noun phrase is at most this long (words and marks).
MOST_APPOSITION = 26
#: Words in quotation marks inside a noun phrase, marks included.
MOST_SCARE = 4
_ROLE_ENDINGS = ("er", "or", "ist", "man", "woman", "ian", "eer", "ee", "ant", "ent", "ate", "ess", "tive")
_PAIRED = {")": "(", "]": "[", "—": "—", "–": "–", "-": "-"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `first` to `last` (inclusive) of a noun phrase. `tail` is the last token of what hangs on it
    (an apposition, a relative clause). `certain`: no other reading is likely."""

    first: int
    last: int
    tail: int
    certain: bool


def phrase_after(line: Line, at: int, stop: int | None = None) -> Phrase | None:
    """The noun phrase that starts at token `at`, with its apposition or relative clause as tail."""
    end = len(line) if stop is None else stop
    last = _forward(line, at, end)
    if last is None or last - at + 1 > MOST_WORDS:
        return None
    tail = tail_of(line, last, end)
    return Phrase(at, last, tail, is_nominal(line, at, last))


def _forward(line: Line, at: int, end: int) -> int | None:
    """The last token of the noun phrase that starts at `at`; None where there is none."""
    last = at - 1
    while last + 1 < end:
        here = last + 1
        tag = line.tag(here)
        if line.quoted(here):
            break
        if tag in NOMINAL or (tag == "det" and (last < at or line.tag(last) in ("prep", "det", "conj", "to"))):
            last = here
        elif tag == "time" and last >= at and line.tag(last) == "det" and line.tag(here + 1) == "noun":
            last = here  # "a Wednesday editorial"
        elif tag in ("pron", "obj") and last < at:
            return here
        elif tag in ("ed", "ing") and line.tag(here + 1) in NOMINAL and line.tag(last) in ("det", "prep"):
            last = here  # "the surveyed voters"
        elif (
            tag == "ing"
            and last >= at
            and line.tag(last) in NOMINAL
            and line.tag(at) == "det"
            and (line.tag(here + 1) in ("ed", "prep", "mark", "time", "fin"))
        ):
            last = here  # "an Internet posting"
        elif tag == "ed" and last >= at and _by_whom(line, here) is not None:
            by = _by_whom(line, here)
            inner = _forward(line, (by or here) + 1, end)
            return inner if inner is not None else last
        elif (tag == "conj" and last >= at and joins(line, here)) or (
            tag in ("prep", "to") and last >= at and _links(line, here)
        ):
            last = here
        elif tag == "adv" and line.tag(here + 1) in ("num", "noun", "det") and last < at:
            last = here  # "nearly a third"
        else:
            break
    while last >= at and line.tag(last) in ("prep", "to", "det", "conj", "adv"):
        last -= 1
    return last if last >= at and any(line.tag(i) in NOMINAL for i in range(at, last + 1)) else None


def _by_whom(line: Line, at: int) -> int | None:
    """The "by" or "from" behind a participle: "data released Friday by regulators"."""
    for here in range(at + 1, min(at + 4, len(line))):
        if line.is_in(here, "by"):
            return here
        if line.tag(here) not in ("time", "adv", "prep"):
            return None
    return None


def _links(line: Line, at: int) -> bool:
    """Whether a preposition ties the next noun phrase to the last, rather than say where or when somebody spoke."""
    following = at + 1
    if not line.is_in(at, "linking", "by") or line.quoted(following) or line.tag(following) == "time":
        return False
    if line.is_in(at, "by"):
        return line.is_in(at - 1, "document")
    if line.lower(at) == "of":
        return line.tag(following) in NOMINAL | {"det"}
    if line.lower(at) in {"in", "on", "at", "by", "to", "before"}:
        if line.tag(following) == "name":
            return True
        if line.tag(following) != "det":
            return False
        # "officials at the Harbour Office", "people in the room", not "in a statement", "at the rally"
        people = line.is_in(at - 1, "persons", "anonymous", "group")
        return line.tag(following + 1) == "name" or (people and not line.is_in(following + 1, "venues"))
    return line.tag(following) in NOMINAL | {"det"}


def joins(line: Line, at: int) -> bool:
    """Whether a conjunction joins two names or two bare nouns ("Mills and Clinton", "doctors and nurses")."""
    if line.lower(at) not in {"and", "or"}:
        return False
    left, right = line.tag(at - 1), line.tag(at + 1)
    if left == "name" and (right == "name" or (right == "det" and line.tag(at + 2) == "name")):
        return True
    return left == "noun" and right == "noun" and line.lower(at - 1).endswith("s") and line.lower(at + 1).endswith("s")


def tail_of(line: Line, last: int, end: int) -> int:
    """The end of ", who chairs the panel," or ", a Democrat," behind a phrase; `last` itself where there is none."""
    at = last + 1
    if line.lower(at) == "(":
        close = next((i for i in range(at, min(at + 12, end)) if line.lower(i) == ")"), None)
        if close is None:
            return last
        return tail_of(line, close, end) if line.lower(close + 1) == "," else close
    if at >= end or line.quoted(at):
        return last
    if line.is_in(at, "person_relatives"):
        return _to_mark(line, at + 1, end) or last
    if line.lower(at) != "," or line.quoted(at + 1):
        return last
    opens = at + 1
    if line.tag(opens) == "num" and line.lower(opens + 1) in {",", "."}:  # an age
        return tail_of(line, opens, end) if line.lower(opens + 1) == "," else opens
    if line.tag(opens) == "rel" or line.lower(opens) in {"including", "speaking"}:
        return _to_mark(line, opens + 1, end) or last
    if not (
        line.tag(opens) == "det"
        or line.is_in(opens, "titles", "persons", "from")
        or (line.tag(opens) in ("noun", "name") and not line.is_in(opens, "organization"))
    ):
        return last
    close = _to_mark(line, opens + 1, end)
    if close is None or line.has_finite(opens, close):
        return last
    if line.lower(close + 1) == "," and line.tag(opens) == "name" and close - opens > 3:
        return last
    return tail_of(line, close, end) if line.lower(close + 1) == "," else close


def _to_mark(line: Line, at: int, end: int) -> int | None:
    for here in range(at, min(at + MOST_APPOSITION, end)):
        if line.quoted(here) or line.lower(here) in {",", ".", ";", ":", "?", "!", "—", "–", ")"}:
            return here - 1 if here - 1 >= at - 1 else None
    return end - 1 if end - at < MOST_APPOSITION else None


def phrase_start(line: Line, at: int, low: int) -> int | None:
    """The first token of the noun phrase that ends at token `at`, prepositional phrases included."""
    first = _chunk_start(line, at, low)
    if first is None:
        return None
    while first - 1 > low:
        before = first - 1
        tag = line.tag(before)
        if line.quoted(before):
            break
        if _links_back(line, before, low):
            joined = _chunk_start(line, before - 1, low)
        else:
            break
        if joined is None or at - joined >= MOST_WORDS:
            break
        if tag in ("prep", "to") and line.lower(before) != "of" and _is_object(line, joined, low):
            break
        first = joined
    return first


def _links_back(line: Line, at: int, low: int) -> bool:
    """Whether the preposition or conjunction at `at` ties a phrase to the one in front of it."""
    if line.tag(at) == "conj":
        return joins(line, at) or _clause_initial_pair(line, at, low)
    if line.lower(at) == "by":  # "a study by the Lowland Institute": who issued it belongs to a document's name
        return at - 1 >= low and line.is_in(at - 1, "document")
    if line.tag(at) not in ("prep", "to") or not line.is_in(at, "linking"):
        return False
    return not opens_clause(line, at, low) or (line.quoted(at - 1) and _scare_start(line, at - 1, low) is not None)


def _is_object(line: Line, first: int, low: int) -> bool:
    """A chunk right behind a finite verb is its object, not the head of a subject."""
    return first - 1 >= low and (line.finite[first - 1] or line.tag(first - 1) in ("inf", "ing"))


def _clause_initial_pair(line: Line, conj: int, low: int) -> bool:
    """ "The mayor and the chief said": the first half of the pair opens its clause."""
    if line.lower(conj) not in {"and", "or"}:
        return False
    first = _chunk_start(line, conj - 1, low)
    return first is not None and opens_clause(line, first, low) and line.tag(conj + 1) in NOMINAL | {"det"}


def opens_clause(line: Line, at: int, low: int) -> bool:
    """Whether token `at` stands first in its clause."""
    before = at - 1
    while before >= low and line.tag(before) == "adv":
        before -= 1
    return before < low or line.quoted(before) or line.tag(before) in ("mark", "sub", "that", "wh", "conj")


def _chunk_start(line: Line, at: int, low: int) -> int | None:
    """The first token of the plain noun phrase (no prepositions) that ends at `at`."""
    if at < low or (line.quoted(at) and _scare_start(line, at, low) is None):
        return None
    if line.tag(at) == "pron":
        return at
    # "those surveyed", "the people interviewed": a participle closes the phrase.
    first = at + 1
    if line.tag(at) == "ed" and line.tag(at - 1) in ("noun", "det", "num", "name"):
        first = at
    while first - 1 >= low:
        before = first - 1
        tag = line.tag(before)
        if line.quoted(before):
            scare = _scare_start(line, before, low)
            if scare is None:
                break
            first = scare
            continue
        if tag == "det":
            first = before
            while first - 1 >= low and line.tag(first - 1) == "det":
                first -= 1
            break
        if tag in NOMINAL:
            if tag == "noun" and first <= at and line.tag(first) == "name" and not _is_role(line, before):
                break
            first = before
        elif tag == "mark" and line.lower(before) == ")" and first <= at:
            break
        elif (tag in ("ed", "ing") and first <= at and line.tag(first) in NOMINAL and _attributive(line, before)) or (
            tag == "adv" and first <= at and line.tag(before - 1) in ("det",)
        ):
            first = before
        else:
            break
    if first > at:
        return None
    if first == at and line.tag(at) == "det" and not line.is_in(at, "quantifiers", "vague"):
        return None
    return first


def _scare_start(line: Line, at: int, low: int) -> int | None:
    """The opening mark of a word or two in quotation marks inside a phrase ("the “strongman” of Fenn")."""
    first = at
    while first - 1 >= low and line.quoted(first - 1):
        first -= 1
    plain = not any(line.lower(here) in {",", ".", "?", "!"} for here in range(first, at + 1))
    return first if plain and at - first <= MOST_SCARE and line.tag(first - 1) in ("det", "noun", "name") else None


def _attributive(line: Line, at: int) -> bool:
    """ "a badly damaged house", "embattled officials"."""
    before = line.tag(at - 1)
    return before in ("det", "prep", "mark", "sub", "that") or (line.tag(at) == "ed" and before == "adv")


def _is_role(line: Line, at: int) -> bool:
    """Whether a small noun in front of a name describes its bearer ("spokesman Don Vale")."""
    lower = line.lower(at)
    return line.is_in(at, "persons", "titles") or lower.endswith(_ROLE_ENDINGS) or lower.endswith(("'s", "s'"))


def opening_of(line: Line, at: int, low: int) -> int | None:
    """The bracket or dash that opens the parenthesis closing at token `at`."""
    wanted = _PAIRED.get(line.lower(at))
    if wanted is None:
        return None
    for opening in range(at - 1, max(low - 1, at - MOST_APPOSITION), -1):
        if line.lower(opening) == wanted:
            return opening
    return None


def is_nominal(line: Line, first: int, last: int) -> bool:
    """A name, a pronoun, or a phrase that names a person, an office, an organisation or a document."""
    if first == last and (line.tag(first) == "pron" or line.is_in(first, "pronouns")):
        return True
    if line.is_in(first, "quantifiers", "those") and last > first:
        return True
    if line.tag(first) == "num" and line.is_in(last, "plurals", "group") and last > first:
        return True  # "40 percent of tenants"
    if line.tag(last) == "time" or line.tag(first) in ("prep", "sub"):
        return False
    known = line.lexicon.any_of("persons", "titles", "document", "organization", "anonymous", "group")
    for at in range(first, last + 1):
        lower = line.lower(at).removesuffix("'s").removesuffix("s'")
        if lower in known or lower.removesuffix("s") in known or lower.removesuffix("ies") + "y" in known:
            return True
        if line.tag(at) == "name" and (at > 0 or last > first or line.tag(at + 1) != "noun"):
            return True
    return False
