"""A page that a server fills: `window.extractorReview` while a document is read."""

from __future__ import annotations

from typing import Any

from extractor import review_page
from tests.browser.conftest import Opener
from tests.support.results import TEXT, ferry_result


def grow(page: Any, call: str, *given: Any) -> None:
    """One call of the page's interface."""
    page.evaluate("([call, given]) => window.extractorReview[call](...given)", [call, list(given)])


def test_claims_appear_as_they_are_found(show: Opener) -> None:
    """Text first, then claim by claim with the names known so far; the result takes the place of all that."""
    result = ferry_result()
    data = result.model_dump(by_alias=True)
    page = show(review_page([]))
    grow(page, "begin", {"id": "ferry", "title": "Ferry", "language": "en"}, TEXT)
    page.locator(".sheet .line").wait_for()
    assert page.locator(".notes .busy").inner_text() == "Reading …"
    grow(page, "progress", "ferry", {"done": 1, "total": 3, "task": "claims"})
    assert page.locator(".notes .busy").inner_text() == "Reading: claims 1 of 3"
    for number, claim in enumerate(data["claims"], 1):
        grow(page, "claim", "ferry", claim, {"s1": "Harbour", "s2": "TV Sund", "s3": "pilots"})
        page.wait_for_function(f"() => document.querySelectorAll('.claim').length === {number}")
    page.locator(".statement").nth(0).click()
    assert "Harbour" in page.locator(".claim.open .who").inner_text()
    grow(page, "add", data, TEXT)
    page.locator(".notes .busy").wait_for(state="detached")
    assert page.locator(".claim.open .number").inner_text() == "1"
    assert "Harbour officials" in page.locator(".claim.open .who").inner_text()
    assert "fake" in page.locator("#review-run-line").inner_text()


def test_a_failure_is_said(show: Opener) -> None:
    """What stopped the reading stands above the text; what was found stays."""
    page = show(review_page([]))
    grow(page, "begin", {"id": "ferry"}, TEXT)
    grow(page, "claim", "ferry", ferry_result().model_dump(by_alias=True)["claims"][0], {"s1": "Harbour"})
    grow(page, "fail", "ferry", "the model went away")
    page.locator(".notes .bad").wait_for()
    assert page.locator(".notes .bad").inner_text() == "the model went away"
    assert page.locator(".claim").count() == 1


def test_results_are_replaced_and_forgotten(show: Opener) -> None:
    """The same document twice is one entry; clear leaves an empty page."""
    data = ferry_result().model_dump(by_alias=True)
    page = show(review_page([]))
    grow(page, "add", data, TEXT)
    grow(page, "add", {**data, "claims": data["claims"][:1]}, TEXT)
    page.wait_for_function("() => document.querySelectorAll('.claim').length === 1")
    grow(page, "clear")
    assert page.locator(".claim").count() == page.locator(".line").count() == 0
