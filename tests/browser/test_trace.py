"""Places of a document's words, looked up in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.html.browser import found_in_browser
from extractor import Document
from tests.document.pages import FERRY

SAID = "The harbour office said on Tuesday that the ferry will sail again in May, after eleven weeks of repairs."
MORE = "Nobody was hurt, Marek Oduya told reporters, and the county paid for half of the work on the ramps."


def _page(body: str, head: str = "") -> bytes:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


PAGES = {
    "a story": FERRY.encode(),
    "windows line ends": FERRY.replace("\n", "\r\n").encode(),
    "astral characters": _page(f"<article><p>𝕿𝖍𝖊 👩‍👩‍👧 <b>{SAID}</b> 🏳️‍🌈 {MORE}</p><p>𐍈 {MORE}</p></article>"),
    "a table": _page(
        f"<article><p>{SAID}</p><table><tr><th>Sailings</th><td>Two a day, the office said</td></tr>"
        f"<tr><th>Cost</th><td>1.3 million crowns</td></tr></table><p>{MORE}</p><p>{SAID} {MORE}</p></article>"
    ),
    "ids and classes": _page(
        f'<div id="1st"><div id="story"><p class="x">{SAID}</p><p>{MORE}</p></div></div><p>{SAID}</p><p>{MORE}</p>'
    ),
    "hidden and inserted": _page(
        f"<article><p>{SAID} <span hidden>Not this.</span> {MORE}<script>var a = 1</script></p>"
        f"<style>p {{}}</style><p>{MORE}<br>{SAID}</p><ul><li>{MORE}</li><li>{SAID}</li></ul></article>"
    ),
    "unclosed paragraphs": _page(f"<article><p>{SAID}<p>{MORE}<p>{SAID} {MORE}</article>"),
    "windows-1252": _page(f"<article><p>“Café” – {SAID}</p><p>{MORE} “Été”</p><p>{SAID}</p></article>")
    .decode()
    .replace("utf-8", "windows-1252")
    .encode("windows-1252"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_browser_finds_the_words_where_trace_says(name: str, browser: Any, tmp_path: Path) -> None:
    """The element that the selector finds holds the same characters at the same offsets."""
    document = Document.from_html(PAGES[name])
    looked_up, wrong = found_in_browser(browser, PAGES[name], document, tmp_path / "page.html")
    assert looked_up >= 3
    assert wrong == []


def test_a_wrong_place_is_noticed(browser: Any, tmp_path: Path) -> None:
    """The check itself fails where the page is another than the document's."""
    document = Document.from_html(PAGES["a story"])
    _, wrong = found_in_browser(browser, FERRY.replace("Islanders", "Nobody").encode(), document, tmp_path / "p.html")
    assert wrong
