"""A result as W3C Web Annotations (Web Annotation Data Model, 2017; JSON-LD).

Every place is given twice where it can be: in the document's text (TextPositionSelector and
TextQuoteSelector; positions count code points, as the recommendation says) and, for a document that
came from a web page, in the page (CssSelector refined by a TextPositionSelector in the text of that
element, its DOM `textContent`).
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from extractor.render.chain import chain, names_of
from extractor.schema import Claim, Result, Span

if TYPE_CHECKING:
    from extractor.document import Document

Json = dict[str, Any]

#: Characters before and after a quotation that tell it from the same words elsewhere.
AROUND = 32
#: Our own terms beside those of the recommendation; a reader who does not know them loses nothing.
CONTEXT: list[Any] = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "x": "urn:claim-extractor:",
        "speech": "x:speech",
        "certainty": "x:certainty",
        "confidence": "x:confidence",
        "score": "x:score",
        "grounding": "x:grounding",
        "chain": {"@id": "x:chain", "@container": "@list"},
    },
]


def as_annotations(result: Result, document: Document | None = None) -> Json:
    """An AnnotationPage: the claims, the hops of their chains, markers of certainty, summary, furniture.

    document: the very document of the result; without it quotations come without the words around
    them, and places in a web page are not known.
    """
    return _Annotations(result, document).page()


def as_json_ld(result: Result, document: Document | None = None) -> str:
    """The same as JSON on one line."""
    return json.dumps(as_annotations(result, document), ensure_ascii=False, separators=(",", ":")) + "\n"


class _Annotations:
    def __init__(self, result: Result, document: Document | None) -> None:
        self.result = result
        self.document = document
        digest = urlsafe_b64encode(bytes.fromhex(result.document.sha256)).decode().rstrip("=")
        #: The text, named by what it is (RFC 6920): nobody needs to host it.
        self.text = f"ni:///sha-256;{digest}"
        self.language = {"language": result.document.language} if result.document.language else {}

    def page(self) -> Json:
        items = [*self._claims(), *self._summary(), *self._furniture()]
        return {
            "@context": CONTEXT,
            "id": f"{self.text}#annotations",
            "type": "AnnotationPage",
            "label": self.result.document.title or self.result.document.id,
            "generator": {"type": "Software", "name": f"claim-extractor {self.result.run.extractor}"},
            "startIndex": 0,
            "items": items,
        }

    def _claims(self) -> Iterator[Json]:
        names = names_of(self.result)
        for claim in self.result.claims:
            yield self._claim(claim, names)
            for number, hop in enumerate(claim.attribution, 1):
                who = self._body(names.get(hop.source, hop.mention.text), "identifying")
                body = [who, self._of(claim)]
                yield self._annotation(f"{claim.id}-source{number}", "identifying", body, [hop.mention])
                if hop.cue is not None:
                    body = [self._tag("cue"), self._of(claim)]
                    yield self._annotation(f"{claim.id}-cue{number}", "tagging", body, [hop.cue])
            if claim.certainty.markers:
                body = [self._tag(claim.certainty.level), self._of(claim)]
                yield self._annotation(f"{claim.id}-certainty", "tagging", body, claim.certainty.markers)

    def _claim(self, claim: Claim, names: dict[str, str]) -> Json:
        tags = [f"certainty: {claim.certainty.level}", f"confidence: {claim.confidence.level}"]
        who = [self._body(chain(claim, names), "identifying")] if claim.attribution else []
        body = [self._body(claim.text, "describing"), *who, *(self._tag(tag) for tag in tags)]
        return self._annotation(claim.id, "describing", body, claim.content) | {
            "speech": claim.speech,
            "certainty": claim.certainty.level,
            "confidence": claim.confidence.level,
            "score": claim.confidence.score,
            "grounding": claim.grounding,
            "chain": [names.get(hop.source, hop.mention.text) for hop in claim.attribution],
        }

    def _summary(self) -> Iterator[Json]:
        for number, sentence in enumerate(self.result.summary.sentences, 1):
            if sentence.support:
                body = [self._body(sentence.text, "describing"), self._tag("summary")]
                yield self._annotation(f"summary{number}", "describing", body, sentence.support)

    def _furniture(self) -> Iterator[Json]:
        for number, line in enumerate(self.result.document.furniture, 1):
            yield self._annotation(f"furniture{number}", "tagging", [self._tag(f"furniture: {line.kind}")], [line])

    def _annotation(self, name: str, motivation: str, body: list[Json], spans: Iterable[Span]) -> Json:
        return {
            "id": self._id(name),
            "type": "Annotation",
            "motivation": motivation,
            "body": body,
            "target": [target for span in spans for target in self._targets(span)],
        }

    def _id(self, name: str) -> str:
        return f"{self.text}#{quote(name)}"

    def _body(self, value: str, purpose: str) -> Json:
        return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", **self.language, "value": value}

    def _tag(self, value: str) -> Json:
        return {"type": "TextualBody", "purpose": "tagging", "value": value}

    def _of(self, claim: Claim) -> Json:
        return {"type": "SpecificResource", "purpose": "linking", "source": self._id(claim.id)}

    def _targets(self, span: Span) -> Iterator[Json]:
        position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        source = {"id": self.text, "type": "Text", "format": "text/plain", **self.language}
        yield {"source": source, "selector": [position, self._quotation(span)]}
        if self.document is None:
            return
        for place in self.document.trace(span.start, span.end):
            inside = [
                {"type": "TextPositionSelector", "start": place.start, "end": place.end},
                {"type": "TextQuoteSelector", "exact": place.text},
            ]
            selector = {"type": "CssSelector", "value": place.selector, "refinedBy": inside}
            yield {"source": {"id": self._page(), "type": "Text", "format": "text/html"}, "selector": selector}

    def _quotation(self, span: Span) -> Json:
        quotation = {"type": "TextQuoteSelector", "exact": span.text}
        if self.document is None:
            return quotation
        text = self.document.text
        before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
        return quotation | {"prefix": before, "suffix": after}

    def _page(self) -> str:
        """The page's address; one that came from a file is named by its id, relative to wherever it lies."""
        url = self.result.document.url
        if url and urlsplit(url).scheme in ("http", "https"):
            return url
        return quote(self.result.document.id)
