"""From a draft to the claim of a result: spans, hops, and the content as one statement."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.schema import Certainty, Claim, Confidence, Hop, Span
from extractor.tasks.drafts import Draft, DraftHop, Range

_OPENING, _CLOSING = '“„"«', '”“"»'
#: Farther than any cue in a document.
_FAR = 1 << 30
_EDGE = " \t\n\u00a0,;:–—-"


def publish(text: str, number: int, draft: Draft, sources: Sequence[str], confidence: Confidence) -> Claim:
    """The claim with this number. `sources`: the id of each hop's source."""
    return Claim(
        id=f"c{number}",
        text=statement(text, draft),
        content=_spans(text, draft.content),
        speech=draft.speech,
        attribution=[
            Hop(
                source=source,
                mention=_spans(text, [hop.mention])[0],
                cue=_spans(text, [hop.cue])[0] if hop.cue else None,
            )
            for source, hop in zip(sources, draft.hops, strict=True)
        ],
        certainty=Certainty(level=draft.certainty, markers=_spans(text, draft.markers)),
        grounding=draft.grounding,
        confidence=confidence,
    )


def _spans(text: str, ranges: Sequence[Range]) -> list[Span]:
    return [Span(start=start, end=end, text=text[start:end]) for start, end in ranges]


def statement(text: str, draft: Draft) -> str:
    """The content as one statement: no edge quotation marks, a capital, a full stop."""
    pieces = [_unquoted(" ".join(text[start:end].split()).strip(_EDGE)) for start, end in draft.content]
    words = " … ".join(piece for piece in pieces if piece)
    if draft.fragment and draft.hops:
        # A topic alone states nothing: who declined belongs to the statement.
        hop = min(draft.hops, key=lambda hop: _apart(hop, draft.content))
        parts = [hop.mention, *([hop.cue] if hop.cue else []), *draft.content]
        words = _unquoted(" ".join(text[min(a for a, _ in parts) : max(b for _, b in parts)].split()).strip(_EDGE))
    if not words:
        return text[slice(*draft.stretch)].strip()
    return words[0].upper() + words[1:] + ("" if words[-1] in ".?!…" else ".")


def _apart(hop: DraftHop, content: Sequence[Range]) -> int:
    """Characters between a hop and the content; a hop without a cue is passed over where another has one."""
    if hop.cue is None:
        return _FAR
    return min((max(start - hop.cue[1], hop.cue[0] - end, 0) for start, end in content), default=0)


def _unquoted(words: str) -> str:
    """Without the marks that open and close it; a quotation inside keeps its own."""
    opens, closes = words[:1] in _OPENING, words[-1:] in _CLOSING
    inner = words[1:-1]
    if (
        words[:1] in ("‘", "'")
        and words[-1:] in ("’", "'")
        and not any(mark in inner for mark in ("‘", " '", "’ ", "' "))
    ):
        return inner.strip(_EDGE)  # British speech; an apostrophe inside a word is none of its marks
    if opens and closes and not any(mark in inner for mark in _CLOSING + _OPENING):
        return inner.strip(_EDGE)
    if opens and not any(mark in words[1:] for mark in _CLOSING):
        return words[1:].strip(_EDGE)
    if closes and not any(mark in words[:-1] for mark in _OPENING):
        return words[:-1].strip(_EDGE)
    return words
