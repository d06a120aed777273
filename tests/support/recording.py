"""Recordings of a real model: made by `make record`, replayed by the tests.

One cassette an article, in top-level `cassettes/`. A request is matched by its method, its path
and its body as canonical JSON; host, port and headers do not count and are not kept. A request
that was not recorded fails the test at once and says what differs from the nearest one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from vcr.cassette import Cassette
from vcr.record_mode import RecordMode
from vcr.request import Request

from tests.support import compact
from tests.support.difference import explain

CASSETTES = Path(__file__).parents[2] / "cassettes"

# The recordings stand for this model at this address; nothing answers there.
MODEL = "qwen2.5-coder-1.5b-instruct"
BASE_URL = "http://recorded.invalid/v1"
API_KEY = "replay"

# Which recordings were replayed in this session, by cassette.
played: dict[Path, set[int]] = defaultdict(set)
_recorded: dict[Path, int] = {}


def place(name: str) -> Path:
    """The cassette of this name."""
    return CASSETTES / f"{name}.json"


@contextmanager
def replaying(name: str) -> Iterator[Cassette]:
    """Answers come from the cassette `name`, each once; every other request fails the test."""
    path = place(name)
    if not path.is_file():
        pytest.fail(f"cassettes/{path.name} is not there: record it with `make record`", pytrace=False)
    with _use(path, RecordMode.NONE) as cassette:
        _recorded[path] = len(cassette)
        try:
            yield cassette
        finally:
            played[path].update(cassette.play_counts)
        # A caller that swallows everything must not swallow this.
        if cassette.missed:
            pytest.fail(cassette.missed[0], pytrace=False)


@contextmanager
def recording(name: str) -> Iterator[None]:
    """Every request goes to the model and is written to the cassette `name`, from nothing."""
    path = place(name)
    fresh = path.with_suffix(".part")
    fresh.unlink(missing_ok=True)
    try:
        with _use(fresh, RecordMode.ALL):
            yield
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def unused() -> list[str]:
    """One line for each opened cassette that holds recordings nobody asked for."""
    return [
        f"cassettes/{path.name}: {number - len(played[path])} of {number} recordings were not used"
        for path, number in sorted(_recorded.items())
        if len(played[path]) < number
    ]


def never_opened() -> list[str]:
    """One line for each cassette that no test replayed."""
    return [
        f"cassettes/{path.name}: no test replays it" for path in sorted(CASSETTES.glob("*")) if path not in _recorded
    ]


class StrictCassette(Cassette):  # type: ignore[misc] # vcrpy has no types
    """A cassette that fails the test itself when something was not recorded.

    vcrpy's own error would reach the model client, which takes it for a broken connection.
    `pytest.fail` raises a `BaseException`, which no client retries or turns into a warning.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missed: list[str] = []

    def can_play_response_for(self, request: Request) -> bool:
        if super().can_play_response_for(request):
            return True
        if self.record_mode is RecordMode.NONE:
            self.missed.append(self._miss(self.filter_request(request)))
            pytest.fail(self.missed[-1], pytrace=False)
        return False

    def _miss(self, request: Request) -> str:
        same = [other.body for other in self.requests if _same_place(request, other)]
        return (
            f"{request.method} {request.path} is not recorded in cassettes/{Path(self.path).name}.\n"
            f"{explain(request.body, same)}\n"
            "If the prompt was meant to change, record again with `make record`."
        )


def _use(path: Path, mode: RecordMode) -> Any:
    return StrictCassette.use(
        path=str(path),
        record_mode=mode,
        serializer=compact,
        match_on=(_same_place, _same_body),
        before_record_request=_anonymous_request,
        before_record_response=_anonymous_response,
        record_on_exception=False,
    )


def _same_place(one: Request, other: Request) -> bool:
    return bool(one.method == other.method and one.path == other.path)


def _same_body(one: Request, other: Request) -> bool:
    return _canonical(one.body) == _canonical(other.body)


@lru_cache(maxsize=4096)
def _canonical(body: bytes | None) -> str:
    try:
        return json.dumps(json.loads(body or b""), sort_keys=True, separators=(",", ":"))
    except ValueError:
        return repr(body)


def _anonymous_request(request: Request) -> Request:
    """No host, port, key or client version."""
    path = urlsplit(request.uri).path
    return Request(request.method, f"{BASE_URL.removesuffix('/v1')}{path}", request.body, {})


def _anonymous_response(response: dict[str, Any]) -> dict[str, Any]:
    """Of the headers only what the client needs to read the body."""
    headers = {name.lower(): value for name, value in response["headers"].items()}
    kept = {name: headers[name] for name in ("content-type", "retry-after") if name in headers}
    return {**response, "headers": kept}
