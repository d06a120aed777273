"""Filters and search: which claims are listed, marked and counted."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import review_page
from tests.browser import made
from tests.browser.conftest import Opener


@pytest.fixture
def page(show: Opener) -> Any:
    """Sixty claims by sixty officers through forty boards, of every certainty and confidence."""
    return show(review_page([made.large(60, 12_000)]))


def listed(page: Any) -> list[int]:
    """The numbers of the claims in the list."""
    return [int(number) for number in page.locator(".claim .number").all_text_contents()]


def marked(page: Any) -> list[int]:
    """The numbers that stand in the text."""
    return [int(number) for number in page.locator(".sheet .ref:not([hidden])").all_text_contents()]


def test_by_source_and_kind(page: Any) -> None:
    """A source leaves the claims in whose chain it stands, a kind those with a source of that kind."""
    page.locator("#review-source").select_option(label="the county board 3 (2)")
    assert listed(page) == marked(page) == [4, 44]
    page.locator("#review-source").select_option(value="")
    page.locator("#review-kind").select_option(value="organization")
    assert len(listed(page)) == 60
    assert page.locator("#review-kind option").all_inner_texts()[1:] == ["person (60)", "organization (60)"]


def test_by_certainty_and_confidence(page: Any) -> None:
    """Levels are switched on together: any of the certainties, and any of the confidences."""
    page.locator("[data-level=denied]").click()
    assert listed(page) == list(range(3, 61, 5))
    page.locator("[data-level=questioned]").click()
    assert len(listed(page)) == 24
    page.locator("[data-level=medium]").click()
    left = listed(page)
    assert left == marked(page) == [n for n in range(1, 61) if (n - 1) % 5 in (2, 4) and n - 1 > 50]
    assert page.locator("#review-shown").inner_text() == f"{len(left)} of 60 claims"
    page.locator("#review-clear").click()
    assert len(listed(page)) == 60
    assert not page.locator("#review-clear").is_visible()


def test_by_search(page: Any) -> None:
    """The search goes through statements, words and names, and counts and paints its hits in the text."""
    page.locator("#review-search").fill("OFFICER 7 said")
    page.locator("#review-hits", has_text="1 hit in text").wait_for()
    page.locator("#review-search").fill("county  board 12")
    page.locator("#review-hits", has_text="2 hits in text").wait_for()
    assert listed(page) == [13, 53]
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("#review-hits").inner_text() == "2 claims · 2 of 2 hits in text"
    assert page.evaluate("[...CSS.highlights.get('review-hit-now')][0].toString()") == "county board 12"
    page.keyboard.press("Escape")
    assert len(listed(page)) == 60


@pytest.mark.parametrize("query", ["a(b", "[a", "\\d", "^$", "a-b", ".*", "“wall", "🌊 ", "(?:x)+", "a{9}", "a/b|c"])
def test_any_search_is_words(page: Any, query: str) -> None:
    """What is typed is looked for as it is: no character of it means anything else."""
    page.locator("#review-search").fill(query)
    page.locator("#review-hits", has_text="hits in text" if query != "🌊 " else "60 hits").wait_for()


def test_nothing_left_is_said(page: Any) -> None:
    """Where no claim passes, the list says so and the filters can be cleared."""
    page.locator("#review-search").fill("nobody wrote this")
    page.locator(".claims .none").wait_for()
    assert page.locator(".claims .none").inner_text() == "No claim passes the filters."
    assert marked(page) == []
    page.locator("#review-clear").click()
    assert len(listed(page)) == 60


def test_order(page: Any) -> None:
    """The least sure come first where that is asked for."""
    page.locator("#review-order").select_option(value="unsure")
    scores = [float(score) for score in page.locator(".claim .score").all_text_contents()]
    assert scores == sorted(scores)


def test_marks_can_be_switched_off(page: Any) -> None:
    """The legend switches each sort of mark."""
    mark = page.locator(".sheet .seg.content").first
    ground = "element => getComputedStyle(element).backgroundColor"
    shown = mark.evaluate(ground)
    page.locator(".legend [data-mark=content]").click()
    assert mark.evaluate(ground) == "rgba(0, 0, 0, 0)" != shown
    page.locator(".legend [data-mark=ref]").click()
    assert page.locator(".sheet .ref:visible").count() == 0


def test_a_chosen_claim_that_is_filtered_out_is_let_go(page: Any) -> None:
    """A claim that no longer passes is not left open or lit; a link to it clears the filters."""
    page.locator(".statement").nth(0).click()
    page.locator("[data-level=denied]").click()
    assert page.locator(".claim.open").count() == page.locator(".sheet .on").count() == 0
    page.evaluate("location.hash = 'c1'")
    page.locator("#review-claim-0.open").wait_for()
    assert len(listed(page)) == 60
