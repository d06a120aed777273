"""What rules check of a claim that a model found: where its words stand, not whether they report.

A model that reads well decides; two of its faults can be seen from the marks alone. Small ones cut
quotations short and take the speaker from inside what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.attribution.findings import Range
from extractor.attribution.tokens import Quotation


def widened(pieces: Sequence[Range], outside: Iterable[Range], quoted: Sequence[Quotation]) -> list[Range]:
    """The pieces, each that begins inside a quotation widened to its marks.

    outside: source and cue; a quotation that holds one of them is told about, not quoted from.
    Pieces in one quotation become one. Offsets are characters, as in `quoted`.
    """
    beside = tuple(outside)
    found: list[Range] = []
    for start, end in pieces:
        around = next((one for one in quoted if one.start <= start and end <= one.end and one.closed), None)
        if around is not None and not any(around.start < b and a < around.end for a, b in beside):
            start, end = around.start, around.end
        if (start, end) not in found:
            found.append((start, end))
    return found


def stands_inside(source: Range, pieces: Iterable[Range]) -> bool:
    """Whether a source stands inside the content that it is credited with."""
    return any(start <= source[0] and source[1] <= end for start, end in pieces)
