"""The head of a model file (GGUF 2 and 3): looked at before the engine is, which ends the process on some of them.

The layout is that of the GGUF specification: magic, version, counts of tensors and of values, then the
values, each a name, a type and what it holds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MAGIC = b"GGUF"
VERSIONS = (2, 3)
#: Layers of a model: the largest there are have some hundred.
MOST_LAYERS = 2_000
#: Bytes of the smallest value and of the smallest tensor's description.
LEAST_VALUE, LEAST_TENSOR = 13, 32
_LAYERS = b".block_count"
_STRING, _LIST = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


class _Damaged(Exception):
    """The head says what cannot be."""


def may_be_loaded(path: Path) -> bool:
    """Whether the head of a file is that of a model. Raises `OSError`."""
    size = path.stat().st_size
    with path.open("rb") as file:
        try:
            return file.read(len(MAGIC)) == MAGIC and all(0 < layers <= MOST_LAYERS for layers in _layers(file, size))
        except _Damaged:
            return False


def _layers(file: IO[bytes], size: int) -> Iterator[int]:
    """The numbers of layers that the values name."""
    version, tensors, values = struct.unpack("<IQQ", _read(file, 20))
    if version not in VERSIONS or tensors * LEAST_TENSOR + values * LEAST_VALUE > size:
        raise _Damaged
    for _ in range(values):
        name = _read(file, _length(file, size))
        (kind,) = struct.unpack("<I", _read(file, 4))
        if kind == _STRING:
            file.seek(_length(file, size), 1)
        elif kind == _LIST:
            _skip_list(file, size)
        elif kind in _SIZES:
            content = _read(file, _SIZES[kind])
            if name.endswith(_LAYERS):
                yield int.from_bytes(content, "little")
        else:
            raise _Damaged


def _skip_list(file: IO[bytes], size: int) -> None:
    kind, count = struct.unpack("<IQ", _read(file, 12))
    if kind in _SIZES and count * _SIZES[kind] <= size:
        file.seek(count * _SIZES[kind], 1)
    elif kind == _STRING and count * 8 <= size:
        for _ in range(count):
            file.seek(_length(file, size), 1)
    else:
        raise _Damaged  # lists of lists are in no model


def _length(file: IO[bytes], size: int) -> int:
    (length,) = struct.unpack("<Q", _read(file, 8))
    if length > size:
        raise _Damaged
    return int(length)


def _read(file: IO[bytes], count: int) -> bytes:
    content = file.read(count)
    if len(content) != count:
        raise _Damaged
    return content
