"""Finds what a text says to the model that reads it, and not to its readers.

News is told in statements; a sentence that commands, outside quotation marks, is rare in it. What
counts is the form of the whole sentence, never a word alone: an override of earlier instructions, a
mark of a conversation or of an answer's format, a task for an assistant, a question out of nowhere.
A report about such an instruction quotes it, and what somebody is quoted with is story.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from extractor.document import instruction_marks as marks
from extractor.document import instruction_words as words
from extractor.document.disguises import View
from extractor.document.instruction_codes import hidden_words
from extractor.document.instruction_commands import Openers, after_lead, commands
from extractor.document.instruction_reading import Held, Paragraph, Range, Reading, stems_of

LONGEST_UNIT = 1_000
"""Characters of a sentence that are looked at for a command at its beginning."""
BRIDGE = 2
"""Sentences between two instructions of one paragraph that belong to them."""
LEAST_STEMS = 2
"""Words of that length a sentence needs before their absence from the rest says anything."""
STRANGE_SHARE = 0.25
"""Of a strange sentence's words at most this share stands anywhere else in the text."""
OPENING_REACH = 60
"""Characters from the beginning of a sentence within which what opens a command stands."""
MOST_STRANGE = 6
"""Sentences of a paragraph that may be strange as a whole."""
SEVERAL = 2
"""Instructions of a paragraph that make sentences between and beside them suspect."""
LONGEST_BESIDE = 120
"""Characters of a sentence that may belong to the instruction next to it."""
MOST_WARNED = 12
"""Instructions named one by one in the warnings; the rest is counted."""

EVERYWHERE = (*marks.STRONG, *marks.OTHER_LANGUAGES, *marks.WRITTEN, *marks.ABROAD)
"""What counts wherever it stands, whoever tells of it."""
_QUESTION = re.compile(r"(?:^|[\n\r])[^.!?\n\r]{8,300}\?")
_WORD = re.compile(r"[^\W\d_]+")


def find_instructions(text: str, paragraphs: Sequence[Range]) -> tuple[Range, ...]:
    """The stretches of `text` (code points, end exclusive) that speak to the model, in order.

    `paragraphs` are the offsets of its paragraphs. Whole sentences are named, so that what is left
    reads as if they had never been there. Time is linear in the length of the text.
    """
    reading = Reading(text, paragraphs)
    held = Held(reading.view.text)
    fitting = [one for one in EVERYWHERE if held.any_of(one.needs)]
    _mark_strong(reading, reading.view.text, fitting)
    _mark_strong(reading, reading.view.text, [one for one in marks.SPOKEN_TO if held.any_of(one.needs)], told=True)
    _mark_commands(reading, reading.view.text)
    if reading.folded != reading.view.text:
        held = Held(reading.folded)
        _mark_strong(reading, reading.folded, [one for one in marks.STRONG if held.any_of(one.needs)])
        _mark_commands(reading, reading.folded)
    _mark_hidden(reading, text, paragraphs)
    for match in _QUESTION.finditer(reading.view.text):
        for number in reading.numbers(*match.span()):
            reading.paragraph(number)
    for one in list(reading.judged()):
        _mark_strange(reading, one)
        _mark_beside(reading, one)
        _bridge(one)
    _mark_neighbours(reading)
    found: list[Range] = []
    for one in reading.judged():
        found.extend(_ranges(reading.view, one))
    return tuple(found)


def warnings_of(ranges: Sequence[Range]) -> list[str]:
    """What the report says of them; offsets alone, no words of the document."""
    said = [
        f"the text contains an instruction to the model, characters {start} to {end}: "
        "it is neither asked about nor extracted"
        for start, end in ranges[:MOST_WARNED]
    ]
    if len(ranges) > MOST_WARNED:
        said.append(
            f"the text contains {len(ranges) - MOST_WARNED} further instructions to the model, left out as well"
        )
    return said


