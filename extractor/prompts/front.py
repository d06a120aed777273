"""The front matter of a template: what it asks, in which languages, about how much text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from extractor.errors import UsageError

Size = Literal["sentence", "paragraph", "document"]
#: Above this an answer no longer fits beside a question in any context window.
MOST_ANSWER_TOKENS = 32_768


@dataclass(frozen=True)
class Front:
    """TOML between two `---` lines at the top of a template; every part may be left out.

    about: one line for `extractor prompts`.
    fields: top-level fields of the answer; checked against the answer model, so that they do not drift apart.
    languages: ISO 639-1 codes the template is written for; documents in others are asked about all the same,
        and the report says so. Empty: any.
    window: how much text one question shows; None (or "any"): as the model's profile says.
    mentions: a window is asked about only when it holds one of these (case does not matter; the beginning of
        a word is enough). Empty: every window.
    max_tokens: limit of one answer, in tokens; None: the profile's.
    """

    about: str = ""
    fields: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    window: Size | None = None
    mentions: tuple[str, ...] = ()
    max_tokens: int | None = None


def split(source: str, place: str) -> tuple[Front, str]:
    """Front matter and template body. `place` names the file in errors. Raises `UsageError`."""
    if not source.startswith("---\n"):
        return Front(), source
    head, closed, body = source[4:].partition("\n---\n")
    if not closed:
        msg = f"{place}: the front matter has no end: close it with a line of ---"
        raise UsageError(msg)
    try:
        data = tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        msg = f"{place}: the front matter is not TOML ({error})"
        raise UsageError(msg) from None
    return _front(data, place), body


def _front(data: dict[str, Any], place: str) -> Front:
    known = [field.name for field in fields(Front)]
    unknown = sorted(set(data) - set(known))
    if unknown:
        msg = f"{place}: the front matter has {unknown[0]!r}; it may have {', '.join(known)}"
        raise UsageError(msg)
    for name in ("fields", "languages", "mentions"):
        if name in data:
            data[name] = tuple(_words(data[name], name, place))
    if data.get("window") == "any":
        del data["window"]
    window, limit = data.get("window"), data.get("max_tokens")
    if window is not None and window not in get_args(Size):
        msg = f"{place}: window is {window!r}; it may be sentence, paragraph, document or any"
        raise UsageError(msg)
    if limit is not None and (type(limit) is not int or not 1 <= limit <= MOST_ANSWER_TOKENS):
        msg = f"{place}: max_tokens must be a whole number from 1 to {MOST_ANSWER_TOKENS}"
        raise UsageError(msg)
    if not isinstance(data.get("about", ""), str):
        msg = f"{place}: about must be a line of text"
        raise UsageError(msg)
    return Front(**data)


def _words(value: object, name: str, place: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        msg = f'{place}: {name} must be a list of words, such as ["en", "de"]'
        raise UsageError(msg)
    return value
