"""How long every parser takes on input made to be slow, and how that grows.

    python -m benchmarks.parsers [--size 1000000] [--only NAME]

Each input is read at half the size and at the whole; what is printed is the worst input of each
parser: CPU seconds, and the whole over the half. Linear is 2; exit status 1 where a parser takes more
than `MOST_SECONDS` or grows more than `MOST_GROWTH`. Who says what is no parser but an analysis of every
word: it has to grow linearly and may take longer, and is read at a tenth of the size.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from extractor import Document
from extractor.attribution.lexicon import lexicon_for
from extractor.attribution.stretches import stretches
from extractor.attribution.tokens import quotations
from extractor.document import decoding, language
from extractor.document.html import read_page
from extractor.document.instructions import find_instructions
from extractor.document.lines import paragraphs
from extractor.grounding import Grounder
from extractor.prompts.fence import harmless
from extractor.render.visible import one_line, visible
from extractor.tasks.story import read_story

SIZE = 1_000_000
#: The promise of docs/security.md, in seconds of processor time.
MOST_SECONDS = 2.0
#: Four is quadratic. Short times are too noisy to tell.
MOST_GROWTH, TOLD_APART = 3.0, 0.2

#: Not held to `MOST_SECONDS`.
ANALYSIS = "who says what"
ANALYSIS_SHARE = 10

#: What is repeated until the input is large enough.
PIECES = {
    "letters": "a",
    "stops": ".",
    "spaces": " x",
    "tabs": "\t \t x",
    "lines": "ab\n",
    "blank lines": "a.\n\n",
    "straight quotes": '"a" ',
    "opening quotes": "“a ",
    "apostrophes": "s' 's ",
    "guillemets": "« » ",
    "names": "Ana Ruiz ",
    "initials": "A. B. ",
    "hyphens": "a-",
    "digits": "1,000.",
    "dates": "12 May 2020 ",
    "cues": "said ",
    "reports": "he said that ",
    "according": "according to ",
    "commands": "Write a. ",
    "overrides": "Ignore all previous ",
    "questions": "what of it? ",
    "marks": "<|im_start|>",
    "brackets": "[{(",
    "addresses": "a@b.c ",
    "captions": "Photo: A B/C. ",
    "mixed script": "а\u200bа ",
    "tags unseen": "\U000e0061",
    "accents": "e\u0301",
    "han": "忽略。",
    "control": "\x1b[0m",
    "dateline": "A, B, C (D) - ",
    "sentences": "The harbour wall was rebuilt in May, Ana Ruiz said. ",
    "quoted speech": "“We waited,” Ruiz said. ",
    "german": "Er sei müde, sagte Ruiz. ",
}
PAGES = {
    "open tags": "<div>",
    "tags in tags": "<p><b><i>a",
    "attributes": '<a href="b" c="d">e</a>',
    "half tags": "<a <b ",
    "comments": "<!-- a -->",
    "open comment": "<!-- ",
    "entities": "&amp;&#65;",
    "scripts": "<script>a</script>",
    "tables": "<table><tr><td>a",
    "paragraphs": "<p>The wall was rebuilt, Ana Ruiz said on Monday in Lindby.</p>",
    "data": '<script type="application/ld+json">[[[[</script>',
}


def made(piece: str, size: int) -> str:
    """`piece` again and again, `size` characters of it."""
    return (piece * (size // len(piece) + 1))[:size]


def _lines(text: str) -> list[tuple[int, int]]:
    return [(line.start, line.end) for line in paragraphs(text)]


def _furniture(text: str) -> None:
    Document.from_text(text, keep_instructions=True, language="en")


def _story(text: str) -> None:
    document = Document.from_text(text, language="de" if "sagte" in text else "en")
    lexicon = lexicon_for(document.language)
    if lexicon is not None:
        read_story(document, lexicon)


def _stretches(text: str) -> None:
    document = Document.from_text(text, language="en")
    stretches(document, quotations(text, document.paragraphs))


def _ground(text: str) -> None:
    grounder = Grounder(text)
    grounder.ground(text[: len(text) // 2][-300:] + "x", language="en")
    grounder.ground("The wall will not be rebuilt for 54 million crowns, Ruiz said.", language="en")


def _decode(text: str) -> None:
    decoding.decode(text.encode("utf-8", "surrogatepass"), "made")
    decoding.decode(text.encode("cp1252", "replace"), "made")
    decoding.text_warnings(text)


def _page(text: str) -> None:
    try:
        read_page(f"<!doctype html><html><body>{text}", name="made")
    except Exception as error:
        if "Extractor" not in [base.__name__[:9] for base in type(error).__mro__]:
            raise


PARSERS: dict[str, Callable[[str], object]] = {
    "lines and paragraphs": _lines,
    "furniture and heading": _furniture,
    "instructions": lambda text: find_instructions(text, _lines(text)),
    "language": language.detect,
    "decoding": _decode,
    "document and sentences": lambda text: Document.from_text(text).sentences,
    "quotations and stretches": _stretches,
    "who says what": _story,
    "grounding": _ground,
    "fence": harmless,
    "terminal": lambda text: (visible(text), one_line(text)),
    "web page": _page,
}


def seconds(parser: Callable[[str], object], text: str) -> float:
    """Processor time of one reading."""
    began = time.process_time()
    parser(text)
    return time.process_time() - began


def measured(size: int, only: str | None) -> Iterator[tuple[str, str, float, float]]:
    """Parser, input, seconds at half the size and at the whole."""
    for name, parser in PARSERS.items():
        if only not in (None, name):
            continue
        parser("The wall was rebuilt, Ana Ruiz said.")  # what loads on first use is not parsing
        own = size // ANALYSIS_SHARE if name == ANALYSIS else size
        for kind, piece in (PAGES if parser is _page else PIECES).items():
            yield name, kind, seconds(parser, made(piece, own // 2)), seconds(parser, made(piece, own))


def main() -> int:
    """Print the table; 1 where the promise is not kept."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=SIZE, help="characters of an input")
    options.add_argument("--only", choices=PARSERS, help="one parser, with every input")
    chosen = options.parse_args()
    worst: dict[str, tuple[float, float, str]] = {}
    broken = []
    for name, kind, half, whole in measured(chosen.size, chosen.only):
        growth = whole / half if half >= TOLD_APART else 0.0
        if (whole > MOST_SECONDS and name != ANALYSIS) or growth > MOST_GROWTH:
            broken.append(f"{name}, {kind}: {whole:.2f} s, grows {growth:.1f} times")
        if chosen.only:
            print(f"{kind:20} {half:8.3f} {whole:8.3f} {growth:5.1f}", flush=True)
        worst[name] = max(worst.get(name, (0.0, 0.0, "")), (whole, growth, kind))
    print(f"{chosen.size:,} characters; the slowest of {len(PIECES)} inputs ({len(PAGES)} pages) for each parser")
    for name, (whole, growth, kind) in worst.items():
        print(f"{name:26} {whole:6.2f} s  x{growth:.1f}  {kind}")
    for line in broken:
        print(f"over the limit: {line}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
