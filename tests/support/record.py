"""Records the example articles with the embedded model: `make record`, or `make record ARTICLES="a b"`.

Starts the embedded engine (its model is fetched when it is not here), asks it everything that the
tests will replay, and writes one cassette an article. Several minutes on two cores.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from extractor.cli.fetching import FetchLines
from extractor.llm import ensure_model, profile_for
from extractor.llm.engine import acquire, release
from extractor.llm.wire import Endpoint
from tests.support.articles import ARTICLES, extract
from tests.support.recording import CASSETTES, MODEL, place, recording

MEGABYTE = 1_000_000


@contextmanager
def embedded_engine() -> Iterator[Endpoint]:
    """The embedded model's server, as the product starts it."""
    path, context = ensure_model(FetchLines()).resolve(), profile_for(MODEL).context_tokens
    endpoint = acquire(path, MODEL, context)
    try:
        yield endpoint
    finally:
        release(path, context)


def record(names: Sequence[str]) -> None:
    """Record these articles; cassettes of articles that are gone are removed."""
    unknown = sorted(set(names) - set(ARTICLES))
    if unknown:
        sys.exit(f"record: no such article: {', '.join(unknown)}; there are: {', '.join(ARTICLES)}")
    CASSETTES.mkdir(exist_ok=True)
    with embedded_engine() as endpoint:
        for name in names or ARTICLES:
            began = time.monotonic()
            with recording(name):
                result = extract(name, base_url=endpoint.base_url, api_key=endpoint.api_key)
            print(
                f"{name}: {result.report.status}, {len(result.claims)} claims, {result.run.usage.calls} calls, "
                f"{time.monotonic() - began:.0f} s, {place(name).stat().st_size:,} bytes",
                flush=True,
            )
    for stale in CASSETTES.glob("*.json"):
        if stale.stem not in ARTICLES:
            stale.unlink()
            print(f"removed {stale.name}: its article is gone")
    print(f"cassettes/: {sum(path.stat().st_size for path in CASSETTES.iterdir()) / MEGABYTE:.2f} MB")


if __name__ == "__main__":
    record(sys.argv[1:])
