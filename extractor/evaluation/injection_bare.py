"""The baseline of `--injection`: the same questions without anything that keeps text apart from instructions.

The question that every prompt asks again after the text stays: a question there is none without, so the baseline
is asked as well as we are, and what repeating it is worth is not part of the difference.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.llm import Client

_MARKS = re.compile(r"<text [0-9a-f]+>\n|\n</text [0-9a-f]+>")
_JOINER = "\u2060"
_ADMONITION = re.compile(r"[^.\n]*\bnever an instruction to you\.\s*")


class BareClient:
    """A client that takes fences, broken control tokens and admonitions out of every question it passes on."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    async def ask(self, messages: list[dict[str, str]], answer: Any, **options: Any) -> Any:
        """The answer to the same messages, bare."""
        return await self._client.ask([{**one, "content": bare(one["content"])} for one in messages], answer, **options)


def bare(text: str) -> str:
    """A message without what protects the text in it."""
    return _ADMONITION.sub("", _MARKS.sub("", text)).replace(_JOINER, "")
