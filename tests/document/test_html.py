"""Web pages: the story in them, what they say of themselves, and what is left out."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from extractor.document import Document
from extractor.document.html import looks_like_html
from extractor.errors import DocumentEmpty, DocumentNotText, DocumentTooLarge, MissingExtra
from tests.document.pages import FERRY, assert_traced


def test_the_story_is_paragraphs_with_blank_lines_between_them() -> None:
    """White space is that of a reader, `br` is a line break, inline elements do not part a word."""
    text = Document.from_html(FERRY).text
    paragraphs = text.split("\n\n")
    assert paragraphs[-4].startswith("The ferry between Brackwater and Sorrel Island sailed again on Tuesday after")
    assert paragraphs[-4].endswith("214 passengers & 31 cars.")
    assert paragraphs[-3] == (
        "“We tested the new ramps for nine days,” said Marek Oduya,\nwho runs the harbour office in Brackwater. "
        "He promised two sailings a day until June."
    )
    assert paragraphs[-1].endswith("next year's road budget.")


def test_the_standfirst_belongs_to_the_story() -> None:
    """The sentence below the headline says what the story says; a byline or a date there does not."""
    header = '<header class="top"><h1>Ferry link reopens</h1><p>{}</p><a href="/share">Share</a></header><article'
    page = FERRY.replace("<article", header, 1).replace("<h1>Ferry link to Sorrel Island reopens</h1>", "")
    standfirst = "Two sailings a day are promised until June, the harbour office says."
    document = Document.from_html(page.replace("{}", standfirst))
    assert standfirst in document.text
    assert_traced(document, page.replace("{}", standfirst))
    byline = "Ines Valder, harbour reporter | Brackwater and Sorrel | 4 March 2025, 8.30"
    assert "reporter" not in Document.from_html(page.replace("{}", byline)).text


@pytest.mark.parametrize("left_out", ["SCRIPT", "navy", "HIDDEN", "UNSEEN", "Imprint", "Sport", "<", "&amp;"])
def test_what_is_not_the_story_is_left_out(left_out: str) -> None:
    """Scripts, styles, hidden elements, menus and markup are never text."""
    assert left_out not in Document.from_html(FERRY, keep_furniture=True).text


def test_the_page_says_what_it_is() -> None:
    """Title, byline, publisher, date, language and canonical address come from the page's metadata."""
    document = Document.from_html(FERRY, url="https://post.example/a?from=feed")
    assert (document.title, document.byline) == ("Ferry link to Sorrel Island reopens", "Ines Valder")
    assert (document.publisher, document.published) == ("The Brackwater Post", "2025-03-04")
    assert (document.url, document.language) == ("https://post.example/news/ferry-reopens", "en")


def test_the_language_of_the_story_is_its_own() -> None:
    """A template that declares another language is not believed; one that is not detected is taken from it."""
    assert Document.from_html(FERRY.replace("en-GB", "nl")).language == "en"
    signs = "Lorna Quill, Brackwater: 214. Sorrel Island: 31; 1,300,000."
    page = f'<html lang="cy-GB"><body><article>{f"<p>{signs}</p>" * 9}</article></body></html>'
    assert Document.from_html(page).language == "cy"


def test_what_is_known_binds() -> None:
    """What the caller says of a page stands over what the page says."""
    document = Document.from_html(FERRY, id="ferry", title="Boats", language="de")
    assert (document.id, document.title, document.language) == ("ferry", "Boats", "de")


def test_what_the_page_does_not_say_is_none() -> None:
    """A page without metadata has no byline, publisher, date or address; its own is kept."""
    story = FERRY[FERRY.index('<div class="content">') : FERRY.index("</article>")]
    document = Document.from_html(f"<html><body>{story}</body></html>", url="https://post.example/x")
    assert (document.byline, document.publisher, document.published) == (None, None, None)
    assert document.url == "https://post.example/x"


