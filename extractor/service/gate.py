"""The gate that every request passes: name, origin, key; and what every answer carries on its way out."""

from __future__ import annotations

import logging
import time
import traceback
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from extractor.service.problems import CallerLeft, Problem, problem_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from extractor.service.metrics import Metrics
    from extractor.service.settings import Settings

log = logging.getLogger("extractor.service")

#: Addresses below these want a key where there are keys; the page, its parts and the probes do not.
GUARDED = ("/v1/", "/metrics")
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
#: What a browser says of itself where it leaves Origin out.
ANOTHER_SITE = ("cross-site", "same-site")
#: Nothing here is to be framed, sniffed, followed or kept; the page names its own sources.
SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
_DRESS = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


class Gate:
    """ASGI middleware around the whole application. Nothing that is raised below it leaves it."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = str(uuid.uuid4())
        scope.setdefault("state", {})["request_id"] = request_id
        began = time.monotonic()
        status = 0

        async def send_dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"]
                named = {name for name, _ in headers}
                headers.extend(header for header in _DRESS if header[0] not in named)
                headers.append((b"x-request-id", request_id.encode()))
            await send(message)

        try:
            self._check(scope)
            await self._app(scope, receive, send_dressed)
        except CallerLeft:
            pass
        except Exception as error:
            problem = problem_of(error)
            if problem.kind == "internal":
                log.error("request %s: %s", request_id, _place(error))
            if not status:
                await problem.response(request_id)(scope, receive, send_dressed)
        finally:
            seconds = time.monotonic() - began
            route = getattr(scope.get("route"), "path", None) or "none"
            self._metrics.request(route, scope["method"], status, seconds)
            log.info("request %s: %s %s %d, %.3f s", request_id, _method(scope), route, status, seconds)

    def _check(self, scope: Scope) -> None:
        """Raise the `Problem` with a request that may not pass."""
        headers = Headers(scope=scope)
        if "transfer-encoding" in headers and "content-length" in headers:
            # A proxy that goes by the other of the two takes the rest of the body for a request (RFC 9112, 6.1).
            detail = "send either Content-Length or Transfer-Encoding"
            raise Problem("malformed", detail, headers={"Connection": "close"})
        _check_host(headers.get("host", ""), self._settings.allowed_hosts)
        origin = headers.get("origin")
        if origin is not None and scope["method"] in CHANGING:
            _check_origin(origin, headers, self._settings.allowed_origins)
        elif scope["method"] in CHANGING and headers.get("sec-fetch-site") in ANOTHER_SITE:
            raise Problem("origin", "requests from pages of other origins are refused; see --cors-origin")
        if scope["path"].startswith(GUARDED) and scope["method"] != "OPTIONS":
            given = next((value for name, value in scope["headers"] if name == b"authorization"), None)
            if not self._settings.keys.accept(given):
                detail = "send a key: Authorization: Bearer KEY"
                raise Problem("unauthorized", detail, headers={"WWW-Authenticate": 'Bearer realm="extractor"'})


def _check_host(host: str, allowed: Iterable[str]) -> None:
    """A page of another site can make its own name lead to 127.0.0.1 (DNS rebinding); the name gives it away."""
    allowed = tuple(allowed)
    if allowed and _name(host) not in allowed:
        raise Problem("host", "call it by the name it listens on, or start it with --allow-host NAME")


def _check_origin(origin: str, headers: Headers, allowed: Iterable[str]) -> None:
    """Any site's page can send a form or plain text here without asking the browser first (CSRF)."""
    if origin in allowed:
        return
    if origin == "null" or urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
        raise Problem("origin", "requests from pages of other origins are refused; see --cors-origin")


def _name(host: str) -> str:
    """The name in a `Host` header, without port and brackets."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _method(scope: Scope) -> str:
    # A method is the caller's own word; only those that exist are repeated in the log.
    method = str(scope["method"])
    return method if method in (*CHANGING, "GET", "HEAD", "OPTIONS") else "?"


def _place(error: BaseException) -> str:
    """What was raised and where, without the message: it may quote the document."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})" for frame in frames[:-6:-1])
    return f"{type(error).__name__} in {where}"
