"""The budget of a run through batches: questions are paid for before their documents are done."""

from __future__ import annotations

from pathlib import Path

from extractor.bulk import Budget, FileOutput, Journal
from extractor.bulk.provider.purse import Purse
from extractor.bulk.provider.store import Batch, BatchStore

PRICE = 1e-3  # dollars a token


def price(tokens_in: int, cached: int, out: int) -> float:
    """Every token costs the same."""
    del cached
    return (tokens_in + out) * PRICE


def purse_of(tmp_path: Path, budget: Budget) -> tuple[Purse, BatchStore, Journal]:
    """A purse over a new journal and a new state."""
    journal, store = Journal(tmp_path / "j", FileOutput(tmp_path / "o")), BatchStore(tmp_path / "s")
    return Purse(budget, journal, store, price), store, journal


def test_dollars_are_counted_where_questions_go_out(tmp_path: Path) -> None:
    """What is out counts with what it will probably cost, what came back with what it did cost."""
    purse, store, journal = purse_of(tmp_path, Budget(cost=1.0))
    with journal:
        taken = sum(purse.fits(100) for _ in range(100))
        assert taken == 33  # 0.3 tokens a byte, 30 tokens a question, $0.03
        assert purse.reached == "--max-cost 1 would be passed by what is still to ask"
        # They come back, and cost a third of the guess.
        store.save(Batch(1, "t", "f", requests=33, bytes=3_300, sealed_at=0.0, status="completed", fetched=1))
        store.set_note("taken", {"calls": 33, "input_tokens": 300, "cached_tokens": 0, "output_tokens": 30})
        purse.look()
        assert purse.reached is None
        assert sum(purse.fits(100) for _ in range(100)) == 67


def test_without_a_limit_everything_fits(tmp_path: Path) -> None:
    """No limit, no guess."""
    purse, _, journal = purse_of(tmp_path, Budget())
    with journal:
        assert all(purse.fits(10**9) for _ in range(10))
