"""Whether a content is quoted from end to end, in part, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.attribution.tokens import Quotation, overlapping
from extractor.schema import Speech

#: Of the letters and digits of a direct content at least this share is quoted; of an indirect one
#: at most the rest. A word outside ("that", "and") does not make a quotation mixed.
_MOSTLY = 0.9


def speech_of(text: str, content: Sequence[tuple[int, int]], quoted: Sequence[Quotation]) -> Speech:
    """`direct`, `mixed` or `indirect` by the share of quoted letters and digits."""
    low, high = min((start for start, _ in content), default=0), max((end for _, end in content), default=0)
    around = overlapping(quoted, low, high)
    if not around:
        return "indirect"
    inside = total = 0
    for start, end in content:
        near = overlapping(around, start, end)
        for at in range(start, end):
            if text[at].isalnum():
                total += 1
                inside += any(quotation.start <= at < quotation.end for quotation in near)
    if not inside:
        return "indirect"
    return "direct" if inside >= _MOSTLY * total else "mixed"
