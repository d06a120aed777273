"""The review page as one file: the shell, and every document as data."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.render.review.shell import review_shell
from extractor.schema import Result

# What could end the element, open a comment in it, or be seen by a reader of the file as anything but
# data: `<`, `>`, `&`, control and invisible characters, marks and overrides of direction.
_NOT_PLAIN = re.compile(
    "[<>&\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]"
)
# A page is UTF-8, which has no surrogates; one for one, so that offsets stay.
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Reviewed:
    """A result for the page, with the document's text where that is at hand.

    text: `Document.text` of the very document. Without it the page shows the passages that the
    result itself carries, and says so.
    """

    result: Result
    text: str | None = None


def review_page(reviewed: Iterable[Reviewed], *, title: str = "Review") -> str:
    """The page: one HTML document that holds all it needs and fetches nothing."""
    return "".join((page_start(title), *(page_entry(one) for one in reviewed), page_end()))


def page_start(title: str = "Review") -> str:
    """What stands before the documents; with `page_entry` and `page_end` a page is written piece by piece."""
    shell = review_shell()
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(shell.csp, quote=False)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>{html.escape(title)}</title>\n<style>{shell.style}</style>\n</head>\n<body>\n{shell.body}"
        "<noscript>This page is drawn by a script in it; nothing is fetched. Allow scripts, or read the same as "
        "Markdown: <code>extractor report OUT.jsonl --format md</code></noscript>\n"
    )


def page_entry(reviewed: Reviewed) -> str:
    """One document, as data."""
    data = {"result": reviewed.result.model_dump(mode="python", by_alias=True), "text": reviewed.text}
    return f'<script type="application/json" class="review-entry">{embedded(data)}</script>\n'


def page_end() -> str:
    """What stands behind the documents."""
    return f"<script>{review_shell().script}</script>\n</body>\n</html>\n"


def embedded(data: object) -> str:
    """JSON that can stand in a script element: no character in it means anything to HTML or to an editor."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return _NOT_PLAIN.sub(_escaped, _SURROGATE.sub("\ufffd", text))


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
