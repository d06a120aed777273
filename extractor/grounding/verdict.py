"""From the words of an answer to spans of the document, with a verdict instead of a threshold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractor.grounding.edges import at_edge
from extractor.grounding.occurrences import nearest
from extractor.grounding.trims import first_letter_variants, trimmed
from extractor.grounding.views import View
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
        self._view: View | None = None

    @property
    def view(self) -> View:
        """The normalised text, made when it is first needed."""
        if self._view is None:
            self._view = View(self.text)
        return self._view

    def ground(
        self,
        words: str,
        start: int = 0,
        end: int | None = None,
        *,
        near: int | None = None,
        language: str | None = None,  # noqa: ARG002
    ) -> Grounded:
        """Find `words` in `text[start:end]`; see `extractor.grounding.ground`."""
        start, end = _clamped(start, end, len(self.text))
        wanted = words.strip()
        if not any(map(str.isalnum, wanted)):
            return Grounded("rejected", reason="the answer holds no words")
        found = nearest(self.text, wanted, (start, end), near, self._edges)
        if found is not None:
            return self._accepted("exact" if wanted == words else "normalized", [found])
        found = self._normalized(wanted, (start, end), near)
        if found is not None:
            return self._accepted("normalized", [found])
        return Grounded("rejected", reason="not in the text")

    def near_misses(self, words: str, start: int = 0, end: int | None = None, *, most: int = 3) -> list[Span]:  # noqa: ARG002
        """The stretches of `text[start:end]` most similar to `words`, best first; for asking again."""
        return []

    def _edges(self, start: int, end: int) -> bool:
        return at_edge(self.text, start) and at_edge(self.text, end)

    def _view_edges(self, start: int, end: int) -> bool:
        return self._edges(*self.view.span(start, end))

    def _normalized(self, words: str, window: tuple[int, int], near: int | None) -> tuple[int, int] | None:
        view = self.view
        inside = view.window(*window)
        near_in_view = None if near is None else view.window(min(max(near, 0), len(self.text)), len(self.text))[0]
        for piece in trimmed(View(words).text):
            for variant in first_letter_variants(piece):
                found = nearest(view.text, variant, inside, near_in_view, self._view_edges)
                if found is not None:
                    return view.span(*found)
        return None

    def _accepted(self, verdict: Verdict, found: list[tuple[int, int]], edits: list[str] | None = None) -> Grounded:
        pieces = [self.text[start:end] for start, end in found]
        if any("\ud800" <= char <= "\udfff" for piece in pieces if not piece.isascii() for char in piece):
            return Grounded("rejected", reason="the text is not valid Unicode here (lone surrogate)")
        spans = [Span(start=start, end=end, text=self.text[start:end]) for start, end in found]
        return Grounded(verdict, spans, edits or [])


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
