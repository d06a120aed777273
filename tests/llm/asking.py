"""A client for a test's endpoint that records its waits instead of waiting."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from extractor.llm.client import Backend, Client
from extractor.llm.endpoint import Endpoint

KEY = "sk-test-never-shown"
DOCUMENT_TEXT = "The ferry to Ostwick was cancelled, the harbour office said."
MESSAGES = [{"role": "system", "content": "Answer in JSON."}, {"role": "user", "content": DOCUMENT_TEXT}]


class Place(BaseModel):
    """Where it happened."""

    city: str = Field(description="name of the town")


class Waits:
    """Stands in for `asyncio.sleep`."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def client_of(url: str, *, model: str = "a-large-model", waits: Waits | None = None, **options: Any) -> Client:
    endpoint = Endpoint(base_url=url, api_key=KEY, shown=url)
    return Client(Backend(endpoint), model, sleep=waits or Waits(), **options)
