"""Speakers that a label names: "Orlo: the dam is safe" over an article, "Orlo: …" again and again in an interview.

What stands behind the label is said by whoever it names, as far as the paragraph goes, or in an
interview up to the next label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.attribution.findings import Finding, Range
from extractor.attribution.lexicon import Lexicon
from extractor.attribution.names import given_names

#: A label in front of a colon and a blank: at most six words, in capitals or with them.
_LABEL = re.compile(r"(?:\(\()?([A-ZÀ-Þ“\"‘'][^\s:()]{0,30}(?: [^\s:()]{1,30}){0,5})(?:\)\))?\s?:\s+(?=\S)")
#: Labels of a news page that name no speaker.
_NO_SPEAKERS = frozenset(
    """breaking update updated video photo photos watch live exclusive byline correction note notes editor related
    opinion analysis review location date contact email phone source sources credit copyright tags category
    published filed topic section caption image read more also see subject from to cc re fact factbox timeline
    explainer recap preview poem paid notice question questions""".split()
)
_ANSWERS = frozenset({"a", "answer"})
_ASKED = frozenset({"q", "question"})
#: Words behind a label that are enough to say something.
_LEAST_WORDS = 3
#: Labels that come back this often are those of speakers who take turns.
_TURNS = 2
_FULL_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'.-]*){1,2}")


@dataclass(frozen=True, slots=True)
class Label:
    """Who speaks (characters of the name), and where the words begin."""

    source: Range
    speech: int


def labels(text: str, paragraphs: Sequence[Range], lexicon: Lexicon) -> dict[int, Label]:
    """The labels by the number of the paragraph they hold for. Linear in the length of the text."""
    found = {number: match for number, bounds in enumerate(paragraphs) if (match := _LABEL.match(text, *bounds))}
    turns = Counter(match.group(1) for match in found.values())
    named: dict[int, Label] = {}
    answering = _interviewed(text, found[min(found)].start()) if found else None
    for number, match in found.items():
        words = match.group(1)
        if len(text[match.end() : paragraphs[number][1]].split()) < _LEAST_WORDS:
            continue
        if words.lower() in _ANSWERS and turns[words] >= _TURNS:
            if answering is not None:
                named[number] = Label(answering, match.end())
            continue
        takes_turns = _speaks(words, lexicon) and turns[words] >= _TURNS and len(turns) >= _TURNS
        if takes_turns or (number == 0 and _known(text[match.end() :], words, lexicon)):
            named[number] = Label(match.span(1), match.end())
    return _continued(named, found)


def labelled(findings: tuple[Finding, ...], label: Label | None, start: int, end: int) -> tuple[Finding, ...]:
    """What a stretch says by its label, in place of what was read in it; the findings alone without a label."""
    if label is None or label.speech >= end or start < label.source[0] < end < label.speech:
        return findings
    content = ((max(start, label.speech), end),)
    return (Finding(None, label.source, content, "label", None, certain=True, whole=content),)


def _speaks(words: str, lexicon: Lexicon) -> bool:
    parts = words.lower().split()
    return (
        not _NO_SPEAKERS.intersection(parts)
        and not (set(parts) & lexicon.any_of("auxiliaries"))
        and (parts[0] not in _ASKED | _ANSWERS)
    )


def _known(body: str, words: str, lexicon: Lexicon) -> bool:
    """Whether a label over an article names a person of the article, or a paper, an office or a poll."""
    parts = [part.strip("“”\"‘’'") for part in words.split()]
    if not _speaks(words, lexicon) or not all(parts):
        return False
    if parts[0].lower() in given_names() and len(parts) > 1:
        return True
    last = parts[-1].lower()
    if last in lexicon.any_of("persons", "document", "outlet", "anonymous"):
        return True
    before = re.findall(rf"\b([A-ZÀ-Þ][\w’'-]*\.?) {re.escape(words)}\b", body) if len(parts) == 1 else []
    return any(word.lower() in given_names() | lexicon.words["titles"] for word in before)


def _interviewed(text: str, end: int) -> Range | None:
    """The person named last before the first question."""
    names = [match.span() for match in _FULL_NAME.finditer(text, 0, end)]
    people = [(a, b) for a, b in names if text[a:b].split()[0].lower() in given_names()]
    return people[-1] if people else None


def _continued(named: dict[int, Label], found: dict[int, re.Match[str]]) -> dict[int, Label]:
    """In an interview the words go on over the paragraphs up to the next label."""
    if len(named) <= _TURNS:
        return named
    whole: dict[int, Label] = {}
    numbers = sorted(found)
    for number, following in zip(numbers, [*numbers[1:], numbers[-1] + 1], strict=True):
        if number in named:
            whole.update(dict.fromkeys(range(number, following), named[number]))
    return whole
