"""The model hub as a source: one file over HTTP, from the byte where the last try stopped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

from extractor.llm.fetch import SourceFailed

if TYPE_CHECKING:
    from extractor.llm.models import ModelSpec, Progress

HUB_VARIABLE = "HF_ENDPOINT"  # a mirror, as the hub's own tools name it
OFFLINE_VARIABLE = "HF_HUB_OFFLINE"
DEFAULT_HUB = "https://huggingface.co"
CONNECT_TIMEOUT = 5.0  # seconds; the package index is tried next, nobody should wait long for a closed door
READ_TIMEOUT = 30.0  # seconds of silence
REPORT_BYTES = 1024 * 1024  # between two progress reports
MOST_DROPS = 5  # a dropped download goes on as long as it gets further


def fill_from_hub(spec: ModelSpec, part: Path, progress: Progress) -> None:
    """Append what is missing of the file. Raises `SourceFailed`, and `OSError` for the disk's faults."""
    if spec.hub is None:
        raise SourceFailed("it is on no model hub")
    if os.environ.get(OFFLINE_VARIABLE, "").lower() in ("1", "true", "yes", "on"):
        raise SourceFailed(f"the model hub is switched off ({OFFLINE_VARIABLE})")
    hub = (os.environ.get(HUB_VARIABLE) or DEFAULT_HUB).rstrip("/")
    url = f"{hub}/{spec.hub}/resolve/main/{spec.file}"
    timeout = httpx2.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT)
    with httpx2.Client(timeout=timeout, follow_redirects=True) as client:
        for _ in range(MOST_DROPS):
            before = part.stat().st_size if part.exists() else 0
            try:
                _append(client, url, spec, part, progress)
                return
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                if not part.exists() or part.stat().st_size <= before:
                    raise SourceFailed(f"the model hub cannot be reached ({type(error).__name__})") from None
    raise SourceFailed("the model hub keeps dropping the connection")


def _append(client: httpx2.Client, url: str, spec: ModelSpec, part: Path, progress: Progress) -> None:
    done = part.stat().st_size if part.exists() else 0
    headers = {"range": f"bytes={done}-"} if done else {}
    # Compressed transfer would break the byte counting.
    with client.stream("GET", url, headers={**headers, "accept-encoding": "identity"}) as response:
        if response.status_code not in (200, 206):
            raise SourceFailed(f"the model hub answers {response.status_code}")
        if response.status_code == 200:
            done = 0  # the server does not resume: from the beginning
        _check_length(response, spec, done)
        with part.open("r+b" if part.exists() else "wb") as file:
            file.truncate(done)
            file.seek(done)
            reported = done
            # As it comes, not in blocks: a block that is being filled is lost when the connection drops.
            for received in response.iter_raw():
                done += len(received)
                if done > spec.bytes:
                    raise SourceFailed("the model hub sends more than the model")
                file.write(received)
                if done - reported >= REPORT_BYTES or done == spec.bytes:
                    progress(done, spec.bytes)
                    reported = done


def _check_length(response: httpx2.Response, spec: ModelSpec, done: int) -> None:
    try:
        length = int(response.headers["content-length"])
    except (KeyError, ValueError):
        return
    if done + length != spec.bytes:
        raise SourceFailed("the model hub has a file of another size under this name")
