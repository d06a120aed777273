"""The client: one question to a model, one checked answer, and what it cost."""

from __future__ import annotations

import asyncio
import time
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from extractor import telemetry
from extractor.errors import AnswerError, AnswerInvalid, AnswerTimeout, EndpointUnreachable, EngineError
from extractor.llm.answer import Answer, Spending
from extractor.llm.cache import kept_answers
from extractor.llm.endpoint import Endpoint
from extractor.llm.faults import Refused
from extractor.llm.form import Form, Question
from extractor.llm.prices import Price, price_of
from extractor.llm.profiles import Profile, profile_for
from extractor.llm.reading import WrongForm, has_choices, read_answer
from extractor.llm.wire import Sleep, Wire

if TYPE_CHECKING:
    from extractor.llm.cache import Answers

T = TypeVar("T", bound=BaseModel)

MOST_ASKINGS = 2  # an answer in the wrong form is asked for once more
TIME_LIMIT = 600.0  # seconds a question: its calls, attempts and waits
LOCAL = "local"  # `Client.endpoint` of the embedded engine
REFUSED = "refused"  # key of a remembered refusal in the cache


class Backend:
    """What a client talks through: an endpoint that is there as soon as `start` returns.

    shown: `Client.endpoint`. scope: tells the cached answers of two endpoints apart. at_once:
    questions it can work on together, `None` for any number. profile: where the model's name is
    not enough to find it.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.shown = endpoint.shown
        self.scope = endpoint.shown
        self.at_once: int | None = None
        self.profile: Profile | None = None
        self._endpoint = endpoint

    async def start(self) -> Endpoint:
        """The endpoint to post to. Raises a `ModelError`."""
        return self._endpoint

    async def stop(self) -> None:
        """Give back what `start` took."""

    def adapt(self, profile: Profile) -> None:
        """Go by another profile than the model's name gave; before `start`."""
        self.profile = profile


