"""What can go wrong at an endpoint, and what the client makes of it."""

from __future__ import annotations

import email.utils
import logging
import time
import traceback
from types import SimpleNamespace

import pytest

from extractor.errors import (
    AnswerError,
    AnswerFiltered,
    AnswerInvalid,
    AnswerRefused,
    AnswerTimeout,
    AnswerTruncated,
    EndpointRefused,
    EndpointUnreachable,
    ExtractorError,
)
from extractor.llm import wire
from extractor.llm.pace import Pace
from extractor.llm.wire import MOST_ATTEMPTS, MOST_CONNECTS
from tests.llm import endpoint as on
from tests.llm.asking import DOCUMENT_TEXT, KEY, MESSAGES, Place, Waits, client_of

PASSING = [
    pytest.param(on.status(408), id="408"),
    pytest.param(on.status(409), id="409"),
    pytest.param(on.status(429), id="429"),
    pytest.param(on.status(500), id="500"),
    pytest.param(on.status(503), id="503"),
    pytest.param(on.status(529), id="529"),
    pytest.param(on.dropped_before(), id="dropped before the answer"),
    pytest.param(on.dropped_inside(), id="dropped inside the answer"),
]

LASTING = [
    pytest.param(on.status(400), EndpointRefused, "options", id="400"),
    pytest.param(on.status(401), EndpointRefused, "OPENAI_API_KEY", id="401"),
    pytest.param(on.status(403), EndpointRefused, "OPENAI_API_KEY", id="403"),
    pytest.param(on.status(404), EndpointRefused, "model's name", id="404"),
    pytest.param(on.status(400, {"code": "content_filter"}), AnswerFiltered, "filter", id="400 by a filter"),
    pytest.param(on.status(400, {"type": "exceed_context_size_error"}), AnswerTruncated, "smaller window", id="long"),
    pytest.param(on.ok('{"city":"Vel', finish="length"), AnswerTruncated, "token limit", id="truncated"),
    pytest.param(on.ok(None, finish="content_filter"), AnswerFiltered, "filter", id="content filter"),
    pytest.param(on.ok(None, refusal="I cannot."), AnswerRefused, "declined", id="refusal"),
]

WRONG = [
    pytest.param(on.body(b'{"id": "x", "choi'), "not a JSON object", id="half a JSON body"),
    pytest.param(on.body(b"<html>busy</html>"), "not a JSON object", id="a page"),
    pytest.param(on.body(b"[" * 100_000), "not a JSON object", id="nested too deep"),
    pytest.param(on.body(b'{"choices": []}'), "no choices", id="no choices"),
    pytest.param(on.body(b'{"error": {"code": 502}}'), "no choices", id="an error inside 200"),
    pytest.param(on.ok(""), "empty", id="empty"),
    pytest.param(on.ok('{"city": 7}'), "int_type|string_type", id="wrong type"),
    pytest.param(on.ok('{"town": "Vellmar"}'), "missing", id="wrong field"),
    pytest.param(on.ok('{"city": "Vel'), "json_invalid", id="half an answer"),
]


