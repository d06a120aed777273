"""A web page: bounded parsing, its main text as paragraphs, and its metadata."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.document.html.alignment import blocks, keep
from extractor.document.html.attributes import MOST_ATTRIBUTES, has_crowded_tag
from extractor.document.html.charset import decode_page
from extractor.document.html.linked_data import carried_story
from extractor.document.html.main_text import head_of, metadata, require, story
from extractor.document.html.places import Places, Run
from extractor.document.html.selectors import Selectors
from extractor.document.html.standfirst import keep_standfirst
from extractor.document.html.stream import JOINED, SEPARATORS, Stream
from extractor.errors import DocumentEmpty, DocumentNotText, DocumentTooLarge

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml"))
MAX_PAGE_BYTES = 10_000_000
"""Bytes of a page; the largest news pages have about a fifth of that."""
MAX_DEPTH = 256
"""Elements inside each other that libxml2 reads; it stops at a deeper page, which is why that is refused."""
MAX_ELEMENTS = 50_000
"""Elements of a page. Of 149 news pages the largest has 2,837; each costs time, however short its text."""
MOST_JUDGED = 6_000
"""Elements of a page in which its story is looked for: trafilatura takes a tenth of a millisecond for each."""
MAX_WORDS = 400_000
"""Words a page may show, one letter or more: 2 million characters, the limit of a document, have some 330,000."""
WORDS_JUDGED = 80_000
"""Words of a page in which its story is looked for, for the same reason."""
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a tree cannot hold (XML 1.0, section 2.2): one of them would cost the whole story."""
SNIFFED = 1_024
"""Bytes in which a page shows that it is one."""
MIN_FOUND = 0.9
"""Share of the extracted text that must be found on the page; less is said in a warning."""
UNJUDGED = (
    f"more than {MOST_JUDGED:,} elements or {WORDS_JUDGED:,} words on this page: "
    "everything it shows is read, its story is not looked for"
)
CARRIED = "the page shows only a part of its story: read from its data (articleBody)"

