"""All places of some words in a text, and the one nearest to where they are expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Accepts = Callable[[int, int], bool]


def forwards(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """Where `words` begins in `text[start:end]`, first to last, overlaps included."""
    at = text.find(words, start, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


def backwards(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """The same, last to first."""
    at = text.rfind(words, start, end)
    while at >= 0:
        yield at
        at = text.rfind(words, start, at + len(words) - 1)


def nearest(
    text: str, words: str, window: tuple[int, int], near: int | None, accepts: Accepts
) -> tuple[int, int] | None:
    """The accepted occurrence nearest to offset `near`; the first one when `near` is `None`.

    Distance counts from the nearer end of the occurrence, in characters; an occurrence around
    `near` has distance 0. Of two at the same distance the earlier one wins.
    """
    start, end = window
    size = len(words)
    if near is None:
        return next(((at, at + size) for at in forwards(text, words, start, end) if accepts(at, at + size)), None)
    pivot = min(max(near, start), end)
    back = next((at for at in backwards(text, words, start, min(end, pivot + size)) if accepts(at, at + size)), None)
    on = next((at for at in forwards(text, words, pivot + 1, end) if accepts(at, at + size)), None)
    found = [at for at in (back, on) if at is not None]
    if not found:
        return None
    at = min(found, key=lambda at: (max(0, at - near, near - at - size), at))
    return at, at + size
