"""One endpoint: a request body goes out, the answer's JSON comes back, or an error of our tree.

`openai` writes and signs the request, `tenacity` decides when to ask again. The package's own
retries are off, so that every call is made once, counted once and recorded once.
"""

from __future__ import annotations

import asyncio
import random
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Any

import httpx2

from extractor.errors import AnswerInvalid, EndpointUnreachable
from extractor.llm.endpoint import BODY_LIMIT, CONNECT_TIMEOUT, Endpoint, certificates, check_size, completion_in
from extractor.llm.fast_calls import FastCalls, can_call_fast
from extractor.llm.faults import Again, fault_of
from extractor.llm.pace import current_pace

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from tenacity import RetryCallState

MOST_ATTEMPTS = 8  # with the waits below about a minute of a busy endpoint
MOST_CONNECTS = 3  # nobody listens: a person is waiting to hear it
FIRST_WAIT = 0.5  # seconds
LONGEST_WAIT = 30.0  # seconds, where the endpoint does not say how long
PACKINGS = ("gzip", "deflate")  # others cannot be unpacked within a bound by Python's own modules
GZIP_OR_ZLIB = 47  # zlib's window bits for "whichever of both the bytes begin as"

Sleep = Callable[[float], Awaitable[None]]


class Wire:
    """Posts chat completions to one endpoint.

    timeout: seconds one call may take; `sleep` is replaceable so that tests do not wait.
    """

    def __init__(self, endpoint: Endpoint, *, timeout: float, sleep: Sleep = asyncio.sleep) -> None:
        self.endpoint = endpoint
        self._timeout = timeout
        self._sleep = sleep
        self._client: AsyncOpenAI | None = None
        self._fast: FastCalls | None = None
        self._can_call_fast: bool | None = None  # looks at the environment: once
        self._loop: asyncio.AbstractEventLoop | None = None

    async def post(self, body: dict[str, Any], *, deadline: asyncio.Timeout) -> dict[str, Any]:
        """The completion for a body, asking again where that may help until the `deadline`.

        Waiting for one's place in the pace of a bulk run moves the deadline.

        Raises `EndpointUnreachable`, `EndpointRefused`, `AnswerInvalid` (not JSON, too large),
        `AnswerFiltered`, `AnswerTruncated`; `faults.Refused` for a 400 that names a part of the
        request.
        """
        try:
            # Most calls are the only one: what asks again is made where it is needed.
            return await self._paced(body, deadline)
        except Again as fault:
            return await self._again(fault, body, deadline)

    async def _again(self, first: Again, body: dict[str, Any], deadline: asyncio.Timeout) -> dict[str, Any]:
        """The completion after a first attempt that failed."""
        from tenacity import AsyncRetrying, retry_if_exception_type

        failed: list[Again] = [first]

        async def attempt() -> dict[str, Any]:
            if failed:
                raise failed.pop()
            return await self._paced(body, deadline)

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
            return await retrying(attempt)
        except Again as fault:
            msg = f"{self.endpoint.shown}: {fault}; {fault.advice}"
            raise EndpointUnreachable(msg) from None

    async def _paced(self, body: dict[str, Any], deadline: asyncio.Timeout) -> dict[str, Any]:
        """One call, in its place among all questions of a bulk run; a single question just goes."""
        pace = current_pace.get()
        if pace is None:
            return completion_in(self.endpoint, await self._call(body))
        call = self._call if (fast := self._fast_calls()) is None else fast.post
        left = _left(deadline)
        deadline.reschedule(None)
        async with pace.turn(body):
            deadline.reschedule(asyncio.get_running_loop().time() + left)
            halvings = pace.halvings
            try:
                completion = completion_in(self.endpoint, await call(body))
            except Again as fault:
                if fault.busy:
                    pace.refused(halvings, fault.retry_after)
                raise
            pace.answered(body, completion)
            return completion

    async def _call(self, body: dict[str, Any]) -> str:
        import openai

        try:
            # Not `chat.completions.create`: it walks through every part of a body that has its form
            # already, which takes longer than all the rest. `_bound` limits what is read.
            response = await self._openai().post("/chat/completions", cast_to=httpx2.Response, body=body)
        except (openai.OpenAIError, httpx2.TransportError, httpx2.DecodingError) as error:
            raise fault_of(error, self.endpoint) from None
        return response.content.decode("utf-8", "replace")

    def open(self) -> None:
        """Load what the first call needs: it takes a second, which a service spends before it is ready."""
        self._openai()

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        fast, self._fast = self._fast, None
        if self._loop is asyncio.get_running_loop():
            for one in (client, fast):
                if one is not None:
                    await one.close()

    def _openai(self) -> AsyncOpenAI:
        # Connections belong to the event loop they were made in; the sync face runs a new loop
        # for every call.
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._client, self._fast, self._loop = _new_client(self.endpoint, self._timeout), None, loop
        return self._client

    def _fast_calls(self) -> FastCalls | None:
        """The faster way for runs of many documents, where it can be gone."""
        client = self._openai()
        if self._can_call_fast is None:
            self._can_call_fast = can_call_fast(self.endpoint)
        if self._fast is None and self._can_call_fast:
            headers = {**client.default_headers, **client.auth_headers}
            known = {name: value for name, value in headers.items() if isinstance(value, str)}
            self._fast = FastCalls(self.endpoint, f"{client.base_url}chat/completions", known, self._timeout)
        return self._fast


def _new_client(endpoint: Endpoint, timeout: float) -> AsyncOpenAI:
    import openai

    limits = httpx2.Timeout(timeout, connect=min(timeout, CONNECT_TIMEOUT))
    http = openai.DefaultAsyncHttpx2Client(
        timeout=limits, trust_env=endpoint.use_proxies, verify=certificates(), event_hooks={"response": [_bound]}
    )
    return openai.AsyncOpenAI(
        api_key=endpoint.api_key,
        base_url=endpoint.base_url,
        max_retries=0,
        timeout=limits,
        http_client=http,
        default_headers={"Accept-Encoding": ", ".join(PACKINGS)},
    )


async def _bound(response: httpx2.Response) -> None:
    # Error answers are read whole by the library before we see them.
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("", "identity", *PACKINGS):
        msg = "the answer is packed in a way that was not asked for and was not read"
        raise AnswerInvalid(msg)
    unpacking = zlib.decompressobj(GZIP_OR_ZLIB) if packing in PACKINGS else None
    if unpacking is not None:
        del response.headers["content-encoding"]  # it is unpacked here, within the limit
    response.stream = _Bounded(response.stream, unpacking)


class _Bounded(httpx2.AsyncByteStream):
    """A response stream, unpacked, that ends with an error above `BODY_LIMIT`."""

    def __init__(self, stream: Any, unpacking: zlib._Decompress | None = None) -> None:
        self._stream = stream
        self._unpacking = unpacking

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            if self._unpacking is not None:
                try:
                    # one byte above the limit is enough to know: a bomb is never unpacked
                    chunk = self._unpacking.decompress(chunk, BODY_LIMIT + 1 - size)
                except zlib.error:
                    msg = "the answer cannot be unpacked"
                    raise AnswerInvalid(msg) from None
            size += len(chunk)
            check_size(size)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


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
