"""Casualties in accident reports: how many, what happened to them, where, and who says so."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from extractor import Number, Task, Verbatim


class Casualty(BaseModel):
    """People whom one sentence counts together."""

    who: Verbatim
    number: int | None = Number(in_="who", default=None)
    what: Literal["killed", "injured", "missing"]
    says: Verbatim | None = None
    where: Verbatim | None = None


class Casualties(BaseModel):
    """Everybody who came to harm."""

    casualties: list[Casualty]


def dead(answer: Casualties) -> int:
    """The largest number of dead that anybody gives."""
    return max((one.number or 1 for one in answer.casualties if one.what == "killed"), default=0)


task = Task("casualties", Casualties, prompt=Path(__file__).with_name("casualties.v1.jinja"))
toll = Task("toll", Casualties, prompt=Path(__file__).with_name("casualties.v1.jinja"), to_objects=dead)
