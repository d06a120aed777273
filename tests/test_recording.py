"""Recording and replay: what the other tests rely on."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterable
from pathlib import Path

import openai
import pytest

from extractor.testing import cassette_form
from tests.support import recording
from tests.support.articles import extract
from tests.support.chat_server import echoing
from tests.support.network import NetworkRefused

KEY = "sk-very-secret"
INSTRUCTIONS = "You read one sentence of a news article and say who says what in it. " * 5


@pytest.fixture(autouse=True)
def own_cassettes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """These tests write their cassettes elsewhere and keep their own books."""
    folder = tmp_path / "cassettes"
    monkeypatch.setattr(recording.RECORDINGS, "folder", folder)
    monkeypatch.setattr(recording.RECORDINGS, "_recorded", {})
    return folder


def ask(base_url: str, *questions: str, api_key: str = KEY, instructions: str = INSTRUCTIONS) -> list[str]:
    """The answers of an endpoint, each question with the same instructions before it."""
    with openai.OpenAI(base_url=base_url, api_key=api_key, max_retries=2) as client:
        return [
            client.chat.completions.create(
                model=recording.MODEL,
                messages=[{"role": "system", "content": instructions}, {"role": "user", "content": question}],
            )
            .choices[0]
            .message.content
            or ""
            for question in questions
        ]


def record(name: str, questions: Iterable[str]) -> None:
    """Record what the fake endpoint answers."""
    with echoing() as base_url, recording.recording(name):
        ask(base_url, *questions)


def test_a_recording_answers_without_the_endpoint() -> None:
    """Replay gives the recorded answers, at another address and with another key."""
    record("ferry", ["one", "two"])
    with recording.replaying("ferry"):
        assert ask(recording.BASE_URL, "two", "one", api_key="other") == ["TWO", "ONE"]


def test_answers_do_not_depend_on_the_order_of_the_keys() -> None:
    """A body matches as JSON, not as bytes."""
    record("ferry", ["one"])
    path = recording.place("ferry")
    whole = json.loads(path.read_text(encoding="utf-8"))
    body = whole["interactions"][0]["request"]["body"]
    whole["interactions"][0]["request"]["body"] = dict(reversed(body.items()))
    path.write_text(json.dumps(whole), encoding="utf-8")
    with recording.replaying("ferry"):
        assert ask(recording.BASE_URL, "one") == ["ONE"]


def test_a_changed_prompt_misses_and_says_what_differs() -> None:
    """A request that was not recorded fails the test at once, with the first difference."""
    record("ferry", ["one", "two"])
    with pytest.raises(pytest.fail.Exception) as failed, recording.replaying("ferry"):
        ask(recording.BASE_URL, "two", instructions=INSTRUCTIONS.replace("who says what", "who said what"))
    message = str(failed.value)
    assert "messages[0].content, at character 54" in message
    assert "who says what" in message
    assert "who said what" in message
    assert "make record" in message
    assert "messages[1]" not in message


def test_a_miss_cannot_be_swallowed() -> None:
    """Code that catches everything still fails the test."""
    record("ferry", ["one"])
    with (
        pytest.raises(pytest.fail.Exception, match="not recorded"),
        recording.replaying("ferry"),
        contextlib.suppress(BaseException),
    ):
        ask(recording.BASE_URL, "three")


def test_each_recording_answers_once() -> None:
    """The same question asked more often than it was recorded is a miss."""
    record("ferry", ["one"])
    with pytest.raises(pytest.fail.Exception, match="more often"), recording.replaying("ferry"):
        ask(recording.BASE_URL, "one", "one")


def test_a_missing_cassette_says_how_to_record() -> None:
    """Without its cassette a test fails and names the command."""
    with pytest.raises(pytest.fail.Exception, match="make record"), recording.replaying("nothing"):
        pass


def test_unused_recordings_are_found() -> None:
    """Recordings that nobody asked for are named, as are cassettes that nobody opened."""
    record("ferry", ["one", "two", "three"])
    record("mine", ["one"])
    with recording.replaying("ferry"):
        ask(recording.BASE_URL, "one")
    with recording.replaying("ferry"):
        ask(recording.BASE_URL, "two")
    assert recording.RECORDINGS.unused() == ["cassettes/ferry.json: 1 of 3 recordings were not used"]
    assert recording.RECORDINGS.never_opened() == ["cassettes/mine.json: no test replays it"]


def test_a_cassette_holds_no_key_no_address_and_no_time() -> None:
    """Nothing of the machine that recorded it is kept: key, host, port, time, client, identity."""
    record("ferry", ["one"])
    text = recording.place("ferry").read_text(encoding="utf-8").lower()
    for trace in (KEY, "authorization", "127.0.0.1", "localhost", "x-machine", "user-agent", "created", "chatcmpl"):
        assert trace not in text
    assert '"uri": "http://recorded.invalid/v1/chat/completions"' in text


def test_what_repeats_is_written_once() -> None:
    """Instructions that every question carries stand in the cassette once."""
    record("ferry", [f"question {number}" for number in range(20)])
    assert recording.place("ferry").read_text(encoding="utf-8").count(INSTRUCTIONS) == 1


def test_recording_again_starts_from_nothing() -> None:
    """Old recordings do not stay beside new ones, and a failed recording leaves the old file."""
    record("ferry", ["one"])
    record("ferry", ["two"])
    before = recording.place("ferry").read_bytes()
    with echoing() as base_url, pytest.raises(ZeroDivisionError), recording.recording("ferry"):
        _ = len(ask(base_url, "three")) / 0
    assert recording.place("ferry").read_bytes() == before
    with recording.replaying("ferry"):
        assert ask(recording.BASE_URL, "two") == ["TWO"]


def test_compact_writing_loses_nothing() -> None:
    """Whatever is shared is written back in full, bodies that are no JSON stay text."""
    long = {"text": "x" * 200, "list": ["y" * 100, "y" * 100]}
    interactions = [
        {
            "request": {"method": "POST", "uri": "u", "body": json.dumps({"n": n, "long": long}), "headers": {}},
            "response": {"status": {"code": 200}, "headers": {}, "body": {"string": body}},
        }
        for n, body in enumerate([json.dumps(long), "no JSON", "", '"text"'])
    ]
    read = cassette_form.deserialize(cassette_form.serialize({"version": 1, "interactions": interactions}))
    for one, other in zip(interactions, read["interactions"], strict=True):
        assert json.loads(one["request"]["body"]) == json.loads(other["request"]["body"])
        body, again = one["response"]["body"]["string"], other["response"]["body"]["string"]
        assert body == again or json.loads(body) == json.loads(again)


def test_no_test_reaches_the_network() -> None:
    """Names are not looked up and addresses are not connected to, on this machine or elsewhere."""
    with pytest.raises(NetworkRefused, match=r"example\.org"):
        socket.create_connection(("example.org", 443), timeout=1)
    with pytest.raises(NetworkRefused, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 443), timeout=1)
    with pytest.raises(NetworkRefused), socket.socket() as other:
        other.connect(("127.0.0.1", 9))


def test_a_server_of_the_test_itself_is_reached() -> None:
    """A loopback server that the test starts answers."""
    with echoing() as base_url:
        assert ask(base_url, "here") == ["HERE"]


def test_the_extractor_is_recorded_and_replayed() -> None:
    """What the product sends and reads goes through a cassette unchanged, key and port left out."""
    name = "wire-ferry-grounding"
    with echoing() as base_url, recording.recording(name):
        recorded = extract(name, base_url=base_url, api_key=KEY)
    with recording.replaying(name):
        replayed = extract(name)
    assert recorded.run.usage.calls > 0
    assert replayed.model_copy(update={"run": recorded.run}) == recorded
    assert replayed.run.usage == recorded.run.usage
    assert recording.RECORDINGS.unused() == []
    text = recording.place(name).read_text(encoding="utf-8")
    assert KEY not in text
    assert "127.0.0.1" not in text


def test_nothing_of_this_machine_is_seen() -> None:
    """Keys and addresses in the environment are gone while tests run."""
    assert not [name for name in os.environ if name.startswith(("OPENAI_", "EXTRACTOR_"))]
