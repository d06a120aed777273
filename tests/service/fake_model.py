"""A fake model with the waits of a real one, for the service. It is not a model."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import BaseModel

from extractor import Extractor
from extractor.errors import ExtractorError
from extractor.llm.answer import Answer
from extractor.llm.profiles import profile_for
from extractor.schema import Usage

ARTICLE = """Harbour to close for a year

The harbour wall at Lindby will be rebuilt from May, Mayor Ana Sorrel said on Tuesday.

“We waited too long,” Sorrel said. “The sea did not.”

Radio Fenn reported, citing two aides, that the work would cost 54 million crowns. The ministry declined to comment.
"""
CLAIMS = [
    {"source": "Mayor Ana Sorrel", "cue": "said", "content": ["The harbour wall at Lindby will be rebuilt from May"]},
    {
        "source": "Radio Fenn",
        "cue": "reported",
        "content": ["the work would cost 54 million crowns"],
        "citing": {"source": "two aides", "cue": "citing"},
    },
]


class FakeModel:
    """Answers every question after `seconds`; `fault` is raised instead, `hold` makes it wait for ever."""

    endpoint = "http://127.0.0.1:9/v1"

    def __init__(self, seconds: float = 0.0, name: str = "fake-model") -> None:
        self.model = name
        self.profile = profile_for(name)
        self.seconds = seconds
        self.fault: ExtractorError | None = None
        self.hold = False
        self.asked = 0
        self.waiting = 0
        self.closed = False

    async def start(self) -> None:
        """Ready at once."""

    async def ask(
        self, messages: list[dict[str, str]], answer: type[BaseModel], *, max_tokens: int | None = None
    ) -> Answer[Any]:
        self.asked += 1
        self.waiting += 1
        try:
            await asyncio.sleep(3600 if self.hold else self.seconds)
        finally:
            self.waiting -= 1
        if self.fault is not None:
            raise self.fault
        value = answer.model_validate(reply_for(answer))
        return Answer(value, value.model_dump_json(), Usage(calls=1, input_tokens=10, output_tokens=5), "stop", 0.0)

    async def aclose(self) -> None:
        self.closed = True


def fake_extractor(seconds: float = 0.0, name: str = "fake-model") -> tuple[Extractor, FakeModel]:
    """An extractor over a fake model."""
    model = FakeModel(seconds, name)
    return Extractor.with_client(model), model  # type: ignore[arg-type]


def reply_for(answer: type[BaseModel]) -> dict[str, Any]:
    """Something of the form asked for; lists of exact length are filled."""
    (field,) = answer.model_fields
    count = next((entry.min_length for entry in answer.model_fields[field].metadata if hasattr(entry, "min_length")), 0)
    if field == "sentences":
        return {"sentences": [{"text": "The harbour wall at Lindby will be rebuilt from May.", "support": [1, 2]}]}
    if field == "claims":
        return {"claims": CLAIMS}
    return {field: [{"kinds": "person"}.get(field, "")] * count}
