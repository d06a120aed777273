"""Lines of a page that the rules place by where they stand, not by what they say: a model may know better.

Two kinds of them are near the border of the story: short lines that were kept beside furniture (a
heading, or the link to another story?), and sentences outside that nothing says anything about (the
story's opening above a box, or a teaser?).
"""

from __future__ import annotations

from extractor.document.furniture.prose import Looks
from extractor.schema import FurnitureKind

MOST_UNSURE = 12
"""Lines asked about in one question, those nearest to the border of the story first."""
NEAR = 6
"""Lines from the border within which a sentence outside is doubtful."""
MAX_WORDS = 22
"""Words of a heading or headline."""


def unsure_lines(looks: list[Looks], kinds: dict[int, FurnitureKind], story: tuple[int, int]) -> list[int]:
    """Numbers of the lines of a page whose story is `story` (first and last line) that may be placed wrongly."""
    first, last = story
    found = [number for number in range(first, last + 1) if _kept_beside(looks, kinds, number, story)]
    outside = [*range(max(0, first - NEAR), first), *range(last + 1, min(len(looks), last + 1 + NEAR))]
    found += [number for number in outside if kinds.get(number) == "other" and looks[number].prose]
    nearest = sorted(found, key=lambda number: min(abs(number - first), abs(number - last)))
    return sorted(nearest[:MOST_UNSURE])


def _kept_beside(looks: list[Looks], kinds: dict[int, FurnitureKind], number: int, story: tuple[int, int]) -> bool:
    """Whether a line was kept that is short, ends like no sentence and touches furniture or the story's end."""
    line = looks[number]
    if number in kinds or line.prose or line.stopped or not 0 < line.words <= MAX_WORDS:
        return False
    return number in story or number - 1 in kinds or number + 1 in kinds
