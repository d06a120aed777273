"""Scoring of attributions."""

from __future__ import annotations

import importlib.util
import os
import random
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluation import attribution
from extractor.evaluation.attribution import count, definitions, everything, speech_only
from extractor.evaluation.measures import evaluate
from extractor.evaluation.read import attribution as read_attribution
from tests.evaluation.made import HARBOUR, said
from tests.evaluation.rules import reference

#: The path of the gold folder's own scorer, where there is one on this machine.
SCORER = os.environ.get("SCORE_ATTR", "")


def random_documents(seed: int) -> list[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]]:
    chance = random.Random(seed)  # noqa: S311

    def span(length: int) -> dict[str, int]:
        start = chance.randrange(length - 2)
        return {"start": start, "end": chance.randrange(start + 1, min(length, start + 30))}

    def role(length: int) -> Any:
        kind = chance.random()
        if kind < 0.15:
            return None
        one = span(length)
        return {**one, "parts": [span(length), span(length)]} if kind > 0.9 else one

    def row(length: int) -> dict[str, Any]:
        return {
            "source": role(length),
            "cue": role(length),
            "content": [span(length) for _ in range(chance.choice((0, 1, 1, 1, 2)))],
            "speech_cue": chance.random() < 0.6,
        }

    documents = []
    for _ in range(12):
        text = "".join(chance.choice("abc de,. “”1ä") for _ in range(chance.randrange(40, 160)))
        gold = [row(len(text)) for _ in range(chance.randrange(6))]
        predicted = [row(len(text)) for _ in range(chance.randrange(6))]
        copied = [{**g, "source": role(len(text))} for g in gold if chance.random() < 0.5]
        documents.append((text, gold, predicted + copied))
    return documents


def our_measures(
    documents: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]], speech: bool
) -> dict[str, Any]:
    care = speech_only if speech else everything
    counts = [
        count(t, [read_attribution(a) for a in g], [read_attribution(a) for a in p], care) for t, g, p in documents
    ]
    return {m.name: m.value for m in evaluate(counts, list(definitions()), resamples=1)}


@pytest.mark.parametrize("speech", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_numbers_are_those_of_the_rules(seed: int, speech: bool) -> None:
    """On random articles every measure equals a second, slower writing of the rules."""
    documents = random_documents(seed)
    ours = our_measures(documents, speech)

    for name, value in reference(documents, speech).items():
        if isinstance(value, tuple):
            assert [ours[f"{name} {end}"] for end in ("P", "R", "F1")] == pytest.approx(value), name
        else:
            assert (ours[name] or 0.0) == pytest.approx(value), name


@pytest.mark.skipif(not SCORER, reason="SCORE_ATTR names no scorer")
@pytest.mark.parametrize("speech", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_numbers_are_those_of_the_gold_folders_scorer(seed: int, speech: bool) -> None:
    """On random articles every measure equals that of the scorer that comes with the gold."""
    spec = importlib.util.spec_from_file_location("score_attr", Path(SCORER))
    assert spec is not None
    assert spec.loader is not None
    scorer: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    documents = random_documents(seed)
    triples, shares = scorer.score(documents, (lambda a: a.get("speech_cue", True)) if speech else (lambda a: True))
    ours = our_measures(documents, speech)

    names = {
        "content any": "content any overlap",
        "content iou50": "content",
        "content exact": "content exact",
        "content+source overlap, iou50": "content+source",
        "char-level source": "source characters",
        "char-level cue": "cue characters",
        "char-level content": "content characters",
    }
    for theirs, name in names.items():
        assert [ours[f"{name} {end}"] for end in ("P", "R", "F1")] == pytest.approx(triples[theirs]), name
    for role in ("source", "cue"):
        for theirs, name in (("exact", "exact"), ("overlap", "overlaps")):
            expected = shares[f"{role} {theirs} given content iou50"]
            assert (ours[f"{role} {name}, content found"] or 0.0) == pytest.approx(expected)


def test_marks_and_stops_do_not_count() -> None:
    """A content with its quotation marks and comma is exactly the content without them."""
    gold = said("Ilse Brandt", "said", "“The quay is safe,”")
    predicted = said("Ilse Brandt", "said", "The quay is safe")

    assert count(HARBOUR, [gold], [predicted])["exact"] == 1


def test_source_is_judged_only_where_the_content_is_found() -> None:
    """A right source with less than half of the content is no hit."""
    gold = said("Ilse Brandt", "said", "“The quay is safe,”", "“Nobody has to worry.”")
    predicted = said("Ilse Brandt", "said", "“The quay is safe,”")
    counts = count(HARBOUR, [gold], [predicted])

    assert counts["any"] == 1
    assert counts["found"] == counts["source right"] == 0


def test_one_prediction_answers_one_gold_attribution() -> None:
    """Two copies of a right prediction are one hit and one false one."""
    one = said("TV Sund", "reported", "pilots believe the storm may last until Sunday")
    counts = count(HARBOUR, [one], [one, one])

    assert (counts["found"], counts["predicted"]) == (1, 2)


def test_finding_what_is_not_asked_for_is_neither_right_nor_wrong() -> None:
    """With speech only, a prediction on an attitude leaves the count of predictions."""
    attitude = said("pilots", "believe", "the storm may last until Sunday", speech_cue=False)
    counts = count(HARBOUR, [attitude], [attitude], speech_only)

    assert (counts["gold"], counts["predicted"], counts["found"]) == (0, 0, 0)


def test_a_source_absent_in_both_is_right() -> None:
    """No source predicted where the gold has none counts as a right source."""
    nobody = said("", "reported", "the storm may last until Sunday")

    assert count(HARBOUR, [nobody], [nobody])["source right"] == 1


def test_each_annotator_is_scored_and_their_agreement_is_the_ceiling() -> None:
    """An article with two annotators asks twice, and they are scored one against the other."""
    from extractor.evaluation.gold import Article

    one = said("TV Sund", "reported", "the storm may last until Sunday")
    other = said("pilots", "believe", "the storm may last until Sunday")
    article = Article("a", HARBOUR, annotators=((one,), (other,)))

    assert attribution.count_article(article, [one])["gold"] == 2
    assert attribution.count_article(article, [one])["source right"] == 1
    assert attribution.count_agreement(article)["found"] == 1
    assert attribution.count_agreement(article)["source right"] == 0
