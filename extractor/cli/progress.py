"""What a person sees while the model works. Nothing of it is written into a pipe or a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from extractor.cli.fetching import FetchBar, FetchLines
from extractor.cli.streams import colour_wanted

if TYPE_CHECKING:
    from rich.console import Console, Group, RenderableType
    from rich.segment import Segment, Segments

    from extractor.schema import Claim, Result

# Redrawn so often a second: the seconds move, and the embedded model keeps its cores.
REFRESHES = 2
# Lines beside the claims: the status line, a free line, the prompt.
LINES_BESIDE_CLAIMS = 3
# A claim in the table takes at least its certainty, its confidence and a free line.
LINES_A_CLAIM = 3


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
        self._drawn: tuple[tuple[int, int, int], Segments] | None = None

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
        self._claims, self._names, self._drawn = [], {}, None
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
        from rich.segment import Segments

        console = self._console
        assert console is not None  # noqa: S101 - only drawn on a console
        screen = (len(self._claims), console.width, console.height)
        # Laying out a table takes longer than all the rest: only when there is something new.
        if self._drawn is None or self._drawn[0] != screen:
            self._drawn = screen, Segments(_newest(self._claims, self._names, console))
        return Group(line, "", self._drawn[1])


def _newest(claims: Sequence[Claim], names: Mapping[str, str], console: Console) -> list[Segment]:
    """The newest claims that fit the screen, laid out."""
    from rich.segment import Segment

    from extractor.render.table import claims_table

    room = console.height - LINES_BESIDE_CLAIMS
    shown = list(claims[-max(1, room // LINES_A_CLAIM) :])
    while True:
        lines = console.render_lines(claims_table(shown, names, width=console.width))
        if len(lines) <= room or len(shown) == 1:
            return [segment for line in lines for segment in (*line, Segment.line())]
        shown = shown[1:]
