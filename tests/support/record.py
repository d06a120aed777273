"""Records the example articles with the embedded model: `make record`, or `make record ARTICLES="a b"`.

Those of the worked tasks in `examples/tasks/` as well, by names such as `task-rulings-dairy-fine`.

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
from extractor.llm.endpoint import Endpoint
from extractor.llm.engine import acquire, release
from tests.support.articles import ARTICLES, extract
from tests.support.recording import CASSETTES, MODEL, place, recording
from tests.support.tasks import TASK_ARTICLES, extract_task

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
    known = [*ARTICLES, *TASK_ARTICLES]
    unknown = sorted(set(names) - set(known))
    if unknown:
        sys.exit(f"record: no such article: {', '.join(unknown)}; there are: {', '.join(known)}")
    CASSETTES.mkdir(exist_ok=True)
    with embedded_engine() as endpoint:
        for name in names or known:
            began = time.monotonic()
            with recording(name):
                said = _read(name, endpoint)
            print(
                f"{name}: {said}, {time.monotonic() - began:.0f} s, {place(name).stat().st_size:,} bytes",
                flush=True,
            )
    for stale in CASSETTES.glob("*.json"):
        if stale.stem not in known:
            stale.unlink()
            print(f"removed {stale.name}: its article is gone")
    print(f"cassettes/: {sum(path.stat().st_size for path in CASSETTES.iterdir()) / MEGABYTE:.2f} MB")


def _read(name: str, endpoint: Endpoint) -> str:
    """Ask everything that the tests will replay; returns what came of it in a few words."""
    read = extract_task if name in TASK_ARTICLES else extract
    result = read(name, base_url=endpoint.base_url, api_key=endpoint.api_key)
    found = f"{len(result.claims)} claims" if name in ARTICLES else f"{result.report.items.kept} items"
    return f"{result.report.status}, {found}, {result.run.usage.calls} calls"


if __name__ == "__main__":
    record(sys.argv[1:])
