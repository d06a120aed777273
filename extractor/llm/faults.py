"""What went wrong on the wire, told in the words of our error tree.

No message here quotes the endpoint's own words: they may repeat the document or the key. Codes
and parameter names are quoted when they look like names.
"""

from __future__ import annotations

import email.utils
import json
import math
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.errors import AnswerFiltered, AnswerTruncated, EndpointRefused

if TYPE_CHECKING:
    from extractor.llm.endpoint import Endpoint

RETRIED_STATUSES = (408, 409, 425, 429)  # and every 5xx
BUSY_STATUSES = (429, 503, 529)  # too much at once; 529 is Anthropic's "overloaded"
BARRED_STATUSES = (401, 402, 403, 404)
QUOTA_CODES = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")
TOO_LONG_CODES = ("context_length_exceeded", "exceed_context_size_error")
FILTER_CODES = ("content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation")
_NAME = re.compile(r"[\w.\-\[\]]{1,64}")


class Again(Exception):
    """A call that may succeed when it is made again.

    retry_after: seconds the endpoint asks to wait. connected: whether anybody answered at all.
    busy: whether it says that it has too much to do.
    """

    def __init__(
        self, message: str, *, retry_after: float | None = None, connected: bool = True, busy: bool = False
    ) -> None:
        super().__init__(message)
        self.busy = busy
        self.retry_after = retry_after
        self.connected = connected

    @property
    def advice(self) -> str:
        """What a person can do."""
        if not self.connected:
            return "check the base URL and that the server runs"
        return "try again later, or with less concurrency"


class Barred(EndpointRefused):
    """The key, the account or the model is not accepted: no question would be answered."""


class Refused(EndpointRefused):
    """A 400 that may be about the form of the request; `named` is what it says, for `Form.without` only."""

    named: str = ""

    @classmethod
    def naming(cls, named: str, shown: str, status: str = "400") -> Refused:
        """The refusal by the endpoint `shown` that says `named`."""
        refused = cls(f"{shown} answers {status}: it does not accept the request; check the model's name and options")
        refused.named = named
        return refused


def fault_of(error: Exception, endpoint: Endpoint) -> Exception:
    """The error to raise for what `openai` or `httpx2` raised."""
    import httpx2
    import openai

    if isinstance(error, openai.APIStatusError):
        return status_fault(Said(error.status_code, error.response.headers, error.body, error.message), endpoint)
    if isinstance(error, openai.APIConnectionError):
        cause = error.__cause__
        if cause is not None and not isinstance(cause, httpx2.TransportError):
            # Not the network: a recording that does not match, an answer above the size limit,
            # a mistake in this program. Asking again would hide it.
            return cause if isinstance(cause, Exception) else error
        error = cause or error
    if isinstance(error, httpx2.ConnectTimeout | httpx2.ConnectError):
        return Again("no connection", connected=False)
    if isinstance(error, httpx2.TimeoutException | openai.APITimeoutError):
        return Again("the call timed out")
    if isinstance(error, httpx2.UnsupportedProtocol | httpx2.ProxyError | openai.OpenAIError) and not isinstance(
        error, openai.APIConnectionError
    ):
        msg = f"{endpoint.shown}: the request cannot be sent ({type(error).__name__}); check the base URL"
        return EndpointRefused(msg)
    return Again("the connection was dropped")


@dataclass(frozen=True, slots=True)
class Said:
    """What an endpoint answers instead of a completion.

    body: of its JSON what stands under `error`, else all of it, else its text. message: in words.
    """

    status: int
    headers: Any
    body: Any = field(repr=False)
    message: str = field(repr=False)

    @classmethod
    def of(cls, status: int, headers: Any, content: str) -> Said:
        """The answer as `openai` reads it."""
        text = content.strip()
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            return cls(status, headers, text, text)
        inner = body.get("error", body) if isinstance(body, dict) else body
        return cls(status, headers, inner, f"Error code: {status} - {body}")


def status_fault(said: Said, endpoint: Endpoint) -> Exception:
    """The error to raise for an answer whose status is not 2xx."""
    status, code = said.status, _error_code(said.body)
    if status == 429 and code in QUOTA_CODES:
        return Barred(f"{endpoint.shown} answers 429{_named(code)}: the account has no credit left; add some")
    if status in RETRIED_STATUSES or status >= 500:
        asked = retry_after(said.headers)
        return Again(f"answers {status}", retry_after=asked, busy=status in BUSY_STATUSES)
    if code in FILTER_CODES:
        return AnswerFiltered("the endpoint's content filter refused the question")
    if code in TOO_LONG_CODES:
        return AnswerTruncated("the question is longer than the model's context; use a smaller window")
    if status == 400 or status == 422:
        param = said.body.get("param") if isinstance(said.body, dict) else None
        named = endpoint.hiding_key(f"{param or ''} {said.message}")
        return Refused.naming(named, endpoint.shown, f"{status}{_named(code)}")
    kind = Barred if status in BARRED_STATUSES else EndpointRefused
    return kind(f"{endpoint.shown} answers {status}{_named(code)}: {_hint(status, endpoint)}")


def _error_code(body: Any) -> str:
    if not isinstance(body, dict):
        return ""
    inner = body.get("innererror")
    codes = [body.get("code"), body.get("type"), inner.get("code") if isinstance(inner, dict) else None]
    known = [code for code in codes if code in (*TOO_LONG_CODES, *FILTER_CODES, *QUOTA_CODES)]
    names = known or [code for code in codes if isinstance(code, str) and _NAME.fullmatch(code)]
    return str(names[0]) if names else ""


def _named(code: str) -> str:
    return f" ({code})" if code else ""


def _hint(status: int, endpoint: Endpoint) -> str:
    if status == 401:
        return f"the key is not accepted; check {endpoint.key_from}"
    if status == 402:
        return "the account has no credit left; add some"
    if status == 403:
        return f"the key may not use this model; check {endpoint.key_from} and the model's name"
    if status == 404:
        return "no such model or path; check the model's name and the base URL"
    return "asking again would not help; check the base URL"


def retry_after(headers: Any) -> float | None:
    """Seconds to wait by a `Retry-After` header (seconds or an HTTP date, RFC 9110 10.2.3), or `None`.

    `retry-after-ms` is an older custom of some endpoints, more exact where it is sent.
    """
    for name, seconds_in_one in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name) or "") * seconds_in_one
        except ValueError:
            continue
        return seconds if math.isfinite(seconds) and seconds >= 0 else None
    try:
        date = email.utils.parsedate_to_datetime(headers.get("retry-after") or "")
        return max(0.0, date.timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None
