"""Choosing on either side of the page shows the other."""

from __future__ import annotations

from typing import Any

from extractor import Reviewed, review_page
from tests.browser import made
from tests.browser.conftest import Opener


def lit(page: Any, role: str) -> list[str]:
    """The words that are lit up in the text as this role."""
    return page.locator(f".sheet .seg.on-{role}").all_text_contents()


def test_a_claim_shows_its_words_source_and_cue(show: Opener) -> None:
    """Choosing a claim opens it and lights up its words, every hop's mention and cue, and nothing else."""
    page = show(made.ferry())
    page.locator(".statement").nth(1).click()
    assert lit(page, "content") == ["it will not"]
    assert lit(page, "source") == ["TV Sund", "pilots"]
    assert lit(page, "cue") == ["reported", "citing"]
    card = page.locator(".claim.open")
    assert card.locator(".who").inner_text().replace("\n", " ").split(" ‹")[0].endswith("TV Sund")
    assert card.locator(".hops li").all_inner_texts()[0].startswith("TV Sund")
    assert "origin" in card.locator(".hops li").nth(1).inner_text()
    assert card.locator(".reasons").inner_text() == "words found exactly"
    page.locator(".statement").nth(1).click()
    assert page.locator(".claim.open").count() == 0
    assert lit(page, "content") == []


def test_marked_words_show_their_claim(show: Opener) -> None:
    """Choosing words, a source, a cue or a number in the text opens the claim."""
    page = show(made.ferry())
    for words, claim in (("the ferry ", "1"), ("TV Sund", "2"), ("citing", "2"), ("Harbour officials", "1")):
        page.locator(".sheet .seg", has_text=words).first.click()
        assert page.locator(".claim.open .number").inner_text() == claim
    page.locator(".sheet .ref").nth(1).click()
    assert page.locator(".claim.open .number").inner_text() == "2"
    assert page.evaluate("document.activeElement.id") == "review-claim-1-statement"


def test_words_of_two_claims_show_one_after_the_other(show: Opener) -> None:
    """Spans may overlap: the inner claim comes first, the next click goes to the outer one."""
    page = show(made.overlapping())
    both = page.locator(".sheet .seg", has_text="the ferry").first
    both.click()
    assert page.locator(".claim.open .number").inner_text() == "2"
    assert "".join(lit(page, "content")) == "the ferry may never"
    assert "".join(lit(page, "hedge")) == "may never sail"
    both.click()
    assert page.locator(".claim.open .number").inner_text() == "1"
    assert "".join(lit(page, "content")) == "the union believes the ferry may never sail again"


def test_the_text_is_the_document(show: Opener, reviewed: list[Reviewed]) -> None:
    """Whatever is marked, the text is the document's, line by line, without the page's own additions."""
    page = show(review_page(reviewed))
    for number, one in enumerate(reviewed):
        page.locator(".document").nth(number).click()
        shown = page.evaluate(
            """[...document.querySelectorAll('.sheet .line')].map((line) => {
                const copy = line.cloneNode(true);
                for (const own of copy.querySelectorAll('.ref, .furniture-kind')) own.remove();
                return copy.textContent;
            })"""
        )
        assert shown == [line for line in (one.text or "").splitlines() if line.strip()]


def test_a_link_leads_to_a_claim(show: Opener) -> None:
    """#c2 opens the claim with this id, and choosing another changes the address."""
    page = show(made.ferry(), anchor="#c2")
    assert page.locator(".claim.open .number").inner_text() == "2"
    page.locator(".statement").nth(0).click()
    assert page.url.endswith("#c1")


def test_several_documents_have_a_list(show: Opener, reviewed: list[Reviewed]) -> None:
    """The list names every document; each opens with its own text, and a link leads into any of them."""
    page = show(review_page(reviewed))
    assert page.locator(".document").count() == len(reviewed)
    page.locator(".document").nth(2).click()
    title = reviewed[2].result.document.title
    assert page.locator("#review-title").inner_text() == title
    page.locator(".statement").nth(3).click()
    link = page.url
    page.locator(".document").nth(0).click()
    page.goto("about:blank")
    page.goto(link)
    assert page.locator("#review-title").inner_text() == title
    assert page.locator(".claim.open .number").inner_text() == "4"


def test_sources_and_summary_show_their_passages(show: Opener) -> None:
    """A source shows its mentions, a sentence of the summary the passages that carry it."""
    page = show(made.ferry())
    page.locator(".sentence").click()
    assert "".join(lit(page, "support")) == "the ferry may sail on Friday"
    page.locator("#review-tab-sources").click()
    page.locator(".source-name", has_text="TV Sund").click()
    assert lit(page, "source") == ["TV Sund"]
    page.locator("[data-only=s2]").click()
    assert page.locator(".claim .number").all_text_contents() == ["2"]


def test_rejected_answers_and_the_run(show: Opener) -> None:
    """Rejected answers stand there with their reasons; the foot names model, prompts and cost."""
    page = show(made.ferry())
    page.locator("#review-tab-rejected").click()
    assert "number changed: 54 -> 45" in page.locator("#review-rejected").inner_text()
    page.locator(".foot summary").click()
    run = page.locator("#review-run").inner_text()
    for said in ("fake", "claims v1 sha256:0", "1,234 tokens in", "no price known", "3 sent, 3 answered, 0 failed"):
        assert said in run


def test_without_the_text_the_passages_are_shown(show: Opener, reviewed: list[Reviewed]) -> None:
    """Where the text is not at hand, the page says so and shows the words that the result carries, marked."""
    whole = reviewed[0].result
    page = show(review_page([Reviewed(whole)]))
    assert page.locator("#review-without-text").is_visible()
    for claim in whole.claims[::4]:
        page.evaluate(f"location.hash = '{claim.id}'")
        page.wait_for_function(f"() => document.querySelector('.claim.open .actions a')?.hash === '#{claim.id}'")
        assert "".join(lit(page, "content")) == "".join(piece.text for piece in claim.content)
