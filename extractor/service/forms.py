"""What a caller sends: the fields of a document as JSON. Nothing here is an address that anybody fetches."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.service.problems import Problem

LONGEST_ID = 256  # characters
LONGEST_WORDS = 2_000  # characters of a title, a byline, an address
#: Unknown fields that are told of.
MOST_TOLD = 10
#: A text that is not blank.
NOT_BLANK = r"\S"
#: A page with at least one letter or digit outside its tags, of any script in daily use.
NOT_EMPTY_PAGE = r"(^|>)[^<>]*[0-9A-Za-z\u00c0-\u024f\u0370-\u1fff\u3040-\ud7a3]"


class _Known(BaseModel):
    """What the caller knows of the document; it binds over what the text says."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=LONGEST_ID)] | None = Field(
        default=None, description="its name in the result; by default made from the text"
    )
    title: Annotated[str, Field(max_length=LONGEST_WORDS)] | None = None
    byline: Annotated[str, Field(max_length=LONGEST_WORDS)] | None = None
    publisher: Annotated[str, Field(max_length=LONGEST_WORDS)] | None = None
    published: Annotated[str, Field(max_length=LONGEST_WORDS)] | None = None
    url: Annotated[str, Field(max_length=LONGEST_WORDS)] | None = Field(
        default=None, description="where it came from; repeated in the result, never fetched"
    )
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = Field(
        default=None, description="ISO 639-1 code; detected when left out"
    )
    keep_furniture: bool = Field(default=False, description="ask about captions, share lines and forms too")


class TextForm(_Known):
    """A document as plain text."""

    text: Annotated[str, Field(min_length=1, json_schema_extra={"pattern": NOT_BLANK})]


class PageForm(_Known):
    """A document as a web page; its story is found in it."""

    html: Annotated[str, Field(min_length=1, json_schema_extra={"pattern": NOT_EMPTY_PAGE})]


Form = TextForm | PageForm


def form_of(data: object) -> Form:
    """The form in parsed JSON. Raises `Problem` 422 that names the fields at fault and repeats none of their values."""
    if not isinstance(data, dict):
        raise Problem("invalid", "the body is not a JSON object with text or html")
    has_text, has_page = "text" in data, "html" in data
    if has_text == has_page:
        what = "holds both text and html: send one" if has_text else "holds neither text nor html"
        raise Problem("invalid", f"the body {what}")
    kind: type[TextForm] | type[PageForm] = TextForm if has_text else PageForm
    unknown = [name for name in data if name not in kind.model_fields]
    for name in unknown[MOST_TOLD:]:  # a hundred thousand of them are told of as ten are
        del data[name]
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        known = (*kind.model_fields,)
        raise Problem(
            "invalid", "some fields cannot be used", errors=[_told(entry, known) for entry in error.errors()]
        ) from None


def _told(entry: Any, known: tuple[str, ...]) -> dict[str, str]:
    """One fault, without the value: the field as a JSON pointer (RFC 6901) and what is wrong with it."""
    field = str(entry["loc"][0]) if entry["loc"] else ""
    if field not in known:  # a name that the caller made up may be anything
        return {"pointer": "", "detail": f"an unknown field; known are: {', '.join(known)}"}
    return {"pointer": f"/{field}", "detail": entry["msg"]}