@pytest.mark.parametrize(
    "start", ["<!doctype html>", "\ufeff<HTML lang=en>", "<?xml version='1.0'?>\n<!-- a -->\n<html>"]
)
def test_bytes_that_begin_as_a_page_are_one(start: str) -> None:
    """A page is known by its first tag, in UTF-8 and UTF-16."""
    assert looks_like_html(start.encode())
    assert looks_like_html(start.removeprefix("\ufeff").encode("utf-16"))
    assert not looks_like_html(("He typed " + start).encode())


def test_files_and_bytes_that_are_pages_are_read_as_pages(tmp_path: Path) -> None:
    """By content in any file, by suffix where the content does not show it."""
    text = Document.from_html(FERRY).text
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    fragment = FERRY[FERRY.index("<article") : FERRY.index("<footer>")]
    (tmp_path / "ferry.html").write_text(fragment, encoding="utf-8")
    assert Document.from_bytes(FERRY.encode()).text == text
    assert Document.from_file(tmp_path / "ferry.txt").text == text
    assert "<p>" not in Document.from_file(tmp_path / "ferry.html").text


def test_a_page_declares_its_encoding() -> None:
    """The page's own declaration is followed, the sender's stands over it, a byte order mark over both."""
    page = FERRY.replace("utf-8", "iso-8859-2").replace("Marek", "Mařek").replace("&#8239;", " ")
    data = page.encode("iso-8859-2")
    assert "Mařek" in Document.from_html(data).text
    assert "Maøek" in Document.from_html(data, encoding="windows-1252").text
    assert "Mařek" in Document.from_html(page.encode("utf-8-sig")).text
    assert "Mařek" in Document.from_bytes(page.encode("utf-16")).text


def test_a_page_that_breaks_its_encoding_is_read_with_a_warning() -> None:
    """One bad byte does not lose a page."""
    document = Document.from_html(FERRY.encode().replace(b"Oduya", b"Od\xffya"))
    assert "Od\ufffdya" in document.text
    assert "utf-8" in document.warnings[0]


def test_a_declared_encoding_that_does_not_fit_is_an_error() -> None:
    """What the caller declares binds, as for text."""
    with pytest.raises(DocumentNotText, match="do not fit"):
        Document.from_html(FERRY.encode().replace(b"Oduya", b"Od\xffya"), encoding="utf-8")


def test_furniture_in_the_story_is_marked_and_kept_on_demand() -> None:
    """A share line among the paragraphs stays in the text, marked; the story is taken whole otherwise."""
    page = FERRY.replace("<p>Islanders", "<p>Read more: Ferry in dry dock again</p>\n<p>Islanders")
    document = Document.from_html(page)
    assert [furniture.text for furniture in document.furniture] == ["Read more: Ferry in dry dock again"]
    assert Document.from_html(page, keep_furniture=True).furniture == ()


@pytest.mark.parametrize("page", ["", " \n", "<html></html>", "<html><body><script>x = 1</script></body></html>"])
def test_a_page_without_a_story_is_empty(page: str) -> None:
    """Nothing is made up where there is no text."""
    with pytest.raises(DocumentEmpty):
        Document.from_html(page, id="nothing")


def test_a_story_that_only_the_data_of_a_page_carries_is_read_with_a_warning() -> None:
    """A page that lets a script write its story says it in its data; it is traced into that script."""
    told = r"The harbour office said \"yes\" to a ferry after the caf\u00e9 &amp; the shop closed, it said. "
    data = '{"@type": "NewsArticle", "articleBody": "' + told * 8 + "<p>" + told * 3 + '"}'
    page = f'<html><head><script type="application/ld+json">{data}</script></head><body><p>Loading</p></body></html>'
    document = Document.from_html(page)
    assert document.text.startswith(
        'The harbour office said "yes" to a ferry after the café & the shop closed, it said.'
    )
    assert len(document.paragraphs) == 2
    assert "from its data" in document.warnings[0]
    start = document.text.index("The harbour", 10)
    (words,) = document.trace(start, start + len("The harbour office"))
    assert (words.text, data[words.start : words.end]) == ("The harbour office", "The harbour office")
    quoted = document.trace(start + 25, start + 28)
    assert "".join(found.text for found in quoted) == "yes"


