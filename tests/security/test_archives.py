"""Office files are zip archives of strangers: nothing is unpacked to a place, followed, fetched or without a bound."""

from __future__ import annotations

import warnings
import zipfile
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("lxml", reason="the extra files is not installed")

from extractor import Document
from extractor.document.files import file_kind, office
from extractor.errors import DocumentError, DocumentNotText, DocumentTooLarge
from tests.security.loopback import listening

PART, TYPE = "word/document.xml", b"application/vnd.oasis.opendocument.text"
WORDS = "The wall was rebuilt in May, Ana Ruiz said."


def docx(inner: str = "", before: str = "") -> str:
    """The main part of a docx file."""
    place = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f"<w:p><w:r><w:t>{WORDS}</w:t>{inner}</w:r></w:p>"
    return f'{before}<w:document xmlns:w="{place}"><w:body>{text}</w:body></w:document>'


def odt(inner: str) -> str:
    """The content of an odt file."""
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    head = f'<o:document-content xmlns:o="{names}office:1.0" xmlns:t="{names}text:1.0">'
    return f"{head}<o:body><o:text>{inner}</o:text></o:body></o:document-content>"


def packed(*entries: tuple[str | zipfile.ZipInfo, str | bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that is there twice
        for name, content in entries:
            archive.writestr(name, content, compress_type=way)
    return data.getvalue()


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_unpacks_at_one_go_is_not_unpacked(way: int) -> None:
    """Not even to see what kind of file it is: fifty bytes of it can be a gigabyte."""
    with pytest.raises(DocumentNotText):
        Document.from_bytes(packed((PART, docx()), way=way))
    assert file_kind(packed(("mimetype", TYPE), ("content.xml", odt("")), way=way)) is None
    assert file_kind(packed(("mimetype", TYPE), ("content.xml", odt("")))) == "odt"


@pytest.mark.parametrize("part", [PART, "word/footnotes.xml"])
def test_a_part_of_very_many_tags_is_refused(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """A few kilobytes that unpack to millions of empty elements."""
    monkeypatch.setattr(office, "MAX_TAGS", 1_000)
    entries = {PART: docx(), part: docx("<w:b/>" * 1_000)}
    with pytest.raises(DocumentTooLarge, match="tags"):
        Document.from_bytes(packed(*entries.items()))


def test_names_and_links_of_entries_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries above the archive, at the root, or that are links: only the parts with text are read, in memory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_text(docx("<w:t>secret</w:t>"))
    link = zipfile.ZipInfo("word/footnotes.xml")
    link.external_attr = 0o120777 << 16
    with pytest.raises(DocumentNotText, match="broken"):
        Document.from_bytes(packed((PART, docx()), (link, str(tmp_path / "secret"))))
    entries = (("../up", "x"), (f"{tmp_path}/root", "x"), (PART, docx("<w:t>first</w:t>")), (PART, docx()))
    assert Document.from_bytes(packed(*entries)).text.strip() == WORDS
    assert sorted(tmp_path.iterdir()) == [tmp_path / "secret"]


@pytest.mark.parametrize("lie", [0, 5, 1 << 31, (1 << 32) - 2])
def test_a_size_that_is_a_lie_is_found_out(lie: int) -> None:
    """A part that says it is smaller or larger than it is."""
    data = bytearray(packed((PART, docx())))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = lie.to_bytes(4, "little")
    data[22:26] = lie.to_bytes(4, "little")
    with pytest.raises(DocumentError, match=r"^[^\n]*$"):
        Document.from_bytes(bytes(data))


def test_nothing_outside_is_read_or_fetched(tmp_path: Path) -> None:
    """Entities, a DTD, an inclusion and relationships that name a file or an address."""
    secret = tmp_path / "secret"
    secret.write_text("canary")
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    with listening(Handler) as address:
        places = (secret.as_uri(), f"{address}/x")
        for place in places:
            relation = f'<Relationships><Relationship Id="r" Target="{place}" TargetMode="External"/></Relationships>'
            inclusion = f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{place}" parse="text"/>'
            for part in (
                docx("&e;", f'<!DOCTYPE d [<!ENTITY e SYSTEM "{place}">]>'),
                docx("", f'<!DOCTYPE d SYSTEM "{place}">'),
                docx(inclusion),
            ):
                text = Document.from_bytes(packed((PART, part), ("word/_rels/document.xml.rels", relation))).text
                assert text.strip() == WORDS
    assert asked == []


def test_entities_do_not_grow() -> None:
    """A billion laughs in the text and in an attribute, where they are read even if they are not in text."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE d [<!ENTITY a0 "{"l" * 100}">{laughs}]>'
    for inner in ("&a9;", '<w:b w:x="&a9;"/>'):
        with pytest.raises(DocumentNotText, match="broken"):
            Document.from_bytes(packed((PART, docx(inner, head))))


def test_words_inside_a_text_inside_a_text_come_once() -> None:
    """An odt file whose text holds another."""
    inner = f"<o:text><t:p>{WORDS}</t:p></o:text>"
    assert Document.from_bytes(packed(("mimetype", TYPE), ("content.xml", odt(inner)))).text.strip() == WORDS
