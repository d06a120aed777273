"""How the review page feels with many claims, in headless Chromium.

    python -m benchmarks.review_page [CLAIMS CHARACTERS]

Milliseconds until the page is drawn, and from a choice, a filter and a search to the next frame; beside
each the same for a tenth of the claims in a tenth of the text, in the same run. Needs the extra `browser`
and Chromium (`make browser`).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from extractor import review_page
from tests.browser import made
from tests.browser.conftest import program

#: Each thing is done so often; the median counts.
TIMES = 9
STEPS = {
    "choose a claim": "document.querySelectorAll('.statement')[(n * 7) % 50].click()",
    "choose words": "document.querySelectorAll('.sheet .content')[(n * 11) % 50].click()",
    "filter": "document.querySelector('[data-level=denied]').click()",
}
FRAME = """async (n) => {
    const from = performance.now();
    STEP;
    document.body.getBoundingClientRect();
    await new Promise(requestAnimationFrame);
    return performance.now() - from;
}"""


def measure(browser: Any, claims: int, characters: int) -> dict[str, float]:
    """Milliseconds of everything for a document of this size."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "page.html"
        place.write_text(review_page([made.large(claims, characters)]), encoding="utf-8")
        found: dict[str, list[float]] = {"open": []}
        for _ in range(3):
            page = browser.new_page()
            page.goto(place.as_uri())
            timing = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
            found["open"].append(page.evaluate(timing))
        for name, step in STEPS.items():
            found[name] = [page.evaluate(FRAME.replace("STEP", step), n) for n in range(TIMES)]
    return {name: median(times) for name, times in found.items()}


def main() -> None:
    """Print the table."""
    from playwright.sync_api import sync_playwright

    claims, characters = (int(given) for given in (sys.argv[1:] or ["500", "220000"]))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        whole, tenth = measure(browser, claims, characters), measure(browser, claims // 10, characters // 10)
        browser.close()
    print(f"{'':16}{claims:>8} claims{claims // 10:>8} claims")
    for name, value in whole.items():
        print(f"{name:16}{value:>12.0f} ms{tenth[name]:>12.0f} ms")


if __name__ == "__main__":
    main()
