"""Answers of a provider batch run: what has come back is given, what has not is noted down.

A document is read by the ordinary pipeline, whose client looks here before it asks. A question
whose line has come back is answered as the endpoint would have: same errors, same second asking,
same change of form. Any other is put into the next input file, and the document waits.

A question that is made from the answers to others (which kind of source somebody is) may be made
from those that are there; a document of several windows sometimes has one of these asked in vain.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.bulk.provider.lines import custom_id
from extractor.bulk.run import NotYet
from extractor.errors import AnswerError, AnswerFiltered, AnswerTimeout, AnswerTruncated, ModelError
from extractor.llm.client import REFUSED
from extractor.llm.prices import price_of
from extractor.pipeline import Extractor

if TYPE_CHECKING:
    from extractor.bulk.provider.store import BatchStore, Known
    from extractor.document import Document
    from extractor.llm.client import Client
    from extractor.llm.prices import Price
    from extractor.schema import Result

MOST_TRIES = 3  # batches a question is put into; one that expired three times would a fourth time

Collect = Callable[[str, dict[str, Any]], None]


class AnswerPending(AnswerError):
    """The answer is not here yet. Never leaves the run: the document's result is not used."""

    reason = "pending"


@dataclass
class Notes:
    """One reading of one document. pending: questions without an answer yet. paid: answers in its account."""

    document: str
    pending: int = 0
    paid: set[str] = field(default_factory=set)


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)
_live: ContextVar[bool] = ContextVar("live", default=False)  # whether the last answer was asked for at once


class BatchAnswers:
    """Where the client looks before it asks (`extractor.llm.cache.Answers`).

    collect: gets the id and body of each question that has to be sent. live: questions that a batch
    has failed to answer are asked at once, one by one.
    """

    counts = True  # an answer from a batch is paid for, as a live one is

    def __init__(self, store: BatchStore, collect: Collect, *, live: bool = False) -> None:
        self.store = store
        self._collect = collect
        self._live = live

    async def aget(self, scope: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """The completion, if its line has come back; None to ask live. Raises `AnswerPending` until then."""
        question = custom_id(scope, body)
        known = self.store.known(question)
        _live.set(False)
        if known is not None and known.state == "answered":
            return self._given(question, known)
        if known is not None and known.state == "again":
            if self._live:
                _live.set(True)
                return None
            if known.tries >= MOST_TRIES:
                msg = f"no answer in {known.tries} batches ({known.reason}); --retry-failed asks again"
                raise AnswerTimeout(msg)
        notes = _notes.get()
        if notes is not None:
            notes.pending += 1
        if known is None or known.state == "again":
            self._collect(question, body)
        msg = "the answer is not here yet"
        raise AnswerPending(msg)

    async def aput(self, scope: str, body: dict[str, Any], answer: dict[str, Any]) -> None:
        """Keep an answer that was asked for live."""
        question = custom_id(scope, body)
        named = answer.get(REFUSED)
        self.store.keep(question, "refused" if isinstance(named, str) else "completion", answer)
        notes = _notes.get()
        if notes is not None:
            self.store.charge(question, notes.document)
            notes.paid.add(question)

    def _given(self, question: str, known: Known) -> dict[str, Any]:
        if known.kind == "filtered":
            msg = "the endpoint's content filter refused the question"
            raise AnswerFiltered(msg)
        if known.kind == "truncated":
            msg = "the question is longer than the model's context; use a smaller window"
            raise AnswerTruncated(msg)
        answer = known.answer or {}
        return answer if self._pays(question, known.payer) else {**answer, "usage": {}}

    def _pays(self, question: str, payer: str | None) -> bool:
        """Whether an answer is in this document's account: one line was paid for, however many documents ask it."""
        notes = _notes.get()
        if notes is None:
            return True
        if payer is None:
            self.store.charge(question, notes.document)
        mine = payer in (None, notes.document) and question not in notes.paid
        notes.paid.add(question)
        return mine


class BatchExtractor(Extractor):
    """An extractor whose client answers from batches. Raises `NotYet` for a document that waits for one."""

    answers: BatchAnswers

    @classmethod
    def over(cls, extractor: Extractor, answers: BatchAnswers) -> BatchExtractor:
        """The same extractor in all but where its answers come from. Its client is taken over."""
        extractor.client.price = _prices(extractor.client)
        extractor.client.cache = answers
        made = cls.__new__(cls)
        vars(made).update(vars(extractor))
        made.answers = answers
        return made

    async def aextract(self, document: Document) -> Result:
        """The result, once all its answers are there."""
        notes = Notes(document.id)
        _notes.set(notes)
        try:
            result = await super().aextract(document)
        except ModelError:
            if notes.pending:
                raise NotYet from None
            raise
        if notes.pending:
            raise NotYet
        return result


def _prices(client: Client) -> Price | None:
    """What an answer costs: by the provider's price for batches, or the usual one where it was asked live."""
    usual, batched = client.price, price_of(client.model, client.endpoint, "batch")
    if usual is None or batched is None:
        return None

    def price(tokens_in: int, cached: int, out: int) -> float:
        return (usual if _live.get() else batched)(tokens_in, cached, out)

    return price
