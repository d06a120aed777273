"""Through whom a document became known: "a transcript obtained by the Ledger", "the memo, which was seen by Orlo,".

Whoever got hold of a document that others report from is a hop before it.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.attribution.findings import Link
from extractor.attribution.line import Line
from extractor.attribution.phrases import Phrase, phrase_after

#: Tokens between the participle and its agent ("obtained on Friday by").
_MOST_BETWEEN = 3


def split_holder(line: Line, source: Phrase) -> tuple[Phrase, Link | None]:
    """The document alone, and whoever obtained it as a further hop; unchanged where nobody did."""
    if not any(line.is_in(at, "document") for at in range(source.first, source.last + 1)):
        return source, None
    for at in range(source.first + 1, min(len(line), source.tail + 2)):
        if not line.is_in(at, "obtained") or line.quoted(at):
            continue
        by = next((here for here in range(at + 1, at + 1 + _MOST_BETWEEN) if line.is_in(here, "by")), None)
        holder = phrase_after(line, by + 1) if by is not None else None
        if by is None or holder is None:
            return source, None
        # "Obtained by" tells how the document was come by, not who says it: no cue, as for other channels.
        link = Link((line.words[holder.first].start, line.words[holder.last].end), None)
        return (replace(source, last=at - 1) if at <= source.last else source), link
    return source, None
