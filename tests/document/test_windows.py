"""How the story is cut into windows."""

from __future__ import annotations

import pytest

from extractor.document import Document, windows
from extractor.errors import UsageError

TEXT = """Ferry Terminal to Close

By Ann Holt

The council voted on Monday. It was close.

Share on Facebook

Nobody else spoke. The mayor left early.
"""


@pytest.fixture
def document() -> Document:
    return Document.from_text(TEXT)


@pytest.mark.parametrize(("size", "lengths"), [("sentence", [1, 1, 1, 1]), ("paragraph", [2, 2]), ("document", [4])])
def test_sizes(document: Document, size: str, lengths: list[int]) -> None:
    """A window holds a sentence, a paragraph, or as much of the story as fits."""
    assert [len(window.sentences) for window in windows(document, size)] == lengths  # type: ignore[arg-type]


@pytest.mark.parametrize("size", ["sentence", "paragraph", "document"])
def test_windows_hold_the_story_once_and_nothing_else(document: Document, size: str) -> None:
    """Every story sentence stands in exactly one window; title and furniture in none."""
    held = tuple(sentence for window in windows(document, size, 12) for sentence in window.sentences)  # type: ignore[arg-type]
    assert held == document.story
    assert not any(sentence.title or sentence.furniture for sentence in held)


def test_windows_keep_to_the_budget(document: Document) -> None:
    """A window is closed before a sentence that would go above the budget (in estimated tokens)."""
    assert [len(window.sentences) for window in windows(document, "document", 12)] == [1, 1, 1, 1] or all(
        sum(each.end - each.start for each in window.sentences) / 4 <= 12
        for window in windows(document, "document", 12)
    )


def test_a_sentence_above_the_budget_is_a_window_of_its_own(document: Document) -> None:
    """Nothing is left out because it is long."""
    assert [len(window.sentences) for window in windows(document, "document", 1)] == [1, 1, 1, 1]


def test_chinese_counts_more_tokens() -> None:
    """Scripts without spaces take more tokens a character."""
    document = Document.from_text("市长说会议结束了。" * 20)
    assert len(windows(document, "document", 60)) > 1


def test_numbers_and_offsets(document: Document) -> None:
    """A window counts from 0 and spans from its first sentence to its last."""
    for number, window in enumerate(windows(document, "paragraph")):
        assert window.index == number
        assert (window.start, window.end) == (window.sentences[0].start, window.sentences[-1].end)


def test_an_unknown_size_is_wrong_use(document: Document) -> None:
    """Another size is refused with the sizes there are."""
    with pytest.raises(UsageError, match="sentence, paragraph or document"):
        windows(document, "chapter")  # type: ignore[arg-type]
