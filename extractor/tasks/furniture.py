"""Doubtful lines of a copied page: one question for all of them, none where no line is doubtful."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, Field, create_model

from extractor.document import Document
from extractor.tasks.desk import Desk

PROMPT = "furniture.v1"
#: Characters of the story's beginning, and of each line, that are shown.
SHOWN, SHOWN_OF_A_LINE = 800, 160
#: Tokens of an answer for each line, and for the JSON around them.
TOKENS_A_LINE, TOKENS_AROUND = 4, 16
Place = Literal["story", "page"]


class Places(BaseModel):
    """Where the lines asked about belong, in their order."""

    lines: list[Place]


@cache
def places_model(count: int) -> type[Places]:
    """The answer model for exactly `count` lines."""
    exact = Annotated[list[Place], Field(min_length=count, max_length=count)]
    return create_model("Places", __base__=Places, lines=(exact, ...))


async def settle_furniture(document: Document, desk: Desk) -> Document:
    """The document with its doubtful lines placed by the model; as the rules left it where the question fails."""
    if not document.unsure:
        return document
    lines = [" ".join(document.text[start:end][:SHOWN_OF_A_LINE].split()) for start, end in document.unsure]
    asked = await desk.ask(
        desk.prompt(PROMPT),
        {"text": _beginning(document), "lines": lines, "language": document.language},
        places_model(len(lines)),
        max_tokens=TOKENS_AROUND + TOKENS_A_LINE * len(lines),
    )
    if asked.value is None:
        return document
    for _ in lines:
        desk.keep()
    answers = zip(document.unsure, asked.value.lines, strict=True)
    return document.settled({place: answer == "page" for place, answer in answers})


def _beginning(document: Document) -> str:
    """Headline and first sentences of the story, without the lines in question."""
    doubtful = {start for start, _ in document.unsure}
    parts = [document.title] if document.title else []
    parts += [document.text[s.start : s.end] for s in document.story if s.start not in doubtful]
    return "\n".join(parts)[:SHOWN]
