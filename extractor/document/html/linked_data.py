"""The story that a page carries in its data for search engines (JSON-LD `articleBody`, schema.org).

Some pages show only the first lines and let a script write the rest. What such a page says in
`articleBody` is then its story. It is traced to the `script` element, character by character; one
that is written there as an escape (an accent, a curly quotation mark) has no place of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from extractor.document.html.places import Places, Run
from extractor.document.html.selectors import Selectors

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MIN_WORDS = 100
"""Words of a story; less is a teaser in both places."""
MOST_SHOWN = 0.5
"""Share of its words that the page may show: with more, what is shown is kept."""

_TYPE = re.compile(r"\s*application/ld\+json\b", re.IGNORECASE)
_BODY = re.compile(r'"articleBody"\s*:\s*"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_PART = re.compile(
    r"(?P<long>(?:\\u[0-9a-fA-F]{4})+)|\\(?P<short>.)|(?P<entity>&(?:[a-zA-Z]{2,12}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)"
    r"|(?P<tag><\s*/?\s*(?P<name>[a-zA-Z][a-zA-Z0-9]{0,20})\b[^<>]{0,300}>)|(?P<plain>[^\\&<\s]+|\s+|[\\&<])",
    re.DOTALL,
)
_UNIT = re.compile(r"\\u([0-9a-fA-F]{4})")
_SPACES = {"n": "\n", "r": "\n", "t": " ", "b": "", "f": " "}
_PARAGRAPHS = frozenset("p br h1 h2 h3 h4 h5 h6 li ul ol div blockquote".split())


@dataclass(frozen=True, slots=True)
class Carried:
    """A story from a page's data, and where it stands there."""

    text: str
    places: Places


def carried_story(root: HtmlElement, shown: int) -> Carried | None:
    """The longest `articleBody` of a page that shows `shown` words of its story; None when that is enough."""
    longest: tuple[HtmlElement, re.Match[str]] | None = None
    for script in root.iter("script"):
        if _TYPE.match(script.get("type", "")):
            for match in _BODY.finditer(script.text or ""):
                if longest is None or len(match[1]) > len(longest[1][1]):
                    longest = script, match
    if longest is None:
        return None
    script, match = longest
    text, runs = _written(_decoded(match[1], match.start(1)))
    words = len(text.split())
    if words < MIN_WORDS or shown > MOST_SHOWN * words:
        return None
    selectors = Selectors(root)
    step = selectors.step(script)
    return Carried(text, Places(runs, selectors.steps, [step]))


def _decoded(raw: str, offset: int) -> Iterator[tuple[str, int | None]]:
    """The characters of a JSON string and where they stand; None for an escape. Tags read as breaks."""
    for part in _PART.finditer(raw):
        at = offset + part.start()
        if part["long"]:
            units = "".join(chr(int(unit, 16)) for unit in _UNIT.findall(part["long"]))
            yield units.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), None
        elif part["short"]:
            space = _SPACES.get(part["short"])
            yield (part["short"], at + 1) if space is None else (space, None)
        elif part["entity"]:
            yield unescape(part["entity"]), None
        elif part["tag"]:
            yield ("\n" if part["name"].lower() in _PARAGRAPHS else ""), None
        else:
            yield part["plain"], at


def _written(parts: Iterator[tuple[str, int | None]]) -> tuple[str, list[Run]]:
    """The text, white space tidied and paragraphs with blank lines between them; the runs that have a place."""
    written: list[str] = []
    runs: list[Run] = []
    length, space, gap = 0, "", ""
    for words, at in parts:
        if not words.strip():
            space += words
            gap = words if at is not None and not gap else ""
            continue
        if written and space:
            written.append("\n\n" if "\n" in space else " ")
            length += len(written[-1])
        if at is not None:
            runs.append(Run(length, words, 0, at, gap))
        written.append(words)
        length += len(words)
        space = gap = ""
    return "".join(written), runs
