"""What the fields of an answer are: words of the document, the model's own words, numbers read from words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from extractor.schema import Grounding, Span

#: JSON Schema keywords of a task's schema: words of the document; which fields must hold a number.
VERBATIM, HELD_BY = "x-verbatim", "x-in"
#: `grounding` of the model's own words in a result.
NOT_GROUNDED = "none"


class Verbatim(str):
    """Words of the document, as a `str` that knows where they stand.

    spans: their characters in `Document.text`, in order. grounding: "exact", "normalized" or "repaired".
    Both are empty while the words are only what a model answered.

        class Fire(BaseModel):
            place: Verbatim
            cause: Verbatim | None = None
    """

    spans: tuple[Span, ...]
    grounding: Grounding | None

    def __new__(cls, text: str = "", spans: Sequence[Span] = (), grounding: Grounding | None = None) -> Self:
        made = super().__new__(cls, text)
        made.spans = tuple(spans)
        made.grounding = grounding
        return made

    def as_json(self) -> dict[str, Any]:
        """The form a result has it in."""
        return {
            "text": str(self),
            "spans": [span.model_dump(mode="json") for span in self.spans],
            "grounding": self.grounding,
        }

    @classmethod
    def _read(cls, value: object) -> Verbatim:
        if isinstance(value, Verbatim):
            return value
        if isinstance(value, str):
            return cls(value)
        if isinstance(value, Mapping) and set(value) == {"text", "spans", "grounding"}:
            return cls(value["text"], [Span.model_validate(span) for span in value["spans"]], value["grounding"])
        msg = "words of the document are a string"
        raise ValueError(msg)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda words: words.as_json() if words.spans else str(words)
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", VERBATIM: True}


class Free(str):
    """The model's own words: never looked for in the document, and marked so in the result.

    A field annotated `str` is treated alike; `Free` says that it is meant.
    """

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema()
        )


def Number(*, in_: str | Sequence[str], **field: Any) -> Any:  # noqa: N802 - stands where pydantic's `Field` does
    """A number that must stand in the words of the verbatim field `in_` (or of one of several) beside it.

    Digits and number words are read (English, German). A number that the words do not hold is not kept.
    `field` is what `pydantic.Field` takes: `default=None`, `ge=0`, `description="…"`.
    """
    names: list[Any] = [in_] if isinstance(in_, str) else list(in_)
    return Field(json_schema_extra={HELD_BY: names}, **field)
