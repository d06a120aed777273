"""An attribution on one line: who the article credits, and whom they have it from."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.render.visible import one_line
from extractor.schema import Claim, Result

# Points from the credited source back to the origin: "US media ‹ officials".
FROM = " ‹ "
# A claim in the reporter's own voice has nobody to name.
NARRATED = "narrated"


def names_of(result: Result) -> dict[str, str]:
    """Source ids and names."""
    return {source.id: source.name for source in result.sources}


def chain(claim: Claim, names: Mapping[str, str]) -> str:
    """The names of the hops, nearest to the article first; `narrated` when there are none."""
    if not claim.attribution:
        return NARRATED
    return FROM.join(one_line(names.get(hop.source, hop.mention.text)) for hop in claim.attribution)
