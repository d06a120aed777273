"""Scores of the story that is read from web pages, against pages with a known body.

    python -m benchmarks.html FULL.jsonl STRINGS.jsonl [--pages 50] [--browser 5] [--errors]

FULL has one object a line: `id`, `gold_text` (the full body) and `html_path` (gzip or plain, relative
to the file). The score is that of scrapinghub's article-extraction-benchmark: shingles of four
words, precision and recall of each page averaged, F1 of the averages.

STRINGS has `must_contain` and `must_not_contain` instead of `gold_text`: the shares of all strings
that are there. White space counts as one space.

Both are printed for all of `Document.text` and for what is asked about: without marked furniture.
The first pages of FULL are then traced back: every paragraph and sentence must stand where
`Document.trace` says, in the tree as it is parsed here and, for `--browser N` of them, in headless
Chromium (`make browser` installs it). Exit status 1 when one does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

from extractor.document import Document
from extractor.document.html.charset import decode_page
from extractor.errors import DocumentError

SHINGLE = 4
"""Words in a shingle."""
_WORD = re.compile(r"\w+")

Row = dict[str, Any]
View = Callable[[Document], str]


def rows(path: Path) -> Iterator[tuple[Row, bytes]]:
    """The objects of a gold file, each with the bytes of its page."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            place = path.parent / row["html_path"]
            data = place.read_bytes()
            yield row, gzip.decompress(data) if place.suffix == ".gz" else data


def read(data: bytes) -> Document:
    """The page as a document; one without text when there is no story on it."""
    try:
        return Document.from_html(data)
    except DocumentError:
        return Document(id="nothing", text="", sha256="")


def whole(document: Document) -> str:
    """All of the text."""
    return document.text


def asked(document: Document) -> str:
    """The text without furniture."""
    text = document.text
    for furniture in reversed(document.furniture):
        text = text[: furniture.start] + text[furniture.end :]
    return text


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The shingles of a text and how often each is there; a shorter text is one shingle."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)) if words)


def precision_recall(gold: str, found: str) -> tuple[float, float]:
    """Of the shingles of one page."""
    wanted, had = shingles(gold), shingles(found)
    if wanted == had:
        return 1.0, 1.0
    both = sum((wanted & had).values())
    return (both / had.total() if had else 0.0), (both / wanted.total() if wanted else 0.0)


def body(pages: list[tuple[Row, Document]], view: View, errors: bool) -> str:
    """The line about bodies."""
    scores = [(precision_recall(row["gold_text"], view(document)), row["id"]) for row, document in pages]
    if errors:
        for (precision, recall), name in sorted(scores, key=lambda score: sum(score[0]))[:10]:
            print(f"    {name}: precision {precision:.3f}, recall {recall:.3f}")
    precision, recall = (sum(score[side] for score, _ in scores) / len(scores) for side in (0, 1))
    return f"precision {precision:.4f}  recall {recall:.4f}  F1 {2 * precision * recall / (precision + recall):.4f}"


def strings(pages: list[tuple[Row, Document]], view: View, errors: bool) -> str:
    """The line about strings."""
    told = []
    for key, right in (("must_contain", True), ("must_not_contain", False)):
        there = total = 0
        for row, document in pages:
            text = " ".join(view(document).split())
            for string in row[key]:
                found = " ".join(string.split()) in text
                total += 1
                there += found
                if errors and found != right:
                    print(f"    {row['id']}: {key} {string[:60]!r}")
        told.append(f"{key} {there} of {total} ({there / total:.4f})")
    return "  ".join(told)


def traced(data: bytes, document: Document) -> tuple[int, int]:
    """How many paragraphs and sentences were traced, and how many of them stand where they should."""
    from lxml import html

    markup = decode_page(data, "page", None)[0].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = html.document_fromstring(markup.replace("\x00", "\ufffd").encode(), parser=parser)
    contents: dict[str, str] = {}
    spans = [*document.paragraphs, *((sentence.start, sentence.end) for sentence in document.sentences)]
    right = 0
    for start, end in spans:
        ranges = document.trace(start, end)
        for found in ranges:
            if found.selector not in contents:
                elements = root.cssselect(found.selector)
                contents[found.selector] = str(elements[0].xpath("string()")) if len(elements) == 1 else ""
        there = "".join(contents[found.selector][found.start : found.end] for found in ranges)
        right += "".join(there.split()) == "".join(document.text[start:end].split())
    return len(spans), right


def main() -> int:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("full", type=Path, metavar="FULL", help="JSON Lines with gold_text and html_path")
    parser.add_argument("strings", type=Path, metavar="STRINGS", help="with must_contain and must_not_contain")
    parser.add_argument("--pages", type=int, default=50, help="pages of FULL that are traced back (50)")
    parser.add_argument("--browser", type=int, default=0, help="pages of FULL that are opened in Chromium (0)")
    parser.add_argument("--errors", action="store_true", help="show the worst pages and the wrong strings")
    options = parser.parse_args()
    full = [(row, data, read(data)) for row, data in rows(options.full)]
    partly = [(row, read(data)) for row, data in rows(options.strings)]
    for label, view in (("whole text", whole), ("without furniture", asked)):
        print(f"{label}:")
        print(f"  body     {body([(row, document) for row, _, document in full], view, options.errors)}")
        print(f"  strings  {strings(partly, view, options.errors)}")
    counts = [traced(data, document) for _, data, document in full[: options.pages]]
    spans, right = (sum(count[side] for count in counts) for side in (0, 1))
    print(f"traced: {right} of {spans} paragraphs and sentences of {len(counts)} pages stand where trace says")
    in_browser = opened([(data, document) for _, data, document in full[: options.browser]])
    return 0 if right == spans and in_browser else 1


def opened(pages: list[tuple[bytes, Document]]) -> bool:
    """Whether Chromium finds all words of these pages; a line for each."""
    if not pages:
        return True
    from playwright.sync_api import sync_playwright

    from benchmarks.html.browser import found_in_browser

    good = True
    program = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := which(name))), None)
    with sync_playwright() as driver, TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for number, (data, document) in enumerate(pages, 1):
            spans, wrong = found_in_browser(browser, data, document, Path(folder) / "page.html")
            print(f"Chromium, page {number}: {spans - len(wrong)} of {spans} paragraphs and sentences found")
            good = good and not wrong
    return good


if __name__ == "__main__":
    sys.exit(main())