@pytest.fixture(params=["alone", "in a run", "in a run, fast"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alone, in its place among the questions of a run, and there with the extra `fast`: all the same."""
    if request.param == "in a run, fast":
        pytest.importorskip("aiohttp")
    else:
        monkeypatch.setattr(wire, "can_call_fast", lambda _: False)
    if request.param != "alone":
        pace = Pace(4)
        monkeypatch.setattr(wire, "current_pace", SimpleNamespace(get=lambda: pace))


@pytest.mark.parametrize("fault", PASSING)
async def test_passing_faults_are_asked_again(fault: on.Reply) -> None:
    """A busy or dropping endpoint is asked again after a wait, and the answer counts once."""
    waits = Waits()
    with on.serve(fault, on.ok()) as endpoint:
        async with client_of(endpoint.url, waits=waits) as client:
            answer = await client.ask(MESSAGES, Place)
    assert answer.value.city == "Vellmar"
    assert len(endpoint.bodies) == 2
    assert endpoint.bodies[0] == endpoint.bodies[1]
    assert len(waits.seconds) == 1
    assert (answer.usage.calls, answer.usage.input_tokens, answer.usage.output_tokens) == (1, 12, 5)


async def test_an_answer_received_before_the_drop_is_used() -> None:
    """A connection dropped after the whole answer costs nothing, and the next question finds a new one."""
    with on.serve(on.dropped_after(), on.ok()) as endpoint:
        async with client_of(endpoint.url) as client:
            first = await client.ask(MESSAGES, Place)
            second = await client.ask(MESSAGES, Place)
    assert first.value == second.value


@pytest.mark.parametrize(("fault", "error", "words"), LASTING)
async def test_lasting_faults_are_not_asked_again(fault: on.Reply, error: type[ExtractorError], words: str) -> None:
    """What asking again cannot mend is raised at once, each as its own error."""
    waits = Waits()
    with on.serve(fault) as endpoint:
        async with client_of(endpoint.url, waits=waits) as client:
            with pytest.raises(error, match=words) as caught:
                await client.ask(MESSAGES, Place)
    assert len(endpoint.bodies) == 1
    assert waits.seconds == []
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("fault", "words"), WRONG)
async def test_a_wrong_form_is_asked_for_once_more(fault: on.Reply, words: str) -> None:
    """An answer in the wrong form is asked for once more and then is `AnswerInvalid`; both calls are counted."""
    with on.serve(fault) as endpoint:
        async with client_of(endpoint.url) as client:
            with pytest.raises(AnswerInvalid, match=words) as caught:
                await client.ask(MESSAGES, Place)
    assert len(endpoint.bodies) == 2
    assert caught.value.usage is not None
    assert caught.value.usage.calls == 2


async def test_the_second_asking_shows_what_was_wrong() -> None:
    """The second asking holds the first answer and its fault, and its answer is used; the usage is of both."""
    with on.serve(on.ok('{"town": "Vellmar"}'), on.ok()) as endpoint:
        async with client_of(endpoint.url) as client:
            answer = await client.ask(MESSAGES, Place)
    first, second = endpoint.questions
    assert second["messages"][:2] == first["messages"]
    assert second["messages"][2] == {"role": "assistant", "content": '{"town": "Vellmar"}'}
    assert answer.usage.model_dump() == {
        "calls": 2,
        "input_tokens": 24,
        "cached_tokens": 16,
        "output_tokens": 10,
        "cost_usd": None,
    }


async def test_an_error_carries_what_it_cost() -> None:
    """A failed question's error has the usage of all its attempts."""
    with on.serve(on.ok("", finish="length")) as endpoint:
        async with client_of(endpoint.url) as client:
            with pytest.raises(AnswerError) as caught:
                await client.ask(MESSAGES, Place)
    assert caught.value.usage is not None
    assert caught.value.usage.output_tokens == 5


async def test_a_busy_endpoint_is_given_up() -> None:
    """An endpoint that stays busy is left after a fixed number of attempts with growing waits."""
    waits = Waits()
    with on.serve(on.status(503)) as endpoint:
        async with client_of(endpoint.url, waits=waits) as client:
            with pytest.raises(EndpointUnreachable, match="503"):
                await client.ask(MESSAGES, Place)
    assert len(endpoint.bodies) == MOST_ATTEMPTS
    assert all(earlier < 2.01 * later for earlier, later in zip(waits.seconds, waits.seconds[1:], strict=False))
    assert waits.seconds[-1] > 10 * waits.seconds[0]


async def test_retry_after_in_seconds() -> None:
    """`Retry-After: 2` is waited for to the second."""
    waits = Waits()
    with on.serve(on.status(429, headers={"retry-after": "2"}), on.ok()) as endpoint:
        async with client_of(endpoint.url, waits=waits) as client:
            await client.ask(MESSAGES, Place)
    assert waits.seconds == [2.0]


async def test_retry_after_as_a_date() -> None:
    """`Retry-After` may be a date."""
    waits = Waits()
    date = email.utils.formatdate(time.time() + 5, usegmt=True)  # in a run it is really waited for
    with on.serve(on.status(503, headers={"retry-after": date}), on.ok()) as endpoint:
        async with client_of(endpoint.url, waits=waits) as client:
            await client.ask(MESSAGES, Place)
    assert 1 < waits.seconds[0] <= 5


@pytest.mark.parametrize("value", ["soon", "-5", "", "nan", "inf"])
async def test_retry_after_that_says_nothing(value: str) -> None:
    """A `Retry-After` that is no time does not stop the client, nor make it wait for ever."""
    waits = Waits()
    with on.serve(on.status(503, headers={"retry-after": value}), on.ok()) as endpoint:
        async with client_of(endpoint.url, waits=waits) as client:
            await client.ask(MESSAGES, Place)
    assert 0 <= waits.seconds[0] < 1


async def test_retry_after_beyond_the_time_limit() -> None:
    """An endpoint that asks for more patience than there is left is given up without waiting."""
    waits = Waits()
    with on.serve(on.status(429, headers={"retry-after": "3600"})) as endpoint:
        async with client_of(endpoint.url, waits=waits) as client:
            with pytest.raises(EndpointUnreachable, match="429"):
                await client.ask(MESSAGES, Place)
    assert waits.seconds == []


async def test_nobody_listens() -> None:
    """A refused connection names the URL after a few tries."""
    with on.serve(on.ok()) as endpoint:
        url = endpoint.url
    waits = Waits()
    async with client_of(url, waits=waits) as client:
        with pytest.raises(EndpointUnreachable, match=url):
            await client.ask(MESSAGES, Place)
    assert len(waits.seconds) == MOST_CONNECTS - 1


async def test_a_slow_drip_ends_at_the_time_limit() -> None:
    """The time limit is for the whole question, not for the silence between two bytes."""
    with on.serve(on.dripping(5.0)) as endpoint:
        async with client_of(endpoint.url, timeout=0.2) as client:
            with pytest.raises(AnswerTimeout, match=r"0\.2 s"):
                await client.ask(MESSAGES, Place)


async def test_an_endless_answer_is_not_read() -> None:
    """An answer above the size limit is `AnswerInvalid`, not a full memory."""
    with on.serve(on.endless()) as endpoint:
        async with client_of(endpoint.url) as client:
            with pytest.raises(AnswerInvalid, match="8 MB"):
                await client.ask(MESSAGES, Place)


@pytest.mark.parametrize("fault", [case.values[0] for case in (*PASSING, *LASTING, *WRONG)])
async def test_no_document_and_no_key_in_errors_or_logs(fault: on.Reply, caplog: pytest.LogCaptureFixture) -> None:
    """Neither message, traceback nor log holds the document's text or the key."""
    caplog.set_level(logging.INFO)
    with on.serve(fault) as endpoint:
        async with client_of(endpoint.url) as client:
            with pytest.raises(ExtractorError) as caught:
                await client.ask(MESSAGES, Place)
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert DOCUMENT_TEXT not in told
    assert KEY not in told
