"""Large documents: everything is there and can be reached; benchmarks/review_page.py measures how long it takes."""

from __future__ import annotations

from extractor import review_page
from tests.browser import made
from tests.browser.conftest import Opener


def test_five_hundred_claims_in_a_long_text(show: Opener) -> None:
    """500 claims in 200,000 characters: each is listed, marked, and shown when it is chosen."""
    one = made.large(500, 220_000)
    assert one.text is not None
    assert len(one.text) > 200_000
    page = show(review_page([one]))
    assert page.locator(".claim").count() == page.locator(".sheet .ref").count() == 500
    for number in (500, 250, 1):
        page.evaluate(f"location.hash = 'c{number}'")
        mark = page.locator(".sheet .on-content").first
        page.wait_for_function(f"() => document.querySelector('.claim.open')?.dataset.claim === '{number - 1}'")
        assert (
            mark.evaluate("one => one.closest('p').textContent")
            .lstrip("0123456789")
            .startswith(f"Officer {number - 1} ")
        )
        page.wait_for_function(
            """() => {
                const box = document.querySelector(".sheet .on-content").getBoundingClientRect();
                return box.top > 0 && box.bottom < innerHeight;
            }"""
        )
    page.locator("[data-level=denied]").click()
    assert page.locator(".claim").count() == 100
