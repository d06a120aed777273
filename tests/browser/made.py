"""Results made by hand for the page: overlapping spans, many claims, other directions of writing."""

from __future__ import annotations

import hashlib
from typing import Any

from extractor import Document, Result, Reviewed, review_page
from extractor.schema import Certainty, Claim, Confidence, DocumentInfo, Furniture, Hop, Source, Span, Summary
from tests.support.results import TEXT, claim, ferry_result, span

LEVELS = ("asserted", "hedged", "denied", "declined", "questioned")


def about(text: str, **known: Any) -> DocumentInfo:
    """What is said of a document with this text."""
    fields: dict[str, Any] = {"id": "made", "language": "en", **known}
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return DocumentInfo(sha256=digest, characters=len(text), words=len(text.split()), **fields)


def stated(id: str, content: Span, hops: list[Hop], **changed: Any) -> Claim:
    """A claim whose statement is its content, in any text."""
    return claim(id, "it will not", hops, **{"text": content.text, "content": [content], **changed})


def ferry(**changed: Any) -> str:
    """The page about the ferry."""
    return review_page([Reviewed(ferry_result(**changed), TEXT)])


def overlapping() -> str:
    """The page with overlapping spans."""
    return review_page([overlap()])


def overlap() -> Reviewed:
    """Two claims, one inside the other's words, and a hedge across the end of the inner one."""
    text = "Caption.\n\nPilots said the union believes the ferry may never sail again."
    outer = stated(
        "c1",
        span("the union believes the ferry may never sail again", text),
        [Hop(source="s1", mention=span("Pilots", text), cue=span("said", text))],
    )
    inner = stated(
        "c2",
        span("the ferry may never", text),
        [Hop(source="s1", mention=span("Pilots", text)), Hop(source="s2", mention=span("the union", text))],
        certainty=Certainty(level="hedged", markers=[span("may never sail", text)]),
    )
    sources = [
        Source(id="s1", name="Pilots", kind="group", named=False, mentions=[span("Pilots", text)]),
        Source(id="s2", name="the union", kind="organization", named=True, mentions=[span("the union", text)]),
    ]
    furniture = [Furniture(start=0, end=8, text="Caption.", kind="caption")]
    result = ferry_result(
        claims=[outer, inner],
        sources=sources,
        document=about(text, furniture=furniture),
        summary=Summary(text="", sentences=[]),
    )
    return Reviewed(result, text)


def plain(text: str, words: str, **known: Any) -> Result:
    """A narrated claim that is `words` of `text`."""
    document = about(text, **known)
    return ferry_result(
        document=document,
        claims=[stated("c1", span(words, text), [])],
        sources=[],
        summary=Summary(text="", sentences=[]),
    )


def sentences(document: Document) -> Reviewed:
    """Every sentence of the story as a claim; its first word, by turns, as who says it."""
    claims: list[Claim] = []
    for n, sentence in enumerate(document.story):
        words = document.text[sentence.start : sentence.end]
        first = Span(start=sentence.start, end=sentence.start + len(words.split()[0]), text=words.split()[0])
        hops = [Hop(source="s1", mention=first)] if n % 2 else []
        claims.append(stated(f"c{n + 1}", Span(start=sentence.start, end=sentence.end, text=words), hops))
    mentions = [hop.mention for one in claims for hop in one.attribution]
    source = Source(id="s1", name=mentions[0].text, kind="person", named=True, mentions=mentions)
    summary = Summary(text="", sentences=[])
    result = ferry_result(document=document.info(), claims=claims, sources=[source], summary=summary)
    return Reviewed(result, document.text)


def large(claims: int, characters: int) -> Reviewed:
    """A long document with many claims by many sources, of every certainty and confidence."""
    paragraph = "Officer {n} said the wall number {n} may fail, according to the county board {m}. Nobody answered. 🌊 "
    filler = "The river rose again during the night and the roads stayed closed. "
    each = characters // claims
    made: list[Claim] = []
    sources: dict[str, Source] = {}
    parts: list[str] = []
    at = 0
    for n in range(claims):
        line = paragraph.format(n=n, m=n % 40)
        line += filler * max(0, (each - len(line)) // len(filler))
        made.append(_claim(n, line, at, sources))
        parts.append(line)
        at += len(line) + 2
    text = "\n\n".join(parts)
    result = ferry_result(
        document=about(text, title="A long night"),
        claims=made,
        sources=list(sources.values()),
        summary=Summary(text="", sentences=[]),
    )
    return Reviewed(result, text)


def _claim(n: int, line: str, offset: int, sources: dict[str, Source]) -> Claim:
    def at(words: str) -> Span:
        start = line.index(words) + offset
        return Span(start=start, end=start + len(words), text=words)

    officer, board = f"Officer {n}", f"the county board {n % 40}"
    hops = [Hop(source=f"s{n}", mention=at(officer), cue=at("said"))]
    hops.append(Hop(source=f"b{n % 40}", mention=at(board), cue=at("according to")))
    sources[f"s{n}"] = Source(id=f"s{n}", name=officer, kind="person", named=True, mentions=[at(officer)])
    sources.setdefault(
        f"b{n % 40}", Source(id=f"b{n % 40}", name=board, kind="organization", named=True, mentions=[at(board)])
    )
    score = (n % 100) / 100
    level: Any = "high" if score > 0.8 else "medium" if score > 0.5 else "low"
    certainty: Any = LEVELS[n % len(LEVELS)]
    return Claim(
        id=f"c{n + 1}",
        text=f"Wall {n} may fail.",
        content=[at(f"the wall number {n} may fail")],
        speech="indirect",
        attribution=hops,
        certainty=Certainty(level=certainty, markers=[at("may")]),
        grounding="exact",
        confidence=Confidence(level=level, score=score, reasons=["made"]),
    )
