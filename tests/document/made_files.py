"""Press releases made by code: PDF, docx, odt and rtf files, whole and broken."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LEADING = 14
"""Points from line to line."""

PAGES = (
    (
        ("FOR IMMEDIATE RELEASE",),
        ("Ferry terminal reopens in May",),
        (
            "The harbour office of Brackwater will reopen the ferry terminal in May, its director",
            "Marek Oduya said on Tuesday. The ramps were tested for nine days, and the long-",
            "term contract with the county was signed, he told reporters.",
        ),
        ("The county, which pays for half of the work, expects two sailings a day and told",),
    ),
    (
        ("islanders to book early.",),
        ("Nobody was hurt, the office said.",),
    ),
)
"""Pages of paragraphs of lines."""


def pdf(pages: Sequence[Sequence[Sequence[str]]] = PAGES, *, footer: str = "Harbour office, page {}") -> bytes:
    """A PDF file with these lines, paragraphs set apart, and a footer on each page."""
    contents = []
    for number, paragraphs in enumerate(pages, 1):
        shown, height = [], 760
        for paragraph in paragraphs:
            for line in paragraph:
                shown.append(_show(72, height, line))
                height -= LEADING
            height -= LEADING
        if footer:
            shown.append(_show(72, 30, footer.format(number)))
        contents.append("\n".join(shown).encode("latin-1"))
    return pdf_of(contents)


def _show(left: int, height: int, words: str) -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 11 Tf 1 0 0 1 {left} {height} Tm ({escaped}) Tj ET"


def pdf_of(contents: Sequence[bytes], *, packed: bool = False) -> bytes:
    """A PDF file with one page for each content stream."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(contents):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
        objects.append(f"{page}/Resources << /Font << /F1 3 0 R >> >> >>".encode())
        data, filtered = (zlib.compress(content), b"/Filter /FlateDecode ") if packed else (content, b"")
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (filtered, len(data), data))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def encrypted_pdf(password: str) -> bytes:
    """The release, encrypted; with an empty password anybody may read it."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(password, owner_password=password + "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(entries: dict[str, str | bytes]) -> bytes:
    """A zip archive with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A docx file with this XML as its body."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts})


def paragraph(words: str) -> str:
    """A docx paragraph."""
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def odt(body: str, manifest: str = "") -> bytes:
    """An odt file with this XML as its text."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    entries: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{names}:manifest:1.0">{manifest}</m:manifest>',
    }
    return zipped(entries)


def rtf(words: str) -> bytes:
    """A rich text file."""
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}" + words + "}").encode("ascii")
