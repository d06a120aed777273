"""From the body of a request to bytes and documents, within the limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from email.message import Message
from typing import TYPE_CHECKING

from extractor.document import Document
from extractor.document.decoding import charset as charset_of
from extractor.service.forms import Form, PageForm, TextForm, form_of
from extractor.service.problems import CallerLeft, Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from extractor.service.settings import Limits

JSON, TEXT, PAGE = "application/json", "text/plain", "text/html"
DOCUMENT_TYPES = (JSON, TEXT, PAGE)
#: Characters of plain text that are parsed without a thread of their own: less work than the rules then do with it
#: in one go, and no more than about ten times the hand-over.
SOON_READ = 20_000


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
    end, size, more = asyncio.get_running_loop().time() + seconds, 0, True
    while more:
        try:
            # Not around the whole: a generator must not hold a time limit open while its reader works.
            async with asyncio.timeout_at(end):
                message = await request.receive()
        except TimeoutError:
            raise Problem("body-timeout", f"the body was not complete after {seconds:g} seconds") from None
        if message["type"] == "http.disconnect":
            raise CallerLeft
        chunk, more = message.get("body", b""), message.get("more_body", False)
        size += len(chunk)
        if size > most_bytes:
            raise _too_large(most_bytes)
        if chunk:
            yield chunk


def media_type(request: Request, allowed: tuple[str, ...]) -> tuple[str, str | None]:
    """The body's media type and its charset. Raises `Problem` 415 for one that is not allowed."""
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    kind = header.get_content_type() if request.headers.get("content-type") else ""
    if kind not in allowed:
        raise Problem("media-type", f"Content-Type must be one of: {', '.join(allowed)}")
    declared = header.get_content_charset()
    charset = None if declared is None else charset_of(declared)
    if declared is not None and charset is None:
        raise Problem("media-type", "the charset in Content-Type is not known, or no text is sent in it")
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


@dataclass(frozen=True, slots=True)
class Sent:
    """What a caller sent, not yet a document.

    read: makes the document; raises `Problem` and `DocumentError`. long: it may take longer than a caller
    with another document should wait for.
    """

    read: Callable[[Limits], Document]
    long: bool

    async def document(self, limits: Limits) -> Document:
        """The document, parsed here where that is soon done, else in a thread."""
        return await asyncio.to_thread(self.read, limits) if self.long else self.read(limits)


def what_was_sent(kind: str, charset: str | None, content: bytes) -> Sent:
    """The document to be. What cannot be right at once raises `Problem`."""
    if kind == JSON:
        form = form_of(parse_json(content))
        long = isinstance(form, PageForm) or len(form.text) > SOON_READ
        return Sent(lambda limits: within(document_of(form), limits), long)
    if kind == PAGE:
        return Sent(lambda limits: within(Document.from_html(content, encoding=charset), limits), long=True)
    return Sent(lambda limits: within(_plain(content, charset), limits), len(content) > SOON_READ)


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
