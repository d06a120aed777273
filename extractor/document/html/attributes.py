"""How many attributes a page writes into one tag: its parser compares each with all before it."""

from __future__ import annotations

import re

MOST_ATTRIBUTES = 5_000
"""Attributes of one tag; pages have some thirty. A tag of 40,000 takes libxml2 two seconds, one of 160,000 forty."""

_TAG = re.compile(r"<([a-zA-Z][^\s<>/]*)")
_ATTRIBUTE = re.compile(r"[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>][^\s>]*)?)?")
"""As the HTML standard's tokenizer reads one; a value whose quotation mark is never closed ends as the page does."""
_RAW = frozenset(("script", "style"))


def has_crowded_tag(markup: str) -> bool:
    """Whether one tag of a page has more than `MOST_ATTRIBUTES`. Linear: what was read is never read again."""
    at = 0
    while tag := _TAG.search(markup, at):
        at, count = tag.end(), 0
        while attribute := _ATTRIBUTE.match(markup, at):
            at, count = attribute.end(), count + 1
            if count > MOST_ATTRIBUTES:
                return True
        if tag[1].lower() in _RAW:
            at = _end_of_raw(markup, tag[1], at)
    return False


def _end_of_raw(markup: str, name: str, at: int) -> int:
    end = re.compile(f"</{name}", re.IGNORECASE).search(markup, at)
    return len(markup) if end is None else end.start()
