"""`Document`: the text of a news-like document and what it says of itself."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack, cast

from extractor.document import decoding, language
from extractor.document.furniture import mark
from extractor.document.heading import find_title, read_heading
from extractor.document.limits import MAX_BYTES, refuse_bytes, refuse_characters
from extractor.document.lines import Line, paragraphs
from extractor.document.sentences import Sentence, boundaries
from extractor.errors import DocumentEmpty, DocumentNotFound
from extractor.schema import DocumentInfo, Furniture, FurnitureKind

if TYPE_CHECKING:
    from extractor.document.html import PageRange, Places

UNKNOWN_LANGUAGE = "en"
"""Whose rules cut the sentences of a text in no known language: sencentex has a fallback chain of its own."""
ID_LENGTH = 12
"""Hexadecimal digits of the SHA-256 that name a document without a name: 48 bits."""


class Known(TypedDict, total=False):
    """What the caller knows of a document; it binds over what the text says."""

    id: str | None
    title: str | None
    byline: str | None
    publisher: str | None
    published: str | None
    url: str | None
    language: str | None


@dataclass(frozen=True)
class Document:
    """The text of a document, never changed, and what it says of itself.

    All offsets count Python `str` indices (code points) of `text`. `title`, `byline`, `publisher`,
    `published` (in the document's own words) and `url` are None where the document does not say;
    `language` is an ISO 639-1 code, given or detected, or None when unsure. Make one with
    `from_text`, `from_bytes`, `from_file` or `from_html`; `places` leads back to the page of the last.
    """

    id: str
    text: str = field(repr=False)
    sha256: str
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    furniture: tuple[Furniture, ...] = field(default=(), repr=False)
    warnings: tuple[str, ...] = ()
    title_span: tuple[int, int] | None = None
    places: Places | None = field(default=None, repr=False, compare=False)

    @classmethod
    def from_text(cls, text: str, *, keep_furniture: bool = False, **known: Unpack[Known]) -> Document:
        """A document from text in memory.

        `keep_furniture=True` marks nothing as furniture: every sentence is story. `known` (id,
        title, byline, publisher, published, url, language) binds over what the text says.
        Raises `DocumentEmpty` for blank text, `DocumentTooLarge` above `MAX_CHARACTERS`.
        """
        return cls._read(text, known, keep_furniture=keep_furniture)

    @classmethod
    def _read(cls, text: str, known: Known, *, keep_furniture: bool, story_alone: bool = False) -> Document:
        name = known.get("id") or "text"
        refuse_characters(name, len(text))
        if not text.strip():
            msg = f"{name}: holds no text"
            raise DocumentEmpty(msg)
        found = paragraphs(text)
        kinds, begins = mark(found, story_alone=story_alone)
        heading = read_heading(found, kinds, begins)
        title = known.get("title")
        title_line = heading.title_line if title is None else find_title(found, title)
        if title_line is not None:
            kinds.pop(title_line, None)
        sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return cls(
            id=known.get("id") or sha256[:ID_LENGTH],
            text=text,
            sha256=sha256,
            title=title or heading.title,
            byline=known.get("byline") or heading.byline,
            publisher=known.get("publisher"),
            published=known.get("published") or heading.published,
            url=known.get("url"),
            language=known.get("language") or language.detect(text),
            furniture=() if keep_furniture else tuple(_furniture(text, found[n], kinds[n]) for n in sorted(kinds)),
            warnings=tuple(decoding.text_warnings(text)),
            title_span=None if title_line is None else (found[title_line].start, found[title_line].end),
        )

    @classmethod
    def from_html(
        cls,
        data: str | bytes,
        *,
        encoding: str | None = None,
        keep_furniture: bool = False,
        **known: Unpack[Known],
    ) -> Document:
        """A document from a web page: its story and standfirst, as paragraphs with blank lines between them.

        Title, byline, publisher, published (ISO), url (canonical) and language are what the page
        says, unless they are `known`; `url` is where the page came from, and stays where the page
        names no other. `trace` leads back to the page. Nothing is fetched; scripts, styles and hidden
        elements are never text. Raises `MissingExtra` without the extra `html`, `DocumentTooLarge`
        above 10 MB, `DocumentEmpty` for a page without a story, and what `from_bytes` raises.
        """
        from extractor.document.html import read_page

        name = known.get("id") or known.get("url") or "page"
        page = read_page(data, name=name, url=known.get("url"), encoding=encoding)
        said = cast(Known, page.known | {key: value for key, value in known.items() if value and key != "url"})
        if not known.get("language"):  # what a template declares is often not what the story is in
            said["language"] = language.detect(page.text) or said.get("language")
        document = cls._read(page.text, said, keep_furniture=keep_furniture, story_alone=True)
        return replace(document, warnings=(*page.warnings, *document.warnings), places=page.places)

    @classmethod
    def from_bytes(
        cls, data: bytes, *, encoding: str | None = None, keep_furniture: bool = False, **known: Unpack[Known]
    ) -> Document:
        """A document from bytes: byte order mark, declared `encoding`, UTF-8, else a guess with a warning.

        Bytes that begin as a web page does go to `from_html`. Raises what `from_text` raises, and
        `DocumentNotText` for binary data or an encoding that does not fit.
        """
        from extractor.document.html import looks_like_html

        if looks_like_html(data):
            return cls.from_html(data, encoding=encoding, keep_furniture=keep_furniture, **known)
        name = known.get("id") or "bytes"
        refuse_bytes(name, len(data))
        if not data.strip():
            msg = f"{name}: holds no text"
            raise DocumentEmpty(msg)
        text, warnings = decoding.decode(data, name, encoding)
        document = cls.from_text(text, keep_furniture=keep_furniture, **known)
        return replace(document, warnings=(*warnings, *document.warnings))

    @classmethod
    def from_file(
        cls,
        path: str | os.PathLike[str],
        *,
        encoding: str | None = None,
        keep_furniture: bool = False,
        **known: Unpack[Known],
    ) -> Document:
        """A document from a file; its id is the file's name unless one is given.

        Raises what `from_bytes` raises, and `DocumentNotFound` for a path that cannot be read. A
        file above the limit is refused by its size, without reading it.
        """
        from extractor.document.html import HTML_SUFFIXES

        place = Path(path)
        data = _read(place)
        known["id"] = known.get("id") or place.name
        if place.suffix.lower() in HTML_SUFFIXES:
            return cls.from_html(data, encoding=encoding, keep_furniture=keep_furniture, **known)
        return cls.from_bytes(data, encoding=encoding, keep_furniture=keep_furniture, **known)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Offsets of the paragraphs, furniture and title included."""
        return tuple((paragraph.start, paragraph.end) for paragraph in paragraphs(self.text))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of the text in order; those of furniture and the title are marked."""
        kinds = {furniture.start: furniture.kind for furniture in self.furniture}
        title = None if self.title_span is None else self.title_span[0]
        found: list[Sentence] = []
        for number, (start, end) in enumerate(self.paragraphs):
            kind = kinds.get(start)
            for left, right in boundaries(self.text, start, end, self.language or UNKNOWN_LANGUAGE):
                found.append(Sentence(len(found), left, right, number, kind, start == title))
        return tuple(found)

    @cached_property
    def story(self) -> tuple[Sentence, ...]:
        """The sentences that are neither furniture nor the title."""
        return tuple(sentence for sentence in self.sentences if sentence.furniture is None and not sentence.title)

    def trace(self, start: int, end: int) -> list[PageRange]:
        """Where characters `start` to `end` stand on the page: CSS selectors, offsets in `textContent`.

        Empty for a document that did not come from `from_html`.
        """
        return [] if self.places is None else self.places.trace(start, end)

    def info(self) -> DocumentInfo:
        """The document's part of a `Result`."""
        return DocumentInfo(
            id=self.id,
            sha256=self.sha256,
            characters=len(self.text),
            words=len(self.text.split()),
            language=self.language,
            title=self.title,
            byline=self.byline,
            publisher=self.publisher,
            published=self.published,
            url=self.url,
            furniture=list(self.furniture),
        )


def _furniture(text: str, line: Line, kind: FurnitureKind) -> Furniture:
    return Furniture(start=line.start, end=line.end, text=text[line.start : line.end], kind=kind)


def _read(place: Path) -> bytes:
    try:
        refuse_bytes(str(place), place.stat().st_size)
        with place.open("rb") as file:
            # a pipe has no size beforehand: one byte above the limit is enough to refuse it
            data = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        msg = f"{place}: a directory: give the files in it"
        raise DocumentNotFound(msg) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "not a path"
        msg = f"{place}: cannot be read: {reason.lower()}"
        raise DocumentNotFound(msg) from None
    refuse_bytes(str(place), len(data))
    return data
