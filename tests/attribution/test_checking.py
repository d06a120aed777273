"""What rules check of claims that a model found, and what nothing checks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel

from extractor import Document, Extractor
from extractor.attribution.checking import stands_inside, widened
from extractor.attribution.tokens import quotations
from extractor.evaluation.systems import ModelChoice, OwnSystem
from tests.support.fake_client import FakeClient

TEXT = "“The dam is safe. Nobody has to leave,” Osk said."
QUOTED = quotations(TEXT, [(0, len(TEXT))])
WHOLE = (0, TEXT.index(" Osk"))


def test_a_quotation_that_was_cut_short_is_widened_to_its_marks() -> None:
    """Two pieces of one quotation become one; words outside of quotations stay."""
    assert widened([(1, 16), (18, 38)], [(40, 43)], QUOTED) == [WHOLE]
    assert widened([(40, 48)], [], QUOTED) == [(40, 48)]


def test_what_is_told_inside_a_quotation_is_left_as_it_is() -> None:
    """Where source or cue stand in the same quotation, it is not theirs."""
    assert widened([(9, 16)], [(1, 8)], QUOTED) == [(9, 16)]
    assert stands_inside((5, 8), [(1, 16)])
    assert not stands_inside((40, 43), [(1, 16)])


def _answer(_: object, answer: type[BaseModel]) -> dict[str, Any]:
    if answer.__name__ == "ClaimsAnswer":
        return {"claims": [{"source": "Osk", "cue": "said", "content": ["The dam is safe."]}]}
    if answer.__name__ == "Kinds":
        return {"kinds": ["person"]}
    return {"sentences": [{"text": "", "support": []}]}


@pytest.mark.parametrize(("rules", "content"), [("check", TEXT[slice(*WHOLE)]), ("off", "The dam is safe.")])
def test_rules_check_only_where_the_profile_says_so(rules: Any, content: str) -> None:
    """`check` widens what the model cut short; `off` keeps its words as they are grounded."""
    client = FakeClient(_answer, "a-large-model")
    client.profile = replace(client.profile, rules=rules)
    with Extractor.with_client(client) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(Document.from_text(TEXT, language="en"))
    assert [piece.text for claim in result.claims for piece in claim.content] == [content]


def test_an_evaluation_can_set_how_far_rules_go() -> None:
    """`--rules` replaces what the profile says, and nothing else of it."""
    choice = ModelChoice(model="qwen2.5-coder-1.5b-instruct", base_url="http://127.0.0.1:9/v1")
    usual, off = OwnSystem(choice), OwnSystem(replace(choice, rules="off"))
    profiles = [system._extractor.client.profile for system in (usual, off)]
    assert profiles[0].rules == "decide"
    assert profiles[1] == replace(profiles[0], rules="off")
