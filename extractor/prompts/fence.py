"""What keeps document text apart from instructions, wherever it goes into a prompt."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

#: Control tokens of chat templates (`<|im_start|>`, `<<SYS>>`, `[INST]`, `<start_of_turn>`, `<｜User｜>` …) and our own
#: marks: servers read the ones in a message's text as the end of the turn, a model the others as the end of the text.
_CONTROL = re.compile(
    r"<(?=[|/｜]|start_of_turn|end_of_turn|<SYS|bos>|eos>|s>|unk>|pad>|text\b|think|tool_|fim_|im_(?:start|end)|endoftext)"
    r"|\[(?=/?INST\]|/?SYSTEM|/?TOOL|/?AVAILABLE_TOOLS|gMASK)|(?<=[|｜])>",
    re.I,
)
_JOINER = "\u2060"
SECRET_BYTES = 32
OWNER_ALONE = 0o700  # of the folder: who may write there may put another secret in its place
_fixed = 0


class Fenced(str):
    """Document text that stands between its marks; it is not fenced again."""


def harmless(text: str) -> str:
    """`text` with the control tokens of chat templates broken by an invisible joiner.

    The model sees the same words; offsets are not touched, since answers are grounded in the
    document's own text, where the joiner is not.
    """
    if not any(mark in text for mark in "<[>"):  # every token has one of them, and news has none
        return text
    return _CONTROL.sub(lambda match: match.group() + _JOINER, text)


def fence(text: str) -> Fenced:
    """Document text between marks that its author can neither foresee nor forge.

    They carry a digest of the text and of a random secret of this installation: the same text has the
    same marks, so that answers can be kept by request, and nobody else knows them.
    """
    if isinstance(text, Fenced):
        return text
    token = hashlib.sha256(_secret() + text.encode("utf-8", "surrogatepass")).hexdigest()[:4]
    return Fenced(f"<text {token}>\n{harmless(text)}\n</text {token}>")


@contextmanager
def known_marks() -> Iterator[None]:
    """Within it marks are the same on every machine, as recordings and measurements need them.

    Only for texts that are known beforehand: an author who knows the marks can write them.
    """
    global _fixed
    _fixed += 1
    try:
        yield
    finally:
        _fixed -= 1


def proof(words: str) -> str:
    """What only this installation can write beside `words` that it keeps in a file, in hexadecimal digits."""
    return hmac.digest(_own_secret(_place()), words.encode("utf-8", "surrogatepass"), "sha256").hex()


def _secret() -> bytes:
    return b"" if _fixed else _own_secret(_place())


def _place() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("claim-extractor", appauthor=False) / "fence.key"


@cache
def _own_secret(place: Path) -> bytes:
    """The secret of this installation, made on first use; where none can be kept, one of this process."""
    made = secrets.token_bytes(SECRET_BYTES)
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ALONE)
        # Whole or not at all, and never over another process's: a link to a file that was written first.
        with NamedTemporaryFile(dir=place.parent, prefix=f"{place.name}.") as file:  # readable by its owner only
            file.write(made)
            file.flush()
            with suppress(FileExistsError):
                place.hardlink_to(file.name)
        kept = place.read_bytes()
    except OSError:
        return made
    return kept if len(kept) == SECRET_BYTES else made
