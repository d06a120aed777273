"""From the words of an answer to spans of the document, with a verdict instead of a threshold."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal

from extractor.grounding import misses, pieces
from extractor.grounding.cues import BrokenOff, broken_off
from extractor.grounding.edges import at_edge
from extractor.grounding.language import guess
from extractor.grounding.neighbourhoods import neighbourhoods
from extractor.grounding.occurrences import Accepts, nearest
from extractor.grounding.quantities import cuts_quantity
from extractor.grounding.reading import Reading
from extractor.grounding.repair import find_repair
from extractor.grounding.trims import first_letter_variants, trimmed
from extractor.grounding.veto import cut_off, cut_short
from extractor.grounding.views import INVISIBLE, View
from extractor.schema import Span

Verdict = Literal["exact", "normalized", "repaired", "rejected"]


# An answer longer than twice its window, and so many characters for what may be written in more of them
# (entities, spaces, marks that show nothing), stands nowhere in it: it is not read.
_TIMES_WINDOW, _LONGER = 2, 10_000
# Fewer function words do not tell the language of an answer; the text's own does.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Grounded:
    """What became of an answer.

    `spans` are in the order of the document, empty when rejected. `edits` lists, for `repaired`
    only, how the answer differs from the document. `reason` is plain words, for `rejected` only.
    """

    verdict: Verdict
    spans: list[Span] = field(default_factory=list)
    edits: list[str] = field(default_factory=list)
    reason: str | None = None


class Grounder:
    """Grounds many answers in one text; what is worked out about the text is kept.

    Offsets are code points of `text`. Never raises for any strings.
    """

    # Up to so many characters a text is read whole, once; in a longer one each answer's neighbourhood is.
    _read_whole: ClassVar[int] = 60_000

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _reading(self) -> Reading:
        return Reading(View(self.text))

    @cached_property
    def _cues(self) -> list[BrokenOff]:
        return broken_off(self._reading.view.text)

    @cached_property
    def _language(self) -> str | None:
        return guess(self.text)

    def ground(
        self,
        words: str,
        start: int = 0,
        end: int | None = None,
        *,
        near: int | None = None,
        language: str | None = None,
    ) -> Grounded:
        """Find `words` in `text[start:end]`; see `extractor.grounding.ground`."""
        window = _clamped(start, end, len(self.text))
        wanted = words.strip()
        if not any(map(str.isalnum, wanted)):
            return Grounded("rejected", reason="the answer holds no words")
        if _is_too_long(wanted, window):
            return Grounded("rejected", reason="longer than the text it should stand in")
        found = nearest(self.text, wanted, window, near, self._edges)
        if found is not None:
            return self._accepted("exact" if wanted == words else "normalized", [found])
        view = self._reading.view
        inside = view.window(*window)
        pivot = None if near is None else view.window(*_clamped(near, None, len(self.text)))[0]
        answer = Reading(View(wanted))
        located = self._locate(answer.view.text, *inside, pivot)
        if located is not None:
            return self._accepted("normalized", [self._with_hidden(wanted, view.span(*located), window)])
        language = (language or guess(wanted, _TELLING) or self._language or guess(wanted) or "")[:2].lower()
        near_by = self._near_by(answer, inside, pivot)
        if language == "en":
            repaired = self._repaired(answer, near_by, inside, pivot)
            if repaired is not None:
                return repaired
        reason = misses.explain(near_by, answer, inside)
        if language != "en" and reason != "not in the text":
            reason = f"{reason} (not read for small edits: language {language or 'unknown'})"
        return Grounded("rejected", reason=reason)

    def near_misses(self, words: str, start: int = 0, end: int | None = None, *, most: int = 3) -> list[Span]:
        """The stretches of `text[start:end]` most similar to `words`, best first; see `near_misses`."""
        window = _clamped(start, end, len(self.text))
        if _is_too_long(words, window):
            return []
        view = self._reading.view
        inside = view.window(*window)
        answer = Reading(View(words))
        found = [
            (miss.score, text.tokens.starts[miss.first], text.tokens.ends[miss.last - 1])
            for text in self._near_by(answer, inside, None)
            for miss in misses.closest(text, answer, inside, most)
        ]
        places = [view.span(a, b) for _, a, b in sorted(found, key=lambda item: (-item[0], item[1]))[:most]]
        return [self._span(*place) for place in places if _is_unicode(self.text[place[0] : place[1]])]

    def _near_by(self, answer: Reading, window: tuple[int, int], near: int | None) -> list[Reading]:
        """The parts of the text where the answer could stand, read word by word."""
        ranges = None
        if window[1] - window[0] > self._read_whole:
            ranges = neighbourhoods(self._reading.view.text, answer, window, near)
        if ranges is None:
            return [self._reading]
        return [Reading(self._reading.view, *part) for part in ranges]

    def _locate(self, words: str, start: int, end: int, near: int | None) -> tuple[int, int] | None:
        """Normalised words in a range of the view, with marks around them and the first capital set aside."""
        for trim in trimmed(words):
            for variant in first_letter_variants(trim.words):
                accepts = self._sentence(opens=trim.opens or variant != trim.words, closes=trim.closes)
                found = nearest(self._reading.view.text, variant, (start, end), near, accepts)
                if found is not None:
                    return found
        return None

    def _repaired(
        self, answer: Reading, near_by: list[Reading], window: tuple[int, int], near: int | None
    ) -> Grounded | None:
        view, words = self._reading.view, answer.view.text
        found = []
        for text in near_by:
            repair = find_repair(text, answer, window, near)
            if repair is not None:
                place = (text.tokens.starts[repair.first], text.tokens.ends[repair.last])
                if self._view_edges(*place):
                    found.append((place, repair.edits))
        if found:
            place, edits = min(found, key=lambda item: abs(item[0][0] - near) if near is not None else item[0][0])
            return self._accepted("repaired", [view.span(*place)], list(edits))
        split = pieces.by_ellipsis(view.text, words, window, near, self._locate) or pieces.by_cue(
            view.text, self._cues, words, window, self._locate
        )
        if split is None:
            return None
        return self._accepted("repaired", [view.span(*place) for place in split.ranges], list(split.edits))

    def _with_hidden(self, words: str, place: tuple[int, int], window: tuple[int, int]) -> tuple[int, int]:
        """Take in what the view leaves out at either end (direction marks, …) where the answer has it too."""
        start, end = place
        lead = len(words) - len(words.lstrip(INVISIBLE))
        trail = len(words) - len(words.rstrip(INVISIBLE))
        if lead and start - lead >= window[0] and self.text[start - lead : start] == words[:lead]:
            start -= lead
        if trail and end + trail <= window[1] and self.text[end : end + trail] == words[-trail:]:
            end += trail
        return start, end

    def _edges(self, start: int, end: int) -> bool:
        text = self.text
        return at_edge(text, start) and at_edge(text, end) and not cuts_quantity(text, start, end)

    def _view_edges(self, start: int, end: int) -> bool:
        return self._edges(*self._reading.view.span(start, end))

    def _sentence(self, *, opens: bool, closes: bool) -> Accepts:
        """The same, for an answer written as a sentence that begins or ends where the text's words may not."""
        view = self._reading.view

        def accepts(start: int, end: int) -> bool:
            if not self._view_edges(start, end):
                return False
            return not (opens and cut_off(view, start)) and not (closes and cut_short(view, end))

        return accepts

    def _accepted(self, verdict: Verdict, found: list[tuple[int, int]], edits: list[str] | None = None) -> Grounded:
        if not all(_is_unicode(self.text[start:end]) for start, end in found):
            return Grounded("rejected", reason="the text is not valid Unicode here (lone surrogate)")
        return Grounded(verdict, [self._span(*place) for place in found], edits or [])

    def _span(self, start: int, end: int) -> Span:
        # A dash or an ellipsis stands for the spaces around it as well.
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return Span(start=start, end=end, text=self.text[start:end])


