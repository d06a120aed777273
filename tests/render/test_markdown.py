"""Markdown: everything is there, and the document's words are never markup."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from extractor.render.markdown import as_markdown, escape
from extractor.render.visible import one_line
from tests.support.results import ferry_result

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})

HOSTILE = [
    "# not a heading",
    "- not a list",
    "1. not a list",
    "7) not a list",
    "**not bold** and _not italic_ and `not code`",
    "[not a link](https://example.org)",
    "![not an image](x.png)",
    "<script>alert(1)</script>",
    "<!-- not a comment -->",
    "a | b | c",
    "&lt; stays as it is written &amp; so does this",
    "~~not struck~~",
    "--- \n ===",
    "a back\\slash and \\*",
    "    not code\n\n> not a quotation",
    "<https://example.org>",
    ": not a definition",
]


def shown(markdown: str) -> str:
    """What a reader sees of one paragraph; fails when it holds any markup."""
    page = MARKDOWN.render(markdown).strip()
    found = re.fullmatch(r"<p>(.*)</p>", page, re.DOTALL)
    assert found is not None, page
    assert "<" not in found[1], page
    return html.unescape(found[1])


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_the_document_is_shown_as_it_is_written(text: str) -> None:
    """Words that look like Markdown or HTML are shown, not obeyed."""
    assert shown(escape(text)) == one_line(text)


@given(
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: one_line(text))
)
def test_any_text_survives_escaping(text: str) -> None:
    """Whatever the text is, a reader of the Markdown sees exactly its characters."""
    assert shown(escape(text)) == one_line(text)


@pytest.mark.parametrize("text", ["see https://example.org/x", "at www.example.org", "mail a@example.org", "@someone"])
def test_no_link_appears_by_itself(text: str) -> None:
    """Addresses in the document do not become links or mentions."""
    assert "\\" in escape(text)
    assert shown(escape(text)) == text


def test_everything_is_there() -> None:
    """Summary with its passages, claims with chain, certainty, confidence and words, sources, report."""
    text = as_markdown(ferry_result())
    assert text.startswith("# Ferry\n\n## Summary\n\nThe ferry may sail on Friday.\n\n> the ferry may sail on Friday")
    assert "1. **Harbour officials**: the ferry may sail on Friday" in text
    assert "hedged; confidence medium (0.60); exact" in text
    assert "2. **TV Sund ‹ pilots**: it will not" in text
    assert "| TV Sund | outlet |  |  | 1 |" in text
    assert "1 answer rejected: number changed, 54 → 45" in text


def test_it_is_one_page_of_the_expected_parts() -> None:
    """Read by a Markdown parser it has one title, four sections, two claims and a table."""
    page = MARKDOWN.render(as_markdown(ferry_result()))
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == 4
    assert page.count("<ol>") == 1
    assert page.count("<table>") == 1