def _mark_strong(reading: Reading, text: str, wanted: Sequence[marks.Mark], *, told: bool = False) -> None:
    """Overrides and marks, wherever they stand outside a quotation that somebody is credited with.

    `told`: a sentence that says who said it is story, since news reports requests and rules for machines.
    """
    openings = marks.openings(text) if any(mark.opens for mark in wanted) else []
    judged: dict[tuple[int, int], bool] = {}  # a sentence of many marks is looked through once
    for mark in wanted:
        settled = 0  # where the last sentence ends for which a further match of this mark changes nothing
        for match in _matches(mark.pattern, text, openings) if mark.opens else mark.pattern.finditer(text):
            start, end = match.span()
            if end <= settled or _is_declared(text, start):
                continue
            for number in reading.numbers(start, end):
                one = reading.paragraph(number)
                reached = one.units_in(start, end)
                if told and any(_tells(one, number, at, judged) for at in reached):
                    if judged.get((number, reached[-1])):
                        settled = one.units[reached[-1]].end
                    continue
                if not one.flagged.issuperset(reached):
                    if one.is_credited(start):
                        continue
                    one.flagged.update(reached)
                if reached:
                    settled = one.units[reached[-1]].end


def _tells(one: Paragraph, number: int, at: int, judged: dict[tuple[int, int], bool]) -> bool:
    """Whether unit `at` of paragraph `number` says who said it."""
    if (number, at) not in judged:
        judged[number, at] = marks.TOLD.search(one.units[at].text[:LONGEST_UNIT]) is not None
    return judged[number, at]


def _mark_hidden(reading: Reading, text: str, paragraphs: Sequence[Range]) -> None:
    """Words in a code, with the sentence they stand in."""
    for span in hidden_words(text, paragraphs, apart=reading.view.apart):
        start, end = reading.view.range_of(*span)
        for number in reading.numbers(start, end):
            one = reading.paragraph(number)
            one.flagged.update(one.units_in(start, end))


def _mark_beside(reading: Reading, one: Paragraph) -> None:
    """Short sentences next to one of several instructions that share no word with the rest of the text."""
    if len(one.flagged) < SEVERAL:
        return
    numbers = range(len(one.units))
    for order, step in ((numbers, -1), (reversed(numbers), 1)):
        for number in order:
            unit = one.units[number]
            if number + step not in one.flagged or number in one.flagged or len(unit.text) > LONGEST_BESIDE:
                continue
            if not one.is_quoted(unit.start) and _is_strange(reading.stems, unit.text, 1):
                one.flagged.add(number)


