"""From the body of a request to bytes and documents, within the limits."""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from email.message import Message
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from extractor.document import Document
from extractor.service.forms import Form, TextForm, form_of
from extractor.service.problems import CallerLeft, Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from extractor.service.settings import Limits

JSON, TEXT, PAGE = "application/json", "text/plain", "text/html"
DOCUMENT_TYPES = (JSON, TEXT, PAGE)


async def read_body(request: Request, *, most_bytes: int, seconds: float) -> bytes:
    """The whole body. Raises what `read_chunks` raises."""
    content = bytearray()
    async for chunk in read_chunks(request, most_bytes=most_bytes, seconds=seconds):
        content += chunk
    return bytes(content)


async def read_chunks(request: Request, *, most_bytes: int, seconds: float) -> AsyncIterator[bytes]:
    """The body as it comes, whether or not its length was announced.

    Raises `Problem` 413 above `most_bytes`, 408 after `seconds`, 415 for a compressed body, and `CallerLeft`.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem("media-type", "the body is compressed: send it as it is")
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most_bytes:
        raise _too_large(most_bytes)
    end, size = asyncio.get_running_loop().time() + seconds, 0
    chunks = request.stream()
    while True:
        try:
            # Not around the whole: a generator must not hold a time limit open while its reader works.
            async with asyncio.timeout_at(end):
                chunk = await anext(chunks, None)
        except TimeoutError:
            raise Problem("body-timeout", f"the body was not complete after {seconds:g} seconds") from None
        except ClientDisconnect:
            raise CallerLeft from None
        if chunk is None:
            return
        size += len(chunk)
        if size > most_bytes:
            raise _too_large(most_bytes)
        yield chunk


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
    return lambda limits: within(_plain(content, charset), limits)


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


def _plain(content: bytes, charset: str | None) -> Document:
    """Plain text is what its sender says it is: UTF-8 unless declared otherwise, and never taken for a page.

    What is not UTF-8 either is decoded as a file would be: by its byte order mark, else by a guess with a warning.
    """
    try:
        text = content.decode(charset or "utf-8-sig")
    except ValueError:
        return Document.from_bytes(content, encoding=charset)
    return Document.from_text(text)


def _too_large(most_bytes: int) -> Problem:
    return Problem("too-large", f"the body is larger than {most_bytes:,} bytes")
