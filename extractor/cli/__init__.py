"""The command line. Faces only: every command calls the library and shows what it says.

`main` is the entry point. It owns what all commands share: the exit status (0 all complete, 1 some
document partial or failed, 2 wrong use or unreadable input, 3 no model could be reached, 130
interrupted), errors on one line, and a quiet end when the reader of a pipe goes away.

A command is one small module here that defines `app`, a `typer.Typer`, and a line in
`extractor.cli.commands.COMMANDS`. Modules load when their command is used.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

# What a shell reports for a process ended by SIGINT and by SIGPIPE: 128 + the signal's number.
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line on `argv` (without the program's name) and return the exit status."""
    from extractor.cli.streams import discard_output, flush_output, prepare_output, say

    prepare_output()
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv))
        flush_output()
    except BrokenPipeError:
        discard_output()
        return PIPE_CLOSED
    if status == INTERRUPTED:
        say("interrupted")
    return status


def _run(argv: list[str]) -> int:
    """Run one command; whatever it raises becomes one line and a status."""
    import typer

    from extractor.cli.commands import command_table
    from extractor.cli.streams import say
    from extractor.errors import ExtractorError

    try:
        returned = command_table().main(args=argv or ["--help"], prog_name="extractor", standalone_mode=False)
    except typer.TyperException as error:
        say(_usage_line(error))
        return 2
    except ExtractorError as error:
        say(str(error))
        return error.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:  # a full disk, a file that vanished
        place = f"{error.filename}: " if error.filename else ""
        say(f"{place}{(error.strerror or type(error).__name__).lower()}")
        return ExtractorError.exit_status
    except Exception as error:
        if type(error).__module__ != "sqlite3":  # imported by whoever keeps something in such a file
            raise
        say(f"the journal, or another file beside the output or of kept answers, cannot be used further: {error}")
        return ExtractorError.exit_status
    return returned if isinstance(returned, int) else 0


def _usage_line(error: Exception) -> str:
    """A wrong use on one line, with the command whose `--help` explains it."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "extractor"
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    return f"{message.rstrip('.')} (see {command} --help)"
