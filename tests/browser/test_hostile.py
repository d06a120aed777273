"""Whatever a document, a model or a file of results says, it is shown as words and never runs."""

from __future__ import annotations

import pytest

from extractor import Reviewed, as_card, review_page
from tests.browser.conftest import Opener
from tests.browser.hostile import INTRUDERS, SEARCH, hostile
from tests.browser.payloads import PAYLOADS


def test_there_are_a_hundred() -> None:
    """As many payloads as the issue asks for, none twice."""
    assert len(set(PAYLOADS)) >= 100


@pytest.mark.parametrize("with_text", [True, False], ids=["with text", "without text"])
def test_no_payload_runs(show: Opener, with_text: bool) -> None:
    """With each payload in every field, in every state: no script, element, handler or request of theirs.

    `show` itself fails on a dialog, a request and a message of the console, such as a policy broken.
    """
    whole = [hostile(payload) for payload in (PAYLOADS if with_text else PAYLOADS[::5])]
    page = show(review_page(whole if with_text else [Reviewed(one.result) for one in whole], title=PAYLOADS[1]))
    found = page.evaluate(
        SEARCH,
        INTRUDERS,
    )
    assert found == [[], None, len(whole)]


def test_what_grows_is_words_too(show: Opener) -> None:
    """The same through the calls a server's page makes."""
    page = show(review_page([]))
    for payload in (PAYLOADS[0], PAYLOADS[4], PAYLOADS[30]):
        one = hostile(payload).result.model_dump(by_alias=True)
        page.evaluate(
            """([id, claim, payload]) => {
                const review = window.extractorReview;
                review.begin({ id, title: payload, language: payload }, payload);
                review.claim(id, claim, { [payload]: payload });
                review.progress(id, { done: 1, total: 2, task: payload });
                review.fail(id, payload);
                review.open(id);
            }""",
            [one["document"]["id"], one["claims"][0], payload],
        )
    page.wait_for_function("() => document.querySelectorAll('.document').length === 3")
    assert page.evaluate("window.ran") is None


def test_a_notebook_runs_nothing(show: Opener) -> None:
    """What a notebook shows of a hostile result has no element but its own."""
    cards = "".join(as_card(hostile(payload).result) for payload in PAYLOADS)
    page = show(f"<!doctype html><html lang=en><meta charset=utf-8><title>cards</title>{cards}".replace("\ud83c", "?"))
    names = page.evaluate("[...new Set([...document.body.querySelectorAll('*')].map((one) => one.localName))].sort()")
    assert set(names) <= set("div strong bdi p table thead tbody tr th td em span br".split())
    assert page.evaluate("window.ran") is None
