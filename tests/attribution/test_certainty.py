"""How sure a source is of what it says, read from the article's words."""

from __future__ import annotations

import pytest

from extractor.attribution.certainty import certainty_of
from extractor.attribution.lexicon import lexicon_for
from tests.attribution.reads import findings


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Orlo said the dam may break.", "hedged"),
        ("Users theorized that the site had been attacked.", "hedged"),
        ("A police report indicates that the dam is safe.", "asserted"),
        ("Orlo repeated the baseless story and said the dam was sold.", "questioned"),
        ("Orlo denied that the dam was sold.", "denied"),
        ("Orlo said the dam was sold.", "asserted"),
    ],
)
def test_certainty_is_read_from_the_words(text: str, level: str) -> None:
    """Doubt of the article, hedges, denials; a document that indicates something asserts it."""
    lexicon = lexicon_for("en")
    assert lexicon is not None
    one = findings(text)[-1]
    found = certainty_of(text, (0, len(text)), one.content, one.cue, kind=one.kind, lemma=one.lemma, lexicon=lexicon)
    assert found[0] == level
