"""A flat table of claims, one row a claim, for spreadsheets and data frames."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TypedDict

from extractor.render.chain import chain, names_of
from extractor.schema import Claim, Hop, Result, Source, Span

#: Between the pieces of one content: what the document has there is left out.
LEFT_OUT = " … "
#: Between several reasons, markers or cues in one cell.
AND = "; "


class Row(TypedDict):
    """One claim. None is "the document does not say".

    start, end: code points of the document's text, from the first piece of the content to the last.
    source: nearest to the article; origin: last of the chain, where the claim comes from; both None for
    a narrated claim. score: 0 to 1. meta: the input's other fields, as JSON.
    """

    document: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    language: str | None
    claim: str
    statement: str
    words: str
    start: int | None
    end: int | None
    speech: str
    chain: str
    hops: int
    source: str | None
    source_kind: str | None
    source_named: bool | None
    cues: str | None
    origin: str | None
    origin_kind: str | None
    origin_named: bool | None
    origin_role: str | None
    origin_reason: str | None
    certainty: str
    certainty_words: str | None
    grounding: str
    confidence: str
    score: float
    reasons: str | None
    status: str
    model: str
    extractor: str
    meta: str | None


#: The names of the columns, in order.
COLUMNS = tuple(Row.__annotations__)


def to_rows(results: Result | Iterable[Result]) -> list[Row]:
    """One row a claim, in the order of the results. `pandas.DataFrame(to_rows(results))` is a table of them."""
    return list(iterate_rows([results] if isinstance(results, Result) else results))


def iterate_rows(results: Iterable[Result]) -> Iterator[Row]:
    """The same one by one."""
    for result in results:
        names = names_of(result)
        sources = {source.id: source for source in result.sources}
        for claim in result.claims:
            yield _row(result, claim, names, sources)


def _row(result: Result, claim: Claim, names: dict[str, str], sources: dict[str, Source]) -> Row:
    document, hops = result.document, claim.attribution
    nearest = _known(hops[0], sources) if hops else None
    origin = _known(hops[-1], sources) if hops else None
    return Row(
        document=document.id,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        url=document.url,
        language=document.language,
        claim=claim.id,
        statement=claim.text,
        words=LEFT_OUT.join(piece.text for piece in claim.content),
        start=claim.content[0].start if claim.content else None,
        end=claim.content[-1].end if claim.content else None,
        speech=claim.speech,
        chain=chain(claim, names),
        hops=len(hops),
        source=nearest.name if nearest else None,
        source_kind=nearest.kind if nearest else None,
        source_named=nearest.named if nearest else None,
        cues=_joined(hop.cue for hop in hops),
        origin=origin.name if origin else None,
        origin_kind=origin.kind if origin else None,
        origin_named=origin.named if origin else None,
        origin_role=origin.role if origin else None,
        origin_reason=origin.justification.text if origin and origin.justification else None,
        certainty=claim.certainty.level,
        certainty_words=_joined(claim.certainty.markers),
        grounding=claim.grounding,
        confidence=claim.confidence.level,
        score=claim.confidence.score,
        reasons=AND.join(claim.confidence.reasons) or None,
        status=result.report.status,
        model=result.run.model,
        extractor=result.run.extractor,
        meta=None if result.meta is None else json.dumps(result.meta, ensure_ascii=False, sort_keys=True, default=str),
    )


def _known(hop: Hop, sources: dict[str, Source]) -> Source:
    """The source of a hop; one that the result does not list is its mention."""
    unlisted = Source(id=hop.source, name=hop.mention.text, kind="unknown", named=False, mentions=[hop.mention])
    return sources.get(hop.source, unlisted)


def _joined(spans: Iterable[Span | None]) -> str | None:
    return AND.join(span.text for span in spans if span is not None) or None