def _matches(pattern: re.Pattern[str], text: str, openings: Sequence[int]) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds; a pattern that begins a line or a sentence is tried nowhere else."""
    last = 0
    for at in openings:
        match = pattern.match(text, at) if at >= last else None
        if match is not None:
            yield match
            last = match.end()


def _is_declared(text: str, at: int) -> bool:
    """Whether the word in front makes the verb part of a statement: "was told to ignore"."""
    before = _WORD.findall(text[max(0, at - 16) : at])
    return bool(before) and before[-1] in marks.DECLARED and text[at - 1] == " "


def _mark_commands(reading: Reading, text: str) -> None:
    """Sentences that command an assistant, outside quotation marks.

    Places come in order, so that paragraphs and sentences are gone through and not looked up, each judged once.
    """
    first = marks.FIRST.match(text)
    openers, begins, ends, count = Openers(text), reading.begins, reading.ends, len(reading.ends)
    known: dict[str, bool] = {}
    base, number, which, judged = 0, -1, 0, (0, 0)
    one = Paragraph("", [], [])
    for match in chain([first] if first else [], marks.OPENING.finditer(text)):
        at = match.end() - 1 if match[1] in marks.OPENERS else openers.other_at(match)
        if at is None or judged[0] <= at < judged[1]:
            continue
        start = match.start()
        while base < count and ends[base] <= start:
            base += 1
        found = base
        while found < count and ends[found] <= at:
            found += 1
        if found == count or begins[found] > at:
            continue
        if found != number:
            number, one = found, reading.paragraph(found)
            which = one.units_in(start, start).start
        sentences = one.units
        while which < len(sentences) and sentences[which].end <= start:
            which += 1
        here = which
        while here < len(sentences) and sentences[here].end <= at:
            here += 1
        if here == len(sentences) or here in one.flagged:
            continue
        unit = sentences[here]
        if at - unit.start > OPENING_REACH or one.is_quoted(unit.start):
            continue
        judged = unit.start, unit.end
        said = text[unit.start : min(unit.end, unit.start + LONGEST_UNIT)]
        if said not in known:
            known[said] = commands(said)
        if known[said]:
            one.flagged.add(here)


def _mark_strange(reading: Reading, one: Paragraph) -> None:
    """Questions and commands in a paragraph of their own that share no word with the rest of the text."""
    if not one.units or len(one.units) > MOST_STRANGE:
        return
    first = one.units[0]
    if 0 not in one.flagged and (
        one.is_quoted(first.start)
        or not _asks_or_commands(first.text)
        or not _is_strange(reading.stems, first.text, LEAST_STEMS)
    ):
        return
    if all(_is_strange(reading.stems, unit.text, 0) for unit in one.units[1:]):
        one.flagged.update(range(len(one.units)))


def _mark_neighbours(reading: Reading) -> None:
    """The line right in front of an instruction that gives it a speaker, and the one behind that commands anything;
    a line between two."""
    for left, right in pairwise(reading.marked()):
        between = reading.paragraph(left + 1) if right == left + 2 else None
        if between is not None and len(between.units) <= BRIDGE:
            between.flagged.update(range(len(between.units)))
    for number in reading.marked():
        before, after = reading.neighbour(number, -1), reading.neighbour(number, 1)
        if before is not None and before.units and not before.flagged and marks.ROLE.match(before.units[0].text):
            before.flagged.update(range(len(before.units)))
        if after is not None and not after.flagged and after.units and not after.is_quoted(after.units[0].start):
            _, rest = after_lead(after.units[0].text[:LONGEST_UNIT])
            command = marks.COMMAND.match(rest)
            if (command is not None and command[1] in words.ADVICE) or marks.ROLE.match(after.units[0].text):
                after.flagged.update(range(len(after.units)))


def _is_strange(held: Counter[str], text: str, least: int) -> bool:
    own = Counter(stems_of(text[:LONGEST_UNIT]))
    elsewhere = sum(held[stem] > times for stem, times in own.items())
    return len(own) >= least and elsewhere <= STRANGE_SHARE * len(own)


def _asks_or_commands(text: str) -> bool:
    _, rest = after_lead(text[:LONGEST_UNIT])
    match = marks.COMMAND.match(rest)
    return text.rstrip("\"'”’ ").endswith("?") or (match is not None and match[1] in words.STRANGE)


def _bridge(one: Paragraph) -> None:
    """Sentences between two instructions are part of them; so is the rest of a paragraph that is mostly that."""
    for number, unit in enumerate(one.units):
        if number - 1 in one.flagged and marks.GOES_ON.match(unit.text):
            one.flagged.add(number)
    for left, right in pairwise(sorted(one.flagged)):
        if right - left - 1 <= BRIDGE:
            one.flagged.update(range(left, right))
    if one.flagged and 0 in one.flagged and 2 * len(one.flagged) >= len(one.units):
        one.flagged.update(range(len(one.units)))


def _ranges(view: View, one: Paragraph) -> Iterator[Range]:
    start = -1
    for number, unit in enumerate(one.units):
        if number not in one.flagged:
            continue
        if number - 1 not in one.flagged:
            start = view.span(unit.start, unit.end)[0]
        if number + 1 not in one.flagged:
            yield start, view.span(unit.start, unit.end)[1]


def parted(text: str, paragraph: Range, instructions: Sequence[Range]) -> Iterator[Range]:
    """A paragraph cut where instructions begin and end, in order, without white space at the edges."""
    at, last = paragraph
    for start, end in instructions[bisect_right(instructions, at, key=lambda one: one[1]) :]:
        if start >= last:
            break
        yield from _trimmed(text, at, start)
        yield max(at, start), min(end, last)
        at = end
    yield from _trimmed(text, at, last)


def _trimmed(text: str, start: int, end: int) -> Iterator[Range]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def without(text: str, instructions: Sequence[Range]) -> str:
    """The text without its instructions."""
    edges = [0, *(place for one in instructions for place in one), len(text)]
    return "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)) if instructions else text


def covers(instructions: Sequence[Range], start: int, end: int) -> bool:
    """Whether characters `start` to `end` are part of one instruction."""
    number = bisect_right(instructions, start, key=lambda one: one[1])
    return number < len(instructions) and instructions[number][0] <= start and end <= instructions[number][1]
