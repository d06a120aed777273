"""A fake model: it answers from a list or a function. For logic and faults; it says nothing about quality."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from extractor.errors import ExtractorError
from extractor.llm.answer import Answer
from extractor.llm.profiles import profile_for
from extractor.schema import Usage

Reply = dict[str, Any] | ExtractorError
Reader = Callable[[Sequence[dict[str, str]], type[BaseModel]], Reply]

#: What a fake answer is said to have cost, so that sums can be checked.
COST = Usage(calls=1, input_tokens=10, output_tokens=5)
#: Characters of a question that are shown when no answer is left for it.
SHOWN = 80


class NoAnswerLeft(AssertionError):
    """More was asked than the fake model has answers for; the message shows the question."""


class FakeModel:
    """Stands where a client stands: `Extractor.with_client(FakeModel([...]))`.

    answers: the answers in the order of the questions, or a function of (messages, answer model). An
        answer is data of the form that the question asks for; an `ExtractorError` is raised.
    name: chooses the profile as a model's name does. A small model is asked who speaks and what the
        sources are; any other reads whole passages for claims.

    `asked` holds the messages of every question.
    """

    endpoint = "fake"

    def __init__(self, answers: Reader | Iterable[Reply] = (), name: str = "fake") -> None:
        self.model = name
        self.profile = profile_for(name)
        self.reply: Reader = answers if callable(answers) else _in_order(answers)
        self.asked: list[list[dict[str, str]]] = []

    async def ask(
        self, messages: list[dict[str, str]], answer: type[BaseModel], *, max_tokens: int | None = None
    ) -> Answer[Any]:
        """As `Client.ask`. Raises `NoAnswerLeft`, and pydantic's error for an answer of another form."""
        del max_tokens
        self.asked.append(messages)
        reply = self.reply(messages, answer)
        if isinstance(reply, ExtractorError):
            raise reply
        value = answer.model_validate(reply)
        return Answer(value, value.model_dump_json(), COST, "stop", 0.0)

    async def aclose(self) -> None:
        """Nothing to close."""


def _in_order(answers: Iterable[Reply]) -> Reader:
    left = deque(answers)
    had = len(left)

    def reply(messages: Sequence[dict[str, str]], answer: type[BaseModel]) -> Reply:
        if not left:
            form = json.dumps(sorted(answer.model_json_schema().get("properties", {})))
            words = " ".join(messages[-1]["content"].split())[:SHOWN]
            msg = f"the fake model had {had} answers; one more is asked for, with {form}: {words} …"
            raise NoAnswerLeft(msg)
        return left.popleft()

    return reply
