"""The story that a page carries in its data for search engines (JSON-LD `articleBody`, schema.org).

Some pages show only the first lines and let a script write the rest. What such a page says in
`articleBody` is then its story. It is traced to the `script` element, character by character; one
that is written there as an escape (an accent, a curly quotation mark) has no place of its own.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.document.html.places import Places, Run
from extractor.document.html.selectors import Selectors

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MIN_WORDS = 100
"""Words of a story; less is a teaser in both places."""
MOST_SHOWN = 0.5
"""Share of its words that the page may show: with more, what is shown is kept."""

MOST_BODIES = 2
"""Different stories in the data of a page (one of them perhaps a shorter form); with more it is a list of stories."""

_TYPE = re.compile(r"\s*application/ld\+json\b", re.IGNORECASE)
_BODY = re.compile(r'"articleBody"\s*:\s*"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_ESCAPE = re.compile(r"(?P<long>(?:\\u[0-9a-fA-F]{4})+)|\\(?P<short>.)|[^\\]+|\\", re.DOTALL)
_PART = re.compile(
    r"(?P<tag>(?:<|&lt;(?=/?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|img|blockquote)\b))\s*/?\s*"
    r"(?P<name>[a-zA-Z][a-zA-Z0-9]{0,20})\b(?:(?!&[lg]t;)[^<>]){0,300}(?:>|&gt;))"
    r"|(?P<entity>&(?:amp;){0,3}(?:[a-zA-Z]{2,12}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)"
    r"|[^&<\s]+|\s+|[&<]"
)
_GLUED = re.compile(
    r"(?<=[^\W\d_]{2}[.!?])(?=[A-ZÀ-Þ“„«‘][^\W\d_])|(?<=[^\W\d_][.!?][”\"’»])(?=[A-ZÀ-Þ“„«‘])|(?<=[.!?])(?=[“„«])"
)
"""Where one sentence stands right behind another: the paragraphs were lost."""
_STOP_INSIDE = re.compile(r"[.!?].")
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
    found = [
        (script, match)
        for script in root.iter("script")
        if _TYPE.match(script.get("type", ""))
        for match in _BODY.finditer(script.text or "")
    ]
    if not found or len({match[1] for _, match in found if match[1].count(" ") >= MIN_WORDS}) > MOST_BODIES:
        return None
    script, match = max(found, key=lambda one: len(one[1][1]))
    text, runs = _written(_decoded(match[1], match.start(1)))
    words = len(text.split())
    if words < MIN_WORDS or shown > MOST_SHOWN * words:
        return None
    selectors = Selectors(root)
    step = selectors.step(script)
    return Carried(text, Places(runs, selectors.steps, [step]))


def _decoded(raw: str, offset: int) -> Iterator[tuple[str, int | None]]:
    """The words and spaces of a JSON string that holds text or HTML, and where they stand; None for an escape.

    Tags read as breaks. Entities may be escaped twice.
    """
    text, places = _unescaped(raw, offset)
    lost = "\n" not in text and not any(tag["name"].lower() in _PARAGRAPHS for tag in _tags(text))
    for part in _PART.finditer(text):
        start, end = part.span()
        if part.lastgroup is None:
            cuts = _glued(part[0], start) if lost else ()
            if not cuts and places[start] >= 0 and places[end - 1] - places[start] == end - 1 - start:
                yield part[0], places[start]  # nothing in it is an escape: those are longer than what they stand for
                continue
            for first, last in pairwise([start, *cuts, end]):
                if first in cuts:
                    yield "\n", None
                yield from _placed(text, places, first, last)
        elif part.lastgroup == "entity":
            words = part[0]
            for _ in range(words.count("&amp;") + words.count(";")):
                words = unescape(words)
            yield words, None
        else:
            yield ("\n" if part["name"].lower() in _PARAGRAPHS else ""), None


def _glued(words: str, offset: int) -> list[int]:
    """Where sentences stand right behind another; most words have no stop inside."""
    if not _STOP_INSIDE.search(words):
        return []
    return [offset + match.start() for match in _GLUED.finditer(words)]


def _tags(text: str) -> Iterator[re.Match[str]]:
    return (
        (part for part in _PART.finditer(text) if part.lastgroup == "tag")
        if "<" in text or "&lt;" in text
        else iter(())
    )


def _unescaped(raw: str, offset: int) -> tuple[str, array[int]]:
    """The characters of a JSON string, and the place of each; -1 for one that is written as an escape."""
    written: list[str] = []
    places = array("l")
    for part in _ESCAPE.finditer(raw):
        at = offset + part.start()
        if part["long"]:
            units = "".join(chr(int(unit, 16)) for unit in _UNIT.findall(part["long"]))
            words = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            places.extend([-1] * len(words))
        elif part["short"]:
            space = _SPACES.get(part["short"])
            words = part["short"] if space is None else space
            places.extend([at + 1] if space is None else [-1] * len(space))
        else:
            words = part[0]
            places.extend(range(at, at + len(words)))
        written.append(words)
    return "".join(written), places


def _placed(text: str, places: array[int], start: int, end: int) -> Iterator[tuple[str, int | None]]:
    """Characters `start` to `end` in pieces that stand together in the page, or nowhere."""
    first = start
    for at in range(start + 1, end + 1):
        together = at < end and (places[at] - places[at - 1] == 1 if places[at - 1] >= 0 else places[at] < 0)
        if not together:
            yield text[first:at], places[first] if places[first] >= 0 else None
            first = at


def _written(parts: Iterator[tuple[str, int | None]]) -> tuple[str, list[Run]]:
    """The text, white space tidied and paragraphs with blank lines between them; the runs that have a place."""
    written: list[str] = []
    runs: list[Run] = []
    length, space, gap = 0, "", ""
    for words, at in parts:
        if not words or words.isspace():
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
