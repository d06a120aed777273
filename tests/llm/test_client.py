"""How a question goes out, and how the client comes to terms with an endpoint."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import BaseModel, Field

from extractor.errors import EndpointRefused, UsageError
from extractor.llm.cache import AnswerCache
from extractor.llm.form import SEED, small_schema
from tests.llm import endpoint as on
from tests.llm.asking import MESSAGES, Place, client_of

NO_SCHEMA = on.status(400, {"message": "This response_format type is unavailable now"})
NO_TEMPERATURE = on.status(400, {"message": "Unsupported value", "param": "temperature"})
NO_LIMIT = on.status(400, {"message": "Unsupported parameter: 'max_tokens'; use 'max_completion_tokens' instead."})


class Named(BaseModel):
    """Longer words for a person who reads the code."""

    title: str = Field(description="kept: it tells the model what to write")
    places: list[Place] = []


async def test_the_request() -> None:
    """A question is sent with temperature 0, a fixed seed, a small strict schema and the profile's limit."""
    with on.serve(on.ok()) as endpoint:
        async with client_of(endpoint.url) as client:
            await client.ask(MESSAGES, Place)
    assert endpoint.questions == [
        {
            "model": "a-large-model",
            "messages": MESSAGES,
            "temperature": 0,
            "seed": SEED,
            "max_tokens": client.profile.max_output_tokens,
            "response_format": {
                "type": "json_schema",
                "json_schema": {
                    "name": "Place",
                    "strict": True,
                    "schema": {
                        "type": "object",
                        "properties": {"city": {"type": "string", "description": "name of the town"}},
                        "required": ["city"],
                        "additionalProperties": False,
                    },
                },
            },
        }
    ]


async def test_the_same_question_is_the_same_bytes() -> None:
    """Two clients send identical bodies for one question: recordings and caches match on them."""
    with on.serve(on.ok()) as endpoint:
        for _ in range(2):
            async with client_of(endpoint.url) as client:
                await client.ask(MESSAGES, Place, max_tokens=99)
    assert endpoint.bodies[0] == endpoint.bodies[1]


async def test_a_wrong_answer_leaves_the_next_question_as_it_was() -> None:
    """What is written once for all questions of a form is not touched by asking one of them again."""
    with on.serve(on.ok('{"town": 1}'), on.ok(), on.ok()) as endpoint:
        async with client_of(endpoint.url) as client:
            await client.ask(MESSAGES, Place)
            await client.ask(MESSAGES, Place)
    first, again, second = endpoint.questions
    assert first == second
    assert len(again["messages"]) > len(first["messages"])


def test_a_small_schema_keeps_what_constrains() -> None:
    """Titles, defaults and docstrings go; a field called title, descriptions of fields and order stay."""
    schema = small_schema(Named.model_json_schema())
    assert list(schema["properties"]) == ["title", "places"]
    assert schema["properties"]["title"] == {"type": "string", "description": "kept: it tells the model what to write"}
    assert schema["properties"]["places"] == {"type": "array", "items": {"$ref": "#/$defs/Place"}}
    assert schema["$defs"]["Place"]["additionalProperties"] is False
    assert "description" not in schema


async def test_strict_only_where_every_field_is_required() -> None:
    """`strict` is claimed only for schemas that endpoints accept as strict."""
    with on.serve(on.ok('{"title": "t"}')) as endpoint:
        async with client_of(endpoint.url) as client:
            await client.ask(MESSAGES, Named)
    assert endpoint.questions[0]["response_format"]["json_schema"]["strict"] is False


async def test_tools_where_schemas_are_refused() -> None:
    """A 400 naming response_format leads to tools, and is remembered for the next question."""
    answer = on.ok(None, finish="tool_calls", **on.tool_call('{"city": "Vellmar"}'))
    with on.serve(NO_SCHEMA, answer) as endpoint:
        async with client_of(endpoint.url) as client:
            first = await client.ask(MESSAGES, Place)
            await client.ask(MESSAGES, Place)
    assert first.value.city == "Vellmar"
    assert first.raw == '{"city": "Vellmar"}'
    assert first.usage.calls == 1
    assert ["tools" in question for question in endpoint.questions] == [False, True, True]


async def test_words_where_nothing_else_is_served() -> None:
    """An endpoint without schemas, tools and JSON mode is asked in words, and a code fence is read."""
    no_tools = on.status(400, {"message": "tools are not supported"})
    answer = on.ok('Here you are:\n```json\n{"city": "Vellmar"}\n```')
    with on.serve(NO_SCHEMA, no_tools, NO_SCHEMA, answer) as endpoint:
        async with client_of(endpoint.url) as client:
            got = await client.ask(MESSAGES, Place)
    assert got.value.city == "Vellmar"
    assert not {"tools", "response_format"} & set(endpoint.questions[-1])


