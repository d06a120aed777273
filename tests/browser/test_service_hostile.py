"""The service's page: what it is sent, whatever field it stands in, is shown as words and never runs."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

from extractor import Document
from extractor.errors import ModelUnavailable
from extractor.events import ClaimFound, Event, Finished, Progress
from tests.browser.hostile import INTRUDERS, SEARCH, hostile
from tests.browser.payloads import PAYLOADS
from tests.browser.test_service_page import opened

#: The form into which articles are pasted is the page's own, and so are its two style sheets.
STRANGE = INTRUDERS.replace(":not([method=dialog])", ":not(#form, [method=dialog])").replace(
    "link", "link:not([href^=assets])"
)
#: Sends what is in the form and waits for what the page says in the end.
READ = """async (text) => {
    const said = document.getElementById("said");
    document.getElementById("article").value = text;
    const told = new Promise((done) => {
        const watch = new MutationObserver(() => {
            if (document.getElementById("stop").hidden) { watch.disconnect(); done(said.textContent); }
        });
        watch.observe(document.getElementById("stop"), { attributes: true });
    });
    document.getElementById("form").requestSubmit();
    return await told;
}"""


def test_no_payload_runs(browser: Any) -> None:
    """A hundred payloads, each in the article and in every field of every event of its answer.

    `opened` itself fails on a dialog, a request elsewhere and a message of the console.
    """
    with opened(browser) as (page, _, service):
        service.service.events = _attackers_events
        own = page.evaluate("document.querySelectorAll('script').length")
        for payload in PAYLOADS:
            page.evaluate(READ, payload.replace("\ud83c", "") + " is what the article says.")
        found = page.evaluate(SEARCH, STRANGE)
        assert found[:2] == [[], None]
        assert found[2] >= 100  # two are taken for pages, and have no story
        assert page.evaluate("document.querySelectorAll('script').length") == own


def test_no_payload_of_a_problem_runs(browser: Any) -> None:
    """What a failure says is not repeated by the service, and the page that shows the problem runs nothing."""
    with opened(browser) as (page, _, service):
        for payload in PAYLOADS[::10]:
            words = payload.replace("\ud83c", "").replace("\n", " ")
            service.service.events = _failing(words)
            assert "cannot be reached" in page.evaluate(READ, f"{words} is what the article says.")
        assert page.evaluate(SEARCH, STRANGE)[:2] == [[], None]


async def _attackers_events(document: Document) -> AsyncGenerator[Event, None]:
    payload = document.text.removesuffix(" is what the article says.")
    result = hostile(payload).result
    yield Progress(1, 2, payload)
    for claim in result.claims:
        yield ClaimFound(claim, {hop.source: payload for hop in claim.attribution} | {payload: payload})
    named = result.document.model_copy(update={"id": document.id})
    yield Finished(result.model_copy(update={"document": named}))


def _failing(words: str) -> Any:
    async def events(document: Document) -> AsyncGenerator[Event, None]:
        yield Progress(1, 2, words)
        raise ModelUnavailable(words)

    return events
