"""The budget while a run goes on: what is spent, and what the documents in work will probably take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.bulk.journal import Spent
    from extractor.bulk.options import Budget
    from extractor.llm.prices import Price
    from extractor.schema import Usage

#: Tokens of a document before any is done: its text is read about twice, in prompts of some length.
TOKENS_A_CHARACTER, TOKENS_A_DOCUMENT = 0.6, 2_000


class Reserve:
    """Says when to stop. Sums are over all runs of a journal."""

    def __init__(self, budget: Budget, spent: Spent, price: Price | None = None) -> None:
        self._budget = budget
        self._tokens, self._cost, self._documents = float(spent.tokens), spent.cost_usd, spent.documents
        self._reserved = 0.0  # tokens of documents in work
        self._guessed = 0.0  # of the documents done, what had been guessed
        self._used = 0.0  # and what they took
        # US dollars a token; before anything is spent, of one answered in a tenth of its length.
        first = price(1_000, 0, 100) / 1_100 if price is not None else 0.0
        self._rate = spent.cost_usd / spent.tokens if spent.tokens else first

    def reached(self) -> str | None:
        """Which limit would be passed by one document more, and how to go on; None to go on."""
        budget = self._budget
        coming = self._reserved * (self._used / self._guessed if self._guessed else 1.0)
        if budget.documents is not None and self._documents >= budget.documents:
            return f"--max-documents {budget.documents:,} is reached"
        if budget.tokens is not None and self._tokens + coming >= budget.tokens:
            return f"--max-tokens {budget.tokens:,} is reached ({self._tokens:,.0f} used)"
        if budget.cost is not None and self._cost + coming * self._rate >= budget.cost:
            return f"--max-cost {budget.cost:g} is reached (${self._cost:.4f} spent)"
        return None

    def begin(self, characters: int, *, new: bool) -> float:
        """A document is taken into work; returns what is reserved for it. new: not one that is asked again."""
        self._documents += new
        guess = characters * TOKENS_A_CHARACTER + TOKENS_A_DOCUMENT
        self._reserved += guess
        return guess

    @property
    def is_guess(self) -> bool:
        """Whether a limit is reached by what is reserved only, so that waiting may show room."""
        budget = self._budget
        return not (
            (budget.documents is not None and self._documents >= budget.documents)
            or (budget.tokens is not None and self._tokens >= budget.tokens)
            or (budget.cost is not None and self._cost >= budget.cost)
        )

    def forget(self, guess: float) -> None:
        """The document was not answered."""
        self._reserved -= guess

    def end(self, guess: float, usage: Usage) -> None:
        """The document is done, with this cost."""
        self._reserved -= guess
        used = usage.input_tokens + usage.output_tokens
        self._tokens += used
        self._cost += usage.cost_usd or 0.0
        if used:
            self._guessed += guess
            self._used += used
            if self._tokens:
                self._rate = self._cost / self._tokens
