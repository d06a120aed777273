"""The jobs of a service: taken, worked on a few at a time, found again after a restart, forgotten in the end."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.bulk import BulkOptions, BulkTotals, records_in, run
from extractor.errors import ExtractorError, ModelError, UsageError
from extractor.service.jobs.job import OWNER_ONLY, STATUSES, Job, load, now
from extractor.service.problems import Problem

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from extractor.document import Document
    from extractor.pipeline import Extractor
    from extractor.schema import Result
    from extractor.service.service import Service

log = logging.getLogger("extractor.service.jobs")

#: Jobs worked on together: a short one need not wait for the end of a long one.
AT_ONCE = 2
#: Seconds until a job whose model could not be reached is taken up again; doubled each time.
FIRST_WAIT, LONGEST_WAIT = 10.0, 600.0
#: Seconds between looks for jobs that are old enough to be forgotten.
TIDY_EVERY = 3600.0
ID_BYTES = 16
_ID = re.compile(r"[0-9a-f]{32}")
#: Where a record without an id stands, as its result names it: `records:7`.
SOURCE = "records"


class Jobs:
    """All jobs of one service, in one folder that no other service uses meanwhile."""

    def __init__(self, service: Service, folder: Path | None) -> None:
        self._service = service
        self._limits = service.limits
        self._temporary = None if folder else tempfile.TemporaryDirectory(prefix="extractor-jobs-")
        self.folder = folder or Path(self._temporary.name if self._temporary else "")
        self._lock = _lock(self.folder)
        self._jobs: dict[str, Job] = {}
        self._queue: asyncio.Queue[Job] = asyncio.Queue()
        self._working: dict[str, asyncio.Task[None]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Find the jobs that are there and go on with them."""
        # Whatever else somebody keeps in this folder is none of ours.
        ours = [path for path in self.folder.iterdir() if path.is_dir() and _ID.fullmatch(path.name)]
        found = [job for path in ours if (job := self._found(path)) is not None]
        for job in sorted(found, key=lambda job: job.created):
            self._jobs[job.id] = job
            if not job.over:
                log.info("job %s: going on with %d documents", job.id, job.documents - sum(job.counts.values()))
                self._queue.put_nowait(job)
        self._tasks = [asyncio.create_task(self._work_on()) for _ in range(AT_ONCE)]
        self._tasks.append(asyncio.create_task(self._tidy_now_and_then()))

    async def stop(self) -> None:
        """Stop the work; what is done is in the journals, and the next start goes on from there."""
        for task in (*self._tasks, *self._working.values()):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._working.values(), return_exceptions=True)
        for job in self._jobs.values():
            if not job.over:
                job.save()
        self._lock.release()
        if self._temporary is not None:
            self._temporary.cleanup()

    @property
    def unfinished(self) -> int:
        """Jobs that wait or are worked on."""
        return sum(not job.over for job in self._jobs.values())

    def check_room(self) -> None:
        """Raise `Problem` 429 where no more jobs are taken."""
        if self.unfinished >= self._limits.jobs:
            msg = f"{self._limits.jobs} jobs are waiting; try again later"
            raise Problem("busy", msg, headers={"Retry-After": "60"})

    @contextmanager
    def new_folder(self) -> Iterator[Path]:
        """A folder for a job that is being sent; it goes again when what is inside raises."""
        folder = self.folder / secrets.token_hex(ID_BYTES)
        folder.mkdir(mode=OWNER_ONLY)
        job = Job(folder, 0)
        try:
            yield folder
        except BaseException:
            job.remove()
            raise

    def take(self, job: Job) -> None:
        """Take a job whose records are in its folder."""
        job.save()
        self._jobs[job.id] = job
        self._queue.put_nowait(job)

    def find(self, id: str) -> Job:
        """The job of this id. Raises `Problem` 404."""
        job = self._jobs.get(id)
        if job is None:
            raise Problem("not-found", "there is no job of this id; finished ones are forgotten after a while")
        return job

    async def cancel(self, job: Job) -> None:
        """Stop a job; its results so far stay."""
        if job.over:
            return
        self._end(job, "cancelled")
        task = self._working.get(job.id)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def forget(self, job: Job) -> None:
        """Stop a job and delete everything of it."""
        await self.cancel(job)
        self._jobs.pop(job.id, None)
        await asyncio.to_thread(job.remove)

    def _found(self, path: Path) -> Job | None:
        try:
            job = load(path)
        except UsageError as error:
            log.error("job %s: cannot be gone on with: %s", path.name, error)
            return None
        if job is None and {file.name for file in path.iterdir()} <= {Job(path, 0).records.name}:
            # The process ended before it was taken, and its sender was never told of it.
            Job(path, 0).remove()
        return job

    async def _work_on(self) -> None:
        while True:
            job = await self._queue.get()
            if job.over:
                continue
            task = self._working[job.id] = asyncio.create_task(self._finish(job))
            try:
                await asyncio.gather(task, return_exceptions=True)
            finally:
                task.cancel()
                self._working.pop(job.id, None)

    async def _finish(self, job: Job) -> None:
        """Work on a job until it is done, however often the model goes away meanwhile."""
        wait = FIRST_WAIT
        while True:
            job.state, job.detail = "running", None
            try:
                await self._service.reading.run(self._read_all(job))
            except ModelError as fault:
                log.error("job %s: the model cannot be reached: %s", job.id, fault)
                job.detail = "the model cannot be reached; it is tried again"
            except ExtractorError as fault:
                log.error("job %s: %s", job.id, fault)
                job.detail = "cannot go on; it is tried again, and the service's log says why"
            except OSError as fault:  # a full disk
                log.error("job %s: %s", job.id, fault.strerror)
                job.detail = "nothing can be written; it is tried again"
            except Exception as fault:
                log.error("job %s: internal fault (%s)", job.id, type(fault).__name__)
                job.detail = "an internal fault; it is tried again, and the service's log says more"
            else:
                self._end(job, "done")
                return
            await asyncio.sleep(wait)
            wait = min(LONGEST_WAIT, 2 * wait)

    def _end(self, job: Job, state: Any) -> None:
        job.state, job.finished, job.detail = state, now(), None
        job.save()
        log.info("job %s: %s; %s", job.id, state, ", ".join(f"{job.counts[one]} {one}" for one in STATUSES))

    async def _read_all(self, job: Job) -> None:
        """The bulk engine over the records that its journal does not have yet; in the reading thread."""

        def keep(totals: BulkTotals) -> None:
            job.counts = {status: totals.done[status] + totals.before[status] for status in STATUSES}

        options = BulkOptions(
            keep_furniture=job.keep_furniture,
            keep_old=True,  # a job is finished by whichever model the restarted service has
            progress=keep,
            say=lambda line: log.info("job %s: %s", job.id, line),
        )
        reader: Any = _Counting(self._service)
        with job.open_journal() as journal, job.records.open("rb") as records:
            await run(records_in(records, SOURCE, paths=False), reader, options, journal)
            job.counts = journal.counts()

    async def _tidy_now_and_then(self) -> None:
        while True:
            oldest = (datetime.now(UTC) - timedelta(days=self._limits.job_days)).strftime("%Y-%m-%dT%H:%M:%SZ")
            for job in [job for job in self._jobs.values() if job.finished is not None and job.finished < oldest]:
                with suppress(OSError):
                    await self.forget(job)
            await asyncio.sleep(TIDY_EVERY)


@dataclass(frozen=True)
class _Counting:
    """The extractor as the bulk engine takes it, with the service's counters on it."""

    service: Service

    @property
    def _extractor(self) -> Extractor:
        return self.service.reading.extractor

    @property
    def model(self) -> str:
        return self._extractor.model

    @property
    def endpoint(self) -> str:
        return self._extractor.endpoint

    @property
    def client(self) -> Any:
        return self._extractor.client

    def identity(self) -> Any:
        return self._extractor.identity()

    async def aextract(self, document: Document) -> Result:
        result = await self._extractor.aextract(document)
        self.service.metrics.read(result)
        return result


def _lock(folder: Path) -> BaseFileLock:
    """The folder, ours alone while the process lives. Raises `UsageError`."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
        lock = FileLock(folder / ".lock", thread_local=False)
        lock.acquire(timeout=0)
    except Timeout:
        msg = f"{folder}: another service keeps its jobs there: name another folder with --jobs"
        raise UsageError(msg) from None
    except OSError as error:
        msg = f"{folder}: jobs cannot be kept there: {(error.strerror or type(error).__name__).lower()}"
        raise UsageError(msg) from None
    return lock
