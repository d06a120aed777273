"""The tutorial `docs/your-own-questions.md` does what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel

from tests.support.fake_client import FakeClient, Reply
from tests.support.tutorial import run_tutorial

MILL = {"building": "The mill", "owner": "Halden Mills"}
DEAD = {"who": "two workers", "number": 2, "what": "killed"}
HURT = {"who": "Four others", "number": 4, "what": "injured"}


def reply(messages: Sequence[dict[str, str]], _: type[BaseModel]) -> Reply:
    """What the fake model answers to the questions of the tutorial."""
    if "building" in messages[0]["content"]:
        return MILL
    return {"casualties": [DEAD, HURT] if "Four others" in messages[-1]["content"] else [DEAD]}


def test_the_tutorial_prints_what_it_says() -> None:
    """Every file is written, every block and command run; what it prints is what stands below it."""
    outputs = run_tutorial("your-own-questions.md", FakeClient(reply, "a-model"))
    assert len(outputs) >= 5
    assert sum(output.said is not None for output in outputs) >= 3
    for output in outputs:
        if output.said is not None:
            assert _timeless(output.printed) == _timeless(output.said), output.block


def _timeless(text: str) -> str:
    """Without how long it took, which is another time every time."""
    return re.sub(r"\d+\.\d s\b", "0.0 s", text).strip()
