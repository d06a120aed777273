"""Text made safe to show."""

from __future__ import annotations

import unicodedata

import pytest

from extractor.render.visible import one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “text” – café 漢字", "plain “text” – café 漢字"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b2J", "\\x9b2J"),
        ("bell\x07", "bell\\x07"),
        ("over\rwritten", "over\\rwritten"),
        ("\u202edesrever", "\\u202edesrever"),
        ("\u2066isolate\u2069", "\\u2066isolate\\u2069"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("half a pair \ud83d", "half a pair \\ud83d"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
    ],
)
def test_what_a_terminal_would_obey_is_escaped(text: str, shown: str) -> None:
    """Control characters become escapes; letters, line feeds and tabs stay."""
    assert visible(text) == shown


def test_no_control_character_gets_through() -> None:
    """Of all characters of the classes Cc and Cs only line feed and tab stay."""
    everything = [chr(point) for point in range(0x110000)]
    kept = {one for one in everything if unicodedata.category(one) in {"Cc", "Cs"} and visible(one) == one}
    assert kept == {"\n", "\t"}


def test_one_line_has_no_line_break() -> None:
    """Every kind of white space becomes one space, and control characters are shown."""
    assert one_line("  a\r\n b\u2028c\x85d\x1be ") == "a b c d\\x1be"
