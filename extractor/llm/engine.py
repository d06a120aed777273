"""The embedded engine: a llama.cpp server inside this process, for this process alone.

It listens on a free port of 127.0.0.1 and wants a random key, so that no other user of the
machine can talk to it. Everybody in the process who uses the same model shares one engine; the
last one to leave closes it.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import secrets
import stat
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import EngineError, MissingExtra, ModelUnavailable
from extractor.llm.client import LOCAL, Backend
from extractor.llm.cores import usable_cores
from extractor.llm.endpoint import Endpoint
from extractor.llm.gguf import may_be_loaded
from extractor.llm.models import QWEN, ensure_model
from extractor.llm.profiles import DEFAULT_PROFILE, profile_for, profile_named

if TYPE_CHECKING:
    from extractor.llm.models import Progress
    from extractor.llm.profiles import Profile

HOST = "127.0.0.1"
ANY_PORT = 0
LARGE_FILE = 3_000_000_000  # bytes; 4-bit files of 7 billion parameters are above, of 3 billion below
QUESTIONS_AT_ONCE = 1  # measured on two cores: parallel slots give nothing
PROMPT_CACHE_MIB = 512  # beginnings of prompts kept while tasks take turns; 18,000 tokens at 28 kB each
NO_POLLING = 0  # waiting threads sleep: spinning ones bring an engine on a shared machine to a standstill
QUIET = -1  # llama.cpp's verbosity: nothing at all, errors come as exceptions


@dataclass
class _Running:
    server: Any  # xllamacpp.Server: it stops when it is dropped
    endpoint: Endpoint
    users: int = 1


_running: dict[tuple[Path, int], _Running] = {}
_lock = threading.Lock()


class _Abandoned(Exception):
    """Nobody waits for the model any more."""


class LocalBackend(Backend):
    """The embedded engine as a client sees it.

    path: a GGUF file, or `None` for the model this package fetches. progress: see `ensure_model`.
    """

    def __init__(self, path: str | None = None, *, progress: Progress | None = None) -> None:
        self.shown = LOCAL
        self.at_once = QUESTIONS_AT_ONCE
        self.model = Path(path).stem if path else QWEN.name
        self._path = Path(path).expanduser() if path else None
        size, self.scope = self._size_and_scope()
        self.profile = profile = embedded_profile(self.model, size)
        self._context_tokens = profile.context_tokens
        self._progress = progress
        self._held: tuple[Path, int] | None = None
        self._changing = threading.Lock()

    def _size_and_scope(self) -> tuple[int, str]:
        # The scope tells cached answers of two model files of one name apart.
        if self._path is None:
            return QWEN.bytes, f"{LOCAL} {QWEN.sha256}"
        try:
            stat = self._path.stat()
        except OSError:
            return 0, LOCAL
        return stat.st_size, f"{LOCAL} {stat.st_size} {stat.st_mtime_ns}"

    def adapt(self, profile: Profile) -> None:
        """Go by another profile than the file's name gave; before `start`."""
        super().adapt(profile)
        self._context_tokens = profile.context_tokens

    async def start(self) -> Endpoint:
        """Start the engine, or join the one that runs. Raises a `ModelError`."""
        abandoned = threading.Event()
        try:
            return await asyncio.to_thread(self._start, abandoned)
        except asyncio.CancelledError:
            # The program would not end before the thread does: a fetch takes a minute or more.
            abandoned.set()
            raise

    async def stop(self) -> None:
        """Leave the engine; the last one to leave closes it. Safe when `start` was interrupted."""
        await asyncio.to_thread(self._stop)

    def _start(self, abandoned: threading.Event) -> Endpoint:
        def progress(done: int, total: int) -> None:
            if abandoned.is_set():
                raise _Abandoned
            if self._progress is not None:
                self._progress(done, total)

        with self._changing:
            require_engine()
            path = _checked(self._path) if self._path else ensure_model(progress).resolve()
            endpoint = acquire(path, self.model, self._context_tokens)
            self._held = path, self._context_tokens
            return endpoint

    def _stop(self) -> None:
        with self._changing:
            held, self._held = self._held, None
            if held is not None:
                release(*held)


def embedded_profile(name: str, size: int) -> Profile:
    """The profile of a model in the embedded engine; one that no profile names goes by its file's size in bytes.

    The default profile is for large models behind an endpoint: its context alone would fill the
    memory of a laptop.
    """
    profile = profile_for(name)
    if profile.name != DEFAULT_PROFILE:
        return profile
    return profile_named("small" if size < LARGE_FILE else "medium")


def acquire(path: Path, name: str, context_tokens: int) -> Endpoint:
    """The endpoint of the engine for a model file, started if need be. Pair with `release`."""
    with _lock:
        running = _running.get((path, context_tokens))
        if running is not None:
            running.users += 1
            return running.endpoint
        key = secrets.token_urlsafe(24)
        server = _new_server(path, name, key, context_tokens)
        endpoint = Endpoint(
            base_url=f"{server.listening_address}/v1",
            api_key=key,
            shown=LOCAL,
            key_from="the engine's own key",
            use_proxies=False,  # a proxy of the machine must not see 127.0.0.1
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


def require_engine() -> Any:
    """The engine's package. Raises `MissingExtra`; a model is not worth fetching without it."""
    # Should it abort all the same: a trace of the whole process, arguments included, belongs to nobody.
    os.environ.setdefault("GGML_NO_BACKTRACE", "1")
    try:
        import xllamacpp
    except ImportError:
        msg = "the embedded model needs an optional part: pip install 'claim-extractor[local]'"
        raise MissingExtra(msg) from None
    return xllamacpp


def _checked(path: Path) -> Path:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            msg = f"{path}: no model file can be read there (not a regular file); check --model"
            raise ModelUnavailable(msg)
        is_model = may_be_loaded(path)
    except OSError as error:
        msg = f"{path}: no model file can be read there ({error.strerror or type(error).__name__}); check --model"
        raise ModelUnavailable(msg) from None
    if not is_model:
        msg = f"{path} is not a GGUF model file, or a damaged one; check --model"
        raise ModelUnavailable(msg)
    return path.resolve()


def _new_server(path: Path, name: str, key: str, context_tokens: int) -> Any:
    xllamacpp = require_engine()
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {name}
    params.hostnames = [HOST]
    params.port = ANY_PORT
    params.api_keys = [key]
    params.n_ctx = context_tokens
    params.n_parallel = QUESTIONS_AT_ONCE
    params.cache_ram_mib = PROMPT_CACHE_MIB
    params.verbosity = QUIET
    params.ui = False
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = usable_cores()
    params.cpuparams.poll = params.cpuparams_batch.poll = NO_POLLING
    try:
        return xllamacpp.Server(params)
    except Exception as error:
        msg = (
            f"the embedded engine does not start with {path.name} ({type(error).__name__}): the file is damaged "
            "or memory is short; run `extractor doctor`"
        )
        raise EngineError(msg) from None
