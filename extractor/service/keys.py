"""Who may ask: bearer keys (RFC 6750), compared without telling by the time it takes how much was right."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from pathlib import Path

from extractor.errors import UsageError

KEYS_VARIABLE = "EXTRACTOR_KEYS"
SHORTEST = 16  # characters; a shorter key can be guessed
SCHEME = b"bearer "


class Keys:
    """The keys that are accepted. Only their hashes are held, so that none can be shown by accident."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._digests = tuple({_digest(key.encode()) for key in keys})

    def __bool__(self) -> bool:
        return bool(self._digests)

    def __len__(self) -> int:
        return len(self._digests)

    def __repr__(self) -> str:
        return f"<{len(self)} keys>"

    def accept(self, authorization: bytes | None) -> bool:
        """Whether an `Authorization` header carries one of the keys; always True where there are none."""
        if not self._digests:
            return True
        if authorization is None or authorization[: len(SCHEME)].lower() != SCHEME:
            return False
        given = _digest(authorization[len(SCHEME) :].strip())
        found = False
        for known in self._digests:  # all of them: stopping at the right one would tell which it was
            found |= hmac.compare_digest(known, given)
        return found


def read_keys(file: Path | None = None) -> Keys:
    """The keys in a file (one a line; # begins a comment) and in `EXTRACTOR_KEYS` (separated by spaces or commas).

    Raises `UsageError` for a file that cannot be read, holds no key, or a key that is too short.
    """
    keys = os.environ.get(KEYS_VARIABLE, "").replace(",", " ").split()
    _check(keys, KEYS_VARIABLE)
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or "not text"
            msg = f"{file}: the keys cannot be read: {reason.lower()}"
            raise UsageError(msg) from None
        found = [words for line in lines if (words := line.partition("#")[0].strip())]
        if not found:
            msg = f"{file}: holds no key; write one a line"
            raise UsageError(msg)
        _check(found, str(file))
        keys += found
    return Keys(keys)


def _check(keys: Iterable[str], where: str) -> None:
    for number, key in enumerate(keys, 1):
        if len(key) < SHORTEST or not key.isascii() or any(letter.isspace() for letter in key):
            msg = (
                f"{where}: key {number} is not one word of at least {SHORTEST} plain characters; "
                "make one with: openssl rand -hex 32"
            )
            raise UsageError(msg)


def _digest(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()
