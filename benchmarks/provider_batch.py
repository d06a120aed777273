"""Provider batches over the real embedded model, through expiry, failed lines and kills.

A loopback server speaks the Batch API (the one of the tests) and lets the embedded engine answer.
The first batch expires half-way, lines of the second fail with 500, and the command is killed with
SIGKILL whenever a batch has been sent, then run again. The same articles are then asked live, and
the results compared.

    python benchmarks/provider_batch.py                  # two example articles: some minutes on two cores
    python benchmarks/provider_batch.py --articles 6 --kills 4
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx2

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.batch_server import BatchServer, Faults, batch_server  # noqa: E402

ANSWER_TIMEOUT = 300.0  # seconds; one question takes five on two cores
LOOKS_A_SECOND = 5
MODEL = "qwen2.5-coder-1.5b-instruct"


def fail_some(batch: int, line: int, request: dict[str, Any]) -> dict[str, Any] | None:
    """Two lines of the second batch fail as an overloaded provider lets them."""
    del request
    return {"response": {"status_code": 500, "body": {}}} if batch == 2 and line < 2 else None


def command(source: Path, output: Path, url: str, via: str) -> list[str]:
    """The command line, as a user types it."""
    words = ["batch", str(source), "-o", str(output), "--base-url", url, "--model", MODEL, "--via", via]
    return [sys.executable, "-m", "extractor", *words]


def run_with_kills(words: list[str], server: BatchServer, kills: int) -> int:
    """Run a command until it ends by itself, killing it whenever it has sent a batch; how often it was killed."""
    killed = 0
    while True:
        sent = len(server.batches)
        running = subprocess.Popen(words, cwd=ROOT)  # noqa: S603
        while running.poll() is None:
            time.sleep(1 / LOOKS_A_SECOND)
            if killed < kills and len(server.batches) > sent:
                running.send_signal(signal.SIGKILL)
                killed += 1
                break
        if running.wait() != -signal.SIGKILL:
            return killed


def lines_of(output: Path) -> dict[str, dict[str, Any]]:
    """Lines by id, without what differs from run to run."""
    found = {}
    for row in output.read_text(encoding="utf-8").splitlines():
        line = json.loads(row)
        assert line["document"]["id"] not in found, "a line is doubled"
        usage = {**line["run"]["usage"], "cached_tokens": 0}  # what the engine happened to have in its memory
        line["run"] = {**line["run"], "seconds": 0, "usage": usage}
        found[line["document"]["id"]] = line
    return found


def main() -> int:
    """Run it and print what came of it; 1 when something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2, help="how many of examples/articles (2)")
    parser.add_argument("--kills", type=int, default=2, help="how often the command is killed (2)")
    asked = parser.parse_args()
    from extractor.llm import connect

    client = connect("local")
    endpoint = asyncio.run(client.start()).endpoint
    headers = {"Authorization": f"Bearer {endpoint.api_key}"}
    engine = httpx2.Client(timeout=ANSWER_TIMEOUT, trust_env=False, headers=headers)

    def answer(body: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = (
            engine.post(f"{endpoint.base_url}/chat/completions", json=body).raise_for_status().json()
        )
        return found

    articles = sorted((ROOT / "examples" / "articles").glob("*.txt"), key=lambda path: path.stat().st_size)
    with tempfile.TemporaryDirectory() as folder, batch_server(answer, Faults(line=fail_some)) as server:
        source = Path(folder) / "in.jsonl"
        rows = [{"id": path.stem, "path": str(path)} for path in articles[: asked.articles]]
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        server.faults.expire = {1: 2}
        began = time.monotonic()
        killed = run_with_kills(
            command(source, Path(folder) / "batched.jsonl", server.url, "batch"), server, asked.kills
        )
        seconds = time.monotonic() - began
        questions = len(server.ids)
        asked_again = questions - len(set(server.ids))
        statuses = [batch["status"] for batch in server.batches.values()]
        run_with_kills(command(source, Path(folder) / "live.jsonl", server.url, "live"), server, 0)
        batched, live = lines_of(Path(folder) / "batched.jsonl"), lines_of(Path(folder) / "live.jsonl")
    complete = sum(line["report"]["status"] == "complete" for line in batched.values())
    same = sum(batched.get(name) == line for name, line in live.items())
    print(f"{len(statuses)} batches ({', '.join(statuses)}), {killed} kills, {seconds:.0f} s")
    print(f"{questions} questions asked, {asked_again} of them again (their lines had failed)")
    print(f"{complete} of {len(rows)} documents complete; {same} of {len(rows)} lines equal to a live run's")
    parts = sorted({part for name, line in live.items() for part in line if batched[name][part] != line[part]})
    print(f"parts that differ: {', '.join(parts) or 'none'}")
    return 0 if complete == len(rows) and asked_again <= 2 and len(batched) == len(rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
