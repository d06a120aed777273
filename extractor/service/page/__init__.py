"""The page at `/`: one pastes an article and sees its review grow."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from fastapi import FastAPI

    from extractor.render.review import ReviewShell
    from extractor.service.service import Service

#: Scripts and styles of this service alone, nothing else from anywhere, and no text that becomes markup.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)


def add_page(app: FastAPI, service: Service) -> None:
    """Add the page and its parts."""
    with_keys = bool(service.settings.keys)
    parts: dict[str, tuple[str, Callable[[], str]]] = {
        "review.css": ("text/css", lambda: _shell().style),
        "review.js": ("text/javascript", lambda: _shell().script),
        "page.css": ("text/css", lambda: _file("page.css")),
        "page.js": ("text/javascript", lambda: _file("page.js")),
    }

    @app.get("/")
    async def page() -> Response:
        headers = {"content-security-policy": CONTENT_SECURITY_POLICY}
        return Response(_page(with_keys), media_type="text/html", headers=headers)

    def add(name: str) -> None:
        media_type, content = parts[name]

        @app.get(f"/assets/{name}")
        async def part() -> Response:
            return Response(content(), media_type=media_type)

    for name in parts:
        add(name)


@cache
def _page(with_keys: bool) -> str:
    page = _file("index.html").replace("<!-- review -->", _shell().body)
    return page.replace("<!-- key -->", _file("key.html") if with_keys else "")


@cache
def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _shell() -> ReviewShell:
    from extractor.render.review import review_shell

    return review_shell()
