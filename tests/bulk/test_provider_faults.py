"""Provider batches when things go wrong: expiry, lines that fail, lost answers, kills, refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.bulk import BulkOptions
from extractor.bulk.provider import BatchOptions
from extractor.bulk.provider.lines import Limits
from extractor.errors import EndpointRefused, EndpointUnreachable
from tests.bulk.batch_runs import lines_of, run_over, timeless, write_articles
from tests.support.batch_server import Faults, batch_server
from tests.support.fake_model import answer_to

ARTICLES = range(5, 10)


class Killed(BaseException):
    """Stands in for SIGKILL: nothing catches it, nothing is tidied up."""


_reference: dict[str, dict[str, Any]] = {}


async def reference(tmp_path: Path, source: Path) -> dict[str, dict[str, Any]]:
    """The lines of a run over `ARTICLES` in which nothing goes wrong."""
    if not _reference:
        with batch_server(answer_to) as server:
            await run_over(source, tmp_path / "reference.jsonl", server)
        _reference.update({name: timeless(line) for name, line in lines_of(tmp_path / "reference.jsonl").items()})
    return _reference


async def assert_the_same(tmp_path: Path, source: Path, output: Path) -> None:
    """The output holds what a faultless run writes."""
    assert {name: timeless(line) for name, line in lines_of(output).items()} == await reference(tmp_path, source)


@pytest.mark.parametrize("leftovers", ["batch", "live"])
async def test_what_expired_is_asked_again(tmp_path: Path, leftovers: Any) -> None:
    """Lines of an expired batch go into the next one or are asked live, and what it did answer is kept."""
    source = write_articles(tmp_path / "in.jsonl", ARTICLES)
    with batch_server(answer_to, Faults(expire={1: 5, 2: 3})) as server:
        totals = await run_over(source, tmp_path / "out.jsonl", server, batch=BatchOptions(leftovers=leftovers))
        assert len(server.ids) == len(set(server.ids))
        assert bool(server.live) == (leftovers == "live")
    assert totals.complete
    await assert_the_same(tmp_path, source, tmp_path / "out.jsonl")


async def test_lines_stand_as_in_the_input_when_wanted(tmp_path: Path) -> None:
    """With `order="input"` documents that came back late stand where the input has them."""
    source = write_articles(tmp_path / "in.jsonl", ARTICLES)
    with batch_server(answer_to, Faults(expire={1: 4})) as server:
        totals = await run_over(source, tmp_path / "out.jsonl", server, BulkOptions(order="input"))
    assert totals.complete
    assert list(lines_of(tmp_path / "out.jsonl")) == [f"doc-{n}" for n in ARTICLES]


async def test_lines_that_fail_or_are_lost_are_asked_again(tmp_path: Path) -> None:
    """A 500 or a 429 inside a batch, an empty answer, a line in no file: each is asked again, the others are not."""
    source = write_articles(tmp_path / "in.jsonl", ARTICLES)
    errors = [{"response": {"status_code": status, "body": {"error": {"message": "no"}}}} for status in (500, 429)]
    errors.append({"response": {"status_code": 200, "body": {"choices": []}}})

    def fail(batch: int, line: int, request: dict[str, Any]) -> dict[str, Any] | None:
        return errors[line % 3] if batch == 1 and line < 6 else None

    with batch_server(answer_to, Faults(line=fail, lose={1: 7})) as server:
        totals = await run_over(source, tmp_path / "out.jsonl", server)
        twice = [name for name in set(server.ids) if server.ids.count(name) > 1]
    assert totals.complete
    assert 0 < len(twice) <= 6
    await assert_the_same(tmp_path, source, tmp_path / "out.jsonl")


async def test_a_question_that_is_never_answered_fails_its_document_only(tmp_path: Path) -> None:
    """After three batches a question counts as failed, with its reason; `retry_failed` asks it again."""
    source = write_articles(tmp_path / "in.jsonl", ARTICLES)
    output = tmp_path / "out.jsonl"

    def fail(batch: int, line: int, request: dict[str, Any]) -> dict[str, Any] | None:
        stubborn = "[1]" in request["body"]["messages"][-1]["content"] and "Falls 8 " in json.dumps(request["body"])
        return {"response": {"status_code": 503, "body": {}}} if stubborn and failing else None

    failing = True
    with batch_server(answer_to, Faults(line=fail)) as server:
        totals = await run_over(source, output, server)
        assert totals.done == {"complete": 4, "partial": 1, "failed": 0}
        (warning,) = [w for w in lines_of(output)["doc-8"]["report"]["warnings"] if "3 batches" in w]
        assert "(503)" in warning
        failing = False
        totals = await run_over(source, output, server, BulkOptions(retry_failed=True))
        assert totals.done == {"complete": 1, "partial": 0, "failed": 0}
        assert totals.before == {"complete": 4, "partial": 0, "failed": 0}
    await assert_the_same(tmp_path, source, output)


async def test_a_refused_form_changes_for_the_next_round(tmp_path: Path) -> None:
    """A 400 that names a part of the request means in a batch what it means live: asked without that part."""
    source = write_articles(tmp_path / "in.jsonl", [1, 2])
    error = {"error": {"message": "Unsupported value", "param": "seed"}}

    def fail(batch: int, line: int, request: dict[str, Any]) -> dict[str, Any] | None:
        return {"response": {"status_code": 400, "body": error}} if "seed" in request["body"] else None

    with batch_server(answer_to, Faults(line=fail)) as server:
        totals = await run_over(source, tmp_path / "out.jsonl", server)
    assert totals.complete


async def test_a_wrong_key_ends_the_run(tmp_path: Path) -> None:
    """A 401 in a batch's lines is said once, and the next run asks those questions again."""
    source = write_articles(tmp_path / "in.jsonl", [1, 2])
    wrong = True

    def fail(batch: int, line: int, request: dict[str, Any]) -> dict[str, Any] | None:
        return {"response": {"status_code": 401, "body": {}}} if wrong else None

    with batch_server(answer_to, Faults(line=fail)) as server:
        with pytest.raises(EndpointRefused, match="answers 401: the key is not accepted"):
            await run_over(source, tmp_path / "out.jsonl", server)
        wrong = False
        assert (await run_over(source, tmp_path / "out.jsonl", server)).complete


