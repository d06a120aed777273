"""What a person sees while the model works. Nothing of it is written into a pipe or a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from extractor.cli.fetching import FetchBar, FetchLines
from extractor.cli.streams import colour_wanted

if TYPE_CHECKING:
    from rich.console import Console, Group, RenderableType

    from extractor.schema import Claim, Result

# Redrawn so often a second: the seconds and the spinner move, and two cores do not notice.
REFRESHES = 5
# Lines around the claims: the status line, the table's head, the prompt.
LINES_BESIDE_CLAIMS = 6


class Display:
    """Progress of one document after another.

    On a terminal: a line that says what is done and, with `claims`, the claims found so far below
    it. Both vanish when the document is done and make room for its result. Elsewhere it is silent.
    `fetching` takes (bytes done, bytes in all) while the embedded model is fetched.
    """

    def __init__(self, console: Console | None, *, claims: bool = False) -> None:
        self._console = console
        self._bar = FetchBar()
        self.fetching: Callable[[int, int], None] = FetchLines() if console is None else self._bar
        self._show_claims = claims
        self._name = ""
        self._began = 0.0
        self._state = ""
        self._claims: list[Claim] = []
        self._names: dict[str, str] = {}

    @classmethod
    def choose(cls, *, claims: bool, no_color: bool) -> Display:
        """On standard output when claims are shown there, else on standard error, if that is a terminal."""
        stream = sys.stdout if claims else sys.stderr
        if not stream.isatty():
            return cls(None)
        from rich.console import Console

        coloured = colour_wanted(stream, no_color)
        return cls(Console(file=stream, color_system="auto" if coloured else None), claims=claims)

    def watch(self, name: str, events: Iterable[Any]) -> Result:
        """Show the events of a document as they come and return its result."""
        self._name, self._began, self._state = name, time.monotonic(), "starting the model"
        self._claims, self._names = [], {}
        if self._console is None:
            return self._follow(events)
        from rich.live import Live

        # What is said on standard error meanwhile must go above the live lines, not through them.
        with Live(
            console=self._console,
            get_renderable=self._drawing,
            refresh_per_second=REFRESHES,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=sys.stderr.isatty(),
        ):
            return self._follow(events)

    def _follow(self, events: Iterable[Any]) -> Result:
        from extractor.events import ClaimFound, Finished, Progress

        result: Result | None = None
        for event in events:
            match event:
                case Progress():
                    self._state = f"{event.task} {event.done}/{event.total}"
                case ClaimFound():
                    self._claims.append(event.claim)
                    self._names.update(event.names)
                case Finished():
                    result = event.result
        assert result is not None, "a stream ends with Finished"  # noqa: S101 - the pipeline's promise
        return result

    def _drawing(self) -> RenderableType:
        if self._bar.active:
            return self._bar
        from rich.text import Text

        from extractor.render.visible import one_line

        seconds = f"{time.monotonic() - self._began:.0f} s"
        found = f"{len(self._claims)} claim{'' if len(self._claims) == 1 else 's'}"
        parts = [one_line(self._name), self._state, found, seconds]
        line = Text(" · ".join(parts), style="dim", no_wrap=True, overflow="ellipsis")
        return self._with_claims(line) if self._show_claims and self._claims else line

    def _with_claims(self, line: RenderableType) -> Group:
        """The line above the newest claims that fit the screen."""
        from rich.console import Group

        from extractor.render.table import claims_table

        console = self._console
        assert console is not None  # noqa: S101 - only drawn on a console
        room = console.height - LINES_BESIDE_CLAIMS
        shown = self._claims[-max(1, room // 3) :]
        table = claims_table(shown, self._names, width=console.width)
        while len(shown) > 1 and len(console.render_lines(table)) > room:
            shown = shown[1:]
            table = claims_table(shown, self._names, width=console.width)
        return Group(line, "", table)
