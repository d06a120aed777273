"""What is said: the stretch of a sentence, or the quotation, that a cue and its source report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.attribution.clauses import CLAUSE_WORDS, Piece, is_adverbial
from extractor.attribution.cues import Cue
from extractor.attribution.line import Line
from extractor.attribution.phrases import Phrase
from extractor.attribution.settings import skip_setting
from extractor.attribution.subjects import phrase_before
from extractor.attribution.titles import is_title

Side = Literal["left", "right", "around", "topic", "passive", "none"]

_TRAILING = " \t\n\r\u00a0,;:–—-"
#: Between the cue and a quotation that goes on with the content at most this many words stand.
RESUME_REACH = 12


@dataclass(frozen=True, slots=True)
class Group:
    """A cue with its source where they stand together; tokens `first` to `last` (inclusive)."""

    cue: Cue
    source: Phrase | None
    first: int
    last: int

    @property
    def inverted(self) -> bool:
        return self.source is not None and self.source.first > self.cue.last


def side_of(line: Line, group: Group) -> Side:
    """Where the content stands."""
    cue = group.cue
    if cue.kind == "declined":
        return "topic"
    if cue.kind == "according":
        return "around"
    if cue.kind == "nominal":
        return "right"
    if cue.gerund or (group.source and group.source.last < cue.first and line.tag(group.source.tail) == "rel"):
        return "right"
    start, end = line.sentence_start(group.first), line.sentence_end(group.last)
    if cue.agent is not None:
        after = skip_setting(line, cue, group.last + 1, end)
        return "right" if line.tag(after) == "that" or line.quoted(after) else "passive"
    left = left_piece(line, group.first, start)
    after = content_start(line, group, end)
    if group.inverted:
        return "left" if left else "right"
    if left is not None and _is_parenthetic(line, group, after, end):
        return "left"
    if left is not None and _closes_sentence(line, group, left, after, end):
        return "left"
    if left is None or not _behind_content(line, group, left):
        return "right"
    if not any(line.words[at].is_word for at in range(after, end)):
        return "left"
    tag = line.tag(after)
    if line.quoted(after) or _closes_quotation(line, group.first):
        return "left"  # the second half of a quotation that source and cue interrupt
    if tag in ("that", "wh"):
        return "right"
    if line.lower(after) in {",", ".", "?", "!", "—", "–", ")", ";"}:
        return "left"
    if tag in ("prep", "time", "sub", "adv", "ing", "conj", "to"):
        return "left"
    return "right" if line.has_finite(after, end - 1) or not line.quoted(left[1]) else "left"


def content_of(line: Line, group: Group, side: Side, scope: Piece) -> list[Piece]:
    """Token ranges (first, last inclusive) of the content of one cue.

    `scope`: tokens from `scope[0]` up to, not including, `scope[1]` may belong to it.
    """
    low, high = scope
    if side == "topic":
        return _topic(line, group.cue, high)
    if side == "around":
        return _around(line, group, low, high)
    if side == "passive":
        return _passive(line, group, high)
    if side == "left":
        left = left_piece(line, group.first, low)
        after = group.last + 1
        if not group.inverted and line.lower(after) != ",":
            after = content_start(line, group, high)
        return [left, *_resumed(line, after, high)] if left else []
    if _ends_lead(line, group):
        return []
    at = content_start(line, group, high)
    right = right_piece(line, at, high)
    if right is None and group.first > 0 and line.quoted(group.first - 1):
        # “A.” Ryder said. The quotation stands in a sentence of its own.
        return [left] if (left := left_piece(line, group.first, _quotation_start(line, group.first - 1))) else []
    return [right] if right else []


def _ends_lead(line: Line, group: Group) -> bool:
    """ "Though it was no triumph, as many had forecast, Osk …": the comma closes the clause that leads in."""
    behind = group.last + 1
    start = line.sentence_start(group.first)
    opens = line.tag(start) == "sub" and start + 1 < group.first  # "As the Herald reported, …" is no lead
    return opens and line.lower(behind) == "," and not line.quoted(behind + 1) and group.source is not None


def content_start(line: Line, group: Group, high: int) -> int:
    """The token behind source, cue, addressee and setting."""
    after = group.last + 1
    if group.cue.kind == "nominal":
        return after
    if group.inverted:
        return after if group.cue.agent is None else skip_setting(line, group.cue, after, high)
    verb = group.cue.verb
    if verb is not None and verb.particles and verb.particles[-1].endswith(("self", "selves")):
        as_what = range(after, min(high, after + RESUME_REACH))
        return next((at + 1 for at in as_what if line.is_in(at, "as")), after)
    return skip_setting(line, group.cue, after, high)


def left_piece(line: Line, before: int, low: int) -> Piece | None:
    """From `low` to the mark in front of token `before`, without a conjunction at its head."""
    last = before - 1
    while last >= low and not line.words[last].is_word and not line.quoted(last) and line.lower(last) not in ")%":
        last -= 1
    first = low
    while (
        first <= last and not line.words[first].is_word and not line.quoted(first) and line.lower(first) not in "($€£"
    ):
        first += 1
    while first < last and line.tag(first) == "conj" and not line.quoted(first):
        first += 1
    return (first, last) if first <= last else None


def right_piece(line: Line, at: int, high: int) -> Piece | None:
    """The words from `at` to `high`, marks cut at both ends."""
    first, last = at, high - 1
    while (
        first <= last and not line.words[first].is_word and not line.quoted(first) and line.lower(first) not in "($€£["
    ):
        first += 1
    while last >= first and not line.words[last].is_word and not line.quoted(last) and line.lower(last) not in ")%]":
        last -= 1
    return (first, last) if first <= last else None


def _quotation_start(line: Line, at: int) -> int:
    while at > 0 and line.quoted(at - 1):
        at -= 1
    return at


def _behind_content(line: Line, group: Group, left: Piece) -> bool:
    """Whether what stands in front of source and cue is what was said, and not how the sentence leads in."""
    before = group.first - 1
    if not line.quoted(before) and line.lower(before) not in {",", "?", "!", "–", "—"}:
        return False
    return not is_adverbial(line, left)


def _closes_quotation(line: Line, at: int) -> bool:
    """“…,” in front of source and cue: a quotation whose last mark says that its sentence goes on, or asks."""
    return line.quoted(at - 1) and not line.words[at - 1].is_word and line.lower(at - 2) in {",", "?", "!"}


def _closes_sentence(line: Line, group: Group, left: Piece, after: int, end: int) -> bool:
    """ "About 600 nurses walked out, their union said.": nothing follows, so all that stands before was said."""
    nothing_follows = not any(line.words[at].is_word for at in range(after, end))
    return nothing_follows and line.lower(group.first - 1) == "," and line.has_finite(*left)


def _is_parenthetic(line: Line, group: Group, after: int, end: int) -> bool:
    """ "The outreach, they said, raised worries": a comma on both sides, and the clause goes on."""
    after = group.last + 1 if line.lower(group.last + 1) == "," else after
    if line.lower(group.first - 1) != "," or line.lower(after) != "," or line.quoted(after + 1):
        return False
    return bool(_resumed(line, after, end)) and line.tag(after + 1) != "conj"


def _around(line: Line, group: Group, low: int, high: int) -> list[Piece]:
    """Everything but the "according to …" phrase itself."""
    before = right_piece(line, low, group.first)
    behind = group.last + 1
    while line.tag(behind) in ("adv", "time") and behind < high:
        behind += 1
    after = right_piece(line, behind, high)
    pieces = []
    if before and before[1] > before[0]:
        pieces.append(before)
    if after and pieces and line.tag(pieces[0][1]) == "that":
        pieces = []  # "The Post has learned that, according to a draft, …"
    behind_comma = line.lower(behind) == ","
    joined = line.tag(behind + 1) == "conj"  # "…, per a poll, and Osk hinted …": another clause
    if after and (not pieces or (behind_comma and not joined and after[1] - after[0] + 1 >= CLAUSE_WORDS)):
        pieces.append(after)
    return pieces


def _resumed(line: Line, at: int, high: int) -> list[Piece]:
    """The second half of a content that source and cue interrupt: `“A,” Ryder said, “B.”`"""
    if at >= high:
        return []
    end = min(high, line.sentence_end(at - 1))
    if line.lower(at) == "," and at + 1 < end:
        rest = right_piece(line, at + 1, end)
        if rest is not None and _goes_on(line, rest):
            return [rest]
    opening = next((i for i in range(at, min(high, at + 2 * RESUME_REACH)) if line.quoted(i)), None)
    if opening is None:
        return []
    last = opening
    while last + 1 < high and line.quoted(last + 1):
        last += 1
    if is_title(line, opening, last):
        return []  # "said in an interview on ABC's “This Week.”"
    between = sum(line.words[i].is_word for i in range(at, opening))
    # A long way between the cue and the next quotation holds another statement.
    if between <= RESUME_REACH and last - opening >= CLAUSE_WORDS and not line.has_finite(at, opening - 1):
        return [(opening, last)]
    return []


def _goes_on(line: Line, rest: Piece) -> bool:
    """Whether what follows the comma behind source and cue is the rest of the clause they interrupt."""
    first, last = rest
    tag = line.tag(first)
    if line.quoted(first) or last == first:
        return False
    if tag in ("fin", "aux", "ed", "that"):
        return True
    if last - first + 1 < CLAUSE_WORDS:
        return False
    return tag in ("conj", "name", "pron") and line.has_finite(first, last)


def _topic(line: Line, cue: Cue, high: int) -> list[Piece]:
    """What a refusal is about: "declined to comment on | the talks"."""
    at = cue.last + 1
    if line.tag(at) == "adv":
        at += 1
    if line.lower(at) in line.lexicon.topic:
        at += 1
    at = _sought(line, at, high)
    at = _asked(line, at, high)
    asks = line.tag(at) in ("wh", "sub", "that")
    end = at
    while end < high and line.lower(end) != ";":
        stops = line.lower(end) == "," and not (asks and line.lower(end + 1) in {"or", "if", "and"} | {""})
        if stops and asks and line.tag(end + 1) not in ("conj", "sub", "ing"):
            stops = line.lower(end + 1) == ""
        if stops or (end > at and (line.tag(end) == "conj" or line.is_in(end, "citing", "leading_off")) and not asks):
            break
        end += 1
    piece = right_piece(line, at, end)
    nothing = piece is None or (piece[0] == piece[1] and line.is_in(piece[0], "refused"))
    return [piece] if piece and not nothing else []


def _sought(line: Line, at: int, high: int) -> int:
    """Over "to a request for comment about", "a call seeking comment on", to the topic; to the end without one."""
    for here in range(at, min(high, at + RESUME_REACH)):
        if line.is_in(here, "comments") and (line.lower(here - 1) in {"for", "seeking"}):
            behind = here + 1
            while line.tag(behind) == "time" or (line.tag(behind) == "prep" and line.tag(behind + 1) == "time"):
                behind += 1
            return behind + 1 if line.lower(behind) in line.lexicon.topic else high
        if line.tag(here) in ("mark", "conj", "wh") or line.finite[here]:
            break
    return at


def _asked(line: Line, at: int, high: int) -> int:
    """Over "on the call-in show" to "whether …", and over "the Ledger's questions about" to what they are about."""
    for here in range(at, min(high, at + RESUME_REACH)):
        if line.tag(here) == "wh" and line.tag(at - 1) != "wh":
            return here
        if line.is_in(here, "questions_put") and line.lower(here + 1) == "about":
            return here + 2
        if line.tag(here) in ("mark", "conj", "sub") or line.finite[here]:
            break
    return at


def _passive(line: Line, group: Group, high: int) -> list[Piece]:
    """ "The plan was criticised by Orlo as weak": what it is about, and what was said of it."""
    subject = phrase_before(line, group.cue.first - 1)
    rest = right_piece(line, group.last + 1, min(high, line.sentence_end(group.last)))
    pieces = [(subject.first, subject.last)] if subject else []
    if subject and line.tag(subject.last + 1) == "that":
        pieces = [(subject.first, group.cue.first - 1)]  # "The claim that the dam was unsafe was rejected by Orlo"
    if group.cue.agent is not None and line.lower(group.cue.last + 1) in {"as", "of", "for"}:
        pieces.append((group.cue.last + 1, group.cue.agent - 1))  # "accused of lying by Orlo"
    if rest and line.tag(rest[0]) in ("prep", "to", "sub") and line.lower(rest[0]) in {"as", "of", "for", "to"}:
        pieces.append(rest)
    return pieces


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut blanks, commas and dashes at both edges of a content."""
    while start < end and text[start] in _TRAILING:
        start += 1
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return start, end
