"""`Document`: the text of a news-like document and what it says of itself."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypedDict, Unpack

from extractor.document import decoding, language
from extractor.document.furniture import mark
from extractor.document.heading import find_title, read_heading
from extractor.document.limits import MAX_BYTES, refuse_bytes, refuse_characters
from extractor.document.lines import Line, paragraphs
from extractor.document.sentences import Sentence, boundaries
from extractor.errors import DocumentEmpty, DocumentNotFound
from extractor.schema import DocumentInfo, Furniture, FurnitureKind

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
    `from_text`, `from_bytes` or `from_file`.
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

    @classmethod
    def from_text(cls, text: str, *, keep_furniture: bool = False, **known: Unpack[Known]) -> Document:
        """A document from text in memory.

        `keep_furniture=True` marks nothing as furniture: every sentence is story. `known` (id,
        title, byline, publisher, published, url, language) binds over what the text says.
        Raises `DocumentEmpty` for blank text, `DocumentTooLarge` above `MAX_CHARACTERS`.
        """
        name = known.get("id") or "text"
        refuse_characters(name, len(text))
        if not text.strip():
            msg = f"{name}: holds no text"
            raise DocumentEmpty(msg)
        found = paragraphs(text)
        kinds, begins = mark(found)
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
    def from_bytes(
        cls, data: bytes, *, encoding: str | None = None, keep_furniture: bool = False, **known: Unpack[Known]
    ) -> Document:
        """A document from bytes: byte order mark, declared `encoding`, UTF-8, else a guess with a warning.

        Raises what `from_text` raises, and `DocumentNotText` for binary data or an encoding that
        does not fit.
        """
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
        place = Path(path)
        data = _read(place)
        known["id"] = known.get("id") or place.name
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
