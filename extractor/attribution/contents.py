"""What is said: the stretch of a sentence, or the quotation, that a cue and its source report."""

from __future__ import annotations

from extractor.attribution.cues import Cue
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.subjects import Phrase
from extractor.attribution.tokens import Token

#: Heads of phrases that say where, when or to whom somebody spoke, not what.
_SETTING = frozenset(
    [
        "in",
        "on",
        "at",
        "during",
        "after",
        "before",
        "when",
        "while",
        "as",
        "to",
        "with",
        "from",
        "by",
        "via",
        "through",
        "following",
        "outside",
        "inside",
        "over",
        "late",
        "early",
        "earlier",
        "last",
        "this",
        "next",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "again",
        "recently",
        "again",
        "of",
        "about",
    ]
)
#: Nouns that follow "in a", "at the" when a setting is meant.
_VENUES = frozenset(
    [
        "statement",
        "interview",
        "conference",
        "briefing",
        "email",
        "e-mail",
        "letter",
        "speech",
        "tweet",
        "post",
        "message",
        "hearing",
        "meeting",
        "rally",
        "telephone",
        "phone",
        "call",
        "radio",
        "television",
        "tv",
        "show",
        "program",
        "programme",
        "memo",
        "text",
        "filing",
        "facebook",
        "twitter",
        "release",
        "news",
        "testimony",
        "address",
        "remarks",
        "appearance",
        "event",
        "forum",
        "debate",
        "town",
        "hall",
        "video",
        "blog",
        "column",
        "report",
        "article",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "time",
        "point",
        "night",
        "morning",
        "afternoon",
        "evening",
        "week",
        "month",
        "year",
    ]
)
_SUBORDINATORS = frozenset(
    [
        "while",
        "when",
        "after",
        "as",
        "if",
        "because",
        "although",
        "though",
        "since",
        "before",
        "until",
        "once",
        "unless",
        "whereas",
        "despite",
        "in",
        "on",
        "at",
        "during",
        "by",
        "for",
        "from",
        "with",
        "following",
        "amid",
        "asked",
        "speaking",
    ]
)
_CUTS = frozenset({"and", "but", "while", "although", "though", "whereas", "yet", "or"})
#: Verbs that take a person before what is said ("told reporters that").
_ADDRESSED = frozenset({"tell", "inform", "remind", "notify", "assure", "advise", "warn", "urge", "promise", "ask"})
_TRAILING = " \t\n\r\u00a0,;:–—-"
_CLAUSE_WORDS = 3


def content_of(
    tokens: list[Token],
    cue: Cue,
    source: Phrase | None,
    scope: tuple[int, int],
    lexicon: Lexicon,
) -> list[tuple[int, int]]:
    """Token ranges (first, last inclusive) of the content of one cue.

    `scope` bounds the search: tokens from `scope[0]` up to, not including, `scope[1]` belong to no
    other attribution.
    """
    low, high = scope
    group_first = min(cue.first, source.first) if source else cue.first
    group_last = (
        max(cue.last, source.tail if source.tail < cue.first or source.first > cue.last else source.last)
        if source
        else cue.last
    )
    if cue.kind == "according":
        return _around(tokens, group_first, group_last, low, high)
    left = _left(tokens, group_first, low, lexicon)
    inverted = source is not None and source.first > cue.last
    after = group_last + 1 if inverted else _skip_setting(tokens, cue, group_last + 1, high, lexicon)
    right = _right(tokens, after, high)
    if cue.kind == "declined":
        return _topic(tokens, cue, high, lexicon)
    if inverted and left:
        return [left, *_resumed(tokens, group_last + 1, high)]
    behind_comma = group_first > low and (
        tokens[group_first - 1].text in {",", "?", "!", "–", "—"} or tokens[group_first - 1].quoted
    )
    if left and behind_comma and not _is_adverbial(tokens, left, lexicon) and not _opens_clause(tokens, after, high):
        resumed = _resumed(tokens, group_last + 1, high)
        return [left, *resumed]
    if right:
        return [right]
    return [left] if left and behind_comma else []


def _opens_clause(tokens: list[Token], at: int, high: int) -> bool:
    return at < high and tokens[at].lower in {"that", "whether", "if"}


