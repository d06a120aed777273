"""Recordings of a real model, replayed by tests: one cassette a name, in one folder.

A request is matched by its method, its path and its body as canonical JSON; host, port and headers
do not count and are not kept. Each recording answers once. A request that was not recorded fails
the test at once and says what differs from the nearest one.
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

from extractor.prompts import known_marks
from extractor.testing import cassette_form
from extractor.testing.difference import explain

#: Recordings stand for a model at this address; nothing answers there.
BASE_URL = "http://recorded.invalid/v1"
API_KEY = "replay"


class Recordings:
    """The cassettes of a folder.

    folder: where they are. again: how to record, for the messages.
    """

    def __init__(self, folder: Path, again: str = "record it with pytest --extractor-record") -> None:
        self.folder = folder
        self.again = again
        self._played: dict[Path, set[int]] = defaultdict(set)
        self._recorded: dict[Path, int] = {}

    def place(self, name: str) -> Path:
        """The file of the cassette of this name."""
        return self.folder / f"{name}.json"

    @contextmanager
    def replaying(self, name: str) -> Iterator[Cassette]:
        """Answers come from the cassette `name`, each once; every other request fails the test."""
        path = self.place(name)
        if not path.is_file():
            pytest.fail(f"{self._shown(path)} is not there: {self.again}", pytrace=False)
        with known_marks(), self._use(path, RecordMode.NONE) as cassette:
            self._recorded[path] = len(cassette)
            try:
                yield cassette
            finally:
                self._played[path].update(cassette.play_counts)
            # A caller that swallows everything must not swallow this.
            if cassette.missed:
                pytest.fail(cassette.missed[0], pytrace=False)

    @contextmanager
    def recording(self, name: str) -> Iterator[None]:
        """Every request goes to the model and is written to the cassette `name`, from nothing.

        The old cassette stays until the new one is whole.
        """
        path = self.place(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".part")
        fresh.unlink(missing_ok=True)
        try:
            with known_marks(), self._use(fresh, RecordMode.ALL):
                yield
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)

    def unused(self) -> list[str]:
        """One line for each opened cassette that holds recordings nobody asked for."""
        return [
            f"{self._shown(path)}: {number - len(self._played[path])} of {number} recordings were not used"
            for path, number in sorted(self._recorded.items())
            if len(self._played[path]) < number
        ]

    def never_opened(self) -> list[str]:
        """One line for each cassette that no test replayed."""
        return [
            f"{self._shown(path)}: no test replays it"
            for path in sorted(self.folder.glob("*"))
            if path not in self._recorded
        ]

    def _shown(self, path: Path) -> str:
        return f"{self.folder.name}/{path.name}"

    def _use(self, path: Path, mode: RecordMode) -> Any:
        return _StrictCassette.use(
            path=str(path),
            record_mode=mode,
            serializer=cassette_form,
            match_on=(_same_place, _same_body),
            before_record_request=_anonymous_request,
            before_record_response=_anonymous_response,
            record_on_exception=False,
            again=self.again,
        )


class _StrictCassette(Cassette):  # type: ignore[misc] # vcrpy has no types
    """A cassette that fails the test itself when something was not recorded.

    vcrpy's own error would reach the model client, which takes it for a broken connection.
    `pytest.fail` raises a `BaseException`, which no client retries or turns into a warning.
    """

    def __init__(self, *args: Any, again: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.again = again
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
        path = Path(self.path)
        return (
            f"{request.method} {request.path} is not recorded in {path.parent.name}/{path.name}.\n"
            f"{explain(request.body, same)}\n"
            f"If the prompt was meant to change: {self.again}."
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
