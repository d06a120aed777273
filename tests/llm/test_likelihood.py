"""How likely a model found the strings of its answer."""

from __future__ import annotations

from math import log
from typing import Any

import pytest

from extractor.llm.likelihood import likelihoods


def _tokens(*parts: tuple[str, float]) -> list[dict[str, Any]]:
    return [{"token": word, "bytes": list(word.encode()), "logprob": log(p)} for word, p in parts]


def test_each_string_has_the_product_of_its_tokens() -> None:
    """A string's likelihood is the product over the tokens that write it, keys left out."""
    tokens = _tokens(
        ('{"who', 0.5), ('":["', 0.9), ("Mara", 0.5), (" Quill", 0.8), ('","', 1.0), ("he", 0.25), ('"]}', 1)
    )
    assert likelihoods('{"who":["Mara Quill","he"]}', tokens) == {
        "who": [pytest.approx(0.5 * 0.8), pytest.approx(0.25)]
    }


def test_an_empty_string_is_weighed_by_the_token_that_closes_it() -> None:
    """That nobody speaks is a decision too."""
    assert likelihoods('{"who":[""]}', _tokens(('{"who":[', 1), ('""', 0.3), ("]}", 1)))["who"] == [pytest.approx(0.3)]


def test_a_character_spread_over_tokens_joins() -> None:
    """Tokens are joined by their bytes, as a character may be spread over two."""
    parts = [{"token": "�", "bytes": [byte], "logprob": log(0.5)} for byte in "é".encode()]
    tokens = [*_tokens(('["', 1)), *parts, *_tokens(('"]', 1))]
    assert likelihoods('["é"]', tokens) == [pytest.approx(0.25)]


@pytest.mark.parametrize(
    ("raw", "tokens"),
    [
        ('["a"]', None),
        ('["a"]', []),
        ("not JSON", _tokens(("not JSON", 1))),
        ('["a"]', _tokens(("something else", 1))),
        ('["a"]', [{"token": '["a"]'}]),
        ('{"a":"x","a":"y"}', _tokens(('{"a":"x","a":"y"}', 1))),
    ],
    ids=["none", "empty", "no JSON", "of another text", "without numbers", "a key twice"],
)
def test_nothing_is_made_up(raw: str, tokens: list[dict[str, Any]] | None) -> None:
    """Where the tokens do not tell of this text, there is no likelihood."""
    assert likelihoods(raw, tokens) is None


def test_numbers_and_flags_stay() -> None:
    """Only strings are weighed."""
    assert likelihoods('{"n":[1,true,null]}', _tokens(('{"n":[1,true,null]}', 1))) == {"n": [1, True, None]}
