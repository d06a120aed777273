"""Which kind of file bytes are, and the one way from any of them to text."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from extractor.errors import DocumentEmpty, DocumentNotText

FileKind = Literal["pdf", "docx", "odt", "rtf"]

LOOKED_AT = 1_024
"""Bytes in which a PDF file says that it is one (ISO 32000-1, implementation note 13)."""
MAX_ENTRIES = 5_000
"""Entries of a zip archive that are looked at; a report of 1,000 pictures has fewer."""
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How entries of office files are packed (ISO/IEC 21320-1); of other ways Python unpacks a gigabyte at one go."""
_ZIP = b"PK\x03\x04"
_RTF = b"{\\rtf"
_DOCX_PART = "word/document.xml"
_ODT_TYPES = (
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.text-template",
)


@dataclass(frozen=True, slots=True)
class Read:
    """The text of a file, paragraphs with blank lines between them; where its pages begin; warnings.

    `pages` holds offsets into `text`, and is empty where a format has no pages of its own.
    """

    text: str
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


def file_kind(data: bytes) -> FileKind | None:
    """The kind of file that bytes are, whatever its name says; None when it is none of them."""
    start = data[:LOOKED_AT].lstrip(b"\xef\xbb\xbf\x00 \t\r\n\f")
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(_RTF):
        return "rtf"
    return _zipped(data) if data.startswith(_ZIP) else None


def _zipped(data: bytes) -> FileKind | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > MAX_ENTRIES:
                return None
            if _DOCX_PART in names:
                return "docx"
            if "content.xml" in names and "mimetype" in names:
                if archive.getinfo("mimetype").compress_type not in PACKINGS:
                    return None
                with archive.open("mimetype") as entry:
                    return "odt" if entry.read(len(max(_ODT_TYPES, key=len)) + 1).strip() in _ODT_TYPES else None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
    return None


def read_file(data: bytes, kind: FileKind, name: str) -> Read:
    """The text of a file. `name` stands in errors.

    Raises `MissingExtra` without the extra `files`, `DocumentNotText` for a file that is broken,
    encrypted or nothing but pictures, `DocumentTooLarge` for one that unpacks to more than can be
    read, `DocumentEmpty` for one without any text.
    """
    if kind == "pdf":
        from extractor.document.files.pdf import read_pdf

        read = read_pdf(data, name)
    elif kind == "rtf":
        from extractor.document.files.rtf import read_rtf

        read = read_rtf(data, name)
    else:
        from extractor.document.files.office import read_office

        read = read_office(data, kind, name)
    if not read.text.strip():
        msg = f"{name}: holds no text"
        raise DocumentEmpty(msg)
    return read


def broken(name: str, what: str) -> DocumentNotText:
    """The error for a file that cannot be read as what it says it is."""
    return DocumentNotText(f"{name}: a broken {what} file: open it in its program, save it again or give its text")


def encrypted(name: str, what: str) -> DocumentNotText:
    """The error for a file that needs a password."""
    return DocumentNotText(f"{name}: an encrypted {what} file: save a copy without a password")
