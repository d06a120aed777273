"""The embedded engine: a llama.cpp server inside this process, for this process alone."""

from __future__ import annotations

import asyncio
import atexit
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.errors import EngineError, MissingExtra
from extractor.llm.client import LOCAL, Backend
from extractor.llm.models import QWEN, ensure_model
from extractor.llm.profiles import profile_for
from extractor.llm.wire import Endpoint

HOST = "127.0.0.1"
PROMPT_CACHE_MIB = 512  # beginnings of prompts kept while several tasks take turns
QUIET = -1  # llama.cpp's verbosity: nothing at all

Progress = Callable[[int, int], None]


@dataclass
class _Running:
    server: Any
    endpoint: Endpoint
    users: int = field(default=1)


_running: dict[tuple[Path, int], _Running] = {}
_lock = threading.Lock()


class LocalBackend(Backend):
    """The embedded engine as a client sees it; several clients of one model share it.

    path: a GGUF file, or `None` for the model this package fetches.
    """

    def __init__(self, path: str | None = None, *, progress: Progress | None = None) -> None:
        self.model = Path(path).stem if path else QWEN.name
        self.shown = self.scope = LOCAL
        self.at_once = 1  # measured: parallel slots give nothing on two cores
        self._path = Path(path) if path else None
        self._progress = progress
        self._held: tuple[Path, int] | None = None

    async def start(self) -> Endpoint:
        """Start the engine, or join the one that runs. Raises a `ModelError`."""
        return await asyncio.to_thread(self._start)

    def _start(self) -> Endpoint:
        path = (self._path or ensure_model(self._progress)).resolve()
        context = profile_for(self.model).context_tokens
        self._held = (path, context)
        return acquire(path, self.model, context)

    async def stop(self) -> None:
        """Leave the engine; the last one to leave closes it."""
        held, self._held = self._held, None
        if held is not None:
            await asyncio.to_thread(release, *held)


def acquire(path: Path, name: str, context_tokens: int) -> Endpoint:
    """The engine's endpoint for a model file, started if need be. Pair with `release`."""
    with _lock:
        running = _running.get((path, context_tokens))
        if running is not None:
            running.users += 1
            return running.endpoint
        key = secrets.token_urlsafe(24)
        server = _start_server(path, name, context_tokens, key)
        endpoint = Endpoint(
            base_url=f"{server.listening_address}/v1",
            api_key=key,
            shown=LOCAL,
            key_from="the engine's own key",
            use_proxies=False,
        )
        _running[path, context_tokens] = _Running(server, endpoint)
        return endpoint


def release(path: Path, context_tokens: int) -> None:
    """Give the engine back; it is closed when nobody uses it any more."""
    with _lock:
        running = _running.get((path, context_tokens))
        if running is None:
            return
        running.users -= 1
        if running.users <= 0:
            del _running[path, context_tokens]


@atexit.register
def close_all() -> None:
    """Close every engine of this process."""
    with _lock:
        _running.clear()


def _start_server(path: Path, name: str, context_tokens: int, key: str) -> Any:
    try:
        import xllamacpp
    except ImportError:
        msg = "the embedded model needs an optional part: pip install 'claim-extractor[local]'"
        raise MissingExtra(msg) from None
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {name}
    params.hostnames = [HOST]
    params.port = 0
    params.api_keys = [key]
    params.n_ctx = context_tokens
    params.n_parallel = 1
    params.cache_ram_mib = PROMPT_CACHE_MIB
    params.verbosity = QUIET
    params.ui = False
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = usable_cores()
    try:
        return xllamacpp.Server(params)
    except Exception as error:
        msg = f"the embedded engine does not start with {path.name} ({type(error).__name__}); run `extractor doctor`"
        raise EngineError(msg) from None


def usable_cores() -> int:
    """Physical cores this process may run on; threads on the second half of a core slow each other down."""
    return len(os.sched_getaffinity(0))
