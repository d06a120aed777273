"""The table of the terminal: summary, claims with who says them, sources, and what it took.

Made for 80 columns and wider. Colour carries nothing that the words do not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import TYPE_CHECKING

from extractor.render.account import account_lines, run_line, status_line
from extractor.render.answers import answer_lines, asked_for
from extractor.render.chain import NARRATED, chain, names_of
from extractor.render.visible import one_line
from extractor.schema import Claim, Result, Source

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

# Room for `asserted`, `questioned` and `confidence`.
SURENESS_WIDTH = 10
# The share of the width that names get, in a hundred; chains wrap, claims get the rest.
WHO_PERCENT = 27
# `organization`, the longest kind of source.
KIND_WIDTH = 12
# Between two columns: a space of padding and one where other tables have a line.
GAP = 2
# Long lines are hard to read; a wider terminal leaves the rest empty.
WIDEST = 132
# A pipe has no width of its own.
PIPE_WIDTH = 100

_CERTAINTY_STYLE = {"asserted": "", "hedged": "yellow", "denied": "red", "declined": "magenta", "questioned": "cyan"}
_CONFIDENCE_STYLE = {"high": "green", "medium": "yellow", "low": "red"}


def as_table(result: Result, *, width: int = PIPE_WIDTH, colour: bool = False) -> str:
    """`result` as text, `width` columns wide; without `colour` it holds no control codes at all."""
    from rich.console import Console

    page = StringIO()
    console = Console(
        file=page,
        width=min(width, WIDEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    for part in _parts(result, console.width):
        console.print(part)
    # rich fills every line with spaces up to the width: of no use in a pipe or a file.
    return "".join(line.rstrip() + "\n" for line in page.getvalue().splitlines())


def claims_table(claims: Iterable[Claim], names: Mapping[str, str], *, width: int) -> Table:
    """Claims, one a row, `width` columns wide: who says it, the claim, how sure they and we are."""
    from rich.text import Text

    table = _grid()
    # Widths are set, not left to rich, whose versions divide ratios differently.
    who = width * WHO_PERCENT // 100
    table.add_column("who says it", width=who)
    table.add_column("claim", width=max(1, width - who - SURENESS_WIDTH - 2 * GAP))
    table.add_column("certainty\nconfidence", width=SURENESS_WIDTH)
    for claim in claims:
        # `Text`, because rich reads markup like [bold] in a plain string.
        table.add_row(_who(claim, names), Text(one_line(claim.text)), _sureness(claim))
    return table


def _parts(result: Result, width: int) -> Iterator[RenderableType]:
    from rich.text import Text

    title, name = one_line(result.document.title or ""), one_line(result.document.id)
    yield Text.assemble((title or name, "bold underline"), (f"  {name}" if title else "", "dim"))
    if asked_for(result):
        yield from _summary(result)
        yield from _headed("Claims", len(result.claims))
        if result.claims:
            yield claims_table(result.claims, names_of(result), width=width)
        yield from _headed("Sources", len(result.sources))
        if result.sources:
            yield _sources_table(result.sources, width)
    for task, answer in (result.answers or {}).items():
        yield from _answer(task, answer)
    yield Text("")
    if result.report.status != "complete":
        yield Text(status_line(result), style="bold red")
    for line in account_lines(result.report):
        yield Text(line, style="yellow")
    yield Text(run_line(result.run), style="dim")


def _answer(task: str, answer: object) -> Iterator[RenderableType]:
    """A user's own task: one line a field."""
    from rich.padding import Padding
    from rich.text import Text

    yield Text("")
    yield Text(one_line(task), style="bold")
    if answer is None:
        yield Text("  not answered", style="dim")
        return
    for line in answer_lines(answer):
        shown = Text.assemble((line.field, "dim"), "  " if line.value else "", line.value)
        if line.remark:
            shown.append(f"  ({line.remark})", style="yellow")
        yield Padding(shown, (0, 0, 0, 2 + 2 * line.level))


def _summary(result: Result) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    yield Text("")
    yield Text("Summary", style="bold")
    text = one_line(result.summary.text) or "none: no sentence of it was carried by the document"
    yield Padding(Text(text), (0, 0, 0, 2))


def _headed(heading: str, number: int) -> Iterator[Text]:
    from rich.text import Text

    yield Text("")
    yield Text.assemble((heading, "bold"), (f"  {number}" if number else "  none found", "dim"))


def _grid() -> Table:
    from rich import box
    from rich.table import Table

    return Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim",
        leading=1,
    )


def _who(claim: Claim, names: Mapping[str, str]) -> Text:
    from rich.text import Text

    who = chain(claim, names)
    return Text(who, style="dim" if who == NARRATED else "bold")


def _sureness(claim: Claim) -> Text:
    """The source's certainty above our confidence: two different things, one under the other."""
    from rich.text import Text

    certainty, confidence = claim.certainty.level, claim.confidence.level
    return Text.assemble((certainty, _CERTAINTY_STYLE[certainty]), "\n", (confidence, _CONFIDENCE_STYLE[confidence]))


def _sources_table(sources: Iterable[Source], width: int) -> Table:
    from rich.text import Text

    table = _grid()
    table.leading = 0
    name = width * WHO_PERCENT // 100
    table.add_column("name", width=name)
    table.add_column("kind", width=KIND_WIDTH)
    table.add_column("role", width=max(1, width - name - KIND_WIDTH - 2 * GAP))
    for source in sources:
        reason = one_line(source.justification.text) if source.justification else ""
        role = one_line(source.role or "")
        about = "; ".join(part for part in (role, reason) if part) or "–"
        table.add_row(_name(source), source.kind, Text(about))
    return table


def _name(source: Source) -> Text:
    from rich.text import Text

    return Text(one_line(source.name), style="bold" if source.named else "bold italic")
