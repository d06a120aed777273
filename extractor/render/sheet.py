"""Claims as CSV (RFC 4180, UTF-8, lines end in LF), for spreadsheets.

A spreadsheet runs a cell that begins like a formula, and documents are written by strangers: such a
cell gets an apostrophe in front (OWASP, "CSV injection"), which spreadsheets do not show.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from io import StringIO

from extractor.render.rows import COLUMNS, iterate_rows
from extractor.render.visible import escaped
from extractor.schema import Result

# `=`, `+`, `-`, `@` and their full-width forms, also behind white space and invisible characters, which
# an import may drop; and what moves to another cell or line when it stands first.
_FORMULA = re.compile("[\\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]*[=+\\-@＝＋－＠]|[\t\r\n]")
# What a terminal would obey and no cell needs: C0 but for tab and line breaks, DEL, C1, overrides of
# direction; surrogates have no UTF-8.
_OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def as_csv(results: Result | Iterable[Result], *, header: bool = True) -> str:
    """One line a claim below the names of the columns (`extractor.render.rows.COLUMNS`).

    Characters that a terminal obeys are written as escapes; offsets are those of the document.
    """
    page = StringIO()
    table = csv.writer(page, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    if header:
        table.writerow(COLUMNS)
    for row in iterate_rows([results] if isinstance(results, Result) else results):
        table.writerow(_cells(row))
    return page.getvalue()


def cell(value: object) -> object:
    """A value as a cell that no spreadsheet runs: numbers stay, None is empty, text is guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    text = escaped(value, _OBEYED)
    return f"'{text}" if _FORMULA.match(text) else text


def _cells(row: Mapping[str, object]) -> list[object]:
    return [cell(row[name]) for name in COLUMNS]
