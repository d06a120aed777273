"""PDF and word-processor files as documents."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from extractor import Document
from extractor.document.files import office, pdf
from extractor.errors import DocumentEmpty, DocumentNotText, DocumentTooLarge, MissingExtra
from tests.document import made_files as made

RELEASE = """\
FOR IMMEDIATE RELEASE

Ferry terminal reopens in May

The harbour office of Brackwater will reopen the ferry terminal in May, its director Marek Oduya said on Tuesday. \
The ramps were tested for nine days, and the long-term contract with the county was signed, he told reporters.

The county, which pays for half of the work, expects two sailings a day and told islanders to book early.

Nobody was hurt, the office said."""
CLOSED = "The ferry terminal closed on Monday, the office said."


def test_a_pdf_file_becomes_paragraphs() -> None:
    """Lines are put together, also over the page; footers are left out and said; pages keep their places."""
    document = Document.from_bytes(made.pdf())
    assert document.text == RELEASE
    assert document.title == "Ferry terminal reopens in May"
    assert [document.text[start:][:9] for start in document.pages] == ["FOR IMMED", "islanders"]
    assert document.warnings == ("2 running lines at the top or bottom of pages are left out",)
    assert [furniture.kind for furniture in document.furniture] == ["other"]


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    """A wrong name does not matter; the id is the file's name."""
    path = tmp_path / "release.txt"
    path.write_bytes(made.pdf())
    assert Document.from_file(path).text == RELEASE
    assert Document.from_file(path).id == "release.txt"


def test_a_pdf_file_that_only_its_owner_may_change_is_read() -> None:
    """Many releases are encrypted with an empty password."""
    assert Document.from_bytes(made.encrypted_pdf("")).text == RELEASE


def test_a_docx_file_gives_what_its_reader_sees() -> None:
    """Insertions, content controls, tables and notes are text; deletions, comments and field codes are none."""
    body = (
        made.paragraph("The ferry sails ")
        + "<w:p><w:r><w:t>The terminal </w:t></w:r><w:del><w:r><w:delText>closes</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>reopens</w:t></w:r></w:ins><w:sdt><w:sdtContent><w:r><w:t> in May</w:t></w:r></w:sdtContent>"
        "</w:sdt><w:r><w:tab/><w:t>&amp; stays.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{made.paragraph('Cost')}</w:tc><w:tc>{made.paragraph('1.3 million')}</w:tc></w:tr></w:tbl>"
    )
    notes = f'<w:footnotes xmlns:w="{made.W}"><w:footnote>{made.paragraph("A third more.")}</w:footnote></w:footnotes>'
    document = Document.from_bytes(made.docx(body, **{"word/footnotes.xml": notes}))
    assert (
        document.text
        == "The ferry sails\n\nThe terminal reopens in May\t& stays.\n\nCost\n\n1.3 million\n\nA third more."
    )
    assert document.pages == ()


def test_an_odt_file_gives_what_its_reader_sees() -> None:
    """Headings, paragraphs, spans and spaces are text; comments and tracked deletions are none."""
    body = (
        "<text:tracked-changes><text:p>old words</text:p></text:tracked-changes>"
        '<text:h>Terminal reopens</text:h><text:p>The <text:span>harbour</text:span><text:s text:c="2"/>office'
        "<office:annotation><text:p>Check!</text:p></office:annotation> said<text:line-break/>so.</text:p>"
    )
    assert Document.from_bytes(made.odt(body)).text == "Terminal reopens\n\nThe harbour  office said\nso."


