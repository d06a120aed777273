"""Who is meant: surnames that two people share, pronouns, and definite descriptions.

One line a case: a text, and the names of the sources of its attributions in order.
"""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from extractor import Document
from extractor.attribution.identity import Hint, identify
from extractor.attribution.lexicon import lexicon_for
from extractor.attribution.tokens import quotations
from tests.attribution.reads import findings

MEANT: list[tuple[str, list[str]]] = [
    # one surname, two people
    ("Midfielder Zorl Vale scored twice. “I am happy,” Vale said. Paul Vale, his uncle, said it was late.", ["Zorl Vale", "Paul Vale"]),
    ("Mayor Ann Vale spoke first. Paul Vale, her cousin, said it was late. Vale said she would resign.", ["Paul Vale", "Ann Vale"]),
    ("Mayor Ann Vale spoke first. Paul Vale, her cousin, said it was late. Ms. Vale said the bridge was safe.", ["Paul Vale", "Ann Vale"]),
    # names that no list holds
    ("Zorla Quist, 54, is accused of fraud. She denies the charge.", ["Zorla Quist"]),
    ("Telly baker Zorla Quist was late. She said the road was closed.", ["Zorla Quist"]),
    ("Orlo Vale claims the cake was his. Ann Osk said it was hers. Ann said she had proof.", ["Orlo Vale", "Ann Osk"]),
    ("“We wait,” said Ann Vale of Elm Street.", ["Ann Vale"]),
    # pronouns
    ("Zorla Quist, 54, claims the cake was hers. She said it was good. But he said it was bad.", ["Zorla Quist", "he"]),
    ("The mill of Paul Osk stands empty. A company spokeswoman said it was safe. She did not say when it closed.", ["company spokeswoman"]),
    ("Ann Osk said it was late. The thefts came to light when a donor at the hall in Fenn, Ellen Brandt, asked. She said the books were false.", ["Ann Osk", "Ellen Brandt"]),
    ("A clerk said the shop was shut. They said the street was shut too.", ["clerk", "They"]),
    # descriptions
    ("Colleagues described her as exact.", ["Colleagues"]),
    ("According to a report on the fire, Ann Osk, a clerk, sent the letter late.", ["report on the fire"]),
    ("Ann Osk said it was late. The defendant said the money was his.", ["Ann Osk", "defendant"]),
    ("Lorry drivers said the deck had moved. The driver said it had not.", ["Lorry drivers", "driver"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MEANT, ids=lambda value: value if isinstance(value, str) else "")
def test_mentions_come_to_whom_they_mean(text: str, expected: list[str]) -> None:
    """A surname, a pronoun and a description stand for the person a reader takes them for."""
    lexicon = lexicon_for("en")
    assert lexicon is not None
    document = Document.from_text(text)
    story = [(sentence.start, sentence.end) for sentence in document.story]
    hints = [Hint(finding.source, finding.apposition) for finding in findings(text) if finding.source]
    found = identify(text, story, quotations(text, document.paragraphs), hints, lexicon)
    assert [identity.name for identity in found] == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kestrel said sales rose. Kestrel’s shares fell on Monday.", "organization"),
        ("Kestrel said sales rose. Kestrel employees were told on Monday.", "organization"),
        ("Kestrel said sales rose. Kestrel was late on Monday.", "person"),
    ],
)
def test_a_name_of_one_word_is_that_of_a_firm_where_the_text_shows_what_firms_have(text: str, kind: str) -> None:
    """Shares, employees, products and headquarters are a company's, unless a person of that name is known."""
    lexicon = lexicon_for("en")
    assert lexicon is not None
    hints = [Hint(finding.source) for finding in findings(text) if finding.source]
    assert identify(text, [(0, len(text))], quotations(text, [(0, len(text))]), hints, lexicon)[0].kind == kind
