"""Scoring of chains, pronouns and certainty."""

from __future__ import annotations

import pytest

from extractor.evaluation import chains, pronouns
from extractor.evaluation.certainty import spearman
from extractor.evaluation.gold import Article, Chain, ChainHop
from extractor.evaluation.names import same_name
from extractor.schema import Certainty
from tests.evaluation.made import HARBOUR, claim, hop, pieces, result, said, source, span


def link(
    mention: str, cue: str = "", kind: str = "person", named: bool = True, resolved: str | None = None
) -> ChainHop:
    return ChainHop(pieces(mention), pieces(cue), kind, named, resolved)


STORM = Chain(
    article="a",
    content=pieces("the storm may last until Sunday"),
    hops=(link("TV Sund", "reported", "outlet"), link("pilots", "believe", "group", named=False)),
    certainty="hedged",
    markers=pieces("may"),
    speech="indirect",
)
SOURCES = [source("s1", "TV Sund", "outlet"), source("s2", "pilots", "group", named=False)]


def counted(*claims, row: Chain = STORM, sources=SOURCES):
    return chains.count_chains(HARBOUR, [row], result(*claims, sources=sources))


def test_a_whole_chain_is_right() -> None:
    """Both hops in order with kind and name, the origin and the certainty are all counted."""
    chain = claim(
        "the storm may last until Sunday",
        hops=[hop("TV Sund", "reported", "s1"), hop("pilots", "believe", "s2")],
        certainty=Certainty(level="hedged", markers=[span("may")]),
    )
    counts = counted(chain)

    for name in ("found", "hops all right", "origin right", "certainty right", "markers right", "speech right"):
        assert counts[name] == 1, name
    for name in ("hops right", "kind right", "named right", "cue right"):
        assert counts[name] == 2, name


def test_hops_in_the_wrong_order_are_not_all_right() -> None:
    """A chain turned round keeps one hop at most, and its origin is wrong."""
    chain = claim("the storm may last until Sunday", hops=[hop("pilots", "believe", "s2"), hop("TV Sund", "reported")])
    counts = counted(chain)

    assert (counts["found"], counts["hops all right"], counts["hops right"], counts["origin right"]) == (1, 0, 1, 0)


def test_a_missing_channel_leaves_the_origin_right() -> None:
    """With the outer hop left out the chain is too short and its origin still right."""
    counts = counted(claim("the storm may last until Sunday", hops=[hop("pilots", "believe", "s2")]))

    assert (counts["hops all right"], counts["origin right"], counts["chain too short"]) == (0, 1, 1)


def test_nothing_is_judged_where_the_content_is_not_found() -> None:
    """Half of the content must be shared before hops are looked at."""
    counts = counted(claim("Sunday", hops=[hop("TV Sund", "reported"), hop("pilots", "believe")]))

    assert (counts["rows"], counts["found"], counts["gold hops"]) == (1, 0, 0)


def test_an_article_without_a_result_is_an_article_with_nothing_found() -> None:
    """A failed extraction counts against recall."""
    assert chains.count_chains(HARBOUR, [STORM], None)["rows"] == 1


def test_a_row_without_content_is_found_by_origin_and_marker() -> None:
    """*refused to discuss* without a topic is found in a declined claim of the same speaker."""
    row = Chain("a", (), (link("She", "refused"),), "declined", pieces("refused to discuss"))
    declined = claim("the price", hops=[hop("She", "refused")], level="declined")
    told = claim("the ferry was old", hops=[hop("She", "told")])

    assert counted(told, declined, row=row)["certainty right"] == 1
    assert counted(told, row=row)["found"] == 0


def test_reporters_own_voice_is_right_without_hops() -> None:
    """A row without hops is all right where the claim has none, and not where it has one."""
    row = Chain("a", pieces("Ferry to stay in port"), (), "asserted", ())

    assert counted(claim("Ferry to stay in port"), row=row)["hops all right"] == 1
    assert counted(claim("Ferry to stay in port", hops=[hop("TV Sund")]), row=row)["origin right"] == 0


def test_a_pronoun_must_lead_to_the_right_name() -> None:
    """*She* is resolved where the claim's source carries the surname."""
    gold = said("She", "told", "the ferry was old", pronoun=True, resolved="harbour master Ilse Brandt")
    article = Article("a", HARBOUR, (gold,))
    told = claim("the ferry was old", hops=[hop("She", "told", "s1")])

    right = pronouns.count_pronouns(article, result(told, sources=[source("s1", "Ilse Brandt")]))
    wrong = pronouns.count_pronouns(article, result(told, sources=[source("s1", "She")]))
    missed = pronouns.count_pronouns(article, None)

    assert (right["found"], right["right"]) == (1, 1)
    assert (wrong["found"], wrong["right"]) == (1, 0)
    assert (missed["asked"], missed["found"]) == (1, 0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ilse Brandt", "Brandt", True),
        ("Ilse Brandt", "harbour master Ilse Brandt", True),
        ("Brandt's", "Ilse Brandt", True),
        ("Ilse Brandt", "Ilse Moor", False),
        ("the president", "the president", True),
        ("President Orlo", "President Fenn", False),
        ("", "Brandt", False),
    ],
)
def test_names_are_one_by_their_surname(one: str, other: str, same: bool) -> None:
    """Titles and first names alone do not make two names one."""
    assert same_name(one, other) is same


def test_rank_correlation() -> None:
    """Spearman's coefficient, with ties at their mean rank."""
    assert spearman([1, 2, 3], [10, 20, 30]) == pytest.approx(1)
    assert spearman([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert spearman([1, 2, 2, 3], [1, 3, 2, 4]) == pytest.approx(0.9486833)
    assert spearman([1, 1], [1, 2]) is None
