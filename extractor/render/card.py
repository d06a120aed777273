"""A result as a small piece of HTML for notebooks: no script, no style sheet, no link.

Notebooks keep what they show, and show it to others: everything of the document is escaped.
"""

from __future__ import annotations

import html

from extractor.render.account import account_lines, run_line, status_line
from extractor.render.chain import NARRATED, chain, names_of
from extractor.render.visible import one_line
from extractor.schema import Claim, Result

#: More claims than this are counted, not shown: a notebook is no review page.
MOST_CLAIMS = 50

_TABLE = "border-collapse:collapse;text-align:left;max-width:60em"
_CELL = "text-align:left;vertical-align:top;padding:.25em .75em .25em 0;white-space:normal"
_SOFT = "opacity:.7;font-size:.9em"


def as_card(result: Result) -> str:
    """Title, summary, a table of the claims, and what the run took."""
    about = result.document
    names = names_of(result)
    rows = "".join(_row(claim, names) for claim in result.claims[:MOST_CLAIMS])
    more = len(result.claims) - MOST_CLAIMS
    rest = f'<p style="{_SOFT}">{more:,} more claims</p>' if more > 0 else ""
    heads = "".join(f'<th style="{_CELL}">{head}</th>' for head in ("who says it", "claim", "certainty", "confidence"))
    said = [status_line(result), *account_lines(result.report), run_line(result.run)]
    account = "<br>".join(_text(line) for line in said)
    return (
        f"<div><strong><bdi>{_text(about.title or about.id)}</bdi></strong>"
        f'<p dir="auto" style="max-width:60em">{_text(result.summary.text)}</p>'
        f'<table style="{_TABLE}"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{rest}'
        f'<p style="{_SOFT}">{account}</p></div>'
    )


def _row(claim: Claim, names: dict[str, str]) -> str:
    who = chain(claim, names)
    cells = (
        f"<em>{who}</em>" if who == NARRATED else f"<bdi>{_text(who)}</bdi>",
        f'<span dir="auto">{_text(claim.text)}</span>',
        claim.certainty.level,
        f"{claim.confidence.level} {claim.confidence.score:.2f}",
    )
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _text(text: str) -> str:
    return html.escape(one_line(text))
