"""Who is the subject of a cue: the noun phrase before it, behind it, or the one it shares."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.attribution.cues import Cue
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.tokens import Token

#: A subject longer than this many words is doubtful: a boundary was probably missed.
MOST_WORDS = 14
#: An apposition or relative clause between subject and verb is at most this long (words and marks).
MOST_APPOSITION = 22


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `first` to `last` (inclusive) of a noun phrase. `tail` is the last token of what hangs on it
    (an apposition, a relative clause). `certain`: no other reading is likely."""

    first: int
    last: int
    tail: int
    certain: bool


def source_of(tokens: list[Token], cue: Cue, lexicon: Lexicon) -> Phrase | None:
    """The source of a cue, or None where the rules see none."""
    if cue.kind in ("according", "citing"):
        return phrase_after(tokens, cue.last + 1, lexicon)
    if cue.passive:
        agent = next(
            (at for at in range(cue.last + 1, min(cue.last + 4, len(tokens))) if tokens[at].lower == "by"), None
        )
        return phrase_after(tokens, agent + 1, lexicon) if agent is not None else None
    if _may_invert(tokens, cue):
        behind = phrase_after(tokens, cue.last + 1, lexicon)
        if behind is not None and _looks_like_source(tokens, behind, lexicon):
            return behind
    return phrase_before(tokens, cue.first - 1, lexicon)


def _may_invert(tokens: list[Token], cue: Cue) -> bool:
    """“…,” said Ryder: the verb stands right behind a quotation, a comma or a question mark."""
    if cue.kind != "verb" or cue.first != cue.last or cue.first == 0 or cue.gerund:
        return False
    previous = tokens[cue.first - 1]
    return previous.quoted or previous.text in {",", "”", '"', "?", "!", "–", "—"}


def _looks_like_source(tokens: list[Token], phrase: Phrase, lexicon: Lexicon) -> bool:
    first = tokens[phrase.first]
    words = [token.lower for token in tokens[phrase.first : phrase.last + 1]]
    if first.lower in {"that", "it"}:
        return False
    return (
        first.is_capital
        or first.lower in {"he", "she", "they", "i", "we"}
        or any(word in lexicon.words["persons"] or word in lexicon.words["titles"] for word in words)
    )


def phrase_after(tokens: list[Token], at: int, lexicon: Lexicon) -> Phrase | None:
    """The noun phrase that starts at token `at`, with its apposition or relative clause as tail."""
    first, last = at, at - 1
    words = lexicon.words
    while last + 1 < len(tokens):
        token = tokens[last + 1]
        if token.quoted or not (token.is_word or token.text in {"&"}):
            break
        lower = token.lower
        if lower in words["boundary"] and not (lower == "and" and _joins_names(tokens, last + 1, first)):
            break
        if last >= first and (lower in words["auxiliaries"] or lower in words["time"] or lower == "according"):
            break
        if lower in words["prepositions"] and lower not in {"of", "for", "from", "with", "in", "at", "on", "by"}:
            break
        if lower in {"in", "on", "at", "by"} and (last < first or not _names_place(tokens, last + 1, lexicon)):
            break
        if (
            last >= first
            and lower in lexicon.verbs
            and lexicon.verbs[lower].form in ("past", "third", "gerund")
            and not token.is_capital
        ):
            break
        last += 1
    while (
        last >= first
        and tokens[last].lower in words["prepositions"] | words["determiners"] | words["adverbs"]
        and last > first
    ):
        last -= 1
    if last < first or last - first + 1 > MOST_WORDS:
        return None
    return Phrase(first, last, _tail(tokens, last, lexicon), _is_nominal(tokens, first, last, lexicon))


def _joins_names(tokens: list[Token], at: int, first: int) -> bool:
    """ "Smith and Jones said": the conjunction joins two capitalised names."""
    return at > first and at + 1 < len(tokens) and tokens[at - 1].is_capital and tokens[at + 1].is_capital


