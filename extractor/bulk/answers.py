"""Answers of documents that are not done: a killed run goes on where it was, inside a document."""

from __future__ import annotations

import json
from typing import Any, Protocol

from extractor.llm.cache import question_key


class AnswerBook(Protocol):
    """What keeps the answers: a journal, or a worker's way to it."""

    @property
    def holds_answers(self) -> bool:
        """Whether an interrupted run has left any."""

    def kept_answer(self, question: bytes) -> bytes | None:
        """The answer to a question that was asked before."""

    def keep_answer(self, question: bytes, record: bytes, answer: bytes) -> None:
        """Keep an answer until its record is done."""


class KeptAnswers:
    """The answers to one document's questions, kept in the journal until the document is done.

    `counts`: an answer of the interrupted run was paid for by this document, and by no other.
    """

    counts = True

    def __init__(self, journal: AnswerBook, record: bytes) -> None:
        self._journal = journal
        self._record = record

    async def aget(self, scope: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to this very request, if this document has asked it before."""
        if not self._journal.holds_answers:
            return None
        kept = self._journal.kept_answer(self._question(scope, body))
        if kept is None:
            return None
        try:
            answer = json.loads(kept)
        except (ValueError, RecursionError):
            return None
        return answer if isinstance(answer, dict) else None

    async def aput(self, scope: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        """Keep an answer until `Journal.finish`."""
        text = json.dumps(answer, separators=(",", ":"))
        self._journal.keep_answer(self._question(scope, body), self._record, text.encode())

    def _question(self, scope: str, body: dict[str, Any]) -> bytes:
        return self._record + bytes.fromhex(question_key(scope, body))
