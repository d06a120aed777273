"""An endpoint, and what it may send: an answer of bounded size that is a JSON object."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.errors import AnswerInvalid

if TYPE_CHECKING:
    import ssl

CONNECT_TIMEOUT = 10.0  # seconds
SHORTEST_KEY = 12  # characters; what is shorter is no secret ("no-key") and may be a word of the answer
BODY_LIMIT = 8 * 1024 * 1024  # bytes; the longest sensible answer has some 100 kB


@dataclass(frozen=True)
class Endpoint:
    """Where questions go. `shown` is the URL without credentials, as errors and results give it."""

    base_url: str = field(repr=False)  # it may hold a user's name and password
    api_key: str = field(repr=False)
    shown: str
    key_from: str = "OPENAI_API_KEY"
    use_proxies: bool = True

    def hiding_key(self, words: str) -> str:
        """What the endpoint says without the key: careless ones repeat it, and what they say is kept."""
        return words.replace(self.api_key, "[key]") if len(self.api_key) >= SHORTEST_KEY else words


def check_size(size: int) -> None:
    """Raises `AnswerInvalid` for an answer of more bytes than are read."""
    if size > BODY_LIMIT:
        msg = f"the answer is larger than {BODY_LIMIT // 1024 // 1024} MB and was not read"
        raise AnswerInvalid(msg)


def completion_in(endpoint: Endpoint, content: str) -> dict[str, Any]:
    """The completion that an answer holds. Raises `AnswerInvalid`."""
    try:
        completion = json.loads(endpoint.hiding_key(content))
    except (ValueError, RecursionError):
        completion = None
    if not isinstance(completion, dict):
        msg = "the endpoint's answer is not a JSON object"
        raise AnswerInvalid(msg)
    return completion


@cache
def certificates() -> ssl.SSLContext:
    """What is trusted. Reading it takes longer than a short question; once a process is enough."""
    import httpx2

    return httpx2.create_ssl_context()