_HTML = re.compile(
    r"\ufeff?\s*(?><\?xml[^>]*>\s*|<!--.{0,900}?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
"""What was read as a comment is not read another way: 140 comments have more ways than anything could try."""


@dataclass(frozen=True)
class Page:
    """What was read: the main text, its places on the page, what the page says of itself, warnings."""

    text: str
    places: Places
    known: dict[str, str]
    warnings: tuple[str, ...] = ()
    judged: bool = True
    """Whether the story was looked for; without that the text is all that the page shows."""


def looks_like_html(data: bytes) -> bool:
    """Whether bytes begin as a page does."""
    start = data[:SNIFFED]
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if start.startswith(mark):
            return bool(_HTML.match(start.decode(encoding, "ignore")))
    return bool(_HTML.match(start.decode("utf-8", "ignore")))


def read_page(data: str | bytes, *, name: str, url: str | None = None, encoding: str | None = None) -> Page:
    """Read a page; nothing is fetched. `name` stands in errors, `url` is where the page came from.

    Raises `MissingExtra` without the extra `html`, `DocumentTooLarge` above `MAX_PAGE_BYTES`,
    `MAX_DEPTH`, `MAX_ELEMENTS` or `MAX_WORDS`, `DocumentEmpty` for a page without a story, and what decoding raises.
    """
    require()
    if len(data) > MAX_PAGE_BYTES:
        raise _too_many(name, len(data), "bytes", MAX_PAGE_BYTES)
    markup, warnings = (data, []) if isinstance(data, str) else decode_page(data, name, encoding)
    root = _parse(markup, name)
    elements = _count(root, name)
    stream = Stream(root)
    if len(stream.pieces) > MAX_WORDS:
        raise _too_many(name, len(stream.pieces), "words", MAX_WORDS)
    if elements > MOST_JUDGED or len(stream.pieces) > WORDS_JUDGED:
        return _unjudged(root, stream, name, url, warnings)
    try:
        wanted = blocks(story(root, url))
    except Exception as error:  # whatever a page can do to a large package of heuristics
        msg = f"{name}: no story can be read from this page: save its text and give that"
        raise DocumentNotText(msg) from error
    kept = keep(stream.pieces, wanted)
    keep_standfirst(stream, kept)
    text, places, found = _write(root, stream, kept)
    carried = carried_story(root, len(text.split()))
    if carried is not None:
        return Page(carried.text, carried.places, metadata(root, url), (*warnings, CARRIED))
    if not text:
        raise _empty(name)
    if found < MIN_FOUND * sum(len(block.text) for block in wanted):
        warnings.append("part of the story could not be found again on the page and is left out")
    return Page(text, places, metadata(root, url), tuple(warnings))


def _unjudged(root: HtmlElement, stream: Stream, name: str, url: str | None, warnings: list[str]) -> Page:
    """All that the page shows, its furniture included: the rules for lines look for that; and what its head says."""
    text, places, _ = _write(root, stream, [True] * len(stream.pieces))
    if not text:
        raise _empty(name)
    return Page(text, places, metadata(head_of(root), url), (*warnings, UNJUDGED), judged=False)


def _empty(name: str) -> DocumentEmpty:
    return DocumentEmpty(f"{name}: no story found on this page: save its text and give that")


def _too_many(name: str, number: int, what: str, most: int) -> DocumentTooLarge:
    return DocumentTooLarge(
        f"{name}: {number:,} {what}; the limit for a web page is {most:,}: save its text and give that"
    )


def _count(root: HtmlElement, name: str) -> int:
    """The elements of a page. Raises `DocumentTooLarge` above `MAX_ELEMENTS`."""
    elements = int(root.xpath("count(//*)"))
    if elements > MAX_ELEMENTS:
        msg = (
            f"{name}: {elements:,} elements; the limit for a web page is {MAX_ELEMENTS:,}: save its text and give that"
        )
        raise DocumentTooLarge(msg)
    return elements


def _parse(markup: str, name: str) -> HtmlElement:
    """The tree of a page, as browsers see its characters: line breaks as LF, U+FFFD for what cannot stand there."""
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    tidy = markup.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    if not tidy.strip():
        msg = f"{name}: holds no text"
        raise DocumentEmpty(msg)
    if has_crowded_tag(tidy):
        msg = f"{name}: a tag with more than {MOST_ATTRIBUTES:,} attributes: save its text and give that"
        raise DocumentTooLarge(msg)
    # trafilatura counts on there being no comments
    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(_NOT_XML.sub("\ufffd", tidy).encode(), parser=parser)
    except (LxmlError, ValueError):
        msg = f"{name}: cannot be read as HTML: save its text and give that"
        raise DocumentNotText(msg) from None
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        msg = f"{name}: more than {MAX_DEPTH} elements inside each other: save its text and give that"
        raise DocumentTooLarge(msg)
    return root


def _write(root: HtmlElement, stream: Stream, kept: list[bool]) -> tuple[str, Places, int]:
    """The kept pieces as text, paragraphs with blank lines between them; their places; their characters."""
    selectors = Selectors(root)
    elements: list[int] = []
    numbers: dict[int, int] = {}
    parts: list[str] = []
    runs: list[Run] = []
    length = count = 0
    divided = JOINED
    for piece, wanted in zip(stream.pieces, kept, strict=True):
        divided = max(divided, piece.before)
        if not wanted:
            continue
        separator = SEPARATORS[divided] if parts else ""
        divided = JOINED
        if piece.block not in numbers:
            numbers[piece.block] = len(elements)
            elements.append(selectors.step(stream.blocks[piece.block]))
        length += len(separator)
        runs.append(Run(length, piece.text, numbers[piece.block], piece.at, piece.lead))
        parts += (separator, piece.text)
        length += len(piece.text)
        count += len(piece.text)
    return "".join(parts), Places(runs, selectors.steps, elements), count
