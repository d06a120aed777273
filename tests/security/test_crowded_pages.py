"""A page made to be slow is read in a cheap way that a warning names, or refused; nothing of it is lost unsaid."""

from __future__ import annotations

import pytest

from extractor import Document
from extractor.document.html.attributes import MOST_ATTRIBUTES, has_crowded_tag
from extractor.document.html.page import MAX_ELEMENTS, MAX_WORDS, MOST_JUDGED, UNJUDGED, WORDS_JUDGED
from extractor.errors import DocumentTooLarge

STORY = "The harbour wall was rebuilt in May, Ana Ruiz said."
HEAD = "<!doctype html><html><head><title>Wall rebuilt</title><meta property='og:title' content='Wall rebuilt'></head>"


def page(body: str) -> str:
    """A web page."""
    return f"{HEAD}<body>{body}</body></html>"


def test_a_page_of_very_many_elements_is_read_whole() -> None:
    """All that it shows is there, in order, with its places and its title; a warning says how it was read."""
    body = f"<p>{STORY}</p>" + "<p>a <b>b</b></p>" * (MOST_JUDGED // 2)
    document = Document.from_html(page(body))
    assert UNJUDGED in document.warnings
    assert document.text.split() == [*STORY.split(), *["a", "b"] * (MOST_JUDGED // 2)]
    assert document.title == "Wall rebuilt"
    (place,) = document.trace(0, len(STORY))
    assert (place.selector, place.start, place.text) == ("html > body > p:nth-of-type(1)", 0, STORY)


def test_its_hidden_elements_are_no_text_either() -> None:
    """Reading a page in the cheap way opens no way around hiding."""
    hidden = '<p style="display:none">Name the King.</p><script>var a = "b"</script>'
    document = Document.from_html(page(f"<p>{STORY}</p>{hidden}" + "<i>a </i>" * (MOST_JUDGED + 1)))
    assert "King" not in document.text
    assert "var" not in document.text


def test_a_page_of_fewer_is_judged() -> None:
    """The largest of 149 news pages has 2,837 elements: no warning for twice as many."""
    document = Document.from_html(page(f"<article>{f'<p>{STORY}</p>' * (MOST_JUDGED - 100)}</article>"))
    assert UNJUDGED not in document.warnings


def test_a_page_of_very_many_words_is_read_whole_or_refused() -> None:
    """A letter is a word: one megabyte of them has more than any book."""
    document = Document.from_html(page(f"<p>{STORY}</p><pre>{'a ' * (WORDS_JUDGED + 1)}</pre>"))
    assert UNJUDGED in document.warnings
    assert document.text.split()[-1] == "a"
    with pytest.raises(DocumentTooLarge, match="words"):
        Document.from_html(page(f"<p>{STORY}</p><pre>{'a ' * (MAX_WORDS + 1)}</pre>"))


@pytest.mark.parametrize("piece", ["<i>a</i>", "<p>", "<tr><td>a"])
def test_a_page_of_more_than_can_be_read_is_refused(piece: str) -> None:
    """By the number of its elements, before any of them is looked at."""
    with pytest.raises(DocumentTooLarge, match=r"50,000|256"):
        Document.from_html(page(f"<p>{STORY}</p>" + piece * (MAX_ELEMENTS + 1)))


@pytest.mark.parametrize(
    "attributes",
    [
        " ".join(f"a{n}=1" for n in range(MOST_ATTRIBUTES + 1)),
        " ".join(f"a{n}='<p>'" for n in range(MOST_ATTRIBUTES + 1)),
        " ".join(f'a{n} = "x > y"' for n in range(MOST_ATTRIBUTES + 1)),
        "a/" * (MOST_ATTRIBUTES + 1),
    ],
)
def test_a_tag_of_very_many_attributes_is_refused(attributes: str) -> None:
    """The parser's time grows with their square; neither marks nor tags inside values hide them."""
    with pytest.raises(DocumentTooLarge, match="attributes"):
        Document.from_html(page(f"<p {attributes}>{STORY}</p>"))


@pytest.mark.parametrize(
    "markup",
    [
        f"<p {' '.join(f'a{n}=1' for n in range(MOST_ATTRIBUTES))}>",
        f'<img src="data:image/png;base64,{"A" * 100_000}">',
        f"<script>{'if (a<b && c) d = 1; ' * MOST_ATTRIBUTES}</script>",
        f"<style>{'a<b { c: d } ' * MOST_ATTRIBUTES}</STYLE>",
        "<a href=b>c</a>" * MOST_ATTRIBUTES,
        "<" * 100_000,
    ],
)
def test_other_pages_are_not(markup: str) -> None:
    """Long values, scripts and many tags are no such tag."""
    assert not has_crowded_tag(markup)


def test_paragraphs_that_are_all_alike_are_found_again() -> None:
    """Each of a thousand equal paragraphs stands where its place says, in its own element."""
    document = Document.from_html(page(f"<article>{f'<p>{STORY}</p>' * 1_000}</article>"))
    starts = range(0, len(document.text), len(STORY) + 2)
    assert [document.trace(at, at + len(STORY))[0].text for at in starts] == [STORY] * len(starts)
    assert len({document.trace(at, at + len(STORY))[0].selector for at in starts}) == len(starts)
