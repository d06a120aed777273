"""The result: the public contract, as pydantic models.

Words. `source`, `cue` and `content` are the standard roles of quotation attribution (Pareti,
PARC 3.0): *Ryder* (source) *said* (cue) *the move is indicative of …* (content). A hop is one
link of an attribution. A span counts Unicode code points of `Document.text` (Python `str`
indices), end exclusive, and always `document.text[start:end] == text`.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

if TYPE_CHECKING:
    from extractor import Row

SCHEMA_VERSION: Literal["1"] = "1"

Speech = Literal["direct", "indirect", "mixed", "narrated"]
CertaintyLevel = Literal["asserted", "hedged", "denied", "declined", "questioned"]
ConfidenceLevel = Literal["high", "medium", "low"]
Grounding = Literal["exact", "normalized", "repaired"]
SourceKind = Literal["person", "organization", "outlet", "anonymous", "document", "group", "unknown"]
Status = Literal["complete", "partial", "failed"]
FurnitureKind = Literal[
    "caption",
    "credit",
    "byline",
    "dateline",
    "counter",
    "share",
    "related",
    "comments",
    "newsletter",
    "contact",
    "advert",
    "cookie",
    "navigation",
    "copyright",
    "other",
]


T = TypeVar("T", covariant=True)


class Answers(Protocol[T]):
    """Something that reads its own answer out of a result: `extractor.Task`."""

    def read(self, result: Result) -> T | None:
        """The answer, in the user's types."""
        ...


# Characters of a text that a `repr` shows.
_SHOWN = 60


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def __str__(self) -> str:
        return repr(self)


class Span(_Part):
    """Characters `start` to `end` (code points, end exclusive) of the document's text."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.start}:{self.end} {_short(self.text)}>"


class Furniture(Span):
    """A stretch that the page carries around its story; it is not asked about."""

    kind: FurnitureKind


class DocumentInfo(_Part):
    """What is known of the document itself. `null` is "the document does not say"."""

    id: str
    sha256: str = Field(description="of the text, encoded as UTF-8")
    characters: int
    words: int
    language: str | None = Field(default=None, description="ISO 639-1 code")
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    furniture: list[Furniture] = []


class SummarySentence(_Part):
    """One sentence of the summary, with the passages that carry it."""

    text: str
    support: list[Span]


class Summary(_Part):
    """What the document says, in one to three sentences."""

    text: str
    sentences: list[SummarySentence]


class Hop(_Part):
    """One link of an attribution: who (a `Source` id), where it is written, and its cue."""

    source: str
    mention: Span
    cue: Span | None = None


class Certainty(_Part):
    """How sure the source (not the extraction) is, with the words that show it."""

    level: CertaintyLevel
    markers: list[Span] = []


class Confidence(_Part):
    """How sure we are that this extraction is right."""

    level: ConfidenceLevel
    score: float = Field(ge=0, le=1)
    reasons: list[str]


class Claim(_Part):
    """Something asserted in the document, tied to its words and to who asserts it.

    `attribution` is ordered nearest to the article first, origin last; it is empty for a claim
    in the reporter's own voice (`speech` is then `narrated`).
    """

    id: str
    text: str = Field(description="a self-contained statement of the claim")
    content: list[Span] = Field(description="verbatim words of the claim, in one or more pieces")
    speech: Speech
    attribution: list[Hop]
    certainty: Certainty
    grounding: Grounding
    confidence: Confidence

    def __repr__(self) -> str:
        who = " ‹ ".join(hop.mention.text for hop in self.attribution) or self.speech
        sureness = f"{self.certainty.level}, {self.confidence.level} {self.confidence.score:.2f}"
        return f"<Claim {self.id} {_short(who)}: {_short(self.text)} ({sureness})>"


class Source(_Part):
    """Who asserts claims. `name` is how the document names them most fully."""

    id: str
    name: str
    kind: SourceKind
    named: bool
    role: str | None = None
    justification: Span | None = Field(
        default=None, description="what the text gives as the reason why this source speaks"
    )
    mentions: list[Span]

    def __repr__(self) -> str:
        return f"<Source {self.id} {_short(self.name)} ({self.kind}, mentions: {len(self.mentions)})>"


class VerbatimAnswer(_Part):
    """Words in the answer of a user's own task: the document's, or ("none", without spans) the model's own."""

    text: str
    spans: list[Span]
    grounding: Grounding | Literal["none"]


