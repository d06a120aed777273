"""Where words go: results to standard output, everything else to standard error."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from typing import TextIO


def prepare_output() -> None:
    """Make both streams UTF-8, whatever the locale says: results are JSON and quoted news."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def say(message: str) -> None:
    """One line for the user, on standard error. Control characters are shown, not obeyed."""
    from extractor.render.visible import one_line

    print(f"extractor: {one_line(message)}", file=sys.stderr, flush=True)


class _Saying(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        say(record.getMessage())


def pass_on_warnings() -> None:
    """What the library logs as a warning becomes a line for the user."""
    log = logging.getLogger("extractor")
    if not any(isinstance(handler, _Saying) for handler in log.handlers):
        log.addHandler(_Saying(level=logging.WARNING))
        log.propagate = False


def write_result(text: str) -> None:
    """Results, on standard output, ending in a line break. Raises `BrokenPipeError`."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()


def flush_output() -> None:
    """Write what is buffered. Raises `BrokenPipeError` when nobody reads any more."""
    sys.stdout.flush()


def discard_output() -> None:
    """Forget what is buffered: the interpreter would complain about it at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def colour_wanted(stream: TextIO, no_color: bool) -> bool:
    """Colour only on a terminal, and not when `--no-color` or `NO_COLOR` (no-color.org) says no."""
    return not no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()