class _ForOneAnswer(Grounder):
    """Reading the whole text does not pay for one answer."""

    _read_whole: ClassVar[int] = 0


def _is_too_long(words: str, window: tuple[int, int]) -> bool:
    return len(words) > _TIMES_WINDOW * (window[1] - window[0]) + _LONGER


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def _clamped(start: int, end: int | None, size: int) -> tuple[int, int]:
    start = min(max(start, 0), size)
    end = size if end is None else min(max(end, 0), size)
    return start, max(start, end)


def ground(
    text: str,
    words: str,
    start: int = 0,
    end: int | None = None,
    *,
    near: int | None = None,
    language: str | None = None,
) -> Grounded:
    """Find the words of an answer in `text[start:end]`.

    `near`: among several occurrences the nearest to this offset, else the first. `language`:
    ISO 639-1 code of the words; guessed when `None`. Only English is repaired. For many answers
    against one text use a `Grounder`.
    """
    return _ForOneAnswer(text).ground(words, start, end, near=near, language=language)


def near_misses(text: str, words: str, start: int = 0, end: int | None = None, *, most: int = 3) -> list[Span]:
    """The stretches of `text[start:end]` most similar to `words`, best first; for asking again."""
    return _ForOneAnswer(text).near_misses(words, start, end, most=most)
