"""A text while instructions are looked for in it: its paragraphs, cut into sentences where one may be found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor.document.disguises import latin, plain
from extractor.document.instruction_units import Unit, units

Range = tuple[int, int]

STEM = 5
"""Letters of a word's beginning that make two forms one word, and of the shortest word that counts."""
OUTSIDE_WORDS = 2
"""Words outside the marks that show who is quoted: "she said"."""
CREDIT_REACH = 400
"""Characters on either side of a quoted instruction among which those words are looked for."""

_LONG_WORD = re.compile(rf"[^\W\d_]{{{STEM},}}")
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(
    r"[“„][^“”„]*(?:[”“]|$)|\"[^\"]*(?:\"|$)|«[^«»]*(?:»|$)|»[^«»]+«|(?<!\w)[‘'](?!\s)[^‘’'\n]*[’'](?!\w)"
)


@dataclass
class Paragraph:
    """A paragraph as it is judged: its units, its quotations, and which units are instructions."""

    text: str = field(repr=False)
    units: list[Unit]
    quoted: list[Range]
    flagged: set[int] = field(default_factory=set)

    def units_in(self, start: int, end: int) -> range:
        """The units that characters `start` to `end` of the view touch."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def is_quoted(self, at: int) -> bool:
        """Whether a character of the view stands in quotation marks."""
        number = bisect_right(self._quoted_to, at)
        return number < len(self.quoted) and self.quoted[number][0] <= at

    def is_credited(self, at: int) -> bool:
        """Whether a place stands in quotation marks with words around them that say whose they are."""
        if not self.is_quoted(at):
            return False
        starts, ends = self._outside
        near = bisect_left(starts, at + CREDIT_REACH) - bisect_right(ends, at - CREDIT_REACH)
        return near >= OUTSIDE_WORDS

    @cached_property
    def _starts(self) -> list[int]:
        return [unit.start for unit in self.units]

    @cached_property
    def _ends(self) -> list[int]:
        return [unit.end for unit in self.units]

    @cached_property
    def _quoted_to(self) -> list[int]:
        return [end for _, end in self.quoted]

    @cached_property
    def _outside(self) -> tuple[list[int], list[int]]:
        """Where the words outside its quotations begin and end."""
        spans = (match.span() for match in _WORD.finditer(self.text, self.units[0].start, self.units[-1].end))
        outside = [span for span in spans if not self.is_quoted(span[0])]
        return [start for start, _ in outside], [end for _, end in outside]


class Reading:
    """A text while it is judged. Paragraphs are cut into units when something in them may be an instruction."""

    def __init__(self, text: str, paragraphs: Sequence[Range]) -> None:
        self.text = text
        self.view = plain(text, 0, len(text))
        self.folded = latin(self.view.text)
        bounds = [self.view.range_of(start, end) for start, end in paragraphs]
        self.begins = [start for start, _ in bounds]
        self.ends = [end for _, end in bounds]
        self._cut: dict[int, Paragraph] = {}

    def numbers(self, start: int, end: int) -> range:
        """The paragraphs that characters `start` to `end` of the view touch."""
        first = bisect_right(self.ends, start)
        return range(first, max(first, bisect_left(self.begins, end)))

    def paragraph(self, number: int) -> Paragraph:
        """A paragraph in units."""
        found = self._cut.get(number)
        if found is None:
            start, end = self.begins[number], self.ends[number]
            quoted = [match.span() for match in _QUOTED.finditer(self.view.text, start, end)]
            found = Paragraph(self.view.text, list(units(self.text, self.view, start, end)), quoted)
            self._cut[number] = found
        return found

    def judged(self) -> Iterator[Paragraph]:
        """The paragraphs that were cut, in order."""
        return (self._cut[number] for number in sorted(self._cut))

    def marked(self) -> list[int]:
        """The numbers of the paragraphs that are instructions from beginning to end, in order."""
        return sorted(n for n, one in self._cut.items() if one.units and len(one.flagged) == len(one.units))

    def neighbour(self, number: int, step: int) -> Paragraph | None:
        """The paragraph before or behind one; None at the edge of the text."""
        return self.paragraph(number + step) if 0 <= number + step < len(self.ends) else None

    @cached_property
    def stems(self) -> Counter[str]:
        """How often each long word's beginning stands in the text."""
        return Counter(stems_of(self.view.text))


def stems_of(text: str) -> Iterator[str]:
    """The beginnings of the long words of a text, in lower case as it is."""
    return (match.group()[:STEM] for match in _LONG_WORD.finditer(text))


class Held:
    """Which words a text holds anywhere, each looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._signs = set(text)
        self._known: dict[str, bool] = {}

    def any_of(self, wanted: Sequence[str]) -> bool:
        """Whether the text holds one of the words."""
        return any(self._holds(word) for word in wanted)

    def _holds(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._signs.issuperset(word) and word in self._text
        return known
