"""One job: a folder with what was sent, the journal of the bulk engine, and the results so far."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from extractor.bulk import FileOutput, Journal
from extractor.errors import UsageError
from extractor.schema import Status

State = Literal["queued", "running", "done", "cancelled"]
FINISHED: tuple[State, ...] = ("done", "cancelled")
STATUSES: tuple[Status, ...] = ("complete", "partial", "failed")
OWNER_ONLY = 0o700  # the folder holds the documents


@dataclass
class Job:
    """A job as it is now. `save` writes down what must survive the process.

    counts: documents done, by the status of their report. detail: why it waits, for a person.
    """

    folder: Path
    documents: int
    keep_furniture: bool = False
    created: str = field(default_factory=lambda: now())
    finished: str | None = None
    state: State = "queued"
    counts: dict[Status, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))
    detail: str | None = None

    @property
    def id(self) -> str:
        """Its name: random, so that nobody finds the jobs of others."""
        return self.folder.name

    @property
    def records(self) -> Path:
        """What was sent, one record a line."""
        return self.folder / "records.jsonl"

    @property
    def results(self) -> Path:
        """The results so far, one a line."""
        return self.folder / "results.jsonl"

    @property
    def over(self) -> bool:
        """Whether nothing more will be done."""
        return self.state in FINISHED

    def open_journal(self) -> Journal:
        """The bulk engine's journal of this job, with its results as output. Raises `UsageError`."""
        return Journal(self.folder / "journal.sqlite", FileOutput(self.results))

    def shown(self) -> dict[str, Any]:
        """The job as callers see it."""
        done = sum(self.counts.values())
        return {
            "id": self.id,
            "state": self.state,
            "created": self.created,
            "finished": self.finished,
            "documents": {"total": self.documents, "pending": max(0, self.documents - done), **self.counts},
            "detail": self.detail,
            "results": f"/v1/jobs/{self.id}/results",
        }

    def save(self) -> None:
        """Write down what must survive, all or nothing."""
        kept = {
            "documents": self.documents,
            "keep_furniture": self.keep_furniture,
            "created": self.created,
            "finished": self.finished,
            "state": self.state,
            "counts": self.counts,
        }
        part = self.folder / "job.json.part"
        with part.open("w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.folder / "job.json")

    def remove(self) -> None:
        """Delete everything of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def now() -> str:
    """The time as RFC 3339 writes it, in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def load(folder: Path) -> Job | None:
    """The job in a folder; None where it was not taken before the process ended.

    Raises `UsageError` for one that cannot be gone on with.
    """
    try:
        kept: Any = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not _is_kept(kept):
        msg = "job.json was not written by this service"
        raise UsageError(msg)
    job = Job(folder, **kept)
    if not job.over:
        job.state = "queued"
        with job.open_journal() as journal:
            job.counts = journal.counts()
    return job


def _is_kept(kept: Any) -> bool:
    """Whether this is what `save` writes."""
    return (
        isinstance(kept, dict)
        and kept.keys() == {"documents", "keep_furniture", "created", "finished", "state", "counts"}
        and type(kept["documents"]) is int
        and type(kept["keep_furniture"]) is bool
        and isinstance(kept["created"], str)
        and isinstance(kept["finished"], str | None)
        and kept["state"] in get_args(State)
        and isinstance(kept["counts"], dict)
        and kept["counts"].keys() == set(STATUSES)
        and all(type(count) is int for count in kept["counts"].values())
    )
