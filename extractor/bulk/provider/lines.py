"""The two files of a provider batch: requests out, one a line, and lines back.

Input lines are `{"custom_id", "method", "url", "body"}`; output and error lines
`{"custom_id", "response": {"status_code", "body"}, "error": {"code", "message"}}`, as the OpenAI
Batch API has them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import httpx2

from extractor.bulk.provider.store import Line
from extractor.errors import AnswerFiltered, AnswerTruncated
from extractor.llm.cache import question_key
from extractor.llm.client import REFUSED
from extractor.llm.faults import Barred, Refused, fault_of
from extractor.llm.reading import has_choices

if TYPE_CHECKING:
    from extractor.llm.endpoint import Endpoint

MOST_REQUESTS = 50_000  # in one input file; the provider's limit
MOST_BYTES = 200_000_000  # of one input file; "200 MB", read the careful way
ID_LENGTH = 48  # hexadecimal digits of SHA-256: 192 bits, and below the 64 characters some providers allow
PATH: Final = "/v1/chat/completions"
OWNER_ONLY = 0o600


def custom_id(scope: str, body: dict[str, Any]) -> str:
    """The id of a request, from its content: the same question has the same id in every file."""
    return question_key(scope, body)[:ID_LENGTH]


@dataclass(frozen=True)
class Limits:
    """How much one input file may hold."""

    requests: int = MOST_REQUESTS
    bytes: int = MOST_BYTES


@dataclass
class InputFile:
    """An input file as it grows; `ids` are the questions in it, each once."""

    path: Path
    limits: Limits
    ids: dict[str, None] = field(default_factory=dict)
    bytes: int = 0

    def __post_init__(self) -> None:
        self.path.unlink(missing_ok=True)  # a name that somebody has made may lead elsewhere
        self._file = os.fdopen(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "wb")

    def size_of(self, id: str, body: dict[str, Any]) -> int:
        """Bytes that a request takes."""
        return len(_line(id, body))

    def add(self, id: str, body: dict[str, Any]) -> bool:
        """Write a request unless it is here already. False when the file is full: seal it and begin another."""
        if id in self.ids:
            return True
        written = _line(id, body)
        full = len(self.ids) >= self.limits.requests or self.bytes + len(written) > self.limits.bytes
        if full and self.ids:
            return False
        self._file.write(written)
        self.ids[id] = None
        self.bytes += len(written)
        return True

    def seal(self) -> None:
        """Everything is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def discard(self) -> None:
        """Delete it."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def _line(id: str, body: dict[str, Any]) -> bytes:
    line = {"custom_id": id, "method": "POST", "url": PATH, "body": body}
    return json.dumps(line, separators=(",", ":")).encode() + b"\n"


def read_lines(rows: Iterable[str], endpoint: Endpoint) -> Iterator[Line | Barred]:
    """What the lines of an output or error file say. A line that cannot be read says nothing: it is asked again.

    A `Barred` among them (wrong key, no such model) is about the whole run.
    """
    for row in rows:
        try:
            line = json.loads(row)
        except (ValueError, RecursionError):
            continue
        if isinstance(line, dict) and isinstance(line.get("custom_id"), str):
            yield _read(line, endpoint)


def _read(line: dict[str, Any], endpoint: Endpoint) -> Line | Barred:
    name, response, error = line["custom_id"], line.get("response"), line.get("error")
    status = response.get("status_code") if isinstance(response, dict) else None
    body = response.get("body") if isinstance(response, dict) else None
    if status == 200 and isinstance(body, dict):
        return Line(name, "completion", body) if _says_something(body) else Line(name, reason="empty")
    if not isinstance(status, int) or status < 400:
        code = error.get("code") if isinstance(error, dict) else None
        return Line(name, reason=_word(code) or "lost")
    return _refusal(name, status, body, endpoint)


def _refusal(id: str, status: int, body: Any, endpoint: Endpoint) -> Line | Barred:
    """An HTTP error inside a line means what the same error means live."""
    import openai

    error = body.get("error", body) if isinstance(body, dict) else None
    message = str(error.get("message") or "") if isinstance(error, dict) else ""
    response = httpx2.Response(status, request=httpx2.Request("POST", endpoint.base_url))
    fault = fault_of(openai.APIStatusError(message, response=response, body=error), endpoint)
    if isinstance(fault, Refused):
        return Line(id, "refused", {REFUSED: fault.named})
    if isinstance(fault, AnswerFiltered):
        return Line(id, "filtered", {})
    if isinstance(fault, AnswerTruncated):
        return Line(id, "truncated", {})
    return fault if isinstance(fault, Barred) else Line(id, reason=str(status))


def _says_something(completion: dict[str, Any]) -> bool:
    """Whether there is an answer to read; a wrong one counts, an empty one is better asked again."""
    if not has_choices(completion):
        return False
    message = completion["choices"][0].get("message")
    if not isinstance(message, dict):
        return False
    ended_early = completion["choices"][0].get("finish_reason") in ("content_filter", "length")
    return ended_early or any(message.get(part) for part in ("content", "tool_calls", "refusal"))


def _word(code: object) -> str | None:
    # The provider's own word for it (`batch_expired`); never a message, which may repeat the document.
    return code if isinstance(code, str) and code.replace("_", "").isalnum() and len(code) <= 64 else None
