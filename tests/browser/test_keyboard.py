"""Everything can be done without a mouse, and keys can be given back to the reader."""

from __future__ import annotations

from typing import Any

from extractor import Reviewed, review_page
from tests.browser import made
from tests.browser.conftest import Opener

FOCUSED = "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"


def opened(page: Any) -> str:
    """The number of the open claim."""
    return str(page.locator(".claim.open .number").inner_text())


def test_a_path_without_a_mouse(show: Opener) -> None:
    """From the top of the page with Tab into the text, from a number to its claim, and back with Enter."""
    page = show(made.ferry())
    seen: list[str] = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if page.evaluate("document.activeElement.matches('.ref[data-claim]')"):
            break
    assert seen[0] == "skip"
    assert "review-search" in seen
    assert "review-text" in seen
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert opened(page) == "2"
    assert page.evaluate(FOCUSED) == "review-claim-1-statement"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show in text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.claim") == "1"


def test_the_list_of_claims_is_one_stop(show: Opener) -> None:
    """Arrows go through the claims and open each; Home and End lead to the ends; Escape closes."""
    page = show(review_page([made.large(60, 12_000)]))
    page.locator(".statement").first.focus()
    for key, wanted in (("ArrowDown", "2"), ("End", "60"), ("ArrowUp", "59"), ("Home", "1")):
        page.keyboard.press(key)
        assert opened(page) == wanted
    assert page.locator(".statement[tabindex='0']").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".claim.open").count() == 0


def test_shortcuts(show: Opener, reviewed: list[Reviewed]) -> None:
    """j and k step through the claims, / goes to the search, [ and ] to other documents, ? shows the help."""
    page = show(review_page(reviewed[:2]))
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert opened(page) == "1"
    page.keyboard.press("]")
    assert page.locator("#review-title").inner_text() == reviewed[1].result.document.title
    page.keyboard.press("?")
    assert page.locator("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("j")
    assert page.evaluate(FOCUSED) == "review-search"
    assert page.locator("#review-search").input_value() == "j"


def test_shortcuts_can_be_turned_off(show: Opener) -> None:
    """Single keys do nothing once the reader says so (WCAG 2.1.4)."""
    page = show(made.ferry())
    page.keyboard.press("?")
    page.locator("#review-keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert page.locator(".claim.open").count() == 0
    assert not page.locator("dialog").is_visible()


def test_tabs_follow_the_arrows(show: Opener) -> None:
    """The tabs are one stop; arrows choose among them."""
    page = show(made.ferry())
    page.locator("#review-tab-claims").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#review-panel-sources").is_visible()
    assert page.evaluate(FOCUSED) == "review-tab-sources"


def test_what_happens_is_said(show: Opener) -> None:
    """A screen reader hears what was chosen and how many claims are left."""
    page = show(made.ferry())
    page.locator(".statement").nth(1).click()
    assert page.locator("#review-status").inner_text() == "Claim 2 chosen"
    page.locator("[data-level=hedged]").click()
    assert page.locator("#review-status").inner_text().startswith("1 of 2 claims")
