"""From bytes and files to text."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from extractor import Document
from extractor.document import MAX_CHARACTERS
from extractor.errors import DocumentEmpty, DocumentNotFound, DocumentNotText, DocumentTooLarge, UsageError

TEXT = "Le maire a dit “non” à l’été. Personne n’a parlé.\r\nFin."


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks_are_read_and_dropped(mark: bytes, encoding: str) -> None:
    """A mark says the encoding and is not part of the text; line endings are."""
    document = Document.from_bytes(mark + TEXT.encode(encoding))
    assert (document.text, document.warnings) == (TEXT, ())


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1252", "Le maire a dit “non” à l’été."),
        ("windows-1252", "Café."),
        ("utf-16-le", "The mayor said no."),
        ("utf-16-be", "The mayor said no."),
        ("koi8-r", "Министр сказал во вторник, что переговоры продолжатся, но не назвал дату встречи."),
    ],
)
def test_an_undeclared_encoding_is_guessed_with_a_warning(encoding: str, text: str) -> None:
    """What had to be assumed is said."""
    document = Document.from_bytes(text.encode(encoding))
    assert document.text == text
    assert document.warnings[0].startswith("decoded as ")


def test_a_declared_encoding_binds() -> None:
    """The sender knows better than a guess, and no warning is needed."""
    document = Document.from_bytes("Łódź".encode("iso-8859-2"), encoding="iso-8859-2")
    assert (document.text, document.warnings) == ("Łódź", ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "UTF8"])
def test_a_declared_encoding_drops_its_mark(encoding: str) -> None:
    """A mark in front of declared UTF-8 is no character of the text."""
    assert Document.from_bytes(codecs.BOM_UTF8 + b"News.", encoding=encoding).text == "News."


@pytest.mark.parametrize(("data", "encoding"), [(b"caf\xe9 noir", "utf-8"), (b"abc", "utf-16"), (b"\xff\xfea", None)])
def test_an_encoding_that_does_not_fit_is_refused(data: bytes, encoding: str | None) -> None:
    """Nothing is replaced or skipped to make bytes fit."""
    with pytest.raises(DocumentNotText, match="do not fit"):
        Document.from_bytes(data, encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-9", "rot13", "base64", ""])
def test_an_unknown_encoding_is_wrong_use(encoding: str) -> None:
    """A name nobody knows, or a codec that is no text encoding, is the caller's mistake."""
    with pytest.raises(UsageError, match="not known"):
        Document.from_bytes(b"News.", encoding=encoding)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image"),
        (b"News.\x00 More news.", "binary"),
        (bytes(range(256)), "binary"),
        (b"\x00" * 100, "binary"),
    ],
)
def test_binary_data_is_refused_with_what_it_is(data: bytes, what: str) -> None:
    """The message is one line and names the format where it is known."""
    with pytest.raises(DocumentNotText, match=what) as raised:
        Document.from_bytes(data)
    assert "\n" not in str(raised.value)


def test_words_that_begin_like_a_magic_number_are_text() -> None:
    """A text may begin with the letters of a file format."""
    assert Document.from_bytes(b"RIFFs and blues were played.").text.startswith("RIFF")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + " \n".encode("utf-16-le")])
def test_blank_input_is_empty(data: bytes) -> None:
    """White space and marks are no text."""
    with pytest.raises(DocumentEmpty):
        Document.from_bytes(data)


def test_mojibake_is_left_and_warned_about() -> None:
    """Text that was decoded wrongly before is not repaired."""
    text = "He said â€œnoâ€\x9d and left the cafÃ©."
    document = Document.from_text(text)
    assert document.text == text
    assert "mojibake" in document.warnings[0]


def test_replacement_characters_are_warned_about() -> None:
    """What was lost before the text came here is said."""
    assert "1 replacement character" in Document.from_text("Caf\ufffd.").warnings[0]


def test_a_page_read_as_text_is_warned_about() -> None:
    """HTML is not text: what is done with it is said."""
    assert "HTML" in Document.from_text("<!DOCTYPE html>\n<html><body><p>News.</p></body></html>").warnings[0]


def test_clean_text_has_no_warnings() -> None:
    """Accents, quotation marks and dashes are no mojibake."""
    assert Document.from_text("“À Paris,” dit-il — l’été à São Paulo, Ångström.").warnings == ()


def test_control_and_zero_width_characters_keep_their_place() -> None:
    """Invisible characters are characters of the text."""
    text = "One\u200b came.\x07 \u202eTwo\u202c came.\ufeff\n\nThree\x00 came."
    document = Document.from_text(text)
    assert document.text == text
    assert "".join(text[s.start : s.end] for s in document.sentences).replace(" ", "") == text.replace(" ", "").replace(
        "\n", ""
    )


def test_a_file_gives_its_name_and_its_text(tmp_path: Path) -> None:
    """The id of a document is its file's name unless one is given."""
    path = tmp_path / "ferry.txt"
    path.write_bytes(TEXT.encode())
    assert Document.from_file(path).id == "ferry.txt"
    assert Document.from_file(str(path), id="a1").id == "a1"
    assert Document.from_file(path).text == TEXT


def test_a_missing_file_and_a_directory_are_not_found(tmp_path: Path) -> None:
    """Both are named in the message."""
    with pytest.raises(DocumentNotFound, match=r"none\.txt"):
        Document.from_file(tmp_path / "none.txt")
    with pytest.raises(DocumentNotFound, match="a directory"):
        Document.from_file(tmp_path)
    with pytest.raises(DocumentNotFound):
        Document.from_file("a\x00b")


@pytest.mark.skipif(os.name != "posix", reason="named pipes are a POSIX thing")
def test_a_file_above_the_limit_is_refused_by_its_size(tmp_path: Path) -> None:
    """200 MB are refused without reading them: the file here has a size and no data."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(DocumentTooLarge, match=r"200,000,000 bytes.*2,000,000 characters"):
        Document.from_file(path)


def test_a_text_above_the_limit_is_refused() -> None:
    """The limit and the size are named; nothing is cut off."""
    with pytest.raises(DocumentTooLarge, match=r"2,000,001 characters.*2,000,000"):
        Document.from_text("a" * (MAX_CHARACTERS + 1))
    with pytest.raises(DocumentTooLarge):
        Document.from_bytes(b"a" * (MAX_CHARACTERS + 1))
