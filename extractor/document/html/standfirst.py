"""The standfirst: the sentence or two below a headline that say what the story says.

Extractors look for the body and leave it out with the header it stands in; it is asserted all the
same, often with a source.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from extractor.document.html.stream import PARAGRAPH, Stream

MIN_WORDS = 8
"""Words; bylines, dates and sections are shorter."""
MAX_WORDS = 60
"""Words; a standfirst is shorter than the paragraphs that follow."""
_DATED = re.compile(r"[\d|•·]")
_TAGS = frozenset(("p", "h2", "h3", "div"))


def keep_standfirst(stream: Stream, kept: list[bool]) -> None:
    """Mark the paragraph right below the story's headline as kept, where it stands beside it."""
    first = next((number for number, wanted in enumerate(kept) if wanted), 0)
    starts = [number for number, piece in enumerate(stream.pieces) if piece.before == PARAGRAPH]
    last = bisect_right(starts, first) - 1  # the story's first paragraph; it may be the headline
    for number in range(min(last, len(starts) - 2), -1, -1):
        if stream.blocks[stream.pieces[starts[number]].block].tag == "h1":
            _keep_below(stream, kept, starts[number], starts[number + 1])
            return


def _keep_below(stream: Stream, kept: list[bool], headline: int, begin: int) -> None:
    pieces = stream.pieces
    end = next((n for n in range(begin + 1, len(pieces)) if pieces[n].before == PARAGRAPH), len(pieces))
    title, below = stream.blocks[pieces[headline].block], stream.blocks[pieces[begin].block]
    beside = below.tag in _TAGS and below.getparent() is title.getparent()
    if beside and _is_prose([piece.text for piece in pieces[begin:end] if piece.before]):
        kept[begin:end] = [True] * (end - begin)


def _is_prose(words: list[str]) -> bool:
    """Whether a line is more than a byline or a date: it ends as a sentence does, or has no figures and bars."""
    stopped = words[-1].rstrip("\"'”’»)")[-1:] in tuple(".!?…")
    return MIN_WORDS <= len(words) <= MAX_WORDS and (stopped or not _DATED.search(" ".join(words)))
