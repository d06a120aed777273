"""W3C Web Annotation: every place in the text and in the page, as the recommendation writes it."""

from __future__ import annotations

from typing import Any

from lxml import html

from extractor import Document, as_annotations
from extractor.schema import Summary
from tests.browser.made import sentences
from tests.document.pages import FERRY
from tests.support.results import TEXT, ferry_result


def items(page: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The annotations by the end of their id."""
    return {one["id"].partition("#")[2]: one for one in page["items"]}


def test_claims_hops_and_certainty() -> None:
    """A claim, each hop's mention and cue, the words of certainty, and the summary are annotations of their own."""
    page = as_annotations(ferry_result(), Document.from_text(TEXT))
    assert (page["type"], page["@context"][0]) == ("AnnotationPage", "http://www.w3.org/ns/anno.jsonld")
    found = items(page)
    assert list(found) == [
        "c1",
        "c1-source1",
        "c1-cue1",
        "c1-certainty",
        "c2",
        "c2-source1",
        "c2-cue1",
        "c2-source2",
        "c2-cue2",
        "summary1",
    ]
    assert found["c2"]["chain"] == ["TV Sund", "pilots"]
    assert found["c1"]["body"][0]["value"] == "the ferry may sail on Friday"
    assert found["c2-cue2"]["body"][1]["source"] == found["c2"]["id"]
    assert len({one["id"] for one in page["items"]}) == len(page["items"])


def test_places_in_the_text() -> None:
    """Position and quotation select the same characters, with the words around them."""
    page = as_annotations(ferry_result(), Document.from_text(TEXT))
    (target,) = items(page)["c1-cue1"]["target"]
    position, quotation = target["selector"]
    assert TEXT[position["start"] : position["end"]] == quotation["exact"] == "said"
    assert TEXT.index(quotation["prefix"] + "said" + quotation["suffix"]) == position["start"] - len(
        quotation["prefix"]
    )
    assert target["source"]["id"].startswith("ni:///sha-256;")


def test_places_in_the_page() -> None:
    """For a web page each place is an element and offsets in its text, which hold the same words."""
    document = Document.from_html(FERRY, url="https://post.example/news/ferry?from=feed")
    page = as_annotations(sentences(document).result, document)
    root = html.document_fromstring(FERRY.encode(), parser=html.HTMLParser(encoding="utf-8"))
    places = [
        (target["selector"]["value"], *target["selector"]["refinedBy"])
        for one in page["items"]
        for target in one["target"]
        if isinstance(target["selector"], dict)
    ]
    assert len(places) == 7
    for selector, position, quotation in places:
        (element,) = root.cssselect(selector)
        assert element.text_content()[position["start"] : position["end"]] == quotation["exact"]
    sources = {target["source"]["id"] for one in page["items"] for target in one["target"]}
    assert "https://post.example/news/ferry-reopens" in sources


def test_without_the_document() -> None:
    """Without the text the quotations have no words around them, and nothing is made up."""
    page = as_annotations(ferry_result(summary=Summary(text="", sentences=[])))
    for one in page["items"]:
        for target in one["target"]:
            assert set(target["selector"][1]) == {"type", "exact"}


def test_an_address_that_is_none_is_not_used() -> None:
    """Only http and https name a page; any other is named by the document's id."""
    document = Document.from_html(FERRY.replace("https://post.example/news/ferry-reopens", "x"), id="a b.html")
    result = sentences(document).result
    info = result.document.model_copy(update={"url": "javascript:alert(1)"})
    page = as_annotations(result.model_copy(update={"document": info}), document)
    sources = {target["source"]["id"] for one in page["items"] for target in one["target"]}
    assert "a%20b.html" in sources
    assert not any("javascript" in source for source in sources)
