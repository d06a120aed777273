"""Line-level score of the furniture rules on web pages with a known body.

    python -m benchmarks.furniture FULL.jsonl [STRINGS.jsonl] [--rows even|odd] [--errors] [--model local]

FULL has one object a line: `id`, `gold_text` (the full body of the page) and `html_path` (gzip or
plain, relative to FULL). The page becomes plain text as a browser shows it, line by line; a line
is body when it stands in `gold_text`. What `Document` leaves in the story is taken as body: lines
that are neither furniture nor an instruction to a model. STRINGS has `must_contain` and
`must_not_contain` instead: the share of those strings of the visible text that stay story.

`--rows` scores every second row, so that rules can be made on one half and measured on the other.
With `--model` doubtful lines are asked about, as `extract` does.
Needs lxml, which the product does not.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import re
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

from lxml import html

from extractor.document import Document
from extractor.document.instructions import covers
from extractor.document.lines import Line, lines

APART = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote figure pre article section header footer nav aside form main".split()
)
BLOCK = APART | frozenset("div li dt dd tr figcaption address fieldset legend label button option hr body html".split())
HIDDEN = frozenset("script style noscript template head iframe svg object textarea select".split())
START = attrgetter("start")
MIN_CONTAINED = 15
"""Letters and digits; a shorter line may stand in the body by chance and must be a whole body line."""
HALVES = {"even": 0, "odd": 1}
"""Rows counted from zero."""


def visible_text(data: bytes, blank_lines: bool) -> str:
    """The text of a page as a browser shows it: one line a block, `br` or table row."""
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding=_encoding(data)))
    pieces: list[str] = []
    _walk(root, pieces, "\n\n" if blank_lines else "\n")
    text = re.sub(r" *\n *", "\n", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _encoding(data: bytes) -> str:
    match = re.search(rb"charset=[\"']?([\w-]+)", data[:4096])
    return match.group(1).decode() if match else "utf-8"


def _walk(element: Any, pieces: list[str], apart: str) -> None:
    tag = element.tag if isinstance(element.tag, str) else None
    hidden = tag is None or tag in HIDDEN or "display:none" in element.get("style", "").replace(" ", "").lower()
    if not hidden and element.get("hidden") is None:
        edge = apart if tag in APART else "\n" if tag in BLOCK else ""
        pieces.append(edge)
        if tag == "br":
            pieces.append("\n")
        if tag in ("td", "th"):
            pieces.append(" ")
        pieces.append(re.sub(r"[ \t\r\n\f]+", " ", element.text or ""))
        for child in element:
            _walk(child, pieces, apart)
        pieces.append(edge)
    pieces.append(re.sub(r"[ \t\r\n\f]+", " ", element.tail or ""))


def letters(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]+", "", text).casefold()


def is_body(line: str, gold_lines: set[str], gold: str) -> bool:
    """Whether a line of the page stands in its gold body."""
    bare = letters(line)
    return bool(bare) and (bare in gold_lines or (len(bare) >= MIN_CONTAINED and bare in gold))


def f1(hits: int, extra: int, missed: int) -> str:
    """Precision, recall and F1."""
    precision, recall = hits / max(1, hits + extra), hits / max(1, hits + missed)
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


@dataclass(frozen=True)
class Reading:
    """How a page is read, and what of it is shown. `half` is the row to begin with; None for all."""

    blank_lines: bool
    errors: bool
    half: int | None
    settle: Callable[[Document], Document] | None


@dataclass
class Score:
    """Lines by outcome: kept, extra (furniture that stayed), missed (body that went), out."""

    lines: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    pages: list[float] = field(default_factory=list)


def documents(gold: Path, reading: Reading) -> Iterator[tuple[dict[str, Any], Document]]:
    """The rows of a gold file, each with the visible text of its page, read and, with a model, settled."""
    for number, row in enumerate(map(json.loads, gold.open(encoding="utf-8"))):
        if reading.half not in (None, number % 2):
            continue
        path = gold.parent / row["html_path"]
        data = path.read_bytes()
        text = visible_text(gzip.decompress(data) if path.suffix == ".gz" else data, reading.blank_lines)
        document = Document.from_text(text, id=row["id"])
        if reading.settle is not None and document.unsure:
            document = reading.settle(document)
        yield row, document


def left_out(document: Document, found: list[Line]) -> dict[int, str]:
    """The lines that are not story, by their beginning, with their kind."""
    marked: dict[int, str] = {}
    for line in found:
        if covers(document.instructions, line.start, line.end):
            marked[line.start] = "instruction"
    for furniture in document.furniture:
        first, last = (bisect_left(found, place, key=START) for place in (furniture.start, furniture.end))
        marked.update((line.start, furniture.kind) for line in found[first:last])
    return marked


def count(row: dict[str, Any], document: Document, score: Score, reading: Reading) -> None:
    """Count the lines of one page."""
    found = lines(document.text)
    marked = left_out(document, found)
    gold_lines, gold = {letters(line) for line in row["gold_text"].splitlines()}, letters(row["gold_text"])
    headline = (document.title_span or (-1,))[0]
    page: Counter[str] = Counter()
    for line in found:
        kept = line.start not in marked
        if not letters(line.text) and kept:
            continue  # a rule or a bullet is neither
        body = is_body(line.text, gold_lines, gold)
        if line.start == headline and not body:
            continue  # the headline is known as such; the gold leaves it out
        outcome = ("kept" if body else "extra") if kept else ("missed" if body else "out")
        page[outcome] += 1
        score.characters[outcome] += len(line.text)
        if not kept:
            score.kinds[f"{marked[line.start]}{' WRONG' if body else ''}"] += 1
        if reading.errors and outcome in ("missed", "extra"):
            print(f"{outcome}\t{row['id'][-16:]}\t{marked.get(line.start, '')}\t{line.text[:160]}")
    score.lines += page
    score.pages.append(2 * page["kept"] / max(1, 2 * page["kept"] + page["extra"] + page["missed"]))
    if reading.errors:
        print(f"=== {row['id']} {row['url'][:90]} F1 {score.pages[-1]:.3f} {dict(page)}")


def score_lines(gold: Path, reading: Reading) -> None:
    """Print the scores by line."""
    score = Score()
    for row, document in documents(gold, reading):
        count(row, document, score, reading)
    of, size, pages = score.lines, score.characters, score.pages
    print("body lines      ", f1(of["kept"], of["extra"], of["missed"]), dict(of))
    print("furniture lines ", f1(of["out"], of["missed"], of["extra"]))
    print("body characters ", f1(size["kept"], size["extra"], size["missed"]))
    print(f"body lines, mean of {len(pages)} pages: F1 {sum(pages) / max(1, len(pages)):.3f}")
    print("kinds:", ", ".join(f"{kind} {number}" for kind, number in score.kinds.most_common()), file=sys.stderr)


def score_strings(gold: Path, reading: Reading) -> None:
    """Print how many of the strings that stand in the visible text stay story."""
    told: Counter[str] = Counter()
    for row, document in documents(gold, reading):
        found = lines(document.text)
        marked = left_out(document, found)
        whole = " ".join(document.text.split())
        story = " ".join(" ".join(line.text for line in found if line.start not in marked).split())
        for key, right in (("must_contain", True), ("must_not_contain", False)):
            for string in (" ".join(string.split()) for string in row[key]):
                told[key] += string in whole
                told[f"{key} kept"] += string in story
                if reading.errors and string in whole and (string in story) != right:
                    print(f"{key}\t{row['id'][-24:]}\t{string[:120]}")
    for key in ("must_contain", "must_not_contain"):
        kept, of = told[f"{key} kept"], told[key]
        print(f"{key} {kept} of {of} ({kept / max(1, of):.3f}) of the strings in the visible text stay story")


def _settling(model: str) -> Callable[[Document], Document]:
    """Doubtful lines to the model, one document after another; each question's time is shown."""
    from extractor.llm import connect
    from extractor.tasks.desk import Desk
    from extractor.tasks.furniture import settle_furniture

    client = connect(model)
    loop = asyncio.new_event_loop()

    def settle(document: Document) -> Document:
        began = time.monotonic()
        settled = loop.run_until_complete(settle_furniture(document, Desk(client)))
        before = {(furniture.start, furniture.end) for furniture in document.furniture}
        after = {(furniture.start, furniture.end) for furniture in settled.furniture}
        print(f"{document.id}: asked about {len(document.unsure)} lines, {time.monotonic() - began:.1f} s")
        for place in document.unsure:
            if (place in before) != (place in after):
                print(f"    now {'furniture' if place in after else 'story'}: {document.text[slice(*place)][:100]}")
        return settled

    return settle


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description="Line-level score of the furniture rules.")
    parser.add_argument("full", type=Path, help="pages with their whole body")
    parser.add_argument("strings", type=Path, nargs="?", help="pages with strings that must and must not be story")
    parser.add_argument("--rows", choices=HALVES, help="only every second row, counted from zero")
    parser.add_argument("--errors", action="store_true", help="print every wrong line")
    parser.add_argument("--no-blank-lines", action="store_true", help="give every line break as one newline")
    parser.add_argument("--model", help="settle doubtful lines with this model: local, a GGUF file, a name")
    options = parser.parse_args()
    reading = Reading(
        not options.no_blank_lines,
        options.errors,
        None if options.rows is None else HALVES[options.rows],
        _settling(options.model) if options.model else None,
    )
    score_lines(options.full, reading)
    if options.strings is not None:
        score_strings(options.strings, reading)


if __name__ == "__main__":
    main()
