"""What a result says of itself: in a shell, in a notebook, as Markdown and as a page."""

from __future__ import annotations

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import Reviewed, as_card, as_markdown, review_page
from extractor.render.review import review_shell
from extractor.render.review.file import embedded
from tests.support.results import TEXT, ferry_result


def test_reprs_are_short_and_say_what_it_is() -> None:
    """A result, a claim, a source and a span fit on a line; control characters are escapes."""
    result = ferry_result()
    assert repr(result) == "<Result 'ferry': 2 claims, 3 sources, 1 rejected, complete>"
    assert str(result.claims[1]) == "<Claim c2 'TV Sund ‹ pilots': 'it will not' (asserted, high 0.93)>"
    assert repr(result.sources[0]) == "<Source s1 'Harbour officials' (anonymous, mentions: 1)>"
    assert repr(result.claims[0].content[0]) == "<Span 23:51 'the ferry may sail on Friday'>"
    long = result.claims[0].model_copy(update={"text": "\x1b[31m" + "x" * 5_000})
    assert len(repr(long)) < 250
    assert "\x1b" not in repr(long)


def test_methods_are_the_functions() -> None:
    """A result's methods give what the functions of the same names give."""
    result = ferry_result()
    assert result.to_markdown() == as_markdown(result)
    assert result.to_html(TEXT) == review_page([Reviewed(result, TEXT)])
    assert result._repr_html_() == as_card(result)


def test_a_card_escapes_everything() -> None:
    """In a notebook the words of a document are words."""
    claim = ferry_result().claims[0].model_copy(update={"text": "<script>alert(1)</script>\u202e"})
    card = as_card(ferry_result(claims=[claim]))
    assert "<script" not in card
    assert "\u202e" not in card
    assert html.escape("<script>alert(1)</script>") in card


def test_the_page_is_one_file_with_a_strict_policy() -> None:
    """Nothing is fetched, nothing but the page's own script and style is allowed, no handler stands in markup."""
    shell = review_shell()
    page = review_page([Reviewed(ferry_result(), TEXT)])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert html.unescape(policy[1]) == shell.csp
    assert "unsafe" not in shell.csp
    assert shell.csp.startswith("default-src 'none'")
    for part in (shell.body, shell.script):
        assert not re.search(r"\son\w+\s*=\s*[\"']|innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(", part)
    assert not re.search(r"(?:src|href)=\"(?!#)", shell.body)
    assert not re.search(r"url\(|@import", shell.style)


@pytest.mark.parametrize("text", ["</script>", "<!--", "<script", "]]>", "\u2028", "\u202e", "\ud800", "\x00", "😀"])
def test_data_in_the_page_is_only_data(text: str) -> None:
    """No text can end the element that holds it, and each comes back as it was, but for lone surrogates."""
    data = embedded({"text": text})
    assert not re.search("[<>&\u2028\u2029\u202e\ud800-\udfff\x00]", data)
    assert json.loads(data)["text"] == text.replace("\ud800", "\ufffd")


@given(st.text(alphabet=st.characters()))
def test_any_text_survives_embedding(text: str) -> None:
    """Offsets hold: what is read back has the same code points, surrogates replaced one for one."""
    back = json.loads(embedded({"text": text}))["text"]
    assert len(back) == len(text)
    embedded({"text": text}).encode("utf-8")