def _left(tokens: list[Token], before: int, low: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """From the start of the scope to the mark in front of the source-and-cue group."""
    last = before - 1
    while last >= low and not tokens[last].is_word and not tokens[last].quoted and tokens[last].text not in ")%":
        last -= 1
    first = low
    while first <= last and (
        not tokens[first].is_word and not tokens[first].quoted and tokens[first].text not in "($€£"
    ):
        first += 1
    while first <= last and tokens[first].lower in {"but", "and"} and not tokens[first].quoted and first < last:
        first += 1
    return (first, last) if first <= last else None


def _right(tokens: list[Token], at: int, high: int) -> tuple[int, int] | None:
    first, last = at, high - 1
    while (
        first <= last and not tokens[first].is_word and not tokens[first].quoted and tokens[first].text not in "($€£["
    ):
        first += 1
    while last >= first and not tokens[last].is_word and not tokens[last].quoted and tokens[last].text not in ")%]":
        last -= 1
    return (first, last) if first <= last else None


def _around(tokens: list[Token], first: int, last: int, low: int, high: int) -> list[tuple[int, int]]:
    """Everything but the "according to …" phrase itself."""
    pieces = []
    before = _right(tokens, low, first)
    after = _right(tokens, last + 1, high)
    if before and before[1] - before[0] >= 1:
        pieces.append(before)
    if (
        after
        and (not pieces or after[1] - after[0] + 1 >= _CLAUSE_WORDS)
        and (not pieces or tokens[last + 1].text == ",")
    ):
        pieces.append(after)
    return pieces


def _resumed(tokens: list[Token], at: int, high: int) -> list[tuple[int, int]]:
    """The second half of a content that source and cue interrupt: `“A,” Ryder said, “B.”`"""
    if at >= high:
        return []
    opening = next((i for i in range(at, high) if tokens[i].quoted), None)
    if opening is not None:
        last = opening
        while last + 1 < high and tokens[last + 1].quoted:
            last += 1
        between = [token for token in tokens[at:opening] if token.is_word]
        # A long way between the cue and the next quotation holds another statement.
        if len(between) <= 12 and last - opening >= _CLAUSE_WORDS:
            return [(opening, last)]
        return []
    if tokens[at].text == "," and at + 1 < high:
        rest = _right(tokens, at + 1, high)
        if (
            rest
            and rest[1] - rest[0] + 1 >= _CLAUSE_WORDS
            and tokens[rest[0]].lower
            not in _SUBORDINATORS
            | _CUTS
            | {"who", "which", "adding", "saying", "noting", "citing", "referring", "according", "a", "the"}
            and not tokens[rest[0]].lower.endswith("ing")
        ):
            return [rest]
    return []


def _skip_setting(tokens: list[Token], cue: Cue, at: int, high: int, lexicon: Lexicon) -> int:
    """Past adverbs, an addressee, and phrases of time, place and channel behind a cue."""
    words = lexicon.words
    if cue.verb and cue.verb.lemma in _ADDRESSED:
        at = _skip_addressee(tokens, at, high, lexicon)
    if (
        at < high
        and tokens[at].lower in {"out", "back", "down"}
        and cue.verb
        and cue.verb.lemma in {"point", "hit", "call"}
    ):
        at += 1
    while at < high and not tokens[at].quoted:
        lower = tokens[at].lower
        if lower in words["adverbs"] or lower in words["time"] or (lower.endswith("ly") and len(lower) > 4):
            at += 1
        elif lower in _SETTING:
            end = _setting_end(tokens, at, high, lexicon)
            if end is None:
                break
            at = end
        elif (
            tokens[at].text == ","
            and at + 1 < high
            and (tokens[at + 1].lower in words["time"] or tokens[at + 1].quoted)
        ):
            at += 1
        else:
            break
    return at


def _skip_addressee(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int:
    """Past "reporters", "the Associated Press", "CNN’s Ann Vale"."""
    start = at
    while at < high and not tokens[at].quoted and tokens[at].is_word:
        lower = tokens[at].lower
        if at > start and (lower in lexicon.words["boundary"] or lower in _SETTING or lower in lexicon.words["time"]):
            break
        if at == start and lower in {"that", "how", "why", "what", "whether", "to"}:
            break
        if (
            at > start
            and lower in {"to", "it", "he", "she", "they", "there", "i", "we", "the"}
            and not (lower == "the" and tokens[at - 1].lower in {"of"})
        ):
            break
        at += 1
        if at - start >= 8:
            break
        if lower in {"him", "her", "them", "me", "us", "reporters", "journalists"}:
            break
    return at


def _setting_end(tokens: list[Token], at: int, high: int, lexicon: Lexicon) -> int | None:
    """Where a phrase such as "in an interview with CNN on Monday" ends; None when it is content."""
    if tokens[at].lower in lexicon.words["time"]:
        return at + 1
    end = at + 1
    venue = False
    while end < high and end - at <= 14 and not tokens[end].quoted and tokens[end].is_word:
        lower = tokens[end].lower
        if lower in {"that", "whether"} or (lower in lexicon.words["boundary"] and lower not in {"and", "of"}):
            break
        venue = venue or lower in _VENUES
        end += 1
    closes = (
        end >= high or tokens[end].quoted or tokens[end].text in {",", ".", ":", ";"} or tokens[end].lower == "that"
    )
    return (
        end if closes and (venue or end >= high - 1 or tokens[at].lower in {"when", "after", "during", "to"}) else None
    )


def _topic(tokens: list[Token], cue: Cue, high: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """What a refusal is about: "declined to comment on | the talks"."""
    at = cue.last + 1
    if at < high and tokens[at].lower in lexicon.words["adverbs"]:
        at += 1
    if at < high and tokens[at].lower in lexicon.topic:
        at += 1
    end = at
    while (
        end < high
        and tokens[end].text not in {",", ";"}
        and not (tokens[end].lower in {"but", "and", "while", "when", "after", "saying", "citing"} and end > at)
    ):
        end += 1
    piece = _right(tokens, at, end)
    return [piece] if piece else []


def _is_adverbial(tokens: list[Token], piece: tuple[int, int], lexicon: Lexicon) -> bool:
    """ "In a statement", "On Tuesday", "While critics object": it leads in, it is not what was said."""
    first, last = piece
    if tokens[first].quoted and tokens[last].quoted:
        return last - first < 1
    lower = tokens[first].lower
    if lower in _SUBORDINATORS or lower in lexicon.words["time"] or lower in lexicon.words["adverbs"]:
        # "After the vote, prices rose, the mayor said": a main clause follows inside the piece.
        inner = next((i for i in range(first, last) if tokens[i].text == ","), None)
        return inner is None or last - inner < _CLAUSE_WORDS
    return last - first + 1 < _CLAUSE_WORDS


def clause_cut(tokens: list[Token], group_first: int, low: int) -> int:
    """Where the clause of a later source-and-cue group begins: at its conjunction or its comma."""
    at = group_first
    while (
        at - 1 > low
        and tokens[at - 1].lower in _CUTS | {",", ";", "—", "–", "then", "also"}
        and not tokens[at - 1].quoted
    ):
        at -= 1
    return at


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut blanks, commas and dashes at both edges of a content."""
    while start < end and text[start] in _TRAILING:
        start += 1
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return start, end