async def test_an_account_that_takes_less_gets_less(tmp_path: Path) -> None:
    """A batch above the account's limit of tokens comes back unasked and goes out in smaller files, one by one."""
    source = write_articles(tmp_path / "in.jsonl", ARTICLES)
    with batch_server(answer_to, Faults(fail={1: "token_limit_exceeded"})) as server:
        totals = await run_over(source, tmp_path / "out.jsonl", server)
        first, *others = [batch["request_counts"]["total"] for batch in server.batches.values()]
    assert totals.complete
    assert max(others) <= first // 2


async def test_a_refused_batch_says_why(tmp_path: Path) -> None:
    """A batch that fails its validation for another reason ends the run with the provider's word for it."""
    source = write_articles(tmp_path / "in.jsonl", [1])
    with batch_server(answer_to, Faults(fail={1: "model_not_supported"})) as server:
        with pytest.raises(EndpointRefused, match=r"refuses batch 1 \(model_not_supported\)"):
            await run_over(source, tmp_path / "out.jsonl", server)
        assert (await run_over(source, tmp_path / "out.jsonl", server)).complete


async def test_a_lost_answer_makes_no_second_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the answer to a create call is lost, the batch is found by its label instead of being made again."""
    monkeypatch.setattr("extractor.bulk.provider.service.FIRST_WAIT", 0)
    source = write_articles(tmp_path / "in.jsonl", [1, 2])
    with batch_server(answer_to, Faults(drop_create={1}, busy=2)) as server:
        totals = await run_over(source, tmp_path / "out.jsonl", server)
        assert server.creates == len(server.batches)
        assert len(server.ids) == len(set(server.ids))
    assert totals.complete


@pytest.mark.parametrize("place", ["upload", "create", "look", "download"])
async def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Killed around any call to the provider, run again until done: nothing is asked twice, nothing is missing."""
    from extractor.bulk.provider.service import Service

    real = getattr(Service, place)
    kills = iter([0, 1, 0, 1] + [0] * 1000)

    def killing(self: Service, *arguments: Any) -> Any:
        after = next(kills)
        if after:
            real(self, *arguments)
            raise Killed
        return real(self, *arguments)

    monkeypatch.setattr(Service, place, killing)
    source = write_articles(tmp_path / "in.jsonl", ARTICLES)
    output = tmp_path / "out.jsonl"
    batch = BatchOptions(limits=Limits(requests=4))
    killed = 0
    with batch_server(answer_to) as server:
        while True:
            try:
                totals = await run_over(source, output, server, batch=batch)
            except Killed:
                killed += 1
            else:
                break
        assert len(server.ids) == len(set(server.ids))
        assert len(server.batches) == server.creates
    assert killed == 2
    assert totals.complete
    await assert_the_same(tmp_path, source, output)


async def test_a_provider_that_is_away_keeps_what_was_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the provider stops answering, the run ends with one line, and the next goes on."""
    monkeypatch.setattr("extractor.bulk.provider.service.FIRST_WAIT", 0)
    source = write_articles(tmp_path / "in.jsonl", [1, 2])
    output = tmp_path / "out.jsonl"
    with batch_server(answer_to) as server:

        async def away(seconds: float) -> None:
            server.faults.busy = 6

        with pytest.raises(EndpointUnreachable, match="run the same command again"):
            await run_over(source, output, server, batch=BatchOptions(sleep=away))
        server.faults.busy = 0
        assert (await run_over(source, output, server)).complete
        assert len(server.ids) == len(set(server.ids))


async def test_a_file_that_is_gone_costs_its_questions_only(tmp_path: Path) -> None:
    """An output file that the provider has deleted means that its questions go out again."""
    source = write_articles(tmp_path / "in.jsonl", [1, 2])
    with batch_server(answer_to, Faults(gone={"file-2"})) as server:
        totals = await run_over(source, tmp_path / "out.jsonl", server)
    assert totals.complete
