"""Where a sentence reports: the verb groups and phrases that can tie a source to a content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.attribution.lexicon import Lexicon, Verb
from extractor.attribution.tokens import Token

CueKind = Literal["verb", "according", "declined", "citing"]

_ACCORDING = ("according", "to")
#: Verbs that are a cue only as "X <verb> out/on/back".
_CITING = frozenset({"citing", "quoting"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "'s", "'re"})
#: "went on to say", "continued to argue", "was quick to add": the infinitive is still a report.
_INFINITIVE_LICENCE = frozenset({"on", "continued", "continues", "continue", "quick", "began", "begun"})
#: Passives that say what the subject was told, not what it said.
_RECEIVING = frozenset({"tell", "ask", "inform", "remind", "notify", "advise", "assure"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens `first` to `last` (inclusive); `head` is the token of the verb itself."""

    first: int
    last: int
    head: int
    kind: CueKind
    verb: Verb | None = None
    passive: bool = False
    gerund: bool = False


def find_cues(tokens: list[Token], lexicon: Lexicon) -> list[Cue]:
    """The cues of a stretch, left to right. Words inside quotation marks are the speaker's, not the article's."""
    found: list[Cue] = []
    at = 0
    while at < len(tokens):
        cue = None if tokens[at].quoted else _cue_at(tokens, at, lexicon)
        if cue is None:
            at += 1
            continue
        found.append(cue)
        at = cue.last + 1
    return found


def _cue_at(tokens: list[Token], at: int, lexicon: Lexicon) -> Cue | None:
    words = tuple(token.lower for token in tokens[at : at + 6])
    if words[:2] == _ACCORDING:
        return Cue(at, at + 1, at, "according")
    if words[0] in _CITING:
        return Cue(at, at, at, "citing", gerund=True)
    for phrase in lexicon.declined:
        if words[: len(phrase)] == phrase:
            last = at + len(phrase) - 1
            if len(phrase) == 1 and not _declines(tokens, at):
                continue
            return Cue(at, last, last, "declined")
    verb = lexicon.verbs.get(words[0])
    if verb is None or not _is_verb(tokens, at, verb, lexicon):
        return None
    first = at
    auxiliaries, adverbs = lexicon.words["auxiliaries"], lexicon.words["adverbs"]
    passive = infinitive = False
    while first > 0 and not tokens[first - 1].quoted:
        before = tokens[first - 1].lower
        if before in auxiliaries:
            passive = passive or (before in _BE and verb.form in ("past", "participle"))
        elif before == "to" and first == at:
            infinitive = True
        elif before not in adverbs and not (before.endswith("ly") and len(before) > 4):
            break
        first -= 1
    if infinitive and not (first > 0 and tokens[first - 1].lower in _INFINITIVE_LICENCE):
        return None
    if passive and (verb.lemma in _RECEIVING or not _has_agent(tokens, at)):
        return None
    progressive = any(token.lower in _BE for token in tokens[first:at])
    # An adverb that opens the sentence ("Later, he said") is no part of the verb group.
    while first < at and tokens[first].lower not in auxiliaries and (first == 0 or not tokens[first - 1].is_word):
        first += 1
    return Cue(first, at, at, "verb", verb, passive, gerund=verb.form == "gerund" and not progressive)


def _declines(tokens: list[Token], at: int) -> bool:
    """A bare "declined" is a refusal only when an infinitive or a noun follows ("shares declined 3%" is not)."""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return after == "to" or (after.isalpha() and after in {"comment", "requests", "interview", "an", "all"})


def _has_agent(tokens: list[Token], at: int) -> bool:
    return any(token.lower == "by" for token in tokens[at + 1 : at + 4])


def _is_verb(tokens: list[Token], at: int, verb: Verb, lexicon: Lexicon) -> bool:
    """Tell the verb from the noun and the adjective that look like it ("the claims", "an alleged plot")."""
    before = at - 1
    while before >= 0 and tokens[before].lower in lexicon.words["adverbs"]:
        before -= 1
    previous = tokens[before].lower if before >= 0 else ""
    following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    words = lexicon.words
    if tokens[at].is_capital and at > 0 and tokens[at - 1].is_word:
        return False  # part of a name or of a headline
    nominal_before = (
        previous in words["determiners"] - words["pronouns"]
        or previous.endswith(("'s", "s'"))
        or previous in words["prepositions"] - {"to"}
    )
    if verb.form in ("past", "participle"):
        return not (nominal_before and (following.isalpha() and following not in words["boundary"]))
    if verb.form == "gerund":
        return not (previous in words["determiners"] or previous.endswith("'s"))
    if verb.form == "third":
        return not nominal_before and previous != ""
    # The base form: after a plural, a plural pronoun, "to" or an auxiliary; everything else is a noun.
    return (
        previous in {"i", "you", "we", "they", "who", "that", "to", "some", "many", "others", "both"}
        or previous in words["auxiliaries"] - _BE
        or (previous.endswith("s") and not previous.endswith(("ss", "'s")) and not nominal_before)
        or previous in {"police", "people", "men", "women", "media"}
    )
