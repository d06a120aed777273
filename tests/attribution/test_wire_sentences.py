"""Sentences of every shape in which news prose reports, denies, doubts and refuses, read by rule alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Document, Extractor, Result
from extractor.errors import AnswerInvalid
from tests.support.fake_client import FakeClient

_FILE = Path(__file__).with_name("wire_sentences.txt")
_BEFORE = "The weather stayed calm over the weekend, and shops were open as usual in the town."
_BEHIND = "The council meets again on Monday to settle the budget for the coming year."


def _sentences() -> list[tuple[str, str]]:
    lines = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return list(zip(lines[::2], (line.strip() for line in lines[1::2]), strict=True))


def _claims(result: Result) -> list[str]:
    shown = []
    for claim in result.claims:
        hops = " > ".join(hop.mention.text for hop in claim.attribution)
        content = " … ".join(span.text for span in claim.content)
        shown.append(f"{hops or '-'} | {content or '-'} | {claim.certainty.level}")
    return shown


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    """An extractor whose (fake) model never answers: only the rules speak."""
    silent = FakeClient(lambda messages, answer: AnswerInvalid("silent"), "qwen2.5-coder-1.5b-instruct")
    return Extractor.with_client(silent)


@pytest.mark.parametrize(("sentence", "claim"), _sentences(), ids=lambda value: value[:60])
def test_the_claim_of_a_wire_sentence_is_found(extractor: Extractor, sentence: str, claim: str) -> None:
    """Hops, content and certainty of the claim are right, word for word."""
    document = Document.from_text(f"{_BEFORE}\n\n{sentence}\n\n{_BEHIND}\n")
    assert claim in _claims(extractor.extract(document))
