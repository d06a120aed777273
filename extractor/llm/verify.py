"""Is this file the model? By its SHA-256, read once and remembered in a small stamp file."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

STAMP_SUFFIX = ".verified"
OWNER_ALONE = 0o700  # of the folder: who may write there may say that another file is the model


def stamp_of(path: Path, folder: Path) -> Path:
    """The stamp file that belongs to a model file. Stamps lie in our folder: the file's own may not be writable."""
    if path.parent == folder:
        return path.with_name(path.name + STAMP_SUFFIX)
    place = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:16]
    return folder / f"{place}{STAMP_SUFFIX}"


def is_verified(path: Path, size: int, sha256: str, stamp: Path) -> bool:
    """Whether the file has this size and hash.

    The file is read only if it changed since its stamp was written: size, both times and the
    inode must be the same (the change time cannot be set back by a program).
    """
    try:
        if not path.is_file() or path.stat().st_size != size:
            return False
        seen = _identity(path, sha256)
        if _read(stamp) == seen:
            return True
        if file_sha256(path) != sha256 or _identity(path, sha256) != seen:
            return False
    except OSError:
        return False
    write_stamp(path, sha256, stamp)
    return True


def file_sha256(path: Path) -> str:
    """Hash of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_stamp(path: Path, sha256: str, stamp: Path) -> None:
    """Remember that the file was verified. Where nothing can be written it is verified again next time."""
    try:
        stamp.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ALONE)
        stamp.write_text(json.dumps(_identity(path, sha256)), encoding="ascii")
    except OSError:
        pass


def _identity(path: Path, sha256: str) -> dict[str, int | str]:
    stat = path.stat()
    return {
        "sha256": sha256,
        "bytes": stat.st_size,
        "modified_ns": stat.st_mtime_ns,
        "changed_ns": stat.st_ctime_ns,
        "inode": stat.st_ino,
    }


def _read(stamp: Path) -> object:
    try:
        return json.loads(stamp.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
