"""The systems that ours is set against, at a fake endpoint."""

from __future__ import annotations

import asyncio
import json

import pytest

from extractor.errors import MissingExtra
from extractor.evaluation.command import Options, evaluate_files
from extractor.evaluation.gold import Article
from extractor.evaluation.systems import ModelChoice, open_system
from extractor.llm import AnswerCache
from tests.evaluation.made import HARBOUR, said, write
from tests.llm.endpoint import ok, serve

ARTICLE = Article("a", HARBOUR)
BRANDT = {"quote": "“The quay is safe,”", "speaker": "harbour master Ilse Brandt", "cue": "said", "claim": "Safe."}
REPORTER = {"quote": "Ferry to stay in port", "speaker": "The article", "cue": "", "claim": "It stays."}
INVENTED = {"quote": "The ferry has sunk", "speaker": "TV Sund", "cue": "reported", "claim": "It sank."}


def answer(*claims) -> str:
    return json.dumps({"summary": "s", "claims": list(claims), "sources": []})


def read(name: str, choice: ModelChoice):
    async def go():
        system = open_system(name, choice)
        try:
            return await system.read(ARTICLE)
        finally:
            await system.aclose()

    return asyncio.run(go())


def test_naive_asks_once_for_the_whole_article() -> None:
    """One call with the whole text; words not in it and the reporter's own are dropped."""
    with serve(ok(answer(BRANDT, REPORTER, INVENTED))) as endpoint:
        found = read("naive", ModelChoice(model="m", base_url=endpoint.url, api_key="k"))

    assert len(endpoint.questions) == 1
    assert endpoint.questions[0]["messages"][-1]["content"] == HARBOUR
    assert found.peer == (said("harbour master Ilse Brandt", "said", "“The quay is safe,”"),)
    assert (found.cost.calls, found.cost.input_tokens, found.cost.output_tokens) == (1, 12, 5)


def test_naive_that_never_answers_in_form_is_a_failed_article() -> None:
    """What instructor gives up on is an error without the article's words, and every attempt is counted."""
    with serve(ok("no JSON at all")) as endpoint:
        found = read("naive", ModelChoice(model="m", base_url=endpoint.url, api_key="k"))

    assert found.peer == ()
    assert found.error is not None
    assert "quay" not in found.error
    assert found.cost.calls == len(endpoint.questions) == 3


def test_a_peer_is_asked_once(tmp_path) -> None:
    """A second run takes the answer and its cost from the cache."""
    with serve(ok(answer(BRANDT))) as endpoint:
        cache = AnswerCache(tmp_path / "answers.sqlite")
        choice = ModelChoice(model="m", base_url=endpoint.url, api_key="k", cache=cache)
        first, second = read("naive", choice), read("naive", choice)

    assert first == second
    assert len(endpoint.questions) == 1


def test_langextract_not_installed_says_how_to_install_it(monkeypatch) -> None:
    """A missing peer is one line with the command."""
    monkeypatch.setattr("extractor.evaluation.langextract.find_spec", lambda name: None)

    with pytest.raises(MissingExtra, match=r"pip install 'langextract\[openai\]'"):
        open_system("langextract", ModelChoice(model="m"))


def test_langextract_is_placed_by_its_own_alignment() -> None:
    """Its spans are contents; sources and cues are looked up beside them; temperature and limit are sent."""
    pytest.importorskip("langextract")
    extraction = {
        "attribution": "The quay is safe",
        "attribution_attributes": {"source": "harbour master Ilse Brandt", "cue": "said"},
    }
    with serve(ok(json.dumps({"extractions": [extraction]}))) as endpoint:
        found = read("langextract", ModelChoice(model="m", base_url=endpoint.url, api_key="k"))

    assert found.error is None
    assert found.peer == (said("harbour master Ilse Brandt", "said", "The quay is safe"),)
    assert found.cost.calls == 1
    assert (endpoint.questions[0]["temperature"], endpoint.questions[0]["max_tokens"]) == (0, 1200)


def test_a_second_run_asks_nothing(tmp_path, monkeypatch) -> None:
    """Answers are kept by request, for our own system and for a peer: scoring again costs nothing."""
    row = {"id": "x/a", "text": HARBOUR, "attributions": []}
    gold = write(tmp_path / "attribution.x.dev.jsonl", row)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    with serve(ok(answer(BRANDT))) as endpoint:
        options = Options(
            gold=(gold,), model="m", base_url=endpoint.url, against=("naive",), cache=tmp_path / "answers.sqlite"
        )
        first, _ = evaluate_files(options, lambda line: None)
        asked = len(endpoint.bodies)
        evaluate_files(options, lambda line: None)

    assert "| attribution, all | extractor | naive |" in first
    assert asked > 1
    assert len(endpoint.bodies) == asked
