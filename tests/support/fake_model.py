"""A fake model over the wire: it answers a chat completion's body by rule. It is not a model."""

from __future__ import annotations

import json
import re
from typing import Any

_SAID = re.compile(r"([A-Z]\w+(?: [A-Z]\w+)+) (said|warned|added) (?:that )?([^.\n]+)\.")
_FENCED = re.compile(r"\[1\] (.+)")


def answer_to(body: dict[str, Any]) -> dict[str, Any]:
    """The completion for a request body. The same body always has the same answer.

    A passage that holds the word "garble" is first answered with words that it does not hold, and
    rightly when it is asked about again.
    """
    shown = body["messages"][-1]["content"]
    properties = body["response_format"]["json_schema"]["schema"]["properties"]
    if "claims" in properties:
        answer: dict[str, Any] = {"claims": _claims(body["messages"])}
    elif "kinds" in properties:
        answer = {"kinds": ["person"] * properties["kinds"]["minItems"]}
    elif "sentences" in properties:
        first = _FENCED.search(shown)
        answer = {"sentences": [{"text": first[1] if first else "Nothing.", "support": [1]}]}
    else:
        answer = {"speakers": [""] * properties["speakers"]["minItems"]}
    content = json.dumps(answer, ensure_ascii=False)
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }


def _claims(messages: list[dict[str, str]]) -> list[dict[str, Any]]:
    asked = [message["content"] for message in messages if message["role"] == "user"]
    garbles = any("garble" in words for words in asked[-2:])
    again = "do not stand in the passage" in asked[-1]
    passage = asked[-2] if again else asked[-1]
    return [
        {"source": source, "cue": cue, "content": [f"nobody ever wrote {words}" if garbles and not again else words]}
        for source, cue, words in _SAID.findall(passage)
    ]


def article(number: int, *, garbled: bool = False) -> str:
    """A short invented report; each number gives another text."""
    place, people = f"Oster Falls {number}", f"{number + 3} residents"
    return (
        f"Engineers closed the bridge at {place} on Monday after a crack was found.\n\n"
        f"Mara Lind said that {people} had been told to use the northern road.\n\n"
        + ("The report was a garble at first. " if garbled else "")
        + f"Tomas Veld warned the repair of span {number} could take six weeks.\n"
    )