def _names_place(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """ "a resident in Fenn", "officials at the Harbour Office": the preposition leads to a name, not to a time."""
    after = tokens[at + 1 : at + 3]
    if not after or after[0].lower in lexicon.words["time"]:
        return False
    return after[0].is_capital or (after[0].lower in {"the", "a"} and len(after) > 1 and after[1].is_capital)


def _tail(tokens: list[Token], last: int, lexicon: Lexicon) -> int:
    """The end of ", who chairs the panel," or ", a Democrat," behind a phrase; `last` itself where there is none."""
    at = last + 1
    if at >= len(tokens) or tokens[at].quoted:
        return last
    if tokens[at].lower == "who" or (tokens[at].text == "," and at + 1 < len(tokens) and not tokens[at + 1].quoted):
        opens = tokens[at + 1] if tokens[at].text == "," else tokens[at]
        if not (
            opens.lower in lexicon.words["determiners"] - {"that", "this"}
            or opens.lower in {"who", "whose", "which", "one"}
            or opens.lower in lexicon.words["titles"] | lexicon.words["persons"]
        ):
            return last
        for end in range(at + 1, min(at + 1 + MOST_APPOSITION, len(tokens))):
            if tokens[end].text in {",", ".", ";", "”", "“", '"', ":"} or tokens[end].quoted:
                return end - 1 if end - 1 > at else last
    return last


def phrase_before(tokens: list[Token], at: int, lexicon: Lexicon) -> Phrase | None:
    """The noun phrase that ends at token `at`, over an apposition or a relative clause in between."""
    if at < 0 or tokens[at].quoted:
        return None
    tail = at
    if tokens[at].text in {",", "—", "–", ")", "-"}:
        opening = _opening_of(tokens, at)
        if opening is None:
            return None
        tail, at = at - 1, opening - 1
        if at < 0:
            return None
    words = lexicon.words
    if tokens[at].lower in words["relatives"]:
        return _antecedent(tokens, at, lexicon)
    if tokens[at].lower in words["pronouns"] - words["determiners"]:
        return Phrase(at, at, tail, certain=True)
    relative = _relative_clause(tokens, at, lexicon)
    if relative is not None:
        inner = phrase_before(tokens, relative - 1, lexicon)
        if inner is not None:
            return Phrase(inner.first, inner.last, at, inner.certain)
    first = at + 1
    while first > 0:
        token = tokens[first - 1]
        lower = token.lower
        if token.quoted or not (token.is_word or token.text == "&"):
            break
        if lower in words["boundary"] and not (
            lower == "and" and first <= at and tokens[first].is_capital and first > 1 and tokens[first - 2].is_capital
        ):
            break
        if lower in words["auxiliaries"] or (
            lower in lexicon.verbs and not token.is_capital and _finite(tokens, first - 1, lexicon)
        ):
            break
        if first <= at and lower in words["pronouns"] - words["determiners"]:
            break
        first -= 1
    first = _drop_leading(tokens, first, at, lexicon)
    if first > at or at - first + 1 > MOST_WORDS:
        return None
    starts_clean = first == 0 or not tokens[first - 1].is_word or tokens[first - 1].lower in words["boundary"]
    return Phrase(first, at, tail, starts_clean and _is_nominal(tokens, first, at, lexicon))


def _finite(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """A past or third-person form counts as a verb here unless a determiner makes it a noun."""
    verb = lexicon.verbs[tokens[at].lower]
    if verb.form not in ("past", "third"):
        return False
    return at == 0 or tokens[at - 1].lower not in lexicon.words["determiners"]


def _drop_leading(tokens: list[Token], first: int, at: int, lexicon: Lexicon) -> int:
    """Cut a leading adverb, a time ("On Tuesday the mayor"), or a prepositional phrase in front of the subject."""
    words = lexicon.words
    while first < at and (tokens[first].lower in words["adverbs"] or tokens[first].lower in words["time"]):
        first += 1
    if first < at and tokens[first].lower in words["prepositions"]:
        # "In Wednesday's paper the mayor said": the subject starts at the last determiner or name run.
        cut = at
        while cut > first + 1 and not (
            tokens[cut].lower in words["determiners"] or (tokens[cut].is_capital and not tokens[cut - 1].is_capital)
        ):
            cut -= 1
        first = cut
    return first


def _opening_of(tokens: list[Token], at: int) -> int | None:
    """The comma, dash or bracket that opens the parenthesis closing at `at`."""
    pairs = {",": {","}, "—": {"—"}, "–": {"–"}, ")": {"("}, "-": {"-"}}
    for opening in range(at - 1, max(-1, at - MOST_APPOSITION), -1):
        if tokens[opening].quoted:
            return None
        if tokens[opening].text in pairs[tokens[at].text]:
            return opening
    return None


def _relative_clause(tokens: list[Token], at: int, lexicon: Lexicon) -> int | None:
    """The "who" of a relative clause without commas that ends at `at` ("a man who saw the crash said")."""
    for back in range(at, max(-1, at - MOST_WORDS), -1):
        if tokens[back].quoted or (not tokens[back].is_word and tokens[back].text != "&"):
            return None
        if tokens[back].lower == "who" and back > 0:
            return back
    return None


def _antecedent(tokens: list[Token], at: int, lexicon: Lexicon) -> Phrase | None:
    """The phrase a relative pronoun stands for; only "who" is safe."""
    if tokens[at].lower != "who" or at == 0:
        return Phrase(at, at, at, certain=False)
    before = at - 1
    if tokens[before].text == ",":
        before -= 1
    inner = phrase_before(tokens, before, lexicon)
    return Phrase(inner.first, inner.last, at, inner.certain) if inner else None


def _is_nominal(tokens: list[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """A name, a pronoun, or a phrase whose words hold a person, an office or an organisation."""
    words = lexicon.words
    inside = tokens[first : last + 1]
    lowers = [token.lower for token in inside]
    if len(inside) == 1 and lowers[0] in words["pronouns"]:
        return True
    if lowers[0] in words["prepositions"]:
        return False
    known = any(lower.removesuffix("'s") in words["persons"] | words["titles"] for lower in lowers)
    capital = any(token.is_capital for token in inside[(1 if first == 0 else 0) :]) or inside[-1].is_capital
    return (known or capital) and inside[-1].lower not in words["time"]
