"""From a document back to its page: an element, and the offsets in its text."""

from __future__ import annotations

import pytest

from extractor.document import Document
from tests.document.pages import FERRY, assert_traced, solid


def test_every_paragraph_and_sentence_is_found_on_the_page() -> None:
    """The element that the selector finds holds the same characters between the offsets."""
    assert_traced(Document.from_html(FERRY), FERRY)


def test_a_quotation_is_one_range_of_its_element() -> None:
    """Inline elements, line breaks and runs of white space do not part a range."""
    document = Document.from_html(FERRY)
    quotation = "“We tested the new ramps for nine days,” said Marek Oduya,\nwho runs"
    start = document.text.index(quotation)
    (found,) = document.trace(start, start + len(quotation))
    assert found.selector == "#story > div:nth-of-type(1) > p:nth-of-type(3)"
    assert (found.start, found.end) == (0, len(found.text))
    assert found.text == quotation.replace("\n", "")


def test_a_hidden_element_parts_a_range() -> None:
    """What the reader does not see is not in a range, and offsets count it as the page does."""
    document = Document.from_html(FERRY)
    start = document.text.index("Brackwater. He promised")
    left, right = document.trace(start, start + len("Brackwater. He promised"))
    assert (left.text, right.text) == ("Brackwater.", "He promised")
    assert right.start - left.end == len(" UNSEEN WORDS")


def test_part_of_a_word_is_traced() -> None:
    """Offsets are exact to the character; white space alone stands nowhere."""
    document = Document.from_html(FERRY)
    start = document.text.index("Oduya")
    (found,) = document.trace(start + 1, start + 3)
    assert found.text == "du"
    assert document.trace(start - 1, start) == []
    assert document.trace(start, start) == []


def test_a_span_over_two_paragraphs_has_a_range_in_each() -> None:
    """Each range stays in its own element."""
    document = Document.from_html(FERRY)
    start, end = document.text.index("in Brackwater. He"), document.text.index("had gone without")
    ranges = document.trace(start, end)
    assert len({found.selector for found in ranges}) == 2
    assert solid("".join(found.text for found in ranges)) == solid(document.text[start:end])


def test_text_has_no_page() -> None:
    """A document from plain text leads nowhere."""
    assert Document.from_text("The ferry sailed again.").trace(0, 9) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace("\n", "\r\n"),
        lambda page: page.replace('id="story"', 'id="a b:c"'),
        lambda page: page.replace("<nav>", '<nav id="story">'),
        lambda page: page.replace("<p>Islanders", "<p>Isl\u00adan\u200bders").replace("February", "Feb<wbr>ruary"),
        lambda page: page.replace("Marek", "𝓜arek").replace("ramp", "ra\u0301mp"),
        lambda page: page.replace("<div", "<fb:box><x-part><div").replace("</div>", "</div></x-part></fb:box>"),
        lambda page: page.replace("<p>", "<table><tr><td>").replace("</p>", "</td></tr></table>"),
        lambda page: page.replace("</article>", "</article><!-- a --><article>" + page.split("</nav>")[1]),
    ],
    ids=["crlf", "odd id", "double id", "zero width", "wide", "odd tags", "tables", "twice"],
)
def test_pages_of_all_sorts_are_traced(change: object) -> None:
    """Line ends, ids, invisible characters, unknown elements, tables and repetitions keep every offset exact."""
    assert callable(change)
    page = change(FERRY)
    document = Document.from_html(page)
    assert "according to the Sorrel parish council" in document.text
    assert_traced(document, page)
