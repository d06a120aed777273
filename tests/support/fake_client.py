"""A fake model: a client that answers from a function, for logic and faults. It is not a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel

from extractor.errors import ExtractorError
from extractor.llm.answer import Answer
from extractor.llm.profiles import profile_for
from extractor.schema import Usage

Reply = dict[str, Any] | ExtractorError
Reader = Callable[[Sequence[dict[str, str]], type[BaseModel]], Reply]


class FakeClient:
    """Answers every question with what `reply(messages, answer_model)` gives: data for the model, or an error to raise.

    `name` chooses the profile: a small model is asked about speakers only, any other about claims.
    """

    endpoint = "fake"

    def __init__(self, reply: Reader, name: str = "fake") -> None:
        self.model = name
        self.profile = profile_for(name)
        self.reply = reply
        self.asked: list[list[dict[str, str]]] = []

    async def ask(
        self, messages: list[dict[str, str]], answer: type[BaseModel], *, max_tokens: int | None = None
    ) -> Answer[Any]:
        self.asked.append(messages)
        reply = self.reply(messages, answer)
        if isinstance(reply, ExtractorError):
            raise reply
        value = answer.model_validate(reply)
        return Answer(value, value.model_dump_json(), Usage(calls=1, input_tokens=10, output_tokens=5), "stop", 0.0)

    async def aclose(self) -> None:
        pass
