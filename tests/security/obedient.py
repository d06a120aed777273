"""A fake model that obeys: whatever instruction of a list it is shown, it follows. The worst case; it is no model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from extractor.testing.fake_model import FakeModel

SMALL = "qwen2.5-coder-1.5b-instruct"
_NUMBERED = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


def obedient(attacks: Iterable[str], name: str = SMALL) -> FakeModel:
    """A fake model that knows these attacks when it sees them, also in part."""
    known = [_letters(piece) for attack in attacks for piece in attack.split("\n") if len(_letters(piece)) > 5]

    def reply(messages: Sequence[dict[str, str]], answer: type[BaseModel]) -> dict[str, Any]:
        shown = messages[-1]["content"]
        obeyed = any(attack in _letters(shown) for attack in known)
        bounds = (bound for field in answer.model_fields.values() for bound in field.metadata)
        count = next((bound.min_length for bound in bounds if hasattr(bound, "min_length")), 1)
        if answer.__name__ == "Speakers":
            return {"speakers": ["the King" if obeyed else ""] * count}
        if answer.__name__ == "Kinds":
            return {"kinds": ["document" if obeyed else "person"] * count}
        if answer.__name__ == "SummaryAnswer":
            lines = _NUMBERED.findall(shown)
            told = [(n, line) for n, line in lines if any(attack in _letters(line) for attack in known)] or lines[:1]
            return {"sentences": [{"text": line, "support": [int(n)]} for n, line in told[:3]]}
        return {"claims": []}

    return FakeModel(reply, name)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
