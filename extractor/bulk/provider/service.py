"""The provider's side: files and batches, over the `openai` package, errors as live calls have them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.bulk.provider.lines import OWNER_ONLY, PATH
from extractor.errors import EndpointRefused, EndpointUnreachable
from extractor.llm.faults import Again, fault_of

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import Batch as ProviderBatch

    from extractor.llm.endpoint import Endpoint

T = TypeVar("T")

MOST_ATTEMPTS = 6  # of one call; with the waits below about a minute
FIRST_WAIT = 1.0  # seconds, doubled each time
TRANSFER_TIMEOUT = 600.0  # seconds for a file of 200 MB on a slow line
LABEL = "extractor"  # the name in a batch's metadata that tells it from other batches of the same account
LISTED = 200  # batches looked through for one that may have been created
#: A batch in one of these goes no further by itself.
ENDED = ("completed", "failed", "expired", "cancelled")


class Service:
    """Calls of the Batch API. Raises `EndpointUnreachable` and `EndpointRefused`. `sleep` is for tests."""

    def __init__(self, endpoint: Endpoint, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.endpoint = endpoint
        self._sleep = sleep
        self._client: OpenAI | None = None

    def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def upload(self, path: Path) -> str:
        """Upload an input file; the id of the file there."""

        def upload(client: OpenAI) -> str:
            with path.open("rb") as file:
                return client.files.create(file=(path.name, file, "application/jsonl"), purpose="batch").id

        return self._call(upload)

    def create(self, file_id: str, token: str) -> ProviderBatch:
        """Create a batch, once: no call whose answer was lost is made again before looking for its batch."""
        for attempt in range(MOST_ATTEMPTS):
            try:
                with self._faults():
                    return self._openai().batches.create(
                        input_file_id=file_id, endpoint=PATH, completion_window="24h", metadata={LABEL: token}
                    )
            except Again as fault:
                last = fault
                self._wait(fault, attempt)
            found = self.find(token)
            if found is not None:
                return found
        raise self._unreachable(last)

    def find(self, token: str) -> ProviderBatch | None:
        """The batch created with this token, among the newest of the account."""

        def find(client: OpenAI) -> ProviderBatch | None:
            for number, batch in enumerate(client.batches.list(limit=100)):
                if (batch.metadata or {}).get(LABEL) == token:
                    return batch
                if number >= LISTED:
                    break
            return None

        try:
            return self._call(find)
        except EndpointRefused:  # a server that keeps no list
            return None

    def look(self, batch_id: str) -> ProviderBatch:
        """The batch as it is now."""
        return self._call(lambda client: client.batches.retrieve(batch_id))

    def cancel(self, batch_id: str) -> ProviderBatch:
        """Cancel a batch; what it has answered can still be fetched."""
        return self._call(lambda client: client.batches.cancel(batch_id))

    def download(self, file_id: str, path: Path) -> bool:
        """Write a file's content to a path. False when the provider does not have it any more."""

        def download(client: OpenAI) -> None:
            path.unlink(missing_ok=True)  # a name that somebody has made may lead elsewhere
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))  # it is about documents
            with client.files.with_streaming_response.content(file_id) as response:
                response.stream_to_file(path)

        try:
            self._call(download)
        except EndpointRefused as refused:
            if " answers 404" in str(refused):
                return False
            raise
        return True

    def _call(self, call: Callable[[OpenAI], T]) -> T:
        for attempt in range(MOST_ATTEMPTS):
            try:
                with self._faults():
                    return call(self._openai())
            except Again as fault:
                last = fault
                if not fault.connected and attempt >= 2:  # nobody listens: a person is waiting to hear it
                    break
                self._wait(fault, attempt)
        raise self._unreachable(last)

    def _wait(self, fault: Again, attempt: int) -> None:
        self._sleep(fault.retry_after if fault.retry_after is not None else FIRST_WAIT * 2.0**attempt)

    def _unreachable(self, fault: Again) -> EndpointUnreachable:
        return EndpointUnreachable(f"{self.endpoint.shown}: {fault}; what was sent is kept: run the same command again")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        import httpx2
        import openai

        try:
            yield
        except (openai.OpenAIError, httpx2.TransportError) as error:
            raise fault_of(error, self.endpoint) from None

    def _openai(self) -> OpenAI:
        if self._client is None:
            import httpx2
            import openai

            http = openai.DefaultHttpx2Client(trust_env=self.endpoint.use_proxies, timeout=TRANSFER_TIMEOUT)
            self._client = openai.OpenAI(
                api_key=self.endpoint.api_key,
                base_url=self.endpoint.base_url,
                max_retries=0,  # this room decides what is asked again
                timeout=httpx2.Timeout(TRANSFER_TIMEOUT, connect=10.0),
                http_client=http,
            )
        return self._client


def counts_of(batch: ProviderBatch) -> tuple[int, int]:
    """Requests completed and failed, as the provider counts them."""
    counts: Any = batch.request_counts
    return (counts.completed or 0, counts.failed or 0) if counts else (0, 0)


def error_codes(batch: ProviderBatch) -> list[str]:
    """The codes of what made a whole batch fail, each once."""
    errors = (batch.errors.data if batch.errors else None) or []
    return list(dict.fromkeys(error.code or "unknown" for error in errors))
