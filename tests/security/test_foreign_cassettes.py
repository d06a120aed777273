"""A cassette from elsewhere is data: read as JSON, never as YAML that makes objects, and a bad one is one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("vcr", reason="the extra testing is not installed")

from extractor.testing import Recordings

REQUEST = {"method": "POST", "uri": "http://recorded.invalid/v1/chat/completions", "body": {"a": 1}, "headers": {}}
WHOLE = {"version": 1, "shared": {}, "interactions": []}
DAMAGED = {
    "yaml that runs": "interactions: !!python/object/apply:os.system ['touch ran']\nversion: 1\n",
    "aliases": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "half": '{"version": 1, "shared"',
    "deep": "[" * 100_000,
    "a list": "[]",
    "a number": "7",
    "no parts": '{"version": 1}',
    "what is shared is missing": json.dumps(
        {**WHOLE, "interactions": [{"request": {**REQUEST, "body": {"=": "0123456789"}}, "response": {}}]}
    ),
    "no request": json.dumps({**WHOLE, "interactions": [5]}),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_no_recording_fails_the_test_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """And nothing in it is run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.json").write_text(DAMAGED[name])
    recordings = Recordings(tmp_path)
    with pytest.raises(pytest.fail.Exception, match=r"^[^\n]*no recording of ours[^\n]*$"), recordings.replaying("own"):
        raise AssertionError
    assert not (tmp_path / "ran").exists()


def test_what_is_shared_is_not_looked_up_in_itself(tmp_path: Path) -> None:
    """A reference within what is shared stays what it is: it cannot double what it stands for."""
    shared = {f"n{n}": [{"=": f"n{n + 1}"}] * 10 for n in range(20)}
    response = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": "{}"}}
    one = {"request": {**REQUEST, "body": {"=": "n0"}}, "response": response}
    (tmp_path / "own.json").write_text(json.dumps({**WHOLE, "shared": shared, "interactions": [one]}))
    with Recordings(tmp_path).replaying("own") as cassette:
        assert len(cassette.requests[0].body) < 1_000
