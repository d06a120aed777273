"""Words of an answer that are longer than where they should stand."""

from __future__ import annotations

import pytest

from extractor.grounding import Grounder, ground

TEXT = "The harbour wall was rebuilt in May, Ana Ruiz said on Monday."


def test_words_much_longer_than_their_window_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are refused before anything is worked out about them, and come near nothing."""
    monkeypatch.setattr("extractor.grounding.verdict.View", None)
    grounder = Grounder(TEXT)

    assert grounder.ground("a-" * 10_000).reason == "longer than the text it should stand in"
    assert grounder.near_misses("a-" * 10_000) == []


@pytest.mark.parametrize("between", [" " * 9_000, "\u200b" * 9_000, "&shy;" * 1_000])
def test_what_shows_nothing_makes_words_no_longer(between: str) -> None:
    """White space, marks and entities within the answer count for little."""
    grounded = ground(TEXT, f"wall was{between} rebuilt")

    assert [span.text for span in grounded.spans] == ["wall was rebuilt"]


def test_a_mark_that_the_text_lacks_ends_no_answer_at_its_edge() -> None:
    """Marks around the words may be missing in the text; between the words they may not."""
    assert ground(TEXT, "harbour walls was rebuilt in May!", language="en").verdict == "repaired"
    assert ground(TEXT, "harbour wall! was rebuilt in May", language="en").verdict == "rejected"
