"""What trafilatura (Apache-2.0; Barbaresi 2021, ACL demos) finds on a page: its story and what it says of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from extractor.document.html.stream import hidden
from extractor.errors import MissingExtra

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_FIELD = 500
"""Characters of a title, byline or publisher; more is no such thing."""

SETTINGS: dict[str, Any] = {"include_comments": False, "include_tables": True}
"""The balanced mode. Measured with benchmarks/html on its gold: favor_precision has body F1 .968 instead of .962,
but leaves out three in a hundred more of what must be there; favor_recall (.959) and fast (.957) are worse in both."""

MOST_OF_HEAD = 500
"""Elements of the head that are read where a page has very many elements; news pages have about a hundred."""

_INLINE = frozenset(("hi", "ref", "del", "span"))
_LANGUAGE = re.compile(r"[a-z]{2}(?=$|[-_])")
_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
"""For htmldate: the day of publication, not of the last change, and no guess from the text."""


def require() -> None:
    """Raise `MissingExtra` when the packages for pages are not there."""
    try:
        import lxml.html  # noqa: F401
        import trafilatura  # noqa: F401
    except ImportError:
        msg = "web pages need trafilatura and lxml: pip install 'claim-extractor[html]'"
        raise MissingExtra(msg) from None
    # its words on a page that it gives up are said by us
    for name in ("trafilatura", "htmldate", "courlan", "readability", "justext"):
        log = logging.getLogger(name)
        if not log.handlers:
            log.addHandler(logging.NullHandler())


def story(root: HtmlElement, url: str | None) -> list[str]:
    """The blocks of text of the main story, in order; empty when there is none."""
    from trafilatura import bare_extraction

    page = deepcopy(root)
    for element in [element for element in page.iter("*") if hidden(element)]:
        if element.getparent() is not None:
            element.drop_tree()
    found: Any = bare_extraction(page, url=url, **SETTINGS)
    body = None if found is None else found.body
    return [] if body is None else list(_blocks(body))


def _blocks(body: Any) -> Iterator[str]:
    """The text of a tree of trafilatura's, cut wherever an element that is not inline begins or ends."""
    from lxml.etree import iterwalk

    parts: list[str] = []
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag not in _INLINE:
            yield "".join(parts)
            parts.clear()
        parts.append((element.text if event == "start" else element.tail) or "")
    yield "".join(parts)


def head_of(root: HtmlElement) -> HtmlElement:
    """The first `MOST_OF_HEAD` elements of a page's head, as a page of its own."""
    from lxml.html import Element

    page = Element("html", dict(root.attrib))
    head = Element("head")
    page.append(head)
    for child in islice(root.iterfind("head/*"), MOST_OF_HEAD):
        head.append(deepcopy(child))
    return page


def metadata(root: HtmlElement, url: str | None) -> dict[str, str]:
    """Title, byline, publisher, published (ISO) and url, where the page says them."""
    from trafilatura.metadata import extract_metadata

    try:
        found: Any = extract_metadata(deepcopy(root), url, dict(_DATES))
        host = (urlsplit(found.url or url or "").hostname or "").removeprefix("www.")
        canonical = _canonical(found.url, url)
    except Exception:  # any page whatsoever: a broken date or address in it is no reason not to read it
        logging.getLogger(__name__).debug("metadata could not be read", exc_info=True)
        return {"url": url} if url else {}
    publisher = _line(found.sitename)
    said = {
        "title": _line(found.title),
        "byline": _line((found.author or "").replace("; ", ", ")),
        # trafilatura puts the host there when the page names no publisher
        "publisher": None if publisher is None or publisher.lower() == host else publisher,
        "published": _line(found.date),
        "url": canonical,
        "language": _declared_language(root),
    }
    return {name: value for name, value in said.items() if value}


def _line(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    return line if 0 < len(line) <= MAX_FIELD else None


def _canonical(found: Any, url: str | None) -> str | None:
    if isinstance(found, str) and found:
        address = urljoin(url or "", found)
        if address.startswith(("http://", "https://")) and address.isprintable() and " " not in address:
            return address
    return url


def _declared_language(root: HtmlElement) -> str | None:
    match = _LANGUAGE.match(root.get("lang", root.get("xml:lang", "")).strip().lower())
    return match.group() if match else None
