"""The budget of a provider batch run: what has come back, what is out, and whether one question more fits.

A live run stops before a document that would pass a limit. Here questions are paid for long before
their documents are done, so the limit is watched where questions go out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.bulk.journal import Journal
    from extractor.bulk.options import Budget
    from extractor.bulk.provider.store import BatchStore
    from extractor.llm.prices import Price

#: Tokens of a request and its answer for each byte of its line, before any has come back: four
#: characters a token, and an answer of a fifth.
TOKENS_A_BYTE = 0.3
ANSWER_SHARE = 1 / 6  # of those tokens, for the price


class Purse:
    """Sums over all runs of a journal. `reached` says which limit stopped the collecting."""

    def __init__(self, budget: Budget, journal: Journal, store: BatchStore, price: Price | None) -> None:
        self._budget = budget
        self._store = store
        self._price = price
        begun = store.note("spent before")
        if begun is None:
            spent = journal.spent()
            begun = {"tokens": spent.tokens, "cost": spent.cost_usd}
            store.set_note("spent before", begun)
        self._before: dict[str, float] = {"tokens": 0, "cost": 0.0, **begun}
        self._spent = journal.spent
        self.reached: str | None
        self._out = 0  # bytes of questions that are out, or collected
        self._rate = TOKENS_A_BYTE
        self.look()

    def look(self) -> None:
        """Take in what batches have brought and how much is out, and begin anew to say what does not fit."""
        self.reached = None
        batches = self._store.batches()
        tokens = self.taken
        back = sum(batch.bytes for batch in batches if batch.fetched)
        if back and tokens:
            self._rate = tokens / back
        self._out = sum(batch.bytes for batch in batches if not batch.fetched)

    @property
    def taken(self) -> int:
        """Tokens of every line that came back."""
        usage = self._store.note("taken") or {}
        return int(usage.get("input_tokens", 0)) + int(usage.get("output_tokens", 0))

    def fits(self, size: int) -> bool:
        """Whether a question of so many bytes may go out; counts it if so."""
        if self._budget.tokens is None and self._budget.cost is None:
            return True
        coming = (self._out + size) * self._rate
        spent = self._spent()
        tokens = max(spent.tokens, self._before["tokens"] + self.taken) + coming
        if self._budget.tokens is not None and tokens > self._budget.tokens:
            self.reached = f"--max-tokens {self._budget.tokens:,} would be passed by what is still to ask"
            return False
        if self._budget.cost is not None and self._price is not None:
            taken = self._store.note("taken") or {}
            back = max(spent.cost_usd, self._before["cost"] + self._cost(taken))
            ahead = self._price(round(coming * (1 - ANSWER_SHARE)), 0, round(coming * ANSWER_SHARE))
            if back + ahead > self._budget.cost:
                self.reached = f"--max-cost {self._budget.cost:g} would be passed by what is still to ask"
                return False
        self._out += size
        return True

    def _cost(self, usage: dict[str, Any]) -> float:
        if self._price is None or not usage:
            return 0.0
        return self._price(usage["input_tokens"], usage["cached_tokens"], usage["output_tokens"])
