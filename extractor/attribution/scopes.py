"""How far the content of a cue may reach: attributions side by side bound each other, nested ones do not."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.attribution.clauses import CLAUSE_WORDS, Piece, clause_cut, main_clause_after, relative_end
from extractor.attribution.contents import Group, Side, content_start
from extractor.attribution.line import Line, is_present


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group that reports, and where its content stands. `introduces`: its content follows the stretch."""

    group: Group
    side: Side
    introduces: bool = False


def stands_inside(candidate: Candidate, pieces: list[Piece]) -> bool:
    cue = candidate.group.cue
    return any(first <= cue.first and cue.last <= last for first, last in pieces)


def scope_of(line: Line, candidates: list[Candidate], number: int, taken: set[int]) -> Piece:
    """The tokens that may be content of one candidate: first, and one past the last."""
    own = candidates[number]
    group = own.group
    high = _inside_brackets(line, group, _sentence_end(line, own))
    if own.side != "around":
        high = _before_others(line, candidates, number, taken, high)
    if own.side == "right":
        high = _clause_end(line, group, high)
    return _low(line, group), max(high, group.last + 1)


def _sentence_end(line: Line, own: Candidate) -> int:
    """The end of the sentence in which the content may stand, with the quotation it holds."""
    if own.side == "left":
        return len(line)
    group = own.group
    at = min(content_start(line, group, len(line)), len(line) - 1)
    if own.side != "right":
        return line.sentence_end(max(group.last, at - 1))
    while at < len(line) - 1 and line.lower(at) == ":" and not line.quoted(at):
        at += 1
    return line.sentence_end(at) if line.quoted(at) else line.sentence_end(group.last)


def _before_others(line: Line, candidates: list[Candidate], number: int, taken: set[int], high: int) -> int:
    """Where the first attribution beside this one begins."""
    own = candidates[number]
    start = content_start(line, own.group, high)
    verb = own.group.cue.verb
    for other in range(number + 1, len(candidates)):
        cut = None if other in taken else _cut(line, candidates, number, other)
        if cut is None or cut >= high:
            continue
        if cut == candidates[other].group.cue.first:
            return cut
        # A verb that takes a clause has none yet: "argued that, although she confessed, he …".
        holds_clause = any(line.finite[at] or line.quoted(at) for at in range(start, cut))
        holds_clause = holds_clause or (line.tag(start) == "that" and cut - start > CLAUSE_WORDS)
        if own.side == "right" and verb is not None and verb.clausal and not holds_clause:
            continue
        return cut
    return high


def _low(line: Line, group: Group) -> int:
    """Left contents reach back to the start of their sentence, over everything that was said in between."""
    low = line.sentence_start(group.first)
    while low > 0 and line.quoted(low) and line.quoted(low - 1) and line.words[low].is_word:
        low = line.sentence_start(low - 1)
    for at in range(group.first - 1, low - 1, -1):
        if line.quoted(at):
            continue
        if line.lower(at) == ";" or (line.lower(at) in {"-", "–", "—"} and line.tag(at + 1) == "conj"):
            return at + 1
        if line.lower(at) == "(":
            close = next((i for i in range(at, len(line)) if line.lower(i) == ")"), len(line))
            if close > group.last:
                return at + 1
    return low


def _inside_brackets(line: Line, group: Group, high: int) -> int:
    """A report in brackets ends with them."""
    depth = 0
    for at in range(line.sentence_start(group.first), group.first):
        if not line.quoted(at):
            depth += (line.lower(at) == "(") - (line.lower(at) == ")")
    if depth <= 0:
        return high
    return next((at for at in range(group.last, high) if line.lower(at) == ")" and not line.quoted(at)), high)


