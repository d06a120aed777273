"""Word-processor files: the paragraphs of Office Open XML (docx) and OpenDocument (odt), read from their XML.

Both are zip archives with one XML file that holds the text. It is read with lxml, bounded in size
and depth, without entities or a network. What is struck out by a tracked change is no text, what it
inserts is; comments are none, notes stand at the end. (python-docx leaves out inserted text and
content controls, odfpy is no longer maintained.)
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from extractor.document.files.reading import PACKINGS, Read, broken, encrypted
from extractor.errors import DocumentError, DocumentTooLarge, MissingExtra

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_XML = 60_000_000
"""Bytes of one XML part, unpacked: 2 million characters of text with the markup that goes with them."""
MAX_TAGS = 1_000_000
"""Tags of one XML part; 2 million characters in runs of three words have about as many."""
MAX_DEPTH = 256
"""Elements inside each other; a table within a table within a table has 30."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MANIFEST = b"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_ENCRYPTED_ENTRY = b"encryption-data"

_DOCX_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_DOCX_UNREAD = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sectPr")
) | {f"{_MC}Fallback"}  # the same text once more, for older programs
_DOCX_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_DOCX_PLUMBING = frozenset(("separator", "continuationSeparator", "continuationNotice"))
_ODT_UNREAD = frozenset(
    (
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note-citation",
        f"{_TEXT}ruby-text",
        f"{_TEXT}table-of-content",
        f"{_OFFICE}annotation",
        f"{_OFFICE}annotation-end",
    )
)
_ODT_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def read_office(data: bytes, kind: Literal["docx", "odt"], name: str) -> Read:
    """The text of a docx or odt file. Raises as `read_file` does."""
    try:
        import lxml.etree  # noqa: F401
    except ImportError:
        msg = "word-processor files need lxml: pip install 'claim-extractor[files]'"
        raise MissingExtra(msg) from None
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            paragraphs = list(_docx(archive, name) if kind == "docx" else _odt(archive, name))
    except DocumentError:
        raise
    except Exception as error:  # a broken archive or broken XML: zipfile, zlib and lxml have many words for it
        raise broken(name, kind) from error
    return Read("\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip()))


def _part(archive: zipfile.ZipFile, path: str, name: str) -> _Element:
    """The root of one XML part. Raises `DocumentTooLarge` before more than `MAX_XML` is unpacked."""
    from lxml import etree

    xml = _unpacked(archive, path, name)
    if xml.count(b"<") > MAX_TAGS:
        msg = f"{name}: more than {MAX_TAGS:,} tags: save its text and give that"
        raise DocumentTooLarge(msg)
    # huge_tree lifts limits of libxml2 that a long paragraph may pass; size and depth are bounded here
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(xml, parser)


def _unpacked(archive: zipfile.ZipFile, path: str, name: str) -> bytes:
    entry = archive.getinfo(path)
    if entry.flag_bits & 1:
        raise encrypted(name, "word-processor")
    if entry.compress_type not in PACKINGS:
        raise broken(name, "word-processor")
    with archive.open(entry) as file:
        xml = file.read(MAX_XML + 1)  # the size that an archive states may be a lie
    if entry.file_size > MAX_XML or len(xml) > MAX_XML:
        msg = f"{name}: unpacks to more than {MAX_XML:,} bytes: save its text and give that"
        raise DocumentTooLarge(msg)
    return xml


def _docx(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    root = _part(archive, "word/document.xml", name)
    yield from _docx_paragraphs(root, name)
    for path in _DOCX_NOTES:
        if path in archive.namelist():
            for note in _part(archive, path, name):
                if note.get(f"{_W}type") not in _DOCX_PLUMBING:
                    yield from _docx_paragraphs(note, name)


def _docx_paragraphs(root: Any, name: str) -> Iterator[str]:
    """The paragraphs in order; what a text box holds comes after the paragraph it is anchored in."""
    return _paragraphs(
        root,
        name,
        ends=frozenset((f"{_W}p",)),
        unread=_DOCX_UNREAD,
        breaks=_DOCX_BREAKS,
        words=frozenset((f"{_W}t",)),
    )


def _odt(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist():
        head = _unpacked(archive, manifest, name)
        if _MANIFEST in head and _ENCRYPTED_ENTRY in head:
            raise encrypted(name, "odt")
    root = _part(archive, "content.xml", name)
    for body in root.iterfind(f"{_OFFICE}body/{_OFFICE}text"):  # not one inside another: its words would come twice
        yield from _paragraphs(
            body, name, ends=frozenset((f"{_TEXT}p", f"{_TEXT}h")), unread=_ODT_UNREAD, breaks=_ODT_BREAKS, words=None
        )


def _paragraphs(
    root: Any,
    name: str,
    *,
    ends: frozenset[str],
    unread: frozenset[str],
    breaks: dict[str, str],
    words: frozenset[str] | None,
) -> Iterator[str]:
    """Paragraphs in the order in which they begin.

    ends: elements that are paragraphs; unread: elements left out with all they hold; breaks: elements
    that stand for white space; words: elements whose text is read, None for all text in a paragraph.
    """
    from lxml.etree import iterwalk

    open_: list[list[str]] = []
    finished: list[list[str]] = []
    hidden = depth = 0
    for event, element in iterwalk(root, events=("start", "end")):
        tag = str(element.tag).replace(_STRICT_W, _W)
        if event == "start":
            depth += 1
            if depth > MAX_DEPTH:
                msg = f"{name}: more than {MAX_DEPTH} elements inside each other: save its text and give that"
                raise DocumentTooLarge(msg)
            hidden += tag in unread
            if tag in ends and not hidden:
                open_.append([])
                finished.append(open_[-1])
            if open_ and not hidden:
                open_[-1].append(_mark(element, tag, breaks))
                if words is None or tag in words:
                    open_[-1].append(element.text or "")
            continue
        depth -= 1
        hidden -= tag in unread
        if tag in ends and not hidden:
            open_.pop()
        if words is None and open_ and not hidden and element is not root:
            open_[-1].append(element.tail or "")
        if not open_:
            yield from ("".join(parts).strip() for parts in finished)
            finished.clear()
    yield from ("".join(parts).strip() for parts in finished)


def _mark(element: Any, tag: str, breaks: dict[str, str]) -> str:
    """The white space that an element stands for."""
    if tag == f"{_TEXT}s":
        count = element.get(f"{_TEXT}c", "1")
        return " " * (min(int(count), 100) if count.isdecimal() else 1)
    return breaks.get(tag, "")
