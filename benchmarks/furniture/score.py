"""Line-level score of the furniture rules on web pages with a known body.

    python -m benchmarks.furniture GOLD.jsonl [--errors] [--no-blank-lines] [--model local]

GOLD has one object a line: `id`, `gold_text` (the full body of the page) and `html_path` (gzip or
plain, relative to GOLD). The page becomes plain text as a browser shows it, line by line; a line
is body when it stands in `gold_text`. What `Document` does not mark as furniture is taken as body.
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
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any

from lxml import html

from extractor.document import Document
from extractor.document.lines import lines

APART = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote figure pre article section header footer nav aside form main".split()
)
BLOCK = APART | frozenset("div li dt dd tr figcaption address fieldset legend label button option hr body html".split())
HIDDEN = frozenset("script style noscript template head iframe svg object textarea select".split())
START = attrgetter("start")
MIN_CONTAINED = 15
"""Letters and digits; a shorter line may stand in the body by chance and must be a whole body line."""


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
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every wrong line")
    parser.add_argument("--no-blank-lines", action="store_true", help="give every line break as one newline")
    parser.add_argument("--model", help="settle doubtful lines with this model: local, a GGUF file, a name")
    options = parser.parse_args()
    settle = _settling(options.model) if options.model else None
    count: Counter[str] = Counter()
    size: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    macro: list[float] = []
    for row in map(json.loads, options.gold.open()):
        path = options.gold.parent / row["html_path"]
        data = path.read_bytes()
        text = visible_text(gzip.decompress(data) if path.suffix == ".gz" else data, not options.no_blank_lines)
        document = Document.from_text(text, id=row["id"])
        if settle is not None and document.unsure:
            document = settle(document)
        found = lines(text)
        marked = {
            line.start: furniture.kind
            for furniture in document.furniture
            for line in found[
                bisect_left(found, furniture.start, key=START) : bisect_left(found, furniture.end, key=START)
            ]
        }
        gold_lines = {letters(line) for line in row["gold_text"].splitlines()}
        gold = letters(row["gold_text"])
        page: Counter[str] = Counter()
        for line in found:
            if not letters(line.text) and line.start not in marked:
                continue  # a rule or a bullet is neither
            body, kept = is_body(line.text, gold_lines, gold), line.start not in marked
            if line.start == (document.title_span or (-1,))[0] and not body:
                continue  # the headline is known as such; the gold leaves it out
            outcome = ("kept" if body else "extra") if kept else ("missed" if body else "out")
            page[outcome] += 1
            size[outcome] += len(line.text)
            if not kept:
                kinds[f"{marked[line.start]} {'WRONG' if body else ''}"] += 1
            if options.errors and outcome in ("missed", "extra"):
                print(f"{outcome}\t{row['id'][-16:]}\t{marked.get(line.start, '')}\t{line.text[:160]}")
        count += page
        macro.append(2 * page["kept"] / max(1, 2 * page["kept"] + page["extra"] + page["missed"]))
        if options.errors:
            print(f"=== {row['id']} {row['url'][:90]} F1 {macro[-1]:.3f} {dict(page)}")
    print("body lines      ", f1(count["kept"], count["extra"], count["missed"]), dict(count))
    print("furniture lines ", f1(count["out"], count["missed"], count["extra"]))
    print("body characters ", f1(size["kept"], size["extra"], size["missed"]))
    print(f"body lines, mean of {len(macro)} pages: F1 {sum(macro) / max(1, len(macro)):.3f}")
    print("kinds:", ", ".join(f"{kind.strip()} {number}" for kind, number in kinds.most_common()), file=sys.stderr)


if __name__ == "__main__":
    main()
