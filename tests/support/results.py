"""Results made by hand, for tests of what is shown and written."""

from __future__ import annotations

from typing import Any

from extractor.schema import (
    Certainty,
    Claim,
    Confidence,
    DocumentInfo,
    Hop,
    Items,
    Rejected,
    Report,
    Result,
    Run,
    Source,
    Span,
    Summary,
    SummarySentence,
    Usage,
    Windows,
)

TEXT = "Harbour officials said the ferry may sail on Friday. TV Sund reported, citing pilots, that it will not."


def span(words: str, text: str = TEXT) -> Span:
    """The first place of `words` in `text`."""
    start = text.index(words)
    return Span(start=start, end=start + len(words), text=words)


def claim(id: str, words: str, hops: list[Hop], **changed: Any) -> Claim:
    """A claim whose statement is its words, with whatever a test wants different."""
    fields: dict[str, Any] = {
        "id": id,
        "text": words,
        "content": [span(words)],
        "speech": "indirect" if hops else "narrated",
        "attribution": hops,
        "certainty": Certainty(level="asserted"),
        "grounding": "exact",
        "confidence": Confidence(level="high", score=0.93, reasons=["words found exactly"]),
    }
    return Claim(**{**fields, **changed})


def ferry_result(**changed: Any) -> Result:
    """A result about a ferry: a hedged claim, and one through a chain."""
    officials = Source(
        id="s1", name="Harbour officials", kind="anonymous", named=False, mentions=[span("Harbour officials")]
    )
    outlet = Source(id="s2", name="TV Sund", kind="outlet", named=True, mentions=[span("TV Sund")])
    pilots = Source(id="s3", name="pilots", kind="group", named=False, role="pilots", mentions=[span("pilots")])
    hedged = claim(
        "c1",
        "the ferry may sail on Friday",
        [Hop(source="s1", mention=span("Harbour officials"), cue=span("said"))],
        certainty=Certainty(level="hedged", markers=[span("may")]),
        confidence=Confidence(level="medium", score=0.6, reasons=["hedged"]),
    )
    chained = claim(
        "c2",
        "it will not",
        [
            Hop(source="s2", mention=span("TV Sund"), cue=span("reported")),
            Hop(source="s3", mention=span("pilots"), cue=span("citing")),
        ],
    )
    fields: dict[str, Any] = {
        "document": DocumentInfo(
            id="ferry", sha256="0" * 64, characters=len(TEXT), words=len(TEXT.split()), language="en", title="Ferry"
        ),
        "summary": Summary(
            text="The ferry may sail on Friday.",
            sentences=[
                SummarySentence(text="The ferry may sail on Friday.", support=[span("the ferry may sail on Friday")])
            ],
        ),
        "claims": [hedged, chained],
        "sources": [officials, outlet, pilots],
        "report": Report(
            status="complete",
            windows=Windows(sent=3, answered=3),
            items=Items(answered=3, kept=2, rejected=1),
            rejected=[Rejected(window=1, reason="number changed: 54 -> 45", answer="45 passengers")],
        ),
        "run": Run(
            extractor="0.1.0",
            model="fake",
            endpoint="local",
            prompts={"claims": "v1 sha256:0"},
            schema_="sha256:0",
            usage=Usage(calls=3, input_tokens=1234, cached_tokens=1000, output_tokens=56),
            seconds=1.5,
        ),
    }
    return Result(**{**fields, **changed})
