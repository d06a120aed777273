"""The parts of the review page: style, script, body, and the policy that allows exactly these."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: In the order in which they are read; `review.js` begins the page.
SCRIPTS = (
    "dom.js",
    "entries.js",
    "marks.js",
    "claims.js",
    "side.js",
    "filters.js",
    "search.js",
    "documents.js",
    "printing.js",
    "settings.js",
    "listening.js",
    "review.js",
)


@dataclass(frozen=True)
class ReviewShell:
    """An empty review page in parts.

    style: CSS. script: JavaScript, for the end of the body; it defines `window.extractorReview`.
    body: the HTML of the page's root.
    """

    style: str
    script: str
    body: str

    @property
    def style_source(self) -> str:
        """The style as a source of a Content-Security-Policy."""
        return _source(self.style)

    @property
    def script_source(self) -> str:
        """The script as a source of a Content-Security-Policy."""
        return _source(self.script)

    @property
    def csp(self) -> str:
        """The policy for a page of `style` and `script` alone: no network, no markup from strings."""
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src {self.script_source}",
                f"style-src {self.style_source}",
                "base-uri 'none'",
                "form-action 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types 'none'",
            )
        )


@cache
def review_shell() -> ReviewShell:
    """The parts of an empty review page.

    Fill it from a script of your own by `window.extractorReview`: `add(result, text)` for a finished
    result; `begin`, `claim`, `progress`, `fail` while one grows (docs/review-page.md).
    """
    return ReviewShell(style=_read("review.css"), script=_script(), body=_read("body.html"))


def _script() -> str:
    parts = "\n".join(_read(name) for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


def _read(name: str) -> str:
    return (files("extractor.render.review") / "page" / name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
