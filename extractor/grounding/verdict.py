"""From the words of an answer to spans of the document, with a verdict instead of a threshold."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from extractor.grounding import misses, pieces
from extractor.grounding.edges import at_edge
from extractor.grounding.language import guess
from extractor.grounding.occurrences import Accepts, nearest
from extractor.grounding.quantities import cuts_quantity
from extractor.grounding.reading import Reading
from extractor.grounding.repair import find_repair
from extractor.grounding.trims import first_letter_variants, trimmed
from extractor.grounding.veto import cut_off, cut_short
from extractor.grounding.views import INVISIBLE, View
from extractor.schema import Span

Verdict = Literal["exact", "normalized", "repaired", "rejected"]


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

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _reading(self) -> Reading:
        return Reading(View(self.text))

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
        found = nearest(self.text, wanted, window, near, self._edges)
        if found is not None:
            return self._accepted("exact" if wanted == words else "normalized", [found])
        view = self._reading.view
        inside = view.window(*window)
        pivot = None if near is None else view.window(*_clamped(near, None, len(self.text)))[0]
        answer = Reading(View(wanted))
        located = self._locate(answer.view.text, *inside, pivot)
        if located is not None:
            return self._accepted("normalized", [self._with_hidden(wanted, *view.span(*located))])
        language = (language or guess(wanted) or self._language or "")[:2].lower()
        if language == "en":
            repaired = self._repaired(answer, inside, pivot)
            if repaired is not None:
                return repaired
        return Grounded("rejected", reason=self._reason(answer, inside, language))

    def near_misses(self, words: str, start: int = 0, end: int | None = None, *, most: int = 3) -> list[Span]:
        """The stretches of `text[start:end]` most similar to `words`, best first; see `near_misses`."""
        view = self._reading.view
        inside = view.window(*_clamped(start, end, len(self.text)))
        tokens = self._reading.tokens
        found = misses.closest(self._reading, Reading(View(words)), inside, most)
        spans = [view.span(tokens.starts[miss.first], tokens.ends[miss.last - 1]) for miss in found]
        return [self._span(*span) for span in spans if _is_unicode(self.text[span[0] : span[1]])]

    def _locate(self, words: str, start: int, end: int, near: int | None) -> tuple[int, int] | None:
        """Normalised words in a range of the view, with marks around them and the first capital set aside."""
        for trim in trimmed(words):
            for variant in first_letter_variants(trim.words):
                accepts = self._sentence(opens=trim.opens or variant != trim.words, closes=trim.closes)
                found = nearest(self._reading.view.text, variant, (start, end), near, accepts)
                if found is not None:
                    return found
        return None

    def _repaired(self, answer: Reading, window: tuple[int, int], near: int | None) -> Grounded | None:
        text = self._reading
        repair = find_repair(text, answer, window, near)
        if repair is not None:
            place = (text.tokens.starts[repair.first], text.tokens.ends[repair.last])
            if self._view_edges(*place):
                return self._accepted("repaired", [text.view.span(*place)], list(repair.edits))
        words = answer.view.text
        found = pieces.by_ellipsis(text, words, window, near, self._locate) or pieces.by_cue(
            text, words, window, self._locate
        )
        if found is None:
            return None
        return self._accepted("repaired", [text.view.span(*place) for place in found.ranges], list(found.edits))

    def _reason(self, answer: Reading, window: tuple[int, int], language: str) -> str:
        reason = misses.explain(self._reading, answer, window)
        if language == "en" or reason == "not in the text":
            return reason
        return f"{reason} (not read for small edits: language {language or 'unknown'})"

    def _with_hidden(self, words: str, start: int, end: int) -> tuple[int, int]:
        """Take in what the view leaves out at either end (direction marks, …) where the answer has it too."""
        lead = len(words) - len(words.lstrip(INVISIBLE))
        trail = len(words) - len(words.rstrip(INVISIBLE))
        if lead and self.text[max(0, start - lead) : start] == words[:lead]:
            start -= lead
        if trail and self.text[end : end + trail] == words[-trail:]:
            end += trail
        return start, end

    def _edges(self, start: int, end: int) -> bool:
        text = self.text
        return at_edge(text, start) and at_edge(text, end) and not cuts_quantity(text, start, end)

    def _view_edges(self, start: int, end: int) -> bool:
        return self._edges(*self._reading.view.span(start, end))

    def _sentence(self, *, opens: bool, closes: bool) -> Accepts:
        """The same, for an answer written as a sentence that begins or ends where the text's words may not."""
        view = self._reading.view.text

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
    return Grounder(text).ground(words, start, end, near=near, language=language)


def near_misses(text: str, words: str, start: int = 0, end: int | None = None, *, most: int = 3) -> list[Span]:
    """The stretches of `text[start:end]` most similar to `words`, best first; for asking again."""
    return Grounder(text).near_misses(words, start, end, most=most)
