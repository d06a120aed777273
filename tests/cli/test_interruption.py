"""Ctrl-C while a model is thinking, on the real command in a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PATIENCE = 60  # seconds until a test that hangs is a test that failed


def test_ctrl_c_ends_with_one_line_and_130(tmp_path: Path, article: Path) -> None:
    """An interrupted question leaves no traceback, an untouched output file and the status 130."""
    asked, over = threading.Event(), threading.Event()

    class Silent(BaseHTTPRequestHandler):
        """Takes a question and does not answer."""

        def do_POST(self) -> None:
            asked.set()
            over.wait(PATIENCE)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "out.json").write_text("old", encoding="utf-8")
    argv = [sys.executable, "-m", "extractor", "extract", str(article), "--model", "some-model", "-o", "out.json"]
    try:
        process = subprocess.Popen(
            [*argv, "--base-url", f"http://127.0.0.1:{server.server_address[1]}/v1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert asked.wait(PATIENCE)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        over.set()
        server.shutdown()
        server.server_close()
    assert (process.returncode, out, err) == (130, "", "extractor: interrupted\n")
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [article.name, "out.json"]


def test_finished_documents_are_not_lost(tmp_path: Path, article: Path) -> None:
    """What was written before an interruption is whole: every line of JSON Lines can be read."""
    code = (
        "import sys; from extractor.cli import main; import extractor.pipeline as pipeline\n"
        "from tests.support.fake_extractor import FakeExtractor\n"
        "pipeline.Extractor = FakeExtractor; FakeExtractor.answers = {'b.txt': KeyboardInterrupt()}\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    (tmp_path / "b.txt").write_text("Another text.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", article.name, "b.txt", "-f", "jsonl", "--model", "m"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "extractor: interrupted\n")
    assert [json.loads(line)["document"]["id"] for line in done.stdout.splitlines()] == [article.name]