class Windows(_Part):
    """Questions put to the model: `sent == answered + failed`."""

    sent: int = 0
    answered: int = 0
    failed: int = 0


class Items(_Part):
    """Things the model answered: `answered == kept + rejected`; `repaired` are among the kept."""

    answered: int = 0
    kept: int = 0
    repaired: int = 0
    rejected: int = 0


class Rejected(_Part):
    """An answer that was not used, and why. `window` counts from 0 in the order sent."""

    window: int
    reason: str
    answer: str


class Report(_Part):
    """What happened to every question and every answer."""

    status: Status
    windows: Windows
    items: Items
    rejected: list[Rejected] = []
    warnings: list[str] = []


class Usage(_Part):
    """Model calls and tokens; `cost_usd` is null where no price is known."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None


class Run(_Part):
    """How the result was made."""

    extractor: str
    model: str
    endpoint: str = Field(description='"local" for the embedded model, else the base URL')
    prompts: dict[str, str]
    schema_: str = Field(alias="schema", description="hash of this schema")
    usage: Usage
    seconds: float

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)


class Result(_Part):
    """Everything extracted from one document."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    document: DocumentInfo
    summary: Summary
    claims: list[Claim]
    sources: list[Source]
    answers: dict[str, Any] | None = Field(default=None, description="a user's own tasks; left out when there are none")
    report: Report
    run: Run
    meta: dict[str, Any] | None = Field(default=None, description="in bulk: the input's other fields; else left out")

    @model_serializer(mode="wrap")
    def _without_absent_parts(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        for name in ("answers", "meta"):
            if getattr(self, name) is None:
                data.pop(name, None)
        return data

    def answer(self, task: Answers[T]) -> T | None:
        """A task's own answer, in the user's types; None where nothing was answered, or it was not asked."""
        return task.read(self)

    def __repr__(self) -> str:
        counts = f"{len(self.claims)} claims, {len(self.sources)} sources, {len(self.report.rejected)} rejected"
        return f"<Result {_short(self.document.id)}: {counts}, {self.report.status}>"

    def to_markdown(self) -> str:
        """The result as Markdown, with everything of the document escaped."""
        from extractor import as_markdown

        return as_markdown(self)

    def to_rows(self) -> list[Row]:
        """One flat dictionary a claim, for spreadsheets and data frames."""
        from extractor import to_rows

        return to_rows(self)

    def to_html(self, text: str | None = None) -> str:
        """A page to review in a browser, in one file. text: `Document.text`; without it, only the passages known."""
        from extractor import Reviewed, review_page

        return review_page([Reviewed(self, text)])

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from extractor import as_card

        return as_card(self)

    def source(self, id: str) -> Source:
        """The source with this id. Raises `KeyError` when there is none."""
        for source in self.sources:
            if source.id == id:
                return source
        raise KeyError(id)


#: A user's own schema, with words in the form of `VerbatimAnswer`.
_ANSWER: dict[str, Any] = {
    "anyOf": [
        {"$ref": "#/$defs/VerbatimAnswer"},
        {
            "type": "object",
            "not": {"required": ["text", "spans", "grounding"]},
            "additionalProperties": {"$ref": "#/$defs/Answer"},
        },
        {"type": "array", "items": {"$ref": "#/$defs/Answer"}},
        {"type": ["string", "number", "boolean", "null"]},
    ]
}


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of `Result`, as `extractor schema` prints it."""
    schema = Result.model_json_schema(mode="validation", by_alias=True)
    schema["properties"]["answers"] = {
        "description": "a user's own tasks, by name; null where one was not answered; left out when there are none",
        "type": "object",
        "additionalProperties": {"anyOf": [{"$ref": "#/$defs/Answer"}, {"type": "null"}]},
    }
    words = VerbatimAnswer.model_json_schema(ref_template="#/$defs/{model}")
    words.pop("$defs", None)
    schema["$defs"] |= {"VerbatimAnswer": words, "Answer": _ANSWER}
    schema["properties"]["meta"] = {"description": "in bulk: the input's other fields; else left out", "type": "object"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


@cache
def schema_hash() -> str:
    """Identity of the schema, as `run.schema` gives it."""
    canonical = json.dumps(json_schema(), sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()[:16]