class Client:
    """Asks one model. Made by `connect`; safe for many questions at once within one event loop."""

    def __init__(
        self,
        backend: Backend,
        model: str,
        *,
        timeout: float = TIME_LIMIT,
        cache: Answers | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.model = model
        self.profile: Profile = backend.profile or profile_for(model)
        self.endpoint = backend.shown
        self.timeout = timeout
        self._backend = backend
        self.cache = cache
        self.scope = backend.scope
        self.form = Form.of(self.profile)
        self._sleep = sleep
        self._wire: Wire | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def adapt(self, profile: Profile) -> None:
        """Go by another profile than the model's name gave; before the first question."""
        self._backend.adapt(profile)
        self.profile = profile
        self.form = Form.of(profile)

    async def ask(self, messages: list[dict[str, str]], answer: type[T], *, max_tokens: int | None = None) -> Answer[T]:
        """The model's answer to the messages, in the form of `answer`.

        `max_tokens` is the limit of the answer (default: the profile's). Raises an `AnswerError`
        when this question failed (its `usage` says what was spent all the same) and a
        `ModelError` when the model cannot be reached at all.
        """
        question = Question(self.model, messages, answer, max_tokens or self.profile.max_output_tokens)
        asking = _Asking(self, question, answer)
        with telemetry.question(self.model, self.endpoint, question.max_tokens) as span:
            try:
                answered = await asking.run()
            except AnswerError as fault:
                fault.usage = asking.spent.usage()
                span.spent(fault.usage)
                raise
            span.spent(answered.usage, finish_reason=answered.finish_reason, cached=answered.cached)
            span.said(messages, answered.raw, answered.finish_reason)
            return answered

    async def start(self) -> Wire:
        """Make the model ready: the embedded engine starts, its file is fetched. `ask` does this by itself."""
        self._use_this_loop()
        async with self._starting:
            if self._wire is None:
                wire = Wire(await self._backend.start(), timeout=self.timeout, sleep=self._sleep)
                wire.open()
                self._wire = wire
            return self._wire

    async def aclose(self) -> None:
        """Close the connections and give back the embedded engine. May be called twice."""
        wire, self._wire = self._wire, None
        if wire is not None:
            await wire.aclose()
        await self._backend.stop()

    @property
    def at_once(self) -> int | None:
        """Questions the model can work on together; None for any number."""
        return self._backend.at_once

    @cached_property
    def price(self) -> Price | None:
        """What a call costs; None where no price is known."""
        return None if self.endpoint == LOCAL else price_of(self.model, self.endpoint)

    def turn(self) -> AbstractAsyncContextManager[object]:
        """One's turn at an endpoint that can only work on so many questions together."""
        self._use_this_loop()
        return self._gate or nullcontext()

    def _use_this_loop(self) -> None:
        # Locks belong to the event loop they were first waited for in; the sync face runs a new
        # loop for every call.
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._starting = asyncio.Lock()
            self._gate = asyncio.Semaphore(self._backend.at_once) if self._backend.at_once else None

    def give_way(self, form: Form, refusal: Refused) -> Form:
        """The form to try after a refusal, remembered for all questions to come.

        Raises the refusal when it names nothing that can be left out.
        """
        if self.form == form:
            simpler = form.without(refusal.named)
            if simpler is None:
                raise refusal from None
            self.form = simpler
        return self.form

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class _Asking(Generic[T]):
    """One question on its way: its time, its cost, its attempts."""

    def __init__(self, client: Client, question: Question, answer: type[T]) -> None:
        self.spent = Spending(client.price)
        self._client = client
        self._question = question
        self._answer = answer
        self._left = client.timeout
        self._cached = False

    async def run(self) -> Answer[T]:
        began = time.monotonic()
        form = self._client.form
        body = again = form.request(self._question)
        askings = 1
        while True:
            try:
                completion = await self._complete(again)
                value, raw = read_answer(completion, form, self._answer)
            except Refused as refusal:
                form = self._client.give_way(form, refusal)
                body = again = form.request(self._question)
            except AnswerInvalid as fault:
                if askings == MOST_ASKINGS:
                    raise
                askings += 1
                again = form.ask_again(body, fault.completion, fault.fault) if isinstance(fault, WrongForm) else body
            else:
                choice = completion["choices"][0]
                return Answer(
                    value=value,
                    raw=raw,
                    usage=self.spent.usage(),
                    finish_reason=str(choice.get("finish_reason") or ""),
                    seconds=time.monotonic() - began,
                    logprobs=(choice.get("logprobs") or {}).get("content"),
                    cached=self._cached,
                )

    async def _complete(self, body: dict[str, Any]) -> dict[str, Any]:
        """The completion for one body, from the cache or from the model."""
        own, scope = self._client.cache, self._client.scope
        cache = own if own is not None else kept_answers.get()
        if cache is not None and (stored := await cache.aget(scope, body)) is not None:
            self._cached = True
            if cache.counts:
                self.spent.add(stored)
            if isinstance(refused := stored.get(REFUSED), str):
                raise Refused.naming(refused, self._client.endpoint)
            return stored
        self._cached = False
        try:
            completion = await self._post(body)
        except Refused as refusal:
            if cache is not None:
                # So that a second run, too, knows what the endpoint does not accept.
                await cache.aput(scope, body, {REFUSED: refusal.named})
            raise
        if cache is not None and has_choices(completion):
            await cache.aput(scope, body, completion)
        return completion

    async def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        wire = await self._client.start()
        # Waiting for one's turn at the embedded engine is not the model's time.
        async with self._client.turn():
            limit = asyncio.timeout(self._left)
            try:
                async with limit:
                    completion = await wire.post(body, deadline=limit)
            except TimeoutError:
                msg = f"no answer within the time limit of {self._client.timeout:g} s"
                raise AnswerTimeout(msg) from None
            except AnswerInvalid:
                self.spent.add({})
                raise
            except EndpointUnreachable:
                if self._client.endpoint == LOCAL:
                    msg = "the embedded engine has stopped answering; run `extractor doctor`"
                    raise EngineError(msg) from None
                raise
            finally:
                self._left = (limit.when() or 0.0) - asyncio.get_running_loop().time()
        self.spent.add(completion)
        return completion
