"""Sums and intervals."""

from __future__ import annotations

from collections import Counter

import pytest

from extractor.evaluation.measures import evaluate, precision_recall_f1, quantile, share


def test_articles_are_added_before_they_are_divided() -> None:
    """A share is that of all articles together, not the mean of theirs."""
    measure = evaluate([Counter(a=1, b=1), Counter(a=0, b=3)], [share("a", "b", "x")])[0]

    assert (measure.value, measure.of) == (0.25, 4)


def test_intervals_are_the_same_in_every_run_and_hold_the_value() -> None:
    """The seed is fixed, and the interval lies around what was measured."""
    counts = [Counter(hit=i % 3, predicted=3, gold=2 + i % 2) for i in range(30)]
    wanted = precision_recall_f1("hit", "predicted", "gold", "x")
    first, second = evaluate(counts, wanted), evaluate(counts, wanted)

    assert first == second
    for m in first:
        assert m.low is not None
        assert m.high is not None
        assert m.value is not None
        assert m.low < m.value < m.high


def test_one_article_has_no_interval() -> None:
    """Nothing is said of the spread where there is only one article."""
    measure = evaluate([Counter(a=1, b=2)], [share("a", "b", "x")])[0]

    assert (measure.value, measure.low, measure.high) == (0.5, None, None)


def test_a_share_of_nothing_is_null_and_f1_of_nothing_is_zero() -> None:
    """Accuracy without a case is unknown; finding nothing is worth nothing."""
    assert evaluate([Counter(), Counter()], [share("a", "b", "x")])[0].value is None
    assert [m.value for m in evaluate([Counter()], precision_recall_f1("h", "p", "g", "x"))] == [0, 0, 0]


def test_quantiles_lie_between_neighbours() -> None:
    """The quantile of a short list is interpolated."""
    assert quantile([0.0, 10.0], 0.25) == pytest.approx(2.5)
    assert quantile([4.0], 0.9) == 4.0
