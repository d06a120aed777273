"""`Document`: the text of a news-like document and what it says of itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack, cast

from extractor.document import decoding, language, lines, sentences
from extractor.document.furniture import mark, mark_aside
from extractor.document.heading import find_title, read_heading
from extractor.document.instructions import covers, find_instructions, parted, warnings_of, without
from extractor.document.limits import read_bounded, refuse_bytes, refuse_characters, refuse_file
from extractor.document.lines import Line, paragraphs
from extractor.document.sentences import Sentence
from extractor.errors import DocumentEmpty, DocumentNotFound
from extractor.schema import DocumentInfo, Furniture, FurnitureKind

if TYPE_CHECKING:
    from extractor.document.files import FileKind
    from extractor.document.html import PageRange, Places

UNKNOWN_LANGUAGE = "en"
"""Whose rules cut the sentences of a text in no known language: sencentex has a fallback chain of its own."""
ID_LENGTH = 12
"""Hexadecimal digits of the SHA-256 that name a document without a name: 48 bits."""
_TO_READERS = frozenset({"contact", "comments", "newsletter", "navigation", "share", "cookie"})
"""Lines of a page that speak to its readers, known by their own words."""


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
    `from_text`, `from_bytes`, `from_file` or `from_html`; `places` leads back to the page of the last,
    `pages` holds the offsets at which the pages of a PDF file begin.
    `instructions` are the stretches that speak to a model (`document.instructions`): they are never
    part of the story, and the warnings name them.
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
    instructions: tuple[tuple[int, int], ...] = ()
    warnings: tuple[str, ...] = ()
    unsure: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    title_span: tuple[int, int] | None = None
    places: Places | None = field(default=None, repr=False, compare=False)
    pages: tuple[int, ...] = field(default=(), repr=False)

    @classmethod
    def from_text(
        cls, text: str, *, keep_furniture: bool = False, keep_instructions: bool = False, **known: Unpack[Known]
    ) -> Document:
        """A document from text in memory.

        `keep_furniture=True` marks nothing as furniture: every sentence is story.
        `keep_instructions=True` looks for no instructions to the model: right for a text of which you
        are the author, and for measuring what looking for them is worth. `known` (id, title, byline,
        publisher, published, url, language) binds over what the text says.
        Raises `DocumentEmpty` for blank text, `DocumentTooLarge` above `MAX_CHARACTERS`.
        """
        return cls._read(text, known, keep_furniture=keep_furniture, keep_instructions=keep_instructions)

    @classmethod
    def _read(
        cls,
        text: str,
        known: Known,
        *,
        keep_furniture: bool,
        keep_instructions: bool = False,
        story_alone: bool = False,
    ) -> Document:
        name = known.get("id") or "text"
        refuse_characters(name, len(text))
        if not text.strip():
            msg = f"{name}: holds no text"
            raise DocumentEmpty(msg)
        every = paragraphs(text)
        said = () if keep_instructions else find_instructions(text, [(line.start, line.end) for line in every])
        # What is left is read as if they had never been there: one at the top must not become the headline.
        aside = [line for line in every if covers(said, line.start, line.end)] if said else []
        found = [line for line in every if not covers(said, line.start, line.end)] if aside else every
        written_in = known.get("language") or language.detect(without(text, said))
        marked = mark(found, language=written_in, story_alone=story_alone)
        kinds = marked.kinds
        heading = read_heading(found, kinds, marked.begins)
        title = known.get("title")
        title_line = heading.title_line if title is None else find_title(found, title)
        if title_line is not None:
            kinds.pop(title_line, None)
        furniture = {found[number]: kind for number, kind in kinds.items()}
        furniture.update(mark_aside(aside, marked, written_in))
        unsure = () if keep_furniture else tuple(found[n] for n in marked.unsure if n != title_line)
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
            language=written_in,
            furniture=() if keep_furniture else _furniture(text, furniture),
            instructions=said,
            warnings=(
                *decoding.text_warnings(text),
                *_crowded(text),
                *warnings_of(_warned(said, furniture, keep_furniture)),
            ),
            unsure=tuple((line.start, line.end) for line in unsure),
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
        elements are never text. Of a page of more than 6,000 elements or 80,000 words everything that
        it shows is the text, and a warning says so. Raises `MissingExtra` without the extra `html`, `DocumentTooLarge`
        above 10 MB, 50,000 elements or 400,000 words, `DocumentEmpty` for a page without a story, and
        what `from_bytes` raises.
        """
        from extractor.document.html import read_page

        name = known.get("id") or known.get("url") or "page"
        page = read_page(data, name=name, url=known.get("url"), encoding=encoding)
        said = cast(Known, page.known | {key: value for key, value in known.items() if value and key != "url"})
        if not known.get("language"):  # what a template declares is often not what the story is in
            said["language"] = language.detect(page.text) or said.get("language")
        document = cls._read(page.text, said, keep_furniture=keep_furniture, story_alone=page.judged)
        return replace(document, warnings=(*page.warnings, *document.warnings), places=page.places)

    @classmethod
    def from_bytes(
        cls, data: bytes, *, encoding: str | None = None, keep_furniture: bool = False, **known: Unpack[Known]
    ) -> Document:
        """A document from bytes: byte order mark, declared `encoding`, UTF-8, else a guess with a warning.

        Bytes that begin as a web page does go to `from_html`; PDF, docx, odt and rtf files are known
        by their bytes and read with the extra `files`: `pages` says where their pages begin. Raises
        what `from_text` raises, `DocumentNotText` for other binary data, an encoding that does not
        fit and a file that is broken, encrypted or a scan, `MissingExtra` without the extra.
        """
        from extractor.document.files import file_kind
        from extractor.document.html import looks_like_html

        name = known.get("id") or "bytes"
        if looks_like_html(data):
            return cls.from_html(data, encoding=encoding, keep_furniture=keep_furniture, **known)
        kind = None if encoding is not None else file_kind(data)
        if kind is not None:
            return cls._from_office(data, kind, name, known, keep_furniture=keep_furniture)
        refuse_bytes(name, len(data))
        if not data.strip():
            msg = f"{name}: holds no text"
            raise DocumentEmpty(msg)
        text, warnings = decoding.decode(data, name, encoding)
        document = cls.from_text(text, keep_furniture=keep_furniture, **known)
        return replace(document, warnings=(*warnings, *document.warnings))

    @classmethod
    def _from_office(cls, data: bytes, kind: FileKind, name: str, known: Known, *, keep_furniture: bool) -> Document:
        from extractor.document.files import read_file

        refuse_file(name, len(data))
        read = read_file(data, kind, name)
        document = cls.from_text(read.text, keep_furniture=keep_furniture, **(known | Known(id=name)))
        return replace(document, warnings=(*read.warnings, *document.warnings), pages=read.pages)

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

    def settled(self, verdicts: Mapping[tuple[int, int], bool]) -> Document:
        """This document with lines of `unsure` placed: whether each is furniture. None is unsure any more.

        What was story and is furniture is of kind `other`.
        """
        kept = [furniture for furniture in self.furniture if verdicts.get((furniture.start, furniture.end), True)]
        known = {(furniture.start, furniture.end) for furniture in kept}
        new = [place for place in self.unsure if verdicts.get(place) and place not in known]
        made = [Furniture(start=start, end=end, text=self.text[start:end], kind="other") for start, end in new]
        furniture = sorted([*kept, *made], key=lambda one: one.start)
        return replace(self, furniture=tuple(furniture), unsure=())

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Offsets of the paragraphs, furniture and title included; an instruction to the model is one of its own."""
        return tuple(piece for _, piece in self._parted)

    @cached_property
    def _parted(self) -> tuple[tuple[int, tuple[int, int]], ...]:
        """The paragraphs, parted by instructions, each with the offset at which the whole one begins."""
        whole = ((line.start, line.end) for line in paragraphs(self.text))
        return tuple((line[0], piece) for line in whole for piece in parted(self.text, line, self.instructions))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of the text in order; those of furniture, the title and instructions are marked."""
        kinds = {furniture.start: furniture.kind for furniture in self.furniture}
        title = None if self.title_span is None else self.title_span[0]
        found: list[Sentence] = []
        begins = {start for start, _ in self.instructions}
        language = self.language or UNKNOWN_LANGUAGE
        crowded = sentences.is_crowded(self.text)
        for number, (line, (start, end)) in enumerate(self._parted):
            marks = (kinds.get(line), line == title, start in begins)
            for left, right in sentences.boundaries(self.text, start, end, language, crowded=crowded):
                found.append(Sentence(len(found), left, right, number, *marks))
        return tuple(found)

    @cached_property
    def story(self) -> tuple[Sentence, ...]:
        """The sentences that are neither furniture nor the title nor an instruction to the model."""
        return tuple(s for s in self.sentences if s.furniture is None and not s.title and not s.instruction)

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


