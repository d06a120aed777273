"""PDF files, read with pypdf (BSD-3-Clause, pure Python): its lines, put together to paragraphs.

A PDF file holds placed glyphs, not paragraphs. Lines belong together where they are set as close as
the others of their page, in the same size; running headers and footers are left out. The order is
that of the file, which in press releases is the order of reading.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from extractor.document.files.pages import Page, PageLine, compose
from extractor.document.files.reading import Read, broken, encrypted
from extractor.document.limits import MAX_CHARACTERS, refuse_characters
from extractor.errors import DocumentNotText, DocumentTooLarge, MissingExtra

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_PAGES = 3_000
"""Pages; 2 million characters of print fill about 700."""
MAX_SECONDS = 120.0
"""For all pages together: drawings of a million lines are slow to read and hold no text."""
MIN_LETTERS = 20
"""Letters and digits of a whole file, below which it is pictures of pages."""
SHOWN_PAGES = 5
"""Numbers of pages without text that a warning lists."""

_Part = tuple[str, float, float, float]
"""Words as they are printed at once: text, left, height and size in points."""


def read_pdf(data: bytes, name: str) -> Read:
    """The text of a PDF file. Raises as `read_file` does."""
    try:
        import pypdf
        from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
    except ImportError:
        msg = "PDF files need pypdf: pip install 'claim-extractor[files]'"
        raise MissingExtra(msg) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said by us
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted(name, "PDF")
        pages = list(_pages(reader, name))
    except (DependencyError, FileNotDecryptedError, NotImplementedError):
        raise encrypted(name, "PDF") from None
    except (LimitReachedError, MemoryError):
        msg = f"{name}: unpacks to more than is read of a PDF file: save its text and give that"
        raise DocumentTooLarge(msg) from None
    except (DocumentNotText, DocumentTooLarge):
        raise
    except Exception as error:  # whatever a broken or hostile file can do to a large parser
        raise broken(name, "PDF") from error
    letters = sum(sign.isalnum() for page in pages for line in page.lines for sign in line.text)
    if letters < MIN_LETTERS:
        msg = f"{name}: {len(pages)} pages without text, a scan or drawings: run text recognition (OCR) on it first"
        raise DocumentNotText(msg)
    text, starts, left_out = compose(pages)
    return Read(text, starts, tuple(_warnings(pages, left_out)))


def _warnings(pages: list[Page], left_out: int) -> Iterator[str]:
    empty = [str(number) for number, page in enumerate(pages, 1) if not page.lines]
    if empty:
        shown = ", ".join(empty[:SHOWN_PAGES]) + (" …" if len(empty) > SHOWN_PAGES else "")
        yield f"{len(empty)} of {len(pages)} pages hold no text (pictures?): {shown}"
    if left_out:
        yield f"{left_out} running lines at the top or bottom of pages are left out"


def _pages(reader: PdfReader, name: str) -> Iterator[Page]:
    count = len(reader.pages)
    if count > MAX_PAGES:
        msg = f"{name}: {count:,} pages; the limit is {MAX_PAGES:,}: split the document"
        raise DocumentTooLarge(msg)
    deadline = time.monotonic() + MAX_SECONDS
    characters = 0
    for page in reader.pages:
        read = Page(tuple(_lines(page)))
        characters += sum(len(line.text) for line in read.lines)
        if characters > MAX_CHARACTERS:
            refuse_characters(name, characters)
        if time.monotonic() > deadline:
            msg = f"{name}: not read within {MAX_SECONDS:.0f} seconds: save its text and give that"
            raise DocumentTooLarge(msg)
        yield read


def _lines(page: PageObject) -> Iterator[PageLine]:
    """The lines of a page as pypdf finds them, each with the place and size of its first characters."""
    chunks: list[_Part] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: Any) -> None:
        if text:
            left = float(tm[4]) * float(cm[0]) + float(tm[5]) * float(cm[2]) + float(cm[4])
            height = float(tm[4]) * float(cm[1]) + float(tm[5]) * float(cm[3]) + float(cm[5])
            scale = max(abs(float(tm[3])), abs(float(tm[1]))) * max(abs(float(cm[3])), abs(float(cm[1])))
            chunks.append((text, left, height, float(size or 0) * (scale or 1.0)))

    page.extract_text(visitor_text=visit)
    line: list[_Part] = []
    for text, left, height, size in chunks:
        first, *rest = text.split("\n")
        line.append((first, left, height, size))
        for words in rest:
            yield from _line(line)
            line = [(words, left, height, size)]
    yield from _line(line)


def _line(parts: list[_Part]) -> Iterator[PageLine]:
    """One line of its parts: where its first one stands, as large as its longest one; nothing when blank."""
    printed = [part for part in parts if part[0].strip()]
    if printed:
        _, left, height, _ = printed[0]
        size = max(printed, key=lambda part: len(part[0]))[3]
        yield PageLine("".join(part[0] for part in parts).strip(), left, height, size)
