"""Dates and amounts in company releases: what is paid, earned or spent, and when what happens."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from extractor import Number, Task, Verbatim


class Amount(BaseModel):
    """Money: the words that give it, the number they stand for, and what it is."""

    words: Verbatim
    amount: float | None = Number(in_="words", default=None)
    kind: Literal["revenue", "profit", "loss", "dividend", "price", "investment", "debt", "other"]


class Dated(BaseModel):
    """Something with its date."""

    date: Verbatim
    event: Verbatim


class Release(BaseModel):
    """What a release says of money and time."""

    amounts: list[Amount]
    dates: list[Dated]


task = Task("releases", Release, prompt=Path(__file__).with_name("releases.v1.jinja"))
