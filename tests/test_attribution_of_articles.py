"""Who says what in the example articles, through whom, and how sure they are: by replay of the embedded model."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from extractor.schema import Claim, Result
from tests.support.articles import extract

Replay = Callable[[str], AbstractContextManager[Any]]

# article, words of the content, chain of source names (nearest the article first), certainty
SAID = [
    ("scraped-dam-evacuation", "engineers found cracks", ["governor of Dale province"], "asserted"),
    ("scraped-dam-evacuation", "We do not expect the wall to fail", ["Anna Sollis"], "asserted"),
    ("scraped-dam-evacuation", "the longest crack measured 11 metres", ["Radio Fenn", "Per Lund"], "asserted"),
    ("scraped-dam-evacuation", "too early to tell", ["Per Lund"], "asserted"),
    (
        "scraped-dam-evacuation",
        "the operator had been warned",
        ["National media", "sources at the energy ministry"],
        "asserted",
    ),
    ("scraped-dam-evacuation", "the reports", ["Dale Power"], "declined"),
    ("scraped-dam-evacuation", "They gave us ten minutes", ["Olga Brandt"], "asserted"),
    ("scraped-dam-evacuation", "supplies about a fifth", [], "asserted"),
    ("scraped-hospital-strike", "Nobody goes into this job", ["Grace Odum"], "asserted"),
    ("scraped-hospital-strike", "the figure", ["hospital trust"], "denied"),
    ("scraped-hospital-strike", "40 planned operations", ["Northgate Echo", "Daniel Hart"], "asserted"),
    ("scraped-hospital-strike", "the waiting times", ["hospital trust"], "declined"),
    ("scraped-mine-collapse", "could hear knocking", ["Viktor Anders"], "hedged"),
    ("scraped-mine-collapse", "We are digging by hand", ["Channel Nine", "Viktor Anders"], "asserted"),
    ("scraped-mine-collapse", "receiving any such report", ["Corvin Carbon"], "denied"),
    (
        "scraped-mine-collapse",
        "gas sensors were switched off",
        ["Valley Post", "former safety manager at the company"],
        "asserted",
    ),
    (
        "wire-central-bank",
        "18 tonnes of gold",
        ["Belmare Courier", "three senior finance ministry officials"],
        "asserted",
    ),
    ("wire-central-bank", "There is no such plan", ["Elena Dusk"], "asserted"),
    ("wire-central-bank", "If there is nothing to hide", ["Petra Reyle"], "asserted"),
    ("wire-ferry-grounding", "they heard no warning horn", ["Radio Fenn", "Two fishermen"], "asserted"),
    ("wire-ferry-grounding", "The ship simply did not slow down", ["Ingrid Vael"], "asserted"),
    ("wire-ferry-grounding", "Our captain was in contact", ["Marius Vael"], "asserted"),
    ("wire-ferry-grounding", "may have caused the accident", ["Marius Vael"], "hedged"),
    ("wire-river-treaty", "We came close", ["Joan Whitlock"], "asserted"),
    ("wire-river-treaty", "the charge", ["Sarrat"], "denied"),
    ("wire-river-treaty", "We have not closed a single gate", ["Meridian News", "Lena Abara"], "asserted"),
    ("wire-river-treaty", "flows at Dello have fallen", ["Meridian News", "study by the Lowland Institute"], "hedged"),
    ("wire-river-treaty", "supplies drinking water to 9 million", [], "asserted"),
]


def claim_with(result: Result, words: str) -> Claim | None:
    """The first claim whose content holds these words."""
    return next((claim for claim in result.claims if any(words in piece.text for piece in claim.content)), None)


@pytest.mark.parametrize(("article", "words", "chain", "certainty"), SAID)
def test_the_claim_is_credited_as_the_article_credits_it(
    article: str, words: str, chain: list[str], certainty: str, replay: Replay
) -> None:
    """The content, its sources in order, and the certainty are what a reader finds."""
    with replay(article):
        result = extract(article)
    claim = claim_with(result, words)
    assert claim is not None, [piece.text for claim in result.claims for piece in claim.content]
    assert [result.source(hop.source).name for hop in claim.attribution] == chain
    assert claim.certainty.level == certainty


def test_a_refusal_without_a_topic_has_no_content(replay: Replay) -> None:
    """The Maritime Safety Board did not respond to a request for comment: nothing says on what."""
    with replay("wire-ferry-grounding"):
        result = extract("wire-ferry-grounding")
    board = next(source for source in result.sources if source.name == "Maritime Safety Board")
    refused = [claim for claim in result.claims if claim.attribution and claim.attribution[0].source == board.id]
    assert [(claim.certainty.level, claim.content) for claim in refused] == [("declined", [])]


def test_two_people_with_one_surname_stay_two(replay: Replay) -> None:
    """The harbour master and the spokesman are both called Vael; each keeps what he or she said."""
    with replay("wire-ferry-grounding"):
        result = extract("wire-ferry-grounding")
    assert {"Ingrid Vael", "Marius Vael"} <= {source.name for source in result.sources}


def test_kinds_and_names_are_told_apart(replay: Replay) -> None:
    """A named person, an outlet, unnamed officials and a document are what they are."""
    kinds: dict[str, tuple[str, bool]] = {}
    for article in ("wire-central-bank", "wire-river-treaty"):
        with replay(article):
            kinds |= {source.name: (source.kind, source.named) for source in extract(article).sources}
    assert kinds["Elena Dusk"] == ("person", True)
    assert kinds["Belmare Courier"] == ("outlet", True)
    assert kinds["three senior finance ministry officials"] == ("anonymous", False)
    assert kinds["study by the Lowland Institute"][0] == "document"


def test_the_text_says_why_a_source_speaks(replay: Replay) -> None:
    """ "who asked not to be named …" is kept as the justification, a span of the article."""
    with replay("scraped-hospital-strike"):
        result = extract("scraped-hospital-strike")
    doctor = next(source for source in result.sources if source.name == "junior doctor")
    assert doctor.justification is not None
    assert doctor.justification.text.startswith("who asked not to be named")
