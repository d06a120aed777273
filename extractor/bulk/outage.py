"""Is it the document, or is the endpoint gone? Nothing is called failed while nobody answers."""

from __future__ import annotations

from collections.abc import Callable

from extractor.errors import ModelError

FEWEST = 5  # documents in a row that nobody answered, before a run of low concurrency gives up


class Outage:
    """Documents that the endpoint did not answer wait here until it answers another.

    Then they are failed; when too many wait, the endpoint is gone and none of them counts as asked.
    most: documents in work together; they fail together when the endpoint goes.
    """

    def __init__(self, most: int) -> None:
        self._most = max(FEWEST, most)
        self._waiting: list[Callable[[], None]] = []
        self._answered = False
        self.fault: ModelError | None = None

    @property
    def waiting(self) -> int:
        """Documents of which is not known yet what to think."""
        return len(self._waiting)

    def failed(self, fault: ModelError, give_up: Callable[[], None]) -> None:
        """A document was not answered; `give_up` writes it down as failed. Raises the fault when too many wait."""
        self.fault = fault
        self._waiting.append(give_up)
        if len(self._waiting) >= self._most:
            raise fault

    def answered(self) -> None:
        """Somebody answered: those who wait have failed on their own."""
        self._answered = True
        waiting, self._waiting = self._waiting, []
        for give_up in waiting:
            give_up()

    def end(self) -> None:
        """The run is over. Raises the fault when no document at all was answered."""
        if not self._waiting:
            return
        if not self._answered and self.fault is not None:
            raise self.fault
        self.answered()