def test_a_rich_text_file_is_read() -> None:
    """Escapes become their characters, paragraphs stand apart."""
    document = Document.from_bytes(made.rtf(r"The caf\'e9 closed.\par \ldblquote No,\rdblquote  the owner said.\par"))
    assert document.text == "The café closed.\n\n“No,” the owner said."


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (made.pdf_of([b"", b""]), DocumentNotText, "2 pages without text.*OCR"),
        (made.pdf()[:700], DocumentNotText, "broken PDF"),
        (b"%PDF-1.7\n" + b"\x00\xff" * 500, DocumentNotText, "broken PDF"),
        (made.encrypted_pdf("secret"), DocumentNotText, "encrypted PDF"),
        (made.docx("<w:p><w:r>"), DocumentNotText, "broken docx"),
        (made.docx(made.paragraph(CLOSED))[:-30], DocumentNotText, "zip archive"),
        (made.docx("<w:p/>"), DocumentEmpty, "holds no text"),
        (made.docx("<w:ins>" * 400 + "</w:ins>" * 400), DocumentTooLarge, "256 elements"),
        (made.odt("<text:p>x</text:p>", "<m:encryption-data/>"), DocumentNotText, "encrypted odt"),
        (made.odt(""), DocumentEmpty, "holds no text"),
        (made.rtf(r"The terminal closed.")[:-1], DocumentNotText, "broken rich text"),
        (made.zipped({"xl/workbook.xml": "<x/>"}), DocumentNotText, "zip archive"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else getattr(value, "__name__", str(value)),
)
def test_a_file_without_readable_text_is_refused_in_one_line(data: bytes, error: type[Exception], words: str) -> None:
    """Scans, broken, encrypted and empty files and other archives each say what they are."""
    with pytest.raises(error, match=words) as raised:
        Document.from_bytes(data, id="release")
    assert str(raised.value).startswith("release: ")
    assert "\n" not in str(raised.value)


def test_an_entity_is_not_expanded() -> None:
    """A file cannot blow itself up or read another by XML entities."""
    bomb = f'<!DOCTYPE w [<!ENTITY a "{CLOSED}"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    body = f'<w:document xmlns:w="{made.W}"><w:p><w:r><w:t>Closed. &a;&b;</w:t></w:r></w:p></w:document>'
    document = Document.from_bytes(made.zipped({"word/document.xml": bomb + body}))
    assert document.text == "Closed."


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds for what is really unpacked: 1 MB here, from a file of a few kilobytes."""
    monkeypatch.setattr(office, "MAX_XML", 1_000_000)
    with pytest.raises(DocumentTooLarge, match="1,000,000 bytes"):
        Document.from_bytes(made.docx(made.paragraph("a" * 1_000_001)))
    with pytest.raises(DocumentTooLarge):
        Document.from_bytes(made.pdf_of([b" " * 100_000_000], packed=True))


def test_a_pdf_file_with_too_many_pages_or_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out silently: the number and the limit are named."""
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(DocumentTooLarge, match="2 pages; the limit is 1"):
        Document.from_bytes(made.pdf())


@pytest.mark.parametrize(
    ("module", "data"),
    [("pypdf", made.pdf()), ("striprtf.striprtf", made.rtf("x")), ("lxml.etree", made.docx("<w:p/>"))],
)
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, module: str, data: bytes) -> None:
    """Without the extra, one line says what to install."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=r"claim-extractor\[files\]"):
        Document.from_bytes(data)


def test_a_declared_encoding_means_text() -> None:
    """Who names an encoding has text: a text that begins as a rich text file does is read as it stands."""
    with pytest.raises(DocumentNotText, match="rich text"):
        Document.from_bytes(made.rtf("x"), encoding="utf-8")


def test_a_stream_is_read_up_to_the_limit_of_its_kind() -> None:
    """A PDF file may be larger than a text, and one byte above its limit is enough to refuse it."""
    from extractor.document.limits import MAX_BYTES, MAX_FILE_BYTES, read_bounded

    large = made.pdf() + b" " * MAX_BYTES
    assert read_bounded(io.BytesIO(large), "release") == large
    with pytest.raises(DocumentTooLarge, match="50,000,000"):
        read_bounded(io.BytesIO(b"%PDF-" + b" " * MAX_FILE_BYTES), "release")
    with pytest.raises(DocumentTooLarge, match="2,000,000 characters"):
        read_bounded(io.BytesIO(b"a" * (MAX_BYTES + 1)), "release")
