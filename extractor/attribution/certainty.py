"""How sure a source is of what it says: asserted, hedged, denied, declined or questioned.

A property of the claim as the article words it, read from its words; how sure *we* are of an
extraction is `extractor.confidence`. Levels as in the FactBank tradition (Saurí and Pustejovsky
2009), reduced to what a newsroom tells apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from extractor.attribution.lexicon import Lexicon
from extractor.attribution.tokens import Token, tokens
from extractor.schema import CertaintyLevel

Range = tuple[int, int]
#: "May" is a month, "may" a hedge; at the start of a sentence nobody can tell.
_MONTH = "May"
_NEGATIONS = frozenset({"not", "n't", "never"})
_SILENT_ANSWERS = (("no", "comment"),)
_ASKING = frozenset({"ask", "wonder", "doubt", "question", "know", "be sure"})
#: What leaves open what follows, under a negation.
_SURE = frozenset(
    {"know", "be sure", "be certain", "be convinced", "be clear", "confirm", "verify", "determine", "establish"}
)
#: “I have a real question as to whether …”: a speaker, and within so many words the doubt.
_SPEAKERS = frozenset({"i", "we"})
_REFUSERS = frozenset({"i", "we", "he", "she", "they", "it"})
_DOUBTS = frozenset({"doubt", "doubts", "question", "wonder"})
_OPENING = 6
_UNABLE = frozenset({"could", "can", "cannot", "did", "do", "does", "was", "were", "had", "has", "have"})
_UNSURE = 5


def certainty_of(
    text: str,
    stretch: Range,
    content: Sequence[Range],
    cue: Range | None,
    *,
    kind: str | None,
    lemma: str | None,
    lexicon: Lexicon,
    farther: Sequence[Range] = (),
) -> tuple[CertaintyLevel, list[Range]]:
    """The level and the words that show it, as character ranges in document order.

    farther: the cues of hops behind the one that `cue` belongs to ("said that Orlo | denied | taking it").
    """
    if kind == "declined":
        return "declined", [cue] if cue else []
    if kind == "hearsay":
        return "hedged", [cue] if cue else []
    said = [word for start, end in content for word in tokens(text, start, end, ())]
    opening = tuple(islice((word.lower for word in said if word.is_word), 2))
    if opening in _SILENT_ANSWERS:
        return "declined", [content[0]]
    if (refusal := _refuses(said, lexicon)) is not None:
        return "declined", [refusal]
    reporting = tokens(text, *cue, ()) if cue else []
    if lemma in lexicon.denied and not any(word.lower in _NEGATIONS for word in reporting):
        return "denied", [cue] if cue else []
    if (asks := _left_open(said, reporting, lemma)) is not None:
        return "questioned", [asks]
    for behind in farther:
        words = tokens(text, *behind, ())
        verb = lexicon.verbs.get(words[-1].lower) if words else None
        negated = any(word.lower in _NEGATIONS or word.lower.endswith("n't") for word in words)
        if verb is not None and verb.lemma in lexicon.denied and not negated:
            return "denied", [behind]
        if words and _left_open(said, words, verb.lemma if verb else f"be {words[-1].lower}") is not None:
            return "questioned", [behind]
    around = _outside(text, stretch, content)
    doubted = _phrases(around, lexicon.questioned, lexicon) or _phrases(said, lexicon.questioned, lexicon)
    if doubted:
        return "questioned", doubted
    hedges = _phrases(said, lexicon.hedge_phrases, lexicon) or _hedges(said, lexicon)
    hedges += [span for span in _hedges(reporting, lexicon) if span not in hedges]
    return ("hedged", sorted(hedges)) if hedges else ("asserted", [])


def _refuses(said: Sequence[Token], lexicon: Lexicon) -> Range | None:
    """ "he could not discuss the letter": a refusal as the words of whoever refuses."""
    words = [word for word in islice(said, _OPENING + 2) if word.is_word]
    if len(words) < 2 or words[0].lower not in _REFUSERS:
        return None
    for phrase in lexicon.declined_by_first.get(words[1].lower, ()):
        if len(phrase) > 1 and tuple(word.lower for word in words[1 : 1 + len(phrase)]) == phrase:
            return words[1].start, words[len(phrase)].end
    return None


def _left_open(said: Sequence[Token], reporting: Sequence[Token], lemma: str | None) -> Range | None:
    """The words that leave open what is said: "asked | whether", "doubts", "not sure", “I doubt that …”."""
    words = [word for word in said if word.is_word]
    if not words:
        return None
    cue = (reporting[0].start, reporting[-1].end) if reporting else None
    negated = any(word.lower in _NEGATIONS or word.lower.endswith("n't") for word in reporting)
    if lemma == "doubt" or (lemma in _SURE and negated):
        return cue
    if words[0].lower == "whether" or (words[0].lower == "if" and lemma in _ASKING):
        return cue or (words[0].start, words[0].end)
    if words[0].lower in _REFUSERS and len(words) > _UNSURE and words[1].lower in _UNABLE:
        # "it could not confirm that …", "they do not know whether …"
        unable = next((word for word in words[2:_UNSURE] if word.lower in _SURE), None)
        if unable is not None and any(word.lower in _NEGATIONS for word in words[1:3]):
            return words[1].start, unable.end
    if words[0].lower in _SPEAKERS:
        doubting = next((word for word in words[1:_OPENING] if word.lower in _DOUBTS), None)
        return (words[0].start, doubting.end) if doubting else None
    return None


def _outside(text: str, stretch: Range, content: Sequence[Range]) -> list[Token]:
    """The words of the stretch that are not content."""
    if len(content) == 1 and content[0] == stretch:  # a sentence in the reporter's own voice
        return []
    words = tokens(text, *stretch, ())
    for start, end in content:
        words = [word for word in words if not (start <= word.start and word.end <= end)]
    return words


def _phrases(words: Sequence[Token], phrases: Sequence[tuple[str, ...]], lexicon: Lexicon) -> list[Range]:
    lowers = [word.lower for word in words]
    there = lexicon.doubting.intersection(lowers)
    if not there:
        return []
    found: list[Range] = []
    for phrase in phrases:
        if phrase[0] not in there:
            continue
        size = len(phrase)
        for at in range(len(lowers) - size + 1):
            if tuple(lowers[at : at + size]) == phrase:
                found.append((words[at].start, words[at + size - 1].end))
    return found


def _hedges(words: Sequence[Token], lexicon: Lexicon) -> list[Range]:
    return [(word.start, word.end) for word in words if word.lower in lexicon.hedges and word.text != _MONTH]
