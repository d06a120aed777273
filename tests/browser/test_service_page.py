"""The page of the service: paste an article, see its review grow; what is pasted stays text."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

from extractor.service.keys import Keys
from extractor.service.settings import Settings
from tests.service.fake_model import ARTICLE, FakeModel, fake_extractor
from tests.service.running import Running, running

KEY = "a-key-of-the-tests-0123456789"
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1)>read</a>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "<style>@import 'http://127.0.0.1:9/';</style>",
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    '\ndata: {}\n\nevent: result\ndata: {"claims": []}\n\n',
    "' onfocus=alert(1) autofocus='",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<b>\u2066",
)
HOSTILE = "Mayor warns\n\n" + "\n\n".join(
    f"“{payload}”, Mayor {payload} Sorrel said. Radio {payload} reported, citing aides, that {payload} would cost 54."
    for payload in PAYLOADS
)


@contextmanager
def opened(browser: Any, settings: Settings | None = None) -> Iterator[tuple[Any, FakeModel, Running]]:
    """The page of a running service; nothing may run, ask elsewhere or complain."""
    extractor, model = fake_extractor()
    complaints: list[str] = []
    with running(extractor, settings) as service:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: request.url.startswith(service.url) or complaints.append(request.url))
        page.goto(f"{service.url}/")
        yield page, model, service
        context.close()
    assert [said for said in complaints if "401 (Unauthorized)" not in said and "422 (" not in said] == []


def read(page: Any, text: str) -> None:
    """Paste and press the button."""
    page.locator("#article").fill(text)
    page.locator("#read").click()


def test_the_review_grows(browser: Any) -> None:
    """The text is there while the model works, claims follow, and the result takes their place."""
    with opened(browser) as (page, model, _):
        assert not page.locator("#review").is_visible()
        model.seconds = 1.0
        read(page, ARTICLE)
        page.locator(".sheet", has_text="Harbour to close").wait_for()
        assert page.locator("#stop").is_visible()
        assert page.locator("#said").inner_text().startswith("Reading: ")
        page.locator(".claim", has_text="54 million").first.wait_for()
        page.locator("#said", has_text="complete").wait_for()
        assert page.locator(".sheet").inner_text().count("54 million") == 1
        assert not page.locator("#stop").is_visible()
        page.locator(".claim .statement").first.click()


@pytest.mark.parametrize("form", ["text", "page"])
def test_hostile_articles_stay_text(browser: Any, form: str) -> None:
    """Mark-up, scripts and forged events in an article neither run nor reach for anything, as text and as a page."""
    article = HOSTILE if form == "text" else f"<html><body><article><p>{HOSTILE}</p></article></body></html>"
    with opened(browser) as (page, _, _):
        read(page, article)
        page.locator("#said", has_text="claims in").wait_for()
        assert page.locator(".claim").count() > 0
        assert page.evaluate("document.querySelectorAll('script, iframe, style, meta[http-equiv], base').length") == 2
        if form == "text":
            assert "<img src=x onerror=alert(1)>" in page.locator(".sheet").inner_text()


def test_the_work_can_be_stopped(browser: Any) -> None:
    """The button ends the questions; the page says so and takes the next article."""
    with opened(browser) as (page, model, service):
        model.hold = True
        read(page, ARTICLE)
        page.locator(".sheet", has_text="Harbour to close").wait_for()
        page.locator("#stop").click()
        page.locator("#said", has_text="Stopped").wait_for()
        _until(lambda: model.waiting == 0 and service.service.places.taken == 0)
        model.hold = False
        page.locator("#paste summary").click()
        read(page, ARTICLE)
        page.locator("#said", has_text="complete").wait_for()


def test_problems_are_told(browser: Any) -> None:
    """A refusal is shown in words, where a screen reader hears it; the key is asked for and used."""
    with opened(browser, Settings(keys=Keys([KEY]))) as (page, _, _):
        read(page, ARTICLE)
        page.locator("#said", has_text="A key is needed").wait_for()
        page.locator("#key").fill(KEY)
        read(page, "<p></p>")
        page.locator("#said", has_text="no story").wait_for()
        read(page, ARTICLE)
        page.locator("#said", has_text="complete").wait_for()


def test_nothing_serious_is_wrong(browser: Any) -> None:
    """axe-core finds nothing serious on the page, empty and with a review."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    with opened(browser) as (page, _, service):
        # axe is put into the page, which its policy does not allow: the same page without one.
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        page.goto(f"{service.url}/")
        for article in (None, ARTICLE):
            if article:
                read(page, article)
                page.locator("#said", has_text="complete").wait_for()
            found = axe.Axe().run(page).response["violations"]
            assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
        context.close()


def _until(condition: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(2000):
        if condition():
            return
        waiting.wait(0.01)
    pytest.fail("it did not happen")
