"""What keeps document text apart from instructions, wherever it goes into a prompt."""

from __future__ import annotations

import hashlib
import re

#: Control tokens of chat templates (`<|im_start|>`, `<<SYS>>`, `[INST]`, `<start_of_turn>` …): servers
#: read them in a message's text as the end of the turn.
_CONTROL = re.compile(r"<(?=[|/]|start_of_turn|end_of_turn|<SYS|bos>|eos>|s>)|\[(?=/?INST\]|/?SYSTEM)|(?<=\|)>", re.I)
_JOINER = "\u2060"


class Fenced(str):
    """Document text that stands between its marks; it is not fenced again."""


def harmless(text: str) -> str:
    """`text` with the control tokens of chat templates broken by an invisible joiner.

    The model sees the same words; offsets are not touched, since answers are grounded in the
    document's own text, where the joiner is not.
    """
    return _CONTROL.sub(lambda match: match.group() + _JOINER, text)


def fence(text: str) -> Fenced:
    """Document text between marks it cannot forge: they carry a digest of the text itself."""
    if isinstance(text, Fenced):
        return text
    token = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:4]
    return Fenced(f"<text {token}>\n{harmless(text)}\n</text {token}>")
