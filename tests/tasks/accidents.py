"""A task of a user's own, three levels deep, and a document for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel

from extractor import Document, Extractor, Free, Number, Result, Task, Verbatim
from extractor.schema import Report
from tests.support.fake_client import FakeClient, Reply

TEXT = (
    "A bus fell into the Orrin in Lund on Monday, killing three people, police said. "
    "Five others were injured, the hospital said. The mayor promised a railing."
)
PROMPT = "Who was hurt?\n\n{{ text }}\n"


class Place(BaseModel):
    """Where it happened."""

    name: Verbatim
    water: Verbatim | None = None


class Casualty(BaseModel):
    """People who came to harm together."""

    who: Verbatim
    number: int | None = Number(in_="who", default=None)
    what: Literal["killed", "injured"]
    place: Place | None = None
    note: Free | None = None


class Accident(BaseModel):
    """An accident."""

    casualties: list[Casualty]
    cause: Verbatim | None = None


accidents = Task("accidents", Accident, PROMPT)
KILLED = {"who": "three people", "number": 3, "what": "killed"}
INJURED = {"who": "Five others", "number": 5, "what": "injured"}


def read(replies: Iterable[Reply], task: Task[Any] = accidents, text: str = TEXT, **options: Any) -> Result:
    """The result when the fake model gives these answers one after another."""
    return read_and_seen(replies, task, text, **options)[0]


def read_and_seen(
    replies: Iterable[Reply], task: Task[Any] = accidents, text: str = TEXT, **options: Any
) -> tuple[Result, list[list[dict[str, str]]]]:
    """As `read`, with the conversations that the fake model saw."""
    given = iter(replies)
    client = FakeClient(lambda *_: next(given), "a-large-model")
    with Extractor.with_client(client, tasks=[task], **options) as extractor:  # type: ignore[arg-type]
        return extractor.extract(Document.from_text(text, language="en")), client.asked


def adds_up(report: Report) -> bool:
    """Whether what was sent and answered is accounted for."""
    windows, items = report.windows, report.items
    return (
        windows.sent == windows.answered + windows.failed
        and items.answered == items.kept + items.rejected
        and items.rejected == len(report.rejected)
        and items.repaired <= items.kept
    )
