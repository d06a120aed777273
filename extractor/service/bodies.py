"""From the body of a request to bytes and documents, within the limits."""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Callable
from dataclasses import replace
from email.message import Message
from typing import TYPE_CHECKING

from extractor.document import Document
from extractor.service.forms import Form, TextForm, form_of
from extractor.service.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from extractor.service.settings import Limits

JSON, TEXT, PAGE = "application/json", "text/plain", "text/html"
DOCUMENT_TYPES = (JSON, TEXT, PAGE)


async def read_body(request: Request, *, most_bytes: int, seconds: float) -> bytes:
    """The body, whether or not its length was announced. Raises `Problem` 413, 408 and 415 (compressed)."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem("media-type", "the body is compressed: send it as it is")
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most_bytes:
        raise _too_large(most_bytes)
    content = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                content += chunk
                if len(content) > most_bytes:
                    raise _too_large(most_bytes)
    except TimeoutError:
        raise Problem("body-timeout", f"the body was not complete after {seconds:g} seconds") from None
    return bytes(content)


def media_type(request: Request, allowed: tuple[str, ...]) -> tuple[str, str | None]:
    """The body's media type and its charset. Raises `Problem` 415 for one that is not allowed."""
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    kind = header.get_content_type() if request.headers.get("content-type") else ""
    if kind not in allowed:
        raise Problem("media-type", f"Content-Type must be one of: {', '.join(allowed)}")
    charset = header.get_content_charset()
    if charset is not None:
        try:
            codecs.lookup(charset)
        except (LookupError, ValueError):
            raise Problem("media-type", "the charset in Content-Type is not known") from None
    return kind, charset


def parse_json(content: bytes) -> object:
    """Parsed JSON. Raises `Problem` 400; says where the fault is and not what stands there."""
    from pydantic_core import from_json

    try:
        return from_json(content, allow_inf_nan=False)
    except ValueError as error:
        place = str(error).rpartition(" at ")[2]
        where = f" at {place}" if place.startswith("line ") else ""
        raise Problem("malformed", f"the body is not JSON{where}") from None


def document_reader(kind: str, charset: str | None, content: bytes) -> Callable[[Limits], Document]:
    """A function that reads the document; parsing takes a while, so that it is called in a thread.

    What cannot be right at once raises `Problem` here; the function raises `Problem` and `DocumentError`.
    """
    if kind == JSON:
        form = form_of(parse_json(content))
        return lambda limits: within(document_of(form), limits)
    if kind == PAGE:
        return lambda limits: within(Document.from_html(content, encoding=charset), limits)
    return lambda limits: within(Document.from_bytes(content, encoding=charset), limits)


def document_of(form: Form) -> Document:
    """The document in a form. Raises a `DocumentError` whose message does not repeat the caller's words."""
    # The id is set afterwards: error messages begin with it.
    known = {name: getattr(form, name) for name in ("title", "byline", "publisher", "published", "url", "language")}
    if isinstance(form, TextForm):
        document = Document.from_text(form.text, keep_furniture=form.keep_furniture, **known)
    else:
        known["url"] = None
        document = Document.from_html(form.html, keep_furniture=form.keep_furniture, **known)
        if form.url is not None:
            document = replace(document, url=form.url)
    return document if form.id is None else replace(document, id=form.id)


def within(document: Document, limits: Limits) -> Document:
    """The document. Raises `Problem` 413 above the limit of characters."""
    if len(document.text) > limits.characters:
        raise Problem(
            "too-large",
            f"the document has {len(document.text):,} characters; {limits.characters:,} are read here: "
            "split it, or send it as a job",
        )
    return document


def _too_large(most_bytes: int) -> Problem:
    return Problem("too-large", f"the body is larger than {most_bytes:,} bytes")
