"""The client can be recorded: what vcr replays is what the endpoint said."""

from __future__ import annotations

from pathlib import Path

import pytest
import vcr
from vcr.errors import CannotOverwriteExistingCassetteException

from tests.llm import endpoint as on
from tests.llm.asking import MESSAGES, Place, client_of


def recorder(mode: str) -> vcr.VCR:
    return vcr.VCR(
        record_mode=mode, match_on=["method", "path", "raw_body"], filter_headers=["authorization"], ignore_hosts=[]
    )


async def test_recorded_answers_replay(tmp_path: Path) -> None:
    """A recorded question is answered without the endpoint, word for word, and the key is not kept."""
    tape = tmp_path / "tape.yaml"
    with on.serve(on.ok()) as endpoint, recorder("once").use_cassette(tape):
        async with client_of(endpoint.url) as client:
            recorded = await client.ask(MESSAGES, Place)
    with recorder("none").use_cassette(tape) as cassette:
        async with client_of("http://127.0.0.1:1/v1") as client:
            replayed = await client.ask(MESSAGES, Place)
    assert cassette.play_count == 1
    assert (replayed.value, replayed.raw, replayed.usage) == (recorded.value, recorded.raw, recorded.usage)
    assert "sk-test" not in tape.read_text()


async def test_a_question_that_was_not_recorded_fails_at_once(tmp_path: Path) -> None:
    """A changed question is vcr's own error, not a connection that is tried again."""
    tape = tmp_path / "tape.yaml"
    with on.serve(on.ok()) as endpoint, recorder("once").use_cassette(tape):
        async with client_of(endpoint.url) as client:
            await client.ask(MESSAGES, Place)
    with recorder("none").use_cassette(tape):
        async with client_of("http://127.0.0.1:1/v1") as client:
            with pytest.raises(CannotOverwriteExistingCassetteException):
                await client.ask([{"role": "user", "content": "Another question"}], Place)
