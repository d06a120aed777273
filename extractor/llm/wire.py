"""One endpoint: a request body goes out, the answer's JSON comes back, or an error of our tree.

`openai` writes and signs the request, `tenacity` decides when to ask again. The package's own
retries are off, so that every call is made once, counted once and recorded once.
"""

from __future__ import annotations

import asyncio
import json
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import httpx2

from extractor.errors import AnswerInvalid, EndpointUnreachable
from extractor.llm.faults import Again, fault_of
from extractor.llm.pace import current_pace

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from tenacity import RetryCallState

MOST_ATTEMPTS = 8  # with the waits below about a minute of a busy endpoint
MOST_CONNECTS = 3  # nobody listens: a person is waiting to hear it
FIRST_WAIT = 0.5  # seconds
LONGEST_WAIT = 30.0  # seconds, where the endpoint does not say how long
CONNECT_TIMEOUT = 10.0  # seconds
SHORTEST_KEY = 12  # characters; what is shorter is no secret ("no-key") and may be a word of the answer
BODY_LIMIT = 8 * 1024 * 1024  # bytes; the longest sensible answer has some 100 kB

Sleep = Callable[[float], Awaitable[None]]


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


class Wire:
    """Posts chat completions to one endpoint.

    timeout: seconds one call may take; `sleep` is replaceable so that tests do not wait.
    """

    def __init__(self, endpoint: Endpoint, *, timeout: float, sleep: Sleep = asyncio.sleep) -> None:
        self.endpoint = endpoint
        self._timeout = timeout
        self._sleep = sleep
        self._client: AsyncOpenAI | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def post(self, body: dict[str, Any], *, deadline: asyncio.Timeout) -> dict[str, Any]:
        """The completion for a body, asking again where that may help until the `deadline`.

        Waiting for one's place in the pace of a bulk run moves the deadline.

        Raises `EndpointUnreachable`, `EndpointRefused`, `AnswerInvalid` (not JSON, too large),
        `AnswerFiltered`, `AnswerTruncated`; `faults.Refused` for a 400 that names a part of the
        request.
        """
        from tenacity import AsyncRetrying, retry_if_exception_type

        def patience_is_over(state: RetryCallState) -> bool:
            fault = _fault(state)
            most = MOST_ATTEMPTS if fault.connected else MOST_CONNECTS
            return state.attempt_number >= most or state.upcoming_sleep >= _left(deadline)

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(Again),
            wait=_wait,
            stop=patience_is_over,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return await retrying(self._paced, body, deadline)
        except Again as fault:
            msg = f"{self.endpoint.shown}: {fault}; {fault.advice}"
            raise EndpointUnreachable(msg) from None

    async def _paced(self, body: dict[str, Any], deadline: asyncio.Timeout) -> dict[str, Any]:
        """One call, in its place among all questions of a bulk run; a single question just goes."""
        pace = current_pace.get()
        if pace is None:
            return await self._call(body)
        left = _left(deadline)
        deadline.reschedule(None)
        async with pace.turn(body):
            deadline.reschedule(asyncio.get_running_loop().time() + left)
            halvings = pace.halvings
            try:
                completion = await self._call(body)
            except Again as fault:
                if fault.busy:
                    pace.refused(halvings, fault.retry_after)
                raise
            pace.answered(body, completion)
            return completion

    async def _call(self, body: dict[str, Any]) -> dict[str, Any]:
        import openai

        try:
            # Not `chat.completions.create`: it walks through every part of a body that has its form
            # already, which takes longer than all the rest. `_bound` limits what is read.
            response = await self._openai().post("/chat/completions", cast_to=httpx2.Response, body=body)
        except (openai.OpenAIError, httpx2.TransportError, httpx2.DecodingError) as error:
            raise fault_of(error, self.endpoint) from None
        return _completion(self.endpoint.hiding_key(response.content.decode("utf-8", "replace")))

    def open(self) -> None:
        """Load what the first call needs: it takes a second, which a service spends before it is ready."""
        self._openai()

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.close()

    def _openai(self) -> AsyncOpenAI:
        # Connections belong to the event loop they were made in; the sync face runs a new loop
        # for every call.
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._client, self._loop = _new_client(self.endpoint, self._timeout), loop
        return self._client


def _new_client(endpoint: Endpoint, timeout: float) -> AsyncOpenAI:
    import openai

    limits = httpx2.Timeout(timeout, connect=min(timeout, CONNECT_TIMEOUT))
    http = openai.DefaultAsyncHttpx2Client(
        timeout=limits, trust_env=endpoint.use_proxies, verify=_certificates(), event_hooks={"response": [_bound]}
    )
    return openai.AsyncOpenAI(
        api_key=endpoint.api_key, base_url=endpoint.base_url, max_retries=0, timeout=limits, http_client=http
    )


@cache
def _certificates() -> ssl.SSLContext:
    # Reading the certificates takes longer than a short question; once a process is enough.
    return httpx2.create_ssl_context()


async def _bound(response: httpx2.Response) -> None:
    # Error answers are read whole by the library before we see them.
    response.stream = _Bounded(response.stream)


class _Bounded(httpx2.AsyncByteStream):
    """A response stream that ends with an error above `BODY_LIMIT`."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            _check_size(size)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


def _check_size(size: int) -> None:
    if size > BODY_LIMIT:
        msg = f"the answer is larger than {BODY_LIMIT // 1024 // 1024} MB and was not read"
        raise AnswerInvalid(msg)


def _completion(content: str) -> dict[str, Any]:
    try:
        completion = json.loads(content)
    except (ValueError, RecursionError):
        completion = None
    if not isinstance(completion, dict):
        msg = "the endpoint's answer is not a JSON object"
        raise AnswerInvalid(msg)
    return completion


def _left(deadline: asyncio.Timeout) -> float:
    """Seconds until then."""
    when = deadline.when()
    return float("inf") if when is None else when - asyncio.get_running_loop().time()


def _fault(state: RetryCallState) -> Again:
    fault = state.outcome.exception() if state.outcome else None
    return fault if isinstance(fault, Again) else Again("no answer")


def _wait(state: RetryCallState) -> float:
    """Seconds to wait: what the endpoint asks for, else growing, with jitter so that callers spread out."""
    asked = _fault(state).retry_after
    if asked is not None:
        return asked
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (state.attempt_number - 1))
    return random.uniform(longest / 2, longest)  # noqa: S311
