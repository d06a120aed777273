"""What a run is told, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from extractor.schema import Status, Usage

if TYPE_CHECKING:
    from extractor.bulk.journal import Spent
    from extractor.pipeline import Extractor

Order = Literal["done", "input"]


@dataclass(frozen=True)
class Budget:
    """Limits over all runs of one journal; None is no limit. A run stops before it would pass one.

    cost: US dollars. tokens: in and out. documents: that the model was asked about.
    """

    cost: float | None = None
    tokens: int | None = None
    documents: int | None = None


@dataclass(frozen=True)
class BulkOptions:
    """How a run goes.

    concurrency: most questions in flight; None starts low and grows while the endpoint answers.
    requests_per_minute, tokens_per_minute: the endpoint's limits, where they are known.
    order: lines as documents are done, or as they stand in the input.
    retry_failed: ask again for documents that ended as failed or partial; nothing else is asked
        again. keep_old: keep results that were made with other prompts or another model.
    keep_furniture: ask about captions and forms too.
    processes: that read documents, for more than one core; limits, budget and journal are of all together.
        opening: makes the extractor of each; pickled. Not for the embedded model.
    progress: called with the totals after every document; it must be quick.
    say: takes a line for the user (what has changed since the last run).
    """

    concurrency: int | None = None
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    order: Order = "done"
    retry_failed: bool = False
    keep_old: bool = False
    keep_furniture: bool = False
    processes: int = 1
    opening: Callable[[], Extractor] | None = None
    budget: Budget = field(default_factory=Budget)
    progress: Callable[[BulkTotals], None] | None = None
    say: Callable[[str], None] | None = None


@dataclass
class BulkTotals:
    """The account of a run: `documents == sum(done.values()) + sum(before.values()) + unreached`.

    documents: records read from the input. done: documents of this run by status. before: those
    that an earlier run had done. duplicates are among the failed. unreached: read and given up
    (the run stopped). usage: cost of this run; spent: of all runs of the journal. stopped: why the
    run ended before its input did.
    """

    documents: int = 0
    done: dict[Status, int] = field(default_factory=lambda: {"complete": 0, "partial": 0, "failed": 0})
    before: dict[Status, int] = field(default_factory=lambda: {"complete": 0, "partial": 0, "failed": 0})
    unreached: int = 0
    in_flight: int = 0
    at_once: int = 0
    usage: Usage = field(default_factory=Usage)
    spent: Spent | None = None
    seconds: float = 0.0
    stopped: str | None = None

    @property
    def complete(self) -> bool:
        """Whether every document of the input is there and complete."""
        incomplete = sum(counts[status] for counts in (self.done, self.before) for status in ("partial", "failed"))
        return not incomplete and not self.unreached and self.stopped is None
