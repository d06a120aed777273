"""axe-core finds nothing on the page, in any of its states, light or dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor import Reviewed, review_page
from tests.browser import made
from tests.browser.conftest import Opener

#: What WCAG 2.2 AA asks for, and axe-core's best practices.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

STATES: dict[str, Callable[[Any], object]] = {
    "as opened": lambda page: None,
    "a claim chosen": lambda page: page.keyboard.press("j"),
    "sources": lambda page: (
        page.locator("#review-tab-sources").click(),
        page.locator(".source-name").first.click(),
    ),
    "rejected and run": lambda page: (
        page.locator("#review-tab-rejected").click(),
        page.locator(".foot summary").click(),
    ),
    "search": lambda page: (page.locator("#review-search").fill("the"), page.locator("#review-clear").wait_for()),
    "help": lambda page: page.keyboard.press("?"),
}


def findings(page: Any) -> list[str]:
    """What axe-core finds, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['impact']} {one['id']}: {node['html'][:120]} {node['any'][:1]}" for one in found for node in one["nodes"]
    ]


@pytest.mark.parametrize(
    ("state", "dark"), [*((state, False) for state in STATES), ("a claim chosen", True), ("sources", True)]
)
def test_no_finding(show: Opener, reviewed: list[Reviewed], state: str, dark: bool) -> None:
    """No finding of any weight, with several documents, furniture and overlapping marks."""
    page = show(review_page([made.overlap(), *reviewed]), dark=dark)
    STATES[state](page)
    assert findings(page) == []


def test_no_finding_on_a_narrow_screen(show: Opener) -> None:
    """The same where one side is seen at a time."""
    page = show(made.ferry(), width=390)
    assert findings(page) == []
    page.locator(".switch [data-view=side]").click()
    assert findings(page) == []
