"""Whether a browser finds the words of a document where `Document.trace` says they stand.

Each page is opened in headless Chromium from a file, without scripts and without a network. For every
paragraph and sentence the elements are looked up by their selectors and their `textContent` is
compared, white space aside: a document sets its own.
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Any

from extractor.document import Document
from extractor.document.html.charset import decode_page

_FIND = """
(places) => {
    const contents = new Map();
    for (const { selector } of places) {
        if (!contents.has(selector)) {
            const found = document.querySelectorAll(selector);
            contents.set(selector, found.length === 1 ? Array.from(found[0].textContent) : null);
        }
    }
    return places.map(({ selector, start, end }) => {
        const text = contents.get(selector);
        return text === null ? null : text.slice(start, end).join("");
    });
}
"""
"""Offsets count code points, as in the W3C's TextPositionSelector; JavaScript counts UTF-16 units."""


def found_in_browser(browser: Any, data: bytes, document: Document, place: Path) -> tuple[int, list[str]]:
    """How many paragraphs and sentences were looked up, and the words of those that stand elsewhere.

    browser: a Chromium of Playwright's; place: a file to write the page to. The page is written in
    UTF-8 with a mark, so that both read the same characters.
    """
    markup = decode_page(data, "page", None)[0].removeprefix("\ufeff")
    place.write_bytes(codecs.BOM_UTF8 + markup.encode("utf-8", "replace"))
    spans = [*document.paragraphs, *((sentence.start, sentence.end) for sentence in document.sentences)]
    traced = [document.trace(start, end) for start, end in spans]
    wanted = [{"selector": one.selector, "start": one.start, "end": one.end} for found in traced for one in found]
    context = browser.new_context(java_script_enabled=False, offline=True)
    try:
        page = context.new_page()
        page.route("**/*", lambda route: route.continue_() if route.request.url == place.as_uri() else route.abort())
        page.goto(place.as_uri(), wait_until="domcontentloaded")
        there = iter(page.evaluate(_FIND, wanted))
    finally:
        context.close()
    wrong = []
    for (start, end), found in zip(spans, traced, strict=True):
        words = "".join(next(there) or "" for _ in found)
        if "".join(words.split()) != "".join(document.text[start:end].split()):
            wrong.append(document.text[start:end])
    return len(spans), wrong
