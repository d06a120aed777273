"""What holds for every text and every run of bytes."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.document import Document, windows
from extractor.errors import DocumentError

LINES = st.sampled_from(
    [
        "By",
        "By Ann Holt",
        "0",
        "Related articles",
        "Comments",
        "Share on Facebook",
        "The council voted on Monday. “It is over,” said Sen. Ann Holt of the U.S. Senate.",
        "The same caption of a picture stands here twice in a row.",
        "no. And",
        "1.",
        "。",
        "“",
        "\u200b",
        "",
        " ",
        "\r",
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=300),
    st.text("aB .!?\n\r\u2028“”\"'…。\x00\u200b\ud800", max_size=300),
    st.lists(LINES, max_size=60).map("\n".join),
    st.lists(LINES, max_size=60).map("\r\n".join),
)


@given(TEXTS)
@example("a\x85b")
@example("\x1c.\x1d")
@settings(deadline=None, max_examples=300)
def test_offsets_are_exact_for_any_text(text: str) -> None:
    """Spans equal the text, sentences are ordered and apart and cover it, and only a DocumentError is raised."""
    try:
        document = Document.from_text(text)
    except DocumentError:
        return
    assert document.text == text
    for furniture in document.furniture:
        assert text[furniture.start : furniture.end] == furniture.text
    assert all(a.end <= b.start for a, b in zip(document.furniture, document.furniture[1:], strict=False))
    end = 0
    for number, sentence in enumerate(document.sentences):
        piece = text[sentence.start : sentence.end]
        assert sentence.index == number
        assert piece
        assert piece == piece.strip()
        assert not text[end : sentence.start].strip()
        end = sentence.end
    assert not text[end:].strip()
    held = tuple(sentence for window in windows(document, "document", 50) for sentence in window.sentences)
    assert held == document.story
    document.info().model_dump()


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "utf-16", "windows-1252", "shift_jis", "gb18030"]))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_a_document_or_one_clear_error(data: bytes, encoding: str | None) -> None:
    """Nothing but a DocumentError is raised, and no document is blank."""
    with suppress(DocumentError):
        assert Document.from_bytes(data, encoding=encoding).text.strip()
