"""What the operator decides: limits, keys, hosts. Everything has a default that is safe on one's own machine."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import UsageError
from extractor.service.keys import Keys

MEGABYTE = 1_000_000
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one caller may take.

    in_flight: documents read at once for callers who wait; more are told to come back (429).
    characters: of one document. body_bytes: of one request. body_seconds: to send it.
    seconds: for one document, its questions and waits included.
    job_bytes, job_seconds, job_documents: of one job, and for sending it. jobs: that are not done yet.
    job_days: after which a finished job is forgotten, documents and results.
    grace_seconds: work under way may take so long to finish after SIGTERM.
    """

    in_flight: int = 64
    characters: int = 200_000  # a book chapter; a longer document goes into a job
    body_bytes: int = 4 * MEGABYTE  # 200,000 characters as JSON escapes are 1.2 MB; pages carry more mark-up than text
    body_seconds: float = 30.0
    seconds: float = 600.0
    job_bytes: int = 64 * MEGABYTE
    job_documents: int = 10_000
    job_seconds: float = 600.0
    jobs: int = 100
    job_days: float = 7.0
    grace_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs.

    allowed_hosts: names in `Host` that are answered; empty means any. allowed_origins: pages of other
    origins that may call (CORS). jobs_folder: where jobs survive a restart; None ends them with the service.
    """

    keys: Keys = field(default_factory=Keys)
    limits: Limits = field(default_factory=Limits)
    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    jobs_folder: Path | None = None


def check_exposure(host: str, keys: Keys) -> None:
    """Raise `UsageError` where a service without keys would be open to other machines."""
    if keys or is_loopback(host):
        return
    msg = (
        f"--host {host} is open to other machines and no keys are set: give --keys FILE or EXTRACTOR_KEYS, "
        "or listen on 127.0.0.1"
    )
    raise UsageError(msg)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a service that listens on `host`."""
    name = host.strip("[]")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
