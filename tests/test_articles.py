"""What must hold for every article, by replay of what the embedded model answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import jsonschema
import pytest

from extractor.schema import Result, Span, json_schema
from tests.support.articles import ARTICLES, document, extract
from tests.support.recording import CASSETTES

Replay = Callable[[str], AbstractContextManager[Any]]

# All of cassettes/ stays small enough to read through and to clone without thinking.
MOST_BYTES = 1_000_000

_results: dict[str, Result] = {}


@pytest.fixture(params=ARTICLES)
def name(request: pytest.FixtureRequest) -> str:
    """Each example article."""
    return str(request.param)


@pytest.fixture
def result(name: str, replay: Replay) -> Result:
    """Its result, replayed once for all tests."""
    if name not in _results:
        with replay(name):
            _results[name] = extract(name)
    return _results[name]


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every span in a result's JSON, wherever it stands."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def used_spans(result: Result) -> Iterator[tuple[str, Span]]:
    """Every place the result rests on, with what it is: all spans but the furniture itself."""
    for sentence in result.summary.sentences:
        yield from (("summary support", passage) for passage in sentence.support)
    for claim in result.claims:
        yield from (("content", piece) for piece in claim.content)
        yield from (("marker", marker) for marker in claim.certainty.markers)
        for hop in claim.attribution:
            yield "hop mention", hop.mention
            if hop.cue is not None:
                yield "cue", hop.cue
    for source in result.sources:
        yield from (("mention", mention) for mention in source.mentions)
        if source.justification is not None:
            yield "justification", source.justification


def test_every_span_is_the_documents_own_text(name: str, result: Result) -> None:
    """Wherever a span stands, its text is exactly what the document has there."""
    text = document(name).text
    found = list(spans(result.model_dump(mode="json", by_alias=True)))
    assert found
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found)


def test_the_result_validates_against_the_schema(result: Result) -> None:
    """What is written out validates against `extractor schema`."""
    jsonschema.validate(json.loads(result.model_dump_json(by_alias=True)), json_schema())


def test_two_replays_give_identical_bytes(name: str, result: Result, replay: Replay) -> None:
    """The same answers give the same result, byte for byte."""
    with replay(name):
        again = extract(name)
    assert again.model_dump_json(by_alias=True) == result.model_dump_json(by_alias=True)


def test_nothing_rests_on_furniture(result: Result) -> None:
    """No claim, source or summary sentence touches a caption, a form, a related link or the like."""
    touching = [
        (what, span.text, furniture.kind)
        for what, span in used_spans(result)
        for furniture in result.document.furniture
        if span.start < furniture.end and furniture.start < span.end
    ]
    assert touching == []


def test_scraped_pages_have_furniture_and_wire_copy_has_little(name: str, result: Result) -> None:
    """The clutter of a scraped page is found; of a wire story hardly anything is."""
    marked = sum(len(furniture.text) for furniture in result.document.furniture) / result.document.characters
    assert marked > 0.2 if name.startswith("scraped") else marked < 0.1


def test_the_counts_add_up(result: Result) -> None:
    """What was sent, answered, kept, rejected and failed adds up, and every rejection is listed."""
    windows, items = result.report.windows, result.report.items
    assert windows.sent == windows.answered + windows.failed
    assert items.answered == items.kept + items.rejected
    assert items.repaired <= items.kept
    assert len(result.report.rejected) == items.rejected
    assert result.report.status == ("complete" if windows.failed == 0 else "partial")


def test_claims_and_sources_refer_to_each_other(result: Result) -> None:
    """Hops and sources name each other; only the reporter's own voice has no hop."""
    ids = [source.id for source in result.sources]
    named = {hop.source for claim in result.claims for hop in claim.attribution}
    assert len(ids) == len(set(ids))
    assert named == set(ids)
    assert all(claim.speech == "narrated" for claim in result.claims if not claim.attribution)
    # A refusal is told, not quoted: narrated, though somebody refused.
    assert all(
        claim.certainty.level == "declined"
        for claim in result.claims
        if claim.speech == "narrated" and claim.attribution
    )
    assert all(source.mentions for source in result.sources)


def test_the_summary_is_short_and_carried(result: Result) -> None:
    """At most three sentences, each with at least one passage that carries it."""
    assert len(result.summary.sentences) <= 3
    assert all(sentence.support for sentence in result.summary.sentences)
    assert result.summary.text == " ".join(sentence.text for sentence in result.summary.sentences)


def test_something_was_found(result: Result) -> None:
    """Every example holds claims with sources, and a summary."""
    assert result.claims
    assert result.sources
    assert result.summary.sentences


def test_the_recordings_stay_small() -> None:
    """All of cassettes/ is below its limit."""
    assert sum(path.stat().st_size for path in CASSETTES.iterdir()) < MOST_BYTES


def test_the_recordings_hold_nothing_of_the_machine() -> None:
    """No key, no address and no folder of the machine that recorded them."""
    for path in CASSETTES.iterdir():
        text = path.read_text(encoding="utf-8").lower()
        for trace in ("authorization", "bearer ", "127.0.0.1", "localhost", "/home/", "/root/", "user-agent"):
            assert trace not in text, (path.name, trace)
