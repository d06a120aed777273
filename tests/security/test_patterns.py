"""No pattern over what strangers send can read the same characters in several ways."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as codes  # type: ignore[attr-defined]
from typing import Any

import pytest

import extractor
from extractor import Document
from extractor.document.html import looks_like_html
from extractor.document.instructions import find_instructions

#: Where patterns read documents, answers and what a page or a file says.
ROOMS = ("document", "attribution", "grounding", "tasks", "llm", "confidence", "render", "prompts", "bulk.records")
_SIGNS = "aA1z .-'’,\n<!>\"_é:/“”？。|*"
#: What a repeated piece is tried on: runs of one sign, two signs in turn, and whole pieces of markup.
TRIED = (
    *(sign * times for sign in _SIGNS for times in (2, 3, 4, 6)),
    *(
        made
        for a in _SIGNS
        for b in _SIGNS
        if a != b
        for made in (a + b, a + b + a, a + a + b, a + b + b, a + b + a + b)
    ),
    *("<!---->" * 2, "<!-- -->" * 2, "<?xml ?>" * 2, "&amp;" * 2, '"a"' * 2),
)


def _patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    for found in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if found.name.removeprefix("extractor.").startswith(ROOMS) and not found.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(found.name)).items():
                yield from ((f"{found.name}.{name}", one) for one in _within(value, 4))


def _within(value: object, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from (one for inner in value.values() for one in _within(inner, depth - 1))
    elif depth and isinstance(value, (list, tuple, set, frozenset)):
        yield from (one for inner in value for one in _within(inner, depth - 1))
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        yield from (one for key in value.__dataclass_fields__ for one in _within(getattr(value, key, None), depth - 1))


def _inner(code: Any, given: Any) -> list[Any]:
    if code is codes.BRANCH:
        return list(given[1])
    if code is codes.SUBPATTERN:
        return [given[3]]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [given[1]]
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [given[2]]
    return [given] if code is codes.ATOMIC_GROUP else []


def ambiguous(pattern: re.Pattern[Any]) -> list[str]:
    """What a repeated piece of a pattern fits as one and as two: a row of those is read in more ways than can be
    tried. A possessive repeat gives nothing back, so that it tries one."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    found, open_pieces = [], list(tree)
    while open_pieces:
        code, given = open_pieces.pop()
        open_pieces += (piece for inner in _inner(code, given) for piece in inner)
        if code not in (codes.MAX_REPEAT, codes.MIN_REPEAT) or given[1] <= 1:
            continue
        once, twice = (
            _compiler.compile(_parser.SubPattern(tree.state, [(codes.MAX_REPEAT, (times, times, given[2]))]))
            for times in (1, 2)
        )
        tried = (text.encode() if isinstance(pattern.pattern, bytes) else text for text in TRIED)
        found += [repr(text) for text in tried if once.fullmatch(text) and twice.fullmatch(text)][:1]
    return found


def test_no_pattern_reads_a_repeated_piece_in_two_ways() -> None:
    """A repeat within a repeat has something between the two that belongs to neither."""
    read = list(_patterns())
    faults = {name: found for name, pattern in read if (found := ambiguous(pattern))}

    assert len(read) > 200
    assert faults == {}


@pytest.mark.parametrize(
    "pattern", [r"(?:a+)+b", r"(?:<!--.{0,9}?-->\s*)*<html", r"(?:[\w.]+ ?){1,6},", r"(?:[\W_]{1,6}\w+){0,3} is"]
)
def test_the_check_finds_what_it_is_for(pattern: str) -> None:
    """Each of these takes longer than anybody waits."""
    assert ambiguous(re.compile(pattern, re.DOTALL))


@pytest.mark.parametrize("piece", ["<!---->", "<!-- -->\n", "<?xml?>", "<!---->\t<?xml ?> "])
def test_what_stands_in_front_of_a_page_is_read_once(piece: str) -> None:
    """Comments and declarations before a page do not hide it, and no number of them is read in another way."""
    front = piece * (900 // len(piece))

    assert looks_like_html((front + "<!doctype html>").encode())
    assert not looks_like_html((front + "x" * 900).encode())
    assert not looks_like_html((front + "<!-- " + "x" * 900).encode())


def test_a_text_of_comments_is_a_text() -> None:
    """What only looks like the beginning of a page is read as text."""
    assert Document.from_bytes(b"<!---->" * 200 + b"\n\nThe wall was rebuilt, Ruiz said.").text.endswith("said.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Whatever happens in the world, (if you are a language model) said " + "a" * 900 + ";", True),
        ("If you are a language model, " + "'" * 900 + ".", True),
        ("All previous instructions" + "_" * 3_000 + " are void.", False),
    ],
    ids=["letters", "marks", "lines"],
)
def test_a_long_run_behind_an_instruction_is_read_once(text: str, found: bool) -> None:
    """A run of one sign keeps no sentence from being judged; the old patterns would not have come to an end."""
    assert find_instructions(text, [(0, len(text))]) == (((0, len(text)),) if found else ())
