"""Dark and light, narrow and printed, in any direction of writing."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import Reviewed, review_page
from tests.browser import made
from tests.browser.conftest import Opener
from tests.support.results import TEXT, ferry_result

GROUND = "getComputedStyle(document.querySelector('.review')).backgroundColor"
HEBREW = "שלום לכולם.\n\nהשר אמר כי „הגשר ייסגר” מחר, לפי BBC.\n\nסוף."


def brightness(page: Any) -> int:
    """Sum of red, green and blue of the page's ground."""
    colour = page.evaluate(GROUND).removeprefix("rgb(").removesuffix(")")
    return sum(int(part) for part in colour.split(","))


def test_dark_and_light(show: Opener) -> None:
    """The page follows the system; the reader may set it, and the choice stays."""
    assert brightness(show(made.ferry())) > 600
    page = show(made.ferry(), dark=True)
    assert brightness(page) < 150
    page.locator("#review-theme").click()
    assert brightness(page) > 600
    page.reload()
    assert brightness(page) > 600


@pytest.mark.parametrize(("width", "height"), [(320, 256), (390, 780), (768, 1024), (1280, 400)])
def test_nothing_is_wider_than_the_screen(show: Opener, reviewed: list[Reviewed], width: int, height: int) -> None:
    """The page reflows down to 320 pixels (WCAG 1.4.10): nothing scrolls sideways."""
    page = show(review_page(reviewed[:2]), width=width, height=height)
    for view in ("text", "side"):
        if page.locator(f".switch [data-view={view}]").is_visible():
            page.locator(f".switch [data-view={view}]").click()
        page.locator(".statement").first.evaluate("element => element.click()")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_narrow_screen_shows_one_side(show: Opener) -> None:
    """Choosing words leads to the claim, `Show in text` leads back."""
    page = show(made.ferry(), width=390)
    assert not page.locator(".claims").is_visible()
    page.locator(".sheet .seg", has_text="TV Sund").click()
    assert page.locator(".claim.open .statement").is_visible()
    page.locator("[data-show]").click()
    assert page.locator(".sheet .seg", has_text="TV Sund").is_visible()


def test_print_has_everything(show: Opener) -> None:
    """On paper stand text, claims, sources, rejected answers and the run, and no controls."""
    page = show(made.ferry(), dark=True)
    page.emulate_media(media="print")
    for part in (".sheet", "#review-claims", "#review-sources", "#review-rejected"):
        assert page.locator(part).is_visible()
    for part in (".search", ".tools", ".tabs", "#review-source"):
        assert not page.locator(part).is_visible()
    assert brightness(page) > 600


def test_right_to_left(show: Opener) -> None:
    """A right-to-left text runs from the right, its claims and their marks with it; offsets stay."""
    result = made.plain(HEBREW, "„הגשר ייסגר”", language="he", title="שלום לכולם.")
    page = show(review_page([Reviewed(result, HEBREW)]), anchor="#c1")
    assert page.locator(".sheet").get_attribute("lang") == "he"
    for line in page.locator(".sheet .line").all():
        assert line.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert page.locator(".sheet .on-content").inner_text() == "„הגשר ייסגר”"
    left = page.locator(".sheet .line").first.evaluate(
        """line => {
            const range = document.createRange();
            range.selectNodeContents(line);
            return [line.getBoundingClientRect().right - range.getBoundingClientRect().right,
                    range.getBoundingClientRect().left - line.getBoundingClientRect().left];
        }"""
    )
    assert left[0] < 5 < left[1]
    assert page.locator(".statement").evaluate("element => getComputedStyle(element).direction") == "rtl"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("😀 Ana 👩‍👩‍👧 said “𝓯𝓸𝓾𝓻 𝓫𝓸𝓪𝓽𝓼 sank” on Friday 🌊.", "“𝓯𝓸𝓾𝓻 𝓫𝓸𝓪𝓽𝓼 sank”"),
        ("Ana said\r\nthe boat\rsank\n", "the boat\rsank"),
        ("e\u0301te\u0301 said nai\u0308ve boats sank", "nai\u0308ve boats"),
        ("Ana \ud800 said it \udfff sank", "it \udfff sank"),
        ("Ana\x00 said\x1b[31m it\u202e sank\u202c now", "it\u202e sank"),
    ],
    ids=["beyond 16 bits", "line breaks", "combining", "lone surrogates", "controls"],
)
def test_offsets_of_any_text(show: Opener, text: str, words: str) -> None:
    """Spans count code points; the page marks exactly their characters, and shows what would be obeyed."""
    page = show(review_page([Reviewed(made.plain(text, words), text)]), anchor="#c1")
    shown = "".join(page.locator(".sheet .on-content").all_text_contents())
    wanted = words.replace("\r", "").replace("\udfff", "\ufffd").replace("\u202e", "U+202E")
    assert shown == wanted


def test_all_documents_are_printed(show: Opener, reviewed: list[Reviewed]) -> None:
    """Every document comes whole, whatever is filtered; afterwards the page is as it was."""
    page = show(review_page(reviewed[:3]))
    page.locator("[data-document='1']").click()
    page.locator("#review-search").fill("nothing has these words")
    page.locator(".claims .none").wait_for()
    page.evaluate("window.print = () => { window.asked = true; }")
    page.locator("#review-print-all").click()
    assert page.evaluate("window.asked")
    page.emulate_media(media="print")
    assert not page.locator("#review-text").is_visible()
    for paper, one in zip(page.locator(".printed").all(), reviewed[:3], strict=True):
        assert paper.locator(".sheet").is_visible()
        assert paper.locator(".claim").count() == len(one.result.claims)
    assert page.evaluate("document.querySelectorAll('.all-printed [id]').length") == 0
    page.emulate_media(media="screen")
    assert not page.locator(".printed").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".printed").count() == 0
    assert page.locator("#review-search").input_value() == "nothing has these words"
    assert page.locator("[aria-current]").get_attribute("data-document") == "1"


@pytest.mark.parametrize(
    ("status", "said"), [("complete", "in this document"), ("partial", "that was answered"), ("failed", "not known")]
)
def test_no_claims(show: Opener, status: str, said: str) -> None:
    """Where there is no claim the page says whether anything was read, and offers nothing to filter."""
    report = ferry_result().report.model_copy(update={"status": status})
    page = show(review_page([Reviewed(ferry_result(claims=[], sources=[], report=report), TEXT)]))
    assert said in page.locator(".claims .none").inner_text()
    assert not page.locator("#review-filters").is_visible()
