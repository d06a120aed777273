"""The outlet through which somebody speaks: "told Radio Fenn", "in an interview with the Ledger"."""

from __future__ import annotations

from extractor.attribution.clauses import Piece
from extractor.attribution.cues import Cue
from extractor.attribution.line import Line
from extractor.attribution.phrases import Phrase, phrase_after
from extractor.attribution.titles import title_end

#: Tokens behind a cue within which a channel is looked for.
REACH = 14
_LONGEST_NAME = 6


def channel_of(line: Line, cue: Cue, source: Phrase | None, pieces: list[Piece]) -> Phrase | None:
    """The outlet through which somebody speaks, or the police who took a statement; None where there is none.

    A pure channel has no cue of its own.
    """
    if cue.kind != "verb" or cue.verb is None:
        return None
    after = max(cue.last, source.last if source and source.first > cue.last else cue.last) + 1
    stop = min([first for first, _ in pieces if first > cue.last] + [len(line), cue.last + REACH])
    if cue.verb.lemma in line.lexicon.words["told"] and after < stop and not line.quoted(after):
        told = phrase_after(line, after, stop)
        if told is not None:
            last = _name_end(line, told)
            taken = any(line.is_in(at, "statement_takers") for at in range(told.first, last + 1))
            if taken or is_outlet(line, told.first, last):
                return Phrase(told.first, last, last, certain=True)
    return (
        _led_by(line, after, stop)
        or _in_front(line, cue, source, pieces)
        or _in_source(line, cue, source)
        or _beside_source(line, cue, source)
    )


def _led_by(line: Line, low: int, high: int) -> Phrase | None:
    """The outlet behind a preposition: "in an interview with Radio Fenn"."""
    for at in range(low, high - 1):
        title = title_end(line, at + 1) if line.lower(at) == "on" else None
        if title is not None:
            marks = not line.words[at + 1].is_word
            return Phrase(at + 1 + marks, title - marks, title - marks, certain=True)
        if line.quoted(at) or not line.is_in(at, "channel_leads"):
            continue
        phrase = phrase_after(line, at + 1, high)
        if phrase is None:
            continue
        last = _name_end(line, phrase)
        if is_outlet(line, phrase.first, last):
            return Phrase(phrase.first, last, last, certain=True)
    return None


def _in_front(line: Line, cue: Cue, source: Phrase | None, pieces: list[Piece]) -> Phrase | None:
    """ "In an interview with Radio Fenn, Orlo said": the phrase that leads the sentence in."""
    if source is None or source.first > cue.last or not pieces or pieces[0][0] < source.first:
        return None
    start = line.sentence_start(source.first)
    if not line.is_in(start, "leading") or source.first - start > REACH:
        return None
    if any(line.tag(at) in ("fin", "aux") for at in range(start, source.first)):
        return None
    return _led_by(line, start, source.first)


def _in_source(line: Line, cue: Cue, source: Phrase | None) -> Phrase | None:
    """ "wrote Ann Orlo in the Ledger": the outlet stands inside the phrase of an inverted source."""
    if source is None or source.first < cue.last or line.is_in(source.first + 1, "printed", "time"):
        return None
    for at in range(source.first + 1, source.last):
        if line.lower(at) in {"in", "on"} and is_outlet(
            line, at + 1, _name_end(line, Phrase(at + 1, source.last, source.last, True))
        ):
            return Phrase(at + 1, source.last, source.last, certain=True)
    return None


def _beside_source(line: Line, cue: Cue, source: Phrase | None) -> Phrase | None:
    """ "Orlo, in remarks to Radio Fenn, said": between commas behind the source."""
    if source is None or source.last >= cue.first or source.tail - source.last > REACH:
        return None
    opens = source.last + 2
    if line.lower(opens - 1) != "," or not line.is_in(opens, "setting", "speaking"):
        return None
    return _led_by(line, opens, cue.first)


def _name_end(line: Line, phrase: Phrase) -> int:
    """ "CNN's Ann Vale on Monday": up to the first preposition or time."""
    last = phrase.first
    while last < phrase.last and line.tag(last + 1) in ("name", "noun", "det", "num"):
        last += 1
    return last


def is_outlet(line: Line, first: int, last: int) -> bool:
    """A capitalised name one of whose words newspapers, agencies and broadcasters bear."""
    if last - first + 1 > _LONGEST_NAME:
        return False
    words = line.words[first : last + 1]
    if (
        last > first
        and line.is_in(last, "outlet_nouns")
        and (line.is_in(first, "the") or any(map(str.isupper, "".join(word.text for word in words[:-1]))))
    ):
        return True
    the = words[0].text == "The" and last > first and first > line.sentence_start(first)
    if the and all(word.is_capital for word in words):
        return True  # "told The Atlantic": newspapers keep the capital
    return any(word.is_capital and word.lower.removesuffix("'s") in line.lexicon.words["outlet"] for word in words)
