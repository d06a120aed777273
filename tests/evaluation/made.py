"""Small articles, gold rows and results for the tests of the evaluation; people and places are invented."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.evaluation.gold import Attribution, Pieces
from extractor.evaluation.predictions import text_sha256
from extractor.schema import (
    Certainty,
    Claim,
    Confidence,
    DocumentInfo,
    Hop,
    Items,
    Report,
    Result,
    Run,
    Source,
    Span,
    Summary,
    Usage,
    Windows,
)

HARBOUR = (
    "Ferry to stay in port.\n\n"
    "“The quay is safe,” harbour master Ilse Brandt said on Friday. “Nobody has to worry.”\n\n"
    "TV Sund reported that pilots believe the storm may last until Sunday. "
    "She told Radio Fenn the ferry was old, and refused to discuss the price."
)


def at(words: str, text: str = HARBOUR, nth: int = 0) -> tuple[int, int]:
    """Start and end of the nth occurrence of some words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def pieces(*words: str, text: str = HARBOUR) -> Pieces:
    """The first places of some words; empty words are no piece."""
    return tuple(at(w, text) for w in words if w)


def said(source: str, cue: str, *content: str, text: str = HARBOUR, **more: Any) -> Attribution:
    """An attribution by its words."""
    return Attribution(pieces(source, text=text), pieces(cue, text=text), pieces(*content, text=text), **more)


def span(words: str, text: str = HARBOUR) -> Span:
    """The first place of some words, as a span of a result."""
    start, end = at(words, text)
    return Span(start=start, end=end, text=words)


def hop(mention: str, cue: str | None = None, source: str = "s1", text: str = HARBOUR) -> Hop:
    """A hop by its words."""
    return Hop(source=source, mention=span(mention, text), cue=None if cue is None else span(cue, text))


def claim(*content: str, hops: Iterable[Hop] = (), level: Any = "asserted", text: str = HARBOUR, **more: Any) -> Claim:
    """A claim by its words."""
    fields: dict[str, Any] = {
        "id": "c1",
        "text": " ".join(content),
        "content": [span(words, text) for words in content],
        "speech": "indirect",
        "attribution": list(hops),
        "certainty": Certainty(level=level),
        "grounding": "exact",
        "confidence": Confidence(level="high", score=0.9, reasons=[]),
    }
    return Claim(**{**fields, **more})


def source(id: str, name: str, kind: Any = "person", named: bool = True) -> Source:
    """A source without mentions."""
    return Source(id=id, name=name, kind=kind, named=named, mentions=[])


def result(*claims: Claim, sources: Iterable[Source] = (), text: str = HARBOUR, **more: Any) -> Result:
    """A complete result on a text."""
    fields: dict[str, Any] = {
        "document": DocumentInfo(
            id="a", sha256=text_sha256(text), characters=len(text), words=len(text.split()), language="en"
        ),
        "summary": Summary(text="", sentences=[]),
        "claims": list(claims),
        "sources": list(sources),
        "report": Report(
            status="complete", windows=Windows(sent=2, answered=2), items=Items(answered=4, kept=3, rejected=1)
        ),
        "run": Run(
            extractor="0.1.0",
            model="fake",
            endpoint="local",
            prompts={"claims": "v1 sha256:0"},
            schema="sha256:0",
            usage=Usage(calls=2, input_tokens=300, output_tokens=40),
            seconds=1.5,
        ),
    }
    return Result(**{**fields, **more})


def gold_row(source: str | None, cue: str | None, *content: str, text: str = HARBOUR, **more: Any) -> dict[str, Any]:
    """An attribution as a gold file writes it."""

    def one(words: str) -> dict[str, Any]:
        start, end = at(words, text)
        return {"start": start, "end": end, "text": words}

    return {
        "source": one(source) if source else None,
        "cue": one(cue) if cue else None,
        "content": [one(words) for words in content],
        "type": "indirect",
        "speech_cue": True,
        **more,
    }


def write(path: Path, *rows: dict[str, Any]) -> Path:
    """A file of JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path
