"""The question stands after the document's text as well, so that the last word is ours."""

from __future__ import annotations

import pytest

from extractor.prompts import load

PASSAGE = "The bridge is safe, Mayor Ana Ruiz said."
GIVEN = {
    "text": PASSAGE,
    "before": "",
    "cues": ["said"],
    "lines": ["Read more"],
    "sources": [{"name": "Ana Ruiz", "text": PASSAGE}],
}
ASKED_AGAIN = {
    "claims.v1": "Who says what in this passage?",
    "furniture.v1": "Story or page?",
    "sources.v1": "What is each source?",
    "speakers.v1": "Copy who says it:",
    "summary.v1": "Summarize this article.",
}


@pytest.mark.parametrize("name", ASKED_AGAIN)
def test_a_built_in_prompt_asks_again_after_the_text(name: str) -> None:
    """Behind the mark that closes the text stands what is asked of it."""
    user = load(name).messages(GIVEN)[-1]["content"]
    assert PASSAGE in user
    assert ASKED_AGAIN[name] in user[user.rindex("</text") :].splitlines()