async def test_parameters_an_endpoint_does_not_take_are_left_out() -> None:
    """Reasoning models refuse a temperature and want their limit under another name."""
    with on.serve(NO_TEMPERATURE, NO_LIMIT, on.ok()) as endpoint:
        async with client_of(endpoint.url) as client:
            await client.ask(MESSAGES, Place, max_tokens=50)
    last = endpoint.questions[-1]
    assert "temperature" not in last
    assert "max_tokens" not in last
    assert last["max_completion_tokens"] == 50


async def test_questions_at_once_share_what_was_learnt() -> None:
    """Questions under way together adapt together: each is refused at most once."""
    with on.serve(on.without("temperature")) as endpoint:
        async with client_of(endpoint.url) as client:
            answers = await asyncio.gather(*(client.ask(MESSAGES, Place) for _ in range(4)))
    assert [answer.value.city for answer in answers] == ["Vellmar"] * 4
    assert 4 < len(endpoint.bodies) <= 8


async def test_the_same_refusal_twice_is_final() -> None:
    """A refusal of what was already left out is raised."""
    with on.serve(NO_TEMPERATURE) as endpoint:
        async with client_of(endpoint.url) as client:
            with pytest.raises(EndpointRefused):
                await client.ask(MESSAGES, Place)
    assert len(endpoint.bodies) == 2


async def test_an_endpoint_without_usage() -> None:
    """An endpoint that sends no usage still counts as a call."""
    bare = {"choices": [{"message": {"content": '{"city":"Vellmar"}'}}]}
    with on.serve(lambda handler: handler.send_json(200, bare)) as endpoint:
        async with client_of(endpoint.url) as client:
            answer = await client.ask(MESSAGES, Place)
    assert (answer.usage.calls, answer.usage.input_tokens) == (1, 0)
    assert answer.finish_reason == ""


def test_a_client_outlives_its_event_loop() -> None:
    """The sync face runs one loop after another with the same client."""
    with on.serve(on.ok()) as endpoint:
        client = client_of(endpoint.url)
        for _ in range(2):
            assert asyncio.run(client.ask(MESSAGES, Place)).value.city == "Vellmar"


async def test_a_cached_answer_asks_nothing(tmp_path: Path) -> None:
    """A second client with the same cache file asks nothing and spends nothing, whatever the first had to learn."""
    with on.serve(NO_TEMPERATURE, on.ok()) as endpoint:
        for expected_calls in (1, 0):
            cache = AnswerCache(tmp_path / "answers.sqlite")
            async with client_of(endpoint.url, cache=cache) as client:
                answer = await client.ask(MESSAGES, Place)
            cache.close()
            assert answer.value.city == "Vellmar"
            assert answer.usage.calls == expected_calls
            assert answer.cached is (expected_calls == 0)
    assert len(endpoint.bodies) == 2


async def test_broken_answers_are_not_cached(tmp_path: Path) -> None:
    """A body that is no answer is not kept; what the model did answer, even cut off, is."""
    cache = AnswerCache(tmp_path / "answers.sqlite")
    with on.serve(on.body(b'{"choices": []}'), on.ok()) as endpoint:
        async with client_of(endpoint.url, cache=cache) as client:
            assert (await client.ask(MESSAGES, Place)).value.city == "Vellmar"
    assert len(cache) == 1


def test_the_cache_is_its_owners(tmp_path: Path) -> None:
    """Only the owner may read cached answers, and a wrong file is refused in one line."""
    path = tmp_path / "deep" / "answers.sqlite"
    AnswerCache(path).put("local", {"model": "m"}, {"choices": []})
    assert {file.stat().st_mode & 0o077 for file in path.parent.iterdir()} == {0}
    (tmp_path / "other").write_text("this is a letter, not a database, and it is long enough to be read as one" * 20)
    with pytest.raises(UsageError, match="not a usable answer cache"):
        AnswerCache(tmp_path / "other")


def test_cached_answers_belong_to_endpoint_and_question(tmp_path: Path) -> None:
    """Another endpoint, another message or another order of fields is another question."""
    cache = AnswerCache(tmp_path / "answers.sqlite")
    cache.put("local", {"a": 1, "b": 2}, {"answer": "first"})
    assert cache.get("local", {"a": 1, "b": 2}) == {"answer": "first"}
    assert cache.get("http://127.0.0.1:1/v1", {"a": 1, "b": 2}) is None
    assert cache.get("local", {"b": 2, "a": 1}) is None


async def test_log_probabilities_where_a_profile_asks_for_them() -> None:
    """For an answer that is weighed, where the profile says so, each token's log-probability is asked for."""

    class Weighed(Place):
        weighed: ClassVar[bool] = True

    told = {
        **on.completion(),
        "choices": [{**on.completion()["choices"][0], "logprobs": {"content": [{"token": "{"}]}}],
    }
    with on.serve(lambda handler: handler.send_json(200, told)) as endpoint:
        async with client_of(endpoint.url) as client:
            client.form = replace(client.form, logprobs=True)
            answer = await client.ask(MESSAGES, Weighed)
            await client.ask(MESSAGES, Place)
    assert endpoint.questions[0]["logprobs"] is True
    assert answer.logprobs == [{"token": "{"}]
    assert "logprobs" not in endpoint.questions[1]
