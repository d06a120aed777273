"""Reports inside reports: each is an attribution of its own, behind those that lead to it."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from extractor.attribution.identity import Hint, identify
from extractor.attribution.lexicon import lexicon_for
from extractor.attribution.tokens import quotations
from tests.attribution.reads import unfolds

INSIDE: list[tuple[str, list[str]]] = [
    ("“They say the dam is safe. It is not,” Orlo said.", ["Orlo | said | “They say the dam is safe. It is not,”", "Orlo < They | say | the dam is safe"]),
    ("Orlo wrote: “He said: ‘Pray for the dam.’”", ["Orlo | wrote | “He said: ‘Pray for the dam.’”", "Orlo < He | said | ‘Pray for the dam.’"]),
    ("“I think it will rain,” Orlo said.", ["Orlo | said | “I think it will rain,”", "Orlo < I | think | it will rain"]),
    ("“I want to go home,” Orlo said.", ["Orlo | said | “I want to go home,”"]),
    ("“He would say the dam is safe,” Orlo said.", ["Orlo | said | “He would say the dam is safe,”"]),
    ("“She did not say the dam was safe,” Orlo said.", ["Orlo | said | “She did not say the dam was safe,”"]),
    ("Orlo said the ministry demanded that he be freed at once and hinted that he might stay.", ["Orlo < the ministry | said | that he be freed at once", "Orlo < the ministry | hinted | that he might stay"]),
    ("The driver accused of fleeing onto a packed street told police she was ill that day, a court filing shows.", ["a court filing < police < The driver | shows | she was ill that day"]),
    ("Orlo, in remarks to Radio Fenn, said “the dam is safe.”", ["Radio Fenn < Orlo | said | “the dam is safe.”"]),
    ("She said a guard had warned her that the wall would fall.", ["She < a guard | said | that the wall would fall"]),
    ("Osk said her “best friend” had left.", ["Osk | said | her “best friend” had left"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), INSIDE)
def test_a_report_inside_a_report_is_its_own_attribution(sentence: str, expected: list[str]) -> None:
    """What somebody is quoted as saying others said has both as hops; wishes and what nobody said have none."""
    assert unfolds(sentence) == expected


def test_words_inside_a_quotation_are_the_speakers() -> None:
    """ "I" is whoever speaks; "she" is the last person named, never the speaker."""
    text = "Mary Osk resigned. “I think she lied,” Anna Sollis said."
    lexicon = lexicon_for("en")
    assert lexicon is not None
    speaker = (text.index("Anna"), text.index(" said"))
    inner = [(text.index("I think"), text.index(" think")), (text.index("she"), text.index(" lied"))]
    hints = [Hint(speaker), *(Hint(one, voice=speaker) for one in inner)]
    story = [(0, 18), (19, len(text))]
    found = identify(text, story, quotations(text, [(0, len(text))]), hints, lexicon)
    assert {identity.name: identity.mentions for identity in found} == {
        "Anna Sollis": [speaker, inner[0]],
        "Mary Osk": [inner[1]],
    }