ONCE = "The harbour office closed the ferry on Monday, a spokesman said in the town."
BODIES = {
    "paragraphs lost": (f"{ONCE}“Nobody wanted this,” said Ann Holt.", [ONCE, "“Nobody wanted this,” said Ann Holt."]),
    "tags as escapes": (rf"\u003cp\u003e{ONCE} It\u0026#39;s over.\u003c/p\u003e", [f"{ONCE} It's over."]),
    "tags as entities": (f"&lt;p class='x'&gt;{ONCE}&lt;/p&gt;&lt;p&gt;Over.&lt;/p&gt;", [ONCE, "Over."]),
    "entities twice": (
        f"<p>{ONCE} Tom &amp;amp; Jo&amp;nbsp;said &amp;quot;no&amp;quot;.</p>",
        [f'{ONCE} Tom & Jo said "no".'],
    ),
    "line breaks": (rf"{ONCE}\n\nIt is \"over\", and\/or done.", [ONCE, 'It is "over", and/or done.']),
}


@pytest.mark.parametrize("body", BODIES)
def test_a_body_in_the_data_of_a_page_is_read_as_it_was_meant(body: str) -> None:
    """Escapes, entities and lost paragraphs of an `articleBody` are undone, and its words are still traced."""
    told, paragraphs = BODIES[body]
    data = '{"articleBody": "' + "".join(told + ("" if body == "paragraphs lost" else r"\n")) * 10 + '"}'
    page = f'<html><head><script type="application/ld+json">{data}</script></head><body><p>Loading</p></body></html>'
    document = Document.from_html(page)
    text = document.text.replace("\xa0", " ")
    assert [text[start:end] for start, end in document.paragraphs] == paragraphs * 10
    found = [words for start, end in document.paragraphs for words in document.trace(start, end)]
    assert found
    assert all(data[words.start : words.end] == words.text for words in found)


def test_data_with_many_stories_is_not_the_story_of_a_page() -> None:
    """A page that lists stories has no story, whatever its data carries of each."""
    bodies = [f"{number} " + ONCE * 20 for number in range(4)]
    data = ",".join(f'{{"articleBody": "{body}"}}' for body in bodies)
    script = f'<script type="application/ld+json">[{data}]</script></head>'
    assert Document.from_html(FERRY.replace("</head>", script)).text == Document.from_html(FERRY).text


def test_data_of_a_page_that_shows_its_story_is_left_alone() -> None:
    """What is shown is the story; a teaser or broken data changes nothing."""
    for body in ("The ferry sails. " * 5, "The ferry sails again, says the harbour office. " * 14):
        data = f'<script type="application/ld+json">{{"articleBody": "{body}"}}</script></head>'
        assert Document.from_html(FERRY.replace("</head>", data)).text == Document.from_html(FERRY).text


def test_large_and_deep_pages_are_refused() -> None:
    """A page above the size or the depth that is read whole is refused: nothing is cut off."""
    with pytest.raises(DocumentTooLarge, match="10,000,000"):
        Document.from_html("<html>" + " " * 10_000_000)
    with pytest.raises(DocumentTooLarge, match="inside each other"):
        Document.from_html("<html><body>" + "<div>" * 5_000 + FERRY)


@pytest.mark.parametrize(
    "page",
    [
        FERRY.replace("\n", "\r\n"),
        FERRY.replace("Oduya", "Od\x00uya"),
        FERRY.replace("Oduya", "Od\ud800uya"),
        "<?xml version='1.0' encoding='utf-16'?>" + FERRY,
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + FERRY.replace("Oduya", "Oduya &x;"),
        FERRY.replace("<p>", "<p><b><i><p>").replace("</div>", ""),
        FERRY + FERRY,
    ],
    ids=["crlf", "nul", "surrogate", "xml declaration", "entity", "broken", "twice"],
)
def test_nasty_pages_are_read(page: str) -> None:
    """A page that is not as it should be still gives its story, and never a file of this machine."""
    text = Document.from_html(page).text
    assert "Islanders had gone without fresh milk" in text
    assert "root:" not in text


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page needs the extra `html`; the message says how to get it."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra, match=r"pip install 'claim-extractor\[html\]'"):
        Document.from_html(FERRY)
