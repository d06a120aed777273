"""Annotations of web pages, checked where they are used: selectors and offsets in a real browser's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor import Document, as_annotations
from tests.browser import made
from tests.document.pages import FERRY

PAGES: dict[str, Callable[[str], str]] = {
    "as it is": lambda page: page,
    "line ends of Windows": lambda page: page.replace("\n", "\r\n"),
    "ids that are no selectors": lambda page: page.replace('id="story"', 'id="a b:c"'),
    "characters beyond 16 bits": lambda page: page.replace("Marek", "𝓜arek 🌊").replace("ramp", "ra\u0301mp"),
    "tables": lambda page: page.replace("<p>", "<table><tr><td>").replace("</p>", "</td></tr></table>"),
    "invisible characters": lambda page: page.replace("February", "Feb<wbr>ru\u00adary"),
    "comments": lambda page: page.replace("<p>", "<p><!-- a comment -->").replace("</article>", "</article><!-- -->"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_browser_finds_the_same_words(browser: Any, name: str) -> None:
    """In Chromium, every selector finds one element whose text holds the words between the offsets, in code points."""
    source = PAGES[name](FERRY)
    document = Document.from_html(source, id="page.html")
    annotations = as_annotations(made.sentences(document).result, document)
    places = [
        [target["selector"]["value"], *target["selector"]["refinedBy"]]
        for one in annotations["items"]
        for target in one["target"]
        if isinstance(target["selector"], dict)
    ]
    assert len(places) >= 6
    page = browser.new_page(java_script_enabled=True)
    page.route("**/*", lambda route: route.fulfill(body=source.encode(), content_type="text/html; charset=utf-8"))
    page.goto("http://page.invalid/")
    found = page.evaluate(
        """places => places.map(([selector, position, quotation]) => {
            const elements = document.querySelectorAll(selector);
            const text = Array.from(elements[0].textContent).slice(position.start, position.end).join("");
            return [elements.length, text];
        })""",
        places,
    )
    page.close()
    assert found == [[1, quotation["exact"]] for _, _, quotation in places]
