"""Hearsay: somebody says so, nobody is named; the word that shows it stands for the unknown source."""

from __future__ import annotations

import pytest

from tests.attribution.reads import reads

HEARSAY: list[tuple[str, list[str]]] = [
    ("The mayor has reportedly resigned over the dam.", ["reportedly |  | The mayor has … resigned over the dam"]),
    ("Osk was said to be furious with the board.", ["was said |  | Osk … to be furious with the board"]),
    ("It is widely believed that the dam will fail.", ["is widely believed |  | that the dam will fail"]),
    ("The mayor has reportedly resigned, Orlo said.", ["Orlo | said | The mayor has reportedly resigned"]),
    ("The man who allegedly shot Orlo fled the town.", []),
    ("The prize was said by nobody.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), HEARSAY)
def test_hearsay_has_an_unknown_source(sentence: str, expected: list[str]) -> None:
    """Only where nobody else is credited, and where the word belongs to the main verb."""
    assert reads(sentence) == expected
