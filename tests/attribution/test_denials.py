"""Denials, refusals and asides: what hangs on a statement, or on nothing, is credited all the same."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.attribution.reads import reads

HANGING: list[tuple[str, list[str]]] = [
    ("Osk says he was fired over it, a claim that Orlo’s office strongly disputes.", ["Osk | says | he was fired over it", "Orlo’s office | strongly disputes | he was fired over it"]),
    ("The firm hid the losses, a charge it denies.", ["it | denies | The firm hid the losses"]),
    ("The firm hid the losses, a claim that made headlines.", []),
    ("Osk would not discuss on the radio show whether he had hoped for a post or a rise.", ["Osk | would not discuss | whether he had hoped for a post or a rise"]),
    ("The firm did not respond to the Ledger's questions about the donations.", ["The firm | did not respond | the donations"]),
    ("Four million people came last year and this year the town expects about 6 million visitors according to the event website.", ["the event website | according to | Four million people came last year and this year the town expects about 6 million visitors"]),
    ("He had a rally to hold - and the permit, his campaign said, had been hard to get.", ["his campaign | said | the permit … had been hard to get"]),
    ("“They claimed it was safe,” Osk started.", ["Osk | started | “They claimed it was safe,”"]),
    ("Osk started the engine, and laughed.", []),
    ("Osk wanted to know, “How did it burn?”", ["Osk | wanted to know | “How did it burn?”"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), HANGING)
def test_what_hangs_on_a_statement_is_read(sentence: str, expected: list[str]) -> None:
    """A clause that denies is the denier's; a refusal is about its topic; an aside without a report reports itself."""
    assert reads(sentence) == expected