def _cut(line: Line, candidates: list[Candidate], number: int, other: int) -> int | None:
    """Where a later candidate beside this one begins; None when it stands inside what this one reports."""
    own, beside = candidates[number].group, candidates[other].group
    cue, source = beside.cue, beside.source
    if source is not None and source.first < own.cue.first <= source.tail < cue.first:
        return cue.first  # this cue stands in a clause on the subject of the other: "a man who saw it said"
    if beside.first <= own.last or cue.kind in ("according", "nominal"):
        return None
    before = line.lower(beside.first - 1)
    if candidates[other].side == "left" and not beside.inverted and before == ",":
        return None
    if own.cue.verb and own.cue.verb.kind == "object" and line.tag(beside.first - 1) in ("that", "rel"):
        # "named a group that inspectors say is …": the clause on the object is the other speaker's.
        return beside.first - 1 if cue.verb and cue.verb.kind == "speech" else None
    cut = clause_cut(line, beside.first, own.last + 1)
    shares = source is not None and source.last <= own.last
    if cue.gerund:
        speaks = (cue.verb is not None and cue.verb.kind == "speech") or line.quoted(beside.last + 1)
        return cut if shares and (before == "," or line.quoted(beside.first - 1)) and speaks else None
    if cue.first == beside.first and (shares or source is None):
        return _coordinated_cut(line, candidates, number, other, cut)
    if line.tag(beside.first - 1) in ("that", "rel", "wh"):
        return None
    if any(line.lower(at) == ";" or line.is_in(at, "cuts") for at in range(cut, beside.first)):
        return cut
    return None


def _coordinated_cut(line: Line, candidates: list[Candidate], number: int, other: int, cut: int) -> int | None:
    """ "…, and said", "… but declined to say": a second verb of the same subject, unless an inner report claims it."""
    own = candidates[number].group
    if line.tag(cut) != "conj" and line.lower(cut) not in {",", ";", "—", "–"}:
        return None
    between = (candidate.group.source for candidate in candidates[number + 1 : other])
    inner = any(source is not None and source.first > own.last for source in between)
    return cut if line.lower(cut) in {",", ";"} or not inner else None


def _clause_end(line: Line, group: Group, high: int) -> int:
    """A content ends with the clause that its group stands in."""
    start = content_start(line, group, high)
    before = (group.cue.first if group.cue.gerund else group.first) - 1
    while line.tag(before) == "adv":
        before -= 1
    opens = before == line.sentence_start(group.first)
    if line.tag(before) == "sub" and (opens or line.lower(before - 1) == ","):
        if opens or not group.cue.gerund:
            return main_clause_after(line, start, high)
        parts = group.source is not None and group.source.last + 1 == before - 1
        return relative_end(line, start, high) if parts else high  # "Orlo, after saying that …, left"
    if group.cue.gerund and before < line.sentence_start(group.first):
        return main_clause_after(line, start, high)  # "Writing that …, Orlo …"
    source = group.source
    if source is not None and source.last < group.cue.first and line.tag(source.tail) == "rel":
        return relative_end(line, start, high)
    if line.quoted(start):
        return high
    if line.tag(group.first - 1) == "rel":
        # "The clerk, who Orlo says forged it, left", "who Orlo says lied and who left"
        high = relative_end(line, start, high) if line.lower(group.first - 2) == "," else high
        joined = (at for at in range(start + 1, high - 1) if line.tag(at) == "conj" and line.tag(at + 1) == "rel")
        return next(joined, high)
    verb = group.cue.verb
    if verb is not None and not verb.clausal and line.tag(start) in ("pron", "obj", "det"):
        high = _object_end(line, start, high)
    for at in range(start + 1, high - 2):
        if line.quoted(at) or line.lower(at) not in {",", "—", "–", "-"}:
            continue
        if _goes_on_doing(line, group, start, at):
            return at
        if line.is_in(at + 1, "concessive") and line.has_finite(at + 2, _comma_after(line, at + 2, high) - 1):
            return at
    return high


def _goes_on_doing(line: Line, group: Group, start: int, comma: int) -> bool:
    """ "said that the dam was safe, and ordered …": behind a comma the subject of the cue does something else."""
    verb, at = group.cue.verb, comma + 2
    told = verb is not None and (verb.form == "past" or (group.cue.first < group.cue.head and verb.form == "base"))
    if not told or line.tag(comma + 1) != "conj" or not line.has_finite(start, comma - 1):
        return False
    while line.tag(at) == "adv":
        at += 1
    return line.tag(at) in ("fin", "ed") and line.finite[at] and not is_present(line, at)


def _object_end(line: Line, start: int, high: int) -> int:
    """ "denied it | and was fined": a mere object ends where the subject's next verb is joined."""
    for at in range(start + 1, high - 1):
        if line.quoted(at) or line.finite[at] or line.tag(at) in ("that", "wh", "to", "sub", "rel"):
            return high
        if line.tag(at) == "conj" and line.tag(at + 1) in ("aux", "fin", "ed") and line.finite[at + 1]:
            return at
    return high


def _comma_after(line: Line, at: int, high: int) -> int:
    return next((i for i in range(at, high) if line.lower(i) == ","), high)
