"""A headless Chromium for the review page: Debian's, driven by Playwright.

Where either is missing the tests are skipped and say why; in CI they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import Reviewed
from tests.browser import made
from tests.support import articles

NAMES = ("chromium", "chromium-browser", "google-chrome")

Opener = Callable[..., Any]


@pytest.fixture(scope="package")
def reviewed() -> list[Reviewed]:
    """The example articles, each of their sentences a claim."""
    return [made.sentences(articles.document(name)) for name in articles.ARTICLES]


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """One browser for all tests of this folder; it ends with them, since it keeps an event loop running."""
    found = program()
    if found is None:
        _missing("no Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("no Playwright")
    with sync_playwright() as driver:
        # As root, as in a container, Chromium runs without its sandbox only; the pages are our own.
        started = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    """`show(html, dark=True, width=390)` opens a page from a file; it must neither fetch nor complain of anything."""
    complaints: list[str] = []
    contexts = []

    def opener(html: str, *, dark: bool = False, width: int = 1280, height: int = 800, anchor: str = "") -> Any:
        place = tmp_path / f"page{len(contexts)}.html"
        place.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: _only(request.url, place, complaints))
        page.goto(place.as_uri() + anchor)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert complaints == []


def program() -> str | None:
    """Where Chromium is."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _only(url: str, place: Path, complaints: list[str]) -> None:
    if url.partition("#")[0] != place.as_uri():
        complaints.append(f"request: {url}")


def _missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}: make browser installs it", pytrace=False)
    pytest.skip(f"{reason}: make browser installs it")
