"""The mutation suite of the benchmark, in small: no mutant is accepted, no harmless variant lost."""

from __future__ import annotations

import pytest

from benchmarks.grounding import corpus
from benchmarks.grounding.mutants import mutants
from benchmarks.grounding.variants import variants
from extractor.grounding import Grounder

SEED = 11


@pytest.fixture(scope="module")
def articles() -> list[list[corpus.Passage]]:
    """The sentences of our own articles."""
    return [corpus.sentences(text) for text in corpus.articles([])]


def test_no_mutant_is_accepted(articles: list[list[corpus.Passage]]) -> None:
    """What says something else than the article is rejected with a reason."""
    accepted = []
    for mutant in mutants(articles, 2000, SEED):
        got = Grounder(mutant.passage.article).ground(mutant.words)
        assert got.reason or got.spans
        if got.verdict != "rejected":
            accepted.append((mutant.kind, mutant.words, got.verdict))
    assert accepted == []


def test_no_harmless_variant_is_lost(articles: list[list[corpus.Passage]]) -> None:
    """The same words in another dress come back with exactly the right offsets."""
    lost = []
    for variant in variants(articles, 2000, SEED):
        got = Grounder(variant.text).ground(variant.words, near=variant.start)
        if [(span.start, span.end) for span in got.spans] != [(variant.start, variant.end)]:
            lost.append((variant.kind, variant.words, got.reason))
    assert lost == []
