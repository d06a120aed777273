"""The outlet through which somebody speaks: "told Radio Fenn", "in an interview with the Ledger"."""

from __future__ import annotations

from extractor.attribution.cues import Cue
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.subjects import Phrase, phrase_after
from extractor.attribution.tokens import Token

#: Tokens behind a cue within which a channel is looked for.
REACH = 14
_ADDRESSING = frozenset({"tell", "inform"})
_LEADS = frozenset({"with", "to", "on", "in", "for"})


def channel_of(
    words: list[Token], cue: Cue, source: Phrase | None, pieces: list[tuple[int, int]], lexicon: Lexicon
) -> Phrase | None:
    """The outlet between a cue and its content (or the end), or None. A pure channel has no cue of its own."""
    if cue.kind != "verb" or cue.verb is None:
        return None
    after = max(cue.last, source.tail if source and source.first > cue.last else cue.last) + 1
    stop = min([first for first, _ in pieces if first > cue.last] + [len(words), cue.last + REACH])
    candidates = [after] if cue.verb.lemma in _ADDRESSING else []
    candidates += [at + 1 for at in range(after, stop - 1) if words[at].lower in _LEADS]
    for at in candidates:
        if at >= stop or words[at].quoted:
            continue
        phrase = phrase_after(words, at, lexicon)
        if phrase is None:
            continue
        last = min(phrase.last, stop - 1)
        while last > phrase.first and words[last].lower in lexicon.words["time"] | lexicon.words["prepositions"]:
            last -= 1
        if is_outlet(words[phrase.first : last + 1], lexicon):
            return Phrase(phrase.first, last, last, certain=True)
    return None


def is_outlet(name: list[Token], lexicon: Lexicon) -> bool:
    """A capitalised name one of whose words newspapers, agencies and broadcasters bear."""
    if not name or not any(token.is_capital for token in name):
        return False
    # A verb or a possessive inside: this is more than a name.
    if len(name) > 6 or any(token.lower in lexicon.words["auxiliaries"] for token in name):
        return False
    return any((token.is_capital and token.lower.removesuffix("'s") in lexicon.words["outlet"]) for token in name)