def _warned(
    instructions: Sequence[tuple[int, int]], furniture: Mapping[Line, FurnitureKind], keep_furniture: bool
) -> list[tuple[int, int]]:
    """The instructions to warn of: what a page says to its readers ("Mail us a picture") is not asked about anyway."""
    to_readers = {(line.start, line.end) for line, kind in furniture.items() if kind in _TO_READERS}
    return [one for one in instructions if keep_furniture or one not in to_readers]


def _crowded(text: str) -> list[str]:
    found = []
    if lines.is_crowded(text):
        found.append(f"more than {lines.MOST_LINES:,} very short lines: read in stretches, not line by line")
    if sentences.is_crowded(text):
        found.append(f"more than {sentences.MOST_STOPS:,} very short sentences: read in stretches, not one by one")
    return found


def _furniture(text: str, kinds: Mapping[Line, FurnitureKind]) -> tuple[Furniture, ...]:
    return tuple(
        Furniture(start=line.start, end=line.end, text=text[line.start : line.end], kind=kinds[line])
        for line in sorted(kinds, key=lambda line: line.start)
    )


def _read(place: Path) -> bytes:
    try:
        with place.open("rb") as file:
            return read_bounded(file, str(place), place.stat().st_size)
    except IsADirectoryError:
        msg = f"{place}: a directory: give the files in it"
        raise DocumentNotFound(msg) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "not a path"
        msg = f"{place}: cannot be read: {reason.lower()}"
        raise DocumentNotFound(msg) from None
