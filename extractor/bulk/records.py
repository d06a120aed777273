"""Records: what a bulk run reads, one JSON object each, and what is wrong with one that is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from extractor.errors import DocumentEmpty, DocumentNotFound

if TYPE_CHECKING:
    from extractor.document import Document

Kind = Literal["text", "html", "path"]
KINDS: tuple[Kind, ...] = ("text", "html", "path")
#: Fields that say something of the document itself and bind over what its text says.
KNOWN = ("title", "byline", "publisher", "published", "url")
_HALF = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)


@dataclass(slots=True)  # frozen would double the time that half a million lines without a document take
class Record:
    """One document to read, or one input line that is no document (`fault` says why).

    id: unique in a run; the result's `document.id`. kind, content: the text, the web page, or the
    path of a file. meta: the input's other fields, which travel along. source, line: where it
    stands, lines counted from 1 (0: not from a file). folder: what a relative path is relative to,
    where it is not found from the working directory.
    """

    id: str
    kind: Kind = "text"
    content: str = field(default="", repr=False)
    meta: Mapping[str, Any] = field(default_factory=dict, repr=False)
    source: str = ""
    line: int = 0
    fault: str | None = None
    folder: Path | None = None

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self.source} line {self.line}" if self.line else self.id

    @property
    def known(self) -> dict[str, str]:
        """What the record says of its document: title, byline, publisher, published, url, language."""
        if not self.meta:
            return {}
        said = {name: value for name in KNOWN if isinstance(value := self.meta.get(name), str) and value}
        language = self.meta.get("language")
        if isinstance(language, str) and (code := _LANGUAGE.fullmatch(language)):
            said["language"] = code[1].lower()
        return said

    @property
    def path(self) -> Path:
        """The file of a `path` record: from the working directory, else beside the input file."""
        given = Path(self.content)
        if self.folder is None or given.is_absolute() or given.exists():
            return given
        return self.folder / given

    def data(self) -> bytes:
        """The bytes that identify the content. Raises `DocumentNotFound`, `DocumentTooLarge` for a file."""
        if self.kind != "path":
            return self.content.encode("utf-8", "surrogatepass")
        from extractor.document.limits import refuse_bytes

        try:
            place = self.path
            refuse_bytes(self.content, place.stat().st_size)
            return place.read_bytes()
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or "not a path"
            msg = f"{self.content}: cannot be read: {reason.lower()}"
            raise DocumentNotFound(msg) from None

    def document(self, *, keep_furniture: bool = False) -> Document:
        """The document. Raises a `DocumentError`, or `MissingExtra` for a page without the extra `html`."""
        from extractor.document import Document

        if self.fault is not None:
            raise DocumentEmpty(self.fault)
        known: Any = {**self.known, "id": self.id}
        if self.kind == "text":
            return Document.from_text(self.content, keep_furniture=keep_furniture, **known)
        if self.kind == "html":
            return Document.from_html(self.content, keep_furniture=keep_furniture, **known)
        return Document.from_file(self.path, keep_furniture=keep_furniture, **known)


def record_of(
    fields: object, *, source: str = "", line: int = 0, folder: Path | None = None, paths: bool = True
) -> Record:
    """The record for one decoded object: a line of a file, a row of a table, the body of a request.

    Never raises: what is no record has a `fault`. paths: whether `path` may name a file of this
    machine; say False for what strangers send.
    """
    if not isinstance(fields, (dict, Mapping)):
        return Record(f"{source}:{line}", source=source, line=line, fault="is not a JSON object")
    meta = dict(fields)
    id_ = meta.pop("id", None)
    name = id_ if isinstance(id_, str) else str(id_) if isinstance(id_, int | float) else ""
    name = name or (f"{source}:{line}" if line else "")
    given: list[Kind] = [kind for kind in KINDS if meta.pop(kind, None) not in (None, "")]
    fault = _fault(fields, given, id_, paths)
    if fault or not given:
        return Record(name, meta=meta, source=source, line=line, fault=fault or "holds no text, html or path")
    return Record(name, given[0], _whole(fields[given[0]]), meta, source, line, None, folder)


def _whole(text: str) -> str:
    """The text with halves of surrogate pairs replaced: they are no characters, and no file can hold them."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def _fault(fields: Mapping[Any, Any], given: Sequence[Kind], id_: object, paths: bool) -> str | None:
    if id_ is not None and (isinstance(id_, bool) or not isinstance(id_, str | int | float)):
        return "has an id that is neither a string nor a number"
    if len(given) > 1:
        return f"has {' and '.join(given)}: give one of them"
    if given and not isinstance(fields[given[0]], str):
        return f"has a {given[0]} that is not a string"
    if given and given[0] == "path" and not paths:
        return "has a path, which is not accepted here: send text or html"
    return None
