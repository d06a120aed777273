"""The pytest plugin that users have: their own pipelines recorded and replayed as ours are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

PLUGIN = ("-p", "extractor.testing.plugin", "-p", "no:cacheprovider", "-p", "no:asyncio")
PIPELINE = """
from extractor import Document

TEXT = "The Marrow ferry ran aground on Friday. It carried 40 people, the harbour office said."

def test_pipeline(recorded_extractor):
    with recorded_extractor("ferry") as extractor:
        result = extractor.extract(Document.from_text(TEXT{more}))
    assert result.report.status == "complete"
    assert result.summary.sentences
"""
SUMMARY = {"sentences": [{"text": "The Marrow ferry ran aground on Friday.", "support": [1]}]}


class _Endpoint(BaseHTTPRequestHandler):
    """A fake endpoint that knows three forms of answer."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        wanted = body["response_format"]["json_schema"]["schema"]["properties"]
        answer = SUMMARY if "sentences" in wanted else {name: ["organization"] for name in wanted}
        message = {"role": "assistant", "content": json.dumps(answer)}
        reply = json.dumps({"choices": [{"index": 0, "finish_reason": "stop", "message": message}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    """The base URL of a fake endpoint."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    """pytest, as a user runs it."""
    return pytester.runpytest_inprocess(*PLUGIN, *options)


def test_a_pipeline_is_recorded_and_replayed(pytester: pytest.Pytester, endpoint: str) -> None:
    """What was recorded once answers afterwards, without the endpoint."""
    pytester.makepyfile(PIPELINE.format(more=""))
    run(pytester, "--extractor-record", "--extractor-base-url", endpoint).assert_outcomes(passed=1)
    assert endpoint not in (pytester.path / "cassettes" / "ferry.json").read_text(encoding="utf-8")
    run(pytester).assert_outcomes(passed=1)


def test_a_changed_question_fails_and_says_what_differs(pytester: pytest.Pytester, endpoint: str) -> None:
    """A text that was not recorded fails the test at once and names the option that records."""
    pytester.makepyfile(PIPELINE.format(more=""))
    run(pytester, "--extractor-record", "--extractor-base-url", endpoint)
    pytester.makepyfile(PIPELINE.format(more=" + ' It was dark.'"))
    changed = run(pytester)
    changed.assert_outcomes(failed=1)
    changed.stdout.fnmatch_lines(["*not recorded in cassettes/ferry.json*", "*pytest --extractor-record*"])


def test_a_missing_cassette_says_how_to_record(pytester: pytest.Pytester) -> None:
    """Without its cassette a test fails and names the option."""
    pytester.makepyfile(PIPELINE.format(more=""))
    missing = run(pytester)
    missing.assert_outcomes(failed=1)
    missing.stdout.fnmatch_lines(["*cassettes/ferry.json is not there*pytest --extractor-record*"])


def test_a_recording_that_no_test_asks_for_fails_a_whole_run(pytester: pytest.Pytester, endpoint: str) -> None:
    """Stale cassettes are named, unless only some of the tests run."""
    pytester.makepyfile(PIPELINE.format(more=""))
    run(pytester, "--extractor-record", "--extractor-base-url", endpoint)
    (pytester.path / "cassettes" / "old.json").write_text("{}", encoding="utf-8")
    whole = run(pytester)
    assert whole.ret == pytest.ExitCode.TESTS_FAILED
    whole.stdout.fnmatch_lines(["*cassettes/old.json: no test replays it*"])
    assert run(pytester, "-k", "pipeline").ret == pytest.ExitCode.OK


def test_a_fake_model_answers_from_a_list(pytester: pytest.Pytester) -> None:
    """`fake_extractor` gives an extractor whose model is a list of answers."""
    pytester.makepyfile(
        f"""
        from extractor import Document

        def test_pipeline(fake_extractor):
            extractor = fake_extractor([{{"claims": []}}, {SUMMARY!r}])
            result = extractor.extract(Document.from_text("The Marrow ferry ran aground on Friday."))
            assert result.summary.text
            assert len(extractor.client.asked) == 2
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_a_task_of_ones_own_is_asked(pytester: pytest.Pytester) -> None:
    """Options go on to the extractor, tasks among them, and the answer is typed and grounded."""
    pytester.makepyfile(
        """
        from pydantic import BaseModel
        from extractor import Document, Task, Verbatim

        class Ship(BaseModel):
            name: Verbatim

        ship = Task("ship", Ship, "Which ship? {{ text }}")

        def test_pipeline(fake_extractor):
            extractor = fake_extractor([{"name": "Marrow ferry"}], tasks=[ship])
            result = extractor.extract(Document.from_text("The Marrow ferry ran aground on Friday."))
            assert result.answer(ship).name == "Marrow ferry"
            assert result.answers["ship"]["name"]["spans"][0]["start"] == 4
        """
    )
    run(pytester).assert_outcomes(passed=1)
