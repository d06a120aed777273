"""Bulk runs, measured and put through what they must survive. One command each:

    python -m benchmarks.bulk throughput [--at-once 64] [--documents 400] [--words 1000] [--latency 0.3]
                                          [--processes 1]
    python -m benchmarks.bulk peers [--at-once 64] [--documents 64] [--peer-python PATH]
    python -m benchmarks.bulk cpu [--documents 50] [--model NAME]
    python -m benchmarks.bulk memory [--documents 1000000]
    python -m benchmarks.bulk resume [--documents 1000000]
    python -m benchmarks.bulk kills [--documents 1000] [--kills 100]
    python -m benchmarks.bulk faults [--documents 2000]
    python -m benchmarks.bulk all [--peer-python PATH]       every one of them, some 25 minutes on a quiet machine

Fake endpoints answer after 0.3 s in a process of their own; nothing leaves the machine. What depends
on the clock is given as a ratio to the ideal or to a peer in the same run; what is our own work is
CPU time, with that of a plain loop beside it, so that a busy or slow machine shows.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.bulk_articles import records
from benchmarks.bulk_endpoint import Opening, asked, running

LATENCY = 0.3  # seconds
QUESTIONS = 3  # a made article: its claims, who its sources are, its summary
MEGABYTE = 1_000_000
LOOP = 5_000_000  # additions of the plain loop


def write(path: Path, count: int, words: int) -> Path:
    """An input file."""
    with path.open("w", encoding="utf-8") as stream:
        for record in records(count, words):
            stream.write(json.dumps(record) + "\n")
    return path


def command(source: Path, output: Path, url: str, *options: str) -> list[str]:
    """`extractor batch` in a process of its own."""
    given = ["batch", str(source), "-o", str(output), "--base-url", url, "--model", "fake", *options]
    return [sys.executable, "-m", "extractor", *given]


async def run_here(source: Path, output: Path, extractor: Any, **options: Any) -> Any:
    """A run in this process; imports are not part of what is measured."""
    from extractor.bulk import BulkOptions, FileOutput, Journal, read_records, run

    with Journal(f"{output}.journal", FileOutput(output)) as journal:
        return await run(read_records([str(source)]), extractor, BulkOptions(**options), journal)


def plain_loop() -> float:
    """CPU seconds of a loop that adds: about 0.2 on a free core of 2024."""
    began, total = time.process_time(), 0
    for n in range(LOOP):
        total += n
    return time.process_time() - began


def own_cpu() -> float:
    """CPU seconds of this process and of its worker processes that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def throughput(arguments: argparse.Namespace) -> None:
    """Questions a second against the ideal: so many in flight, each 0.3 s, nothing between them.

    What one core can carry at all is 1 s / own CPU a question; the endpoint needs another core. Of a whole run
    the start (worker processes) and the end (the last documents' questions follow one another) are no steady
    state: the middle is from a fifth to nine tenths of the documents.
    """
    at_once, latency = arguments.at_once, arguments.latency
    with tempfile.TemporaryDirectory() as folder, running(latency) as url:
        source = write(Path(folder) / "in.jsonl", arguments.documents, arguments.words)
        warm = write(Path(folder) / "warm.jsonl", at_once, arguments.words)
        opening, done = Opening(url), [0.0]
        many: dict[str, Any] = {"processes": arguments.processes, "opening": opening}

        async def both() -> Any:
            async with opening() as extractor:
                if arguments.processes == 1:
                    # Connections and imports: an archive pays for them once.
                    await run_here(warm, Path(folder) / "warm-out.jsonl", extractor, concurrency=at_once)
                before, theirs = asked(url), asked(url, "cpu")
                cpu, began = own_cpu(), time.monotonic()
                many["progress"] = lambda _: done.append(time.monotonic() - began)
                await run_here(source, Path(folder) / "out.jsonl", extractor, concurrency=at_once, **many)
                cpu, seconds = own_cpu() - cpu, time.monotonic() - began
                return asked(url) - before, cpu, seconds, (asked(url, "cpu") - theirs) / 1e6

        questions, cpu, seconds, theirs = asyncio.run(both())
    ideal = questions / at_once * latency
    first, last = len(done) // 5, len(done) * 9 // 10
    middle = (last - first) / len(done) * ideal / (done[last] - done[first])
    print(
        f"{arguments.documents} documents of {arguments.words} words, {questions} questions, {at_once} in flight, ",
        end="",
    )
    print(f"{arguments.processes} processes")
    print(f"ideal {ideal:.1f} s, took {seconds:.1f} s: {ideal / seconds:.0%} of the ideal, {middle:.0%} in the middle")
    print(
        f"own CPU {cpu / questions * 1000:.2f} ms a question, {cpu / arguments.documents * 1000:.1f} a document ",
        end="",
    )
    print(f"({cpu / seconds:.0%} of a core), the endpoint's {theirs / questions * 1000:.2f} ms a question; ", end="")
    print(f"plain loop {plain_loop():.2f} s")


def cpu(arguments: argparse.Namespace) -> None:
    """Own CPU for a document of 1,000 words: document, prompts, grounding, confidence, line; no network."""
    from benchmarks.bulk_endpoint import content_for
    from extractor.bulk import extract_record, line_of, record_of
    from extractor.llm.answer import Answer
    from extractor.llm.form import small_schema
    from extractor.llm.profiles import profile_for
    from extractor.pipeline import Extractor
    from extractor.schema import Usage

    forms: dict[type, Any] = {}

    class Instant:
        """A client that answers at once. It is not a model."""

        endpoint, model, profile, price = "fake", arguments.model, profile_for(arguments.model), None
        answering = 0.0  # CPU seconds of the fake itself

        async def ask(self, messages: list[dict[str, str]], answer: Any, **_: Any) -> Any:
            began = time.process_time()
            if answer not in forms:
                forms[answer] = small_schema(answer.model_json_schema())["properties"]
            value = answer.model_validate(content_for(forms[answer], messages[-1]["content"]))
            Instant.answering += time.process_time() - began
            return Answer(value, value.model_dump_json(), Usage(calls=1), "stop", 0.0)

    async def work() -> tuple[float, int]:
        extractor = Extractor.with_client(Instant())  # type: ignore[arg-type]
        given = [record_of(record) for record in records(arguments.documents, 1_000)]
        await extract_record(given[0], extractor)  # what is made once
        Instant.answering, claims, began = 0.0, 0, time.process_time()
        for record in given:
            outcome = await extract_record(record, extractor)
            assert outcome.result.report.status == "complete", outcome.result.report.warnings
            line_of(outcome.result)
            claims += len(outcome.result.claims)
        return time.process_time() - began - Instant.answering, claims

    seconds, claims = asyncio.run(work())
    each = seconds / arguments.documents * 1000
    print(f"profile {profile_for(arguments.model).name}: {each:.1f} ms CPU a document of 1,000 words,")
    print(f"{claims / arguments.documents:.0f} claims in it; plain loop {plain_loop():.2f} s")


def memory(arguments: argparse.Namespace) -> None:
    """Peak memory of a run over 10⁴ and over many small documents, each in a process of its own."""
    for count in (10_000, arguments.documents):
        _instant(count)


def resume(arguments: argparse.Namespace) -> None:
    """Seconds to see that everything is done already."""
    _instant(arguments.documents, "done")


def _instant(count: int, *words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        program = [sys.executable, "-m", "benchmarks.bulk_instant", str(count), folder, *words]
        said = subprocess.run(program, check=True, capture_output=True, text=True).stdout  # noqa: S603
    print(f"{said.strip()}; plain loop {plain_loop():.2f} s")


def kills(arguments: argparse.Namespace) -> None:
    """A run under SIGKILL at random moments until it is done."""
    draw = random.Random(arguments.seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder, running(0.05) as url:
        source, output = write(Path(folder) / "in.jsonl", arguments.documents, 60), Path(folder) / "out.jsonl"
        at_once, deaths = 8, 0
        while True:
            process = subprocess.Popen(  # noqa: S603
                command(source, output, url, "--concurrency", str(at_once)), stderr=subprocess.PIPE, text=True
            )
            before = asked(url)
            if deaths < arguments.kills:
                while asked(url) == before and process.poll() is None:  # until it works
                    time.sleep(0.02)
                time.sleep(draw.random() * arguments.longest)
                process.send_signal(signal.SIGKILL)
            _, said = process.communicate()
            if process.returncode == 0:
                break
            assert process.returncode == -signal.SIGKILL, said
            deaths += 1
        twice, calls = asked(url, "twice"), asked(url)
        ids = Counter(json.loads(line)["document"]["id"] for line in output.read_text().splitlines())
    print(
        f"killed {deaths} times; {len(ids)} of {arguments.documents} documents, most lines of one: {max(ids.values())}"
    )
    print(f"{calls} questions, {twice} asked twice; in flight when killed: at most {deaths * at_once}")
    assert len(ids) == arguments.documents
    assert set(ids.values()) == {1}
    assert twice <= deaths * at_once


def faults(arguments: argparse.Namespace) -> None:
    """A hostile endpoint at 20% faults of every kind."""
    from extractor.pipeline import Extractor
    from tests.bulk.corpus import lines_of, write_records
    from tests.bulk.hostile import hostile

    with tempfile.TemporaryDirectory() as folder, hostile(0.2, late=30.0) as server:
        source = write_records(Path(folder) / "in.jsonl", arguments.documents)

        async def work() -> Any:
            async with Extractor("m", base_url=server.url, api_key="k", timeout=10.0) as extractor:
                return await run_here(source, Path(folder) / "out.jsonl", extractor, concurrency=64)

        totals = asyncio.run(work())
        lines = lines_of(Path(folder) / "out.jsonl")
    failed = sum(server.faults.values())
    print(f"{totals.done}, {len(lines)} lines; {server.calls} calls, {failed} of them faults: {dict(server.faults)}")
    needed = 2 * arguments.documents
    print(f"calls without the faults: {(server.calls - failed) / needed:.2f} of the {needed} that are needed")
    assert len(lines) == len({line["document"]["id"] for line in lines}) == arguments.documents
    assert server.calls <= 1.5 * needed + failed
    assert all(line["report"]["status"] == "complete" or line["report"]["warnings"] for line in lines)


def peers(arguments: argparse.Namespace) -> None:
    """The same articles through us, instructor with asyncio.gather, and langextract: time for a document."""
    with tempfile.TemporaryDirectory() as folder, running(LATENCY) as url:
        source = write(Path(folder) / "in.jsonl", arguments.documents, arguments.words)
        ways = {
            "extractor": [sys.executable, "-m", "benchmarks.bulk_peers", "extractor"],
            "instructor": [sys.executable, "-m", "benchmarks.bulk_peers", "instructor"],
            "langextract": [arguments.peer_python, "-m", "benchmarks.bulk_peers", "langextract"],
        }
        ours = 0.0
        for name, program in ways.items():
            done = subprocess.run(  # noqa: S603
                [*program, str(source), url, str(arguments.at_once)],
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path[:1], str(Path.cwd())])},
            )
            if done.returncode:
                print(f"{name}: not measured ({done.stderr.strip().splitlines()[-1] if done.stderr else 'no word'})")
                continue
            told = json.loads(done.stdout.splitlines()[-1])
            each = told["cpu"] / told["questions"] * 1000
            ours = ours or each
            ideal = told["questions"] / arguments.at_once * LATENCY
            print(
                f"{name}: {told['questions']} questions, {ideal / told['seconds']:.0%} of its ideal, "
                f"{each:.1f} ms CPU a question ({each / ours:.1f} of ours)"
            )


def everything(arguments: argparse.Namespace) -> None:
    """All of it in full size, one after another, each in a process of its own with the load before it."""
    ways = [("cpu",), ("cpu", "--model", "qwen2.5-coder-1.5b"), ("peers",), ("resume",), ("faults",), ("kills",)]
    for at_once, documents in ((64, 300), (256, 800)):
        for words in (60, 1_000):
            ways.append(("throughput", "--at-once", f"{at_once}", "--documents", f"{documents}", "--words", f"{words}"))
    for way in (*ways, ("memory",)):
        print(f"\n{' '.join(way)} (load {os.getloadavg()[0]:.1f})", flush=True)
        program = [sys.executable, "-m", "benchmarks.bulk", *way, "--peer-python", arguments.peer_python]
        subprocess.run(program, check=False)  # noqa: S603 - the next one is run all the same


def main() -> None:
    """Read the command and run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("throughput", "peers", "cpu", "memory", "resume", "kills", "faults", "all"))
    usual = {"throughput": 400, "peers": 64, "cpu": 50, "memory": 10**6, "resume": 10**6, "kills": 1000, "faults": 2000}
    parser.add_argument("--documents", type=int)
    parser.add_argument("--words", type=int, default=1_000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=64)
    parser.add_argument("--latency", type=float, default=LATENCY, help="seconds until the endpoint answers")
    parser.add_argument("--model", default="fake")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--longest", type=float, default=1.0, help="seconds of work before a kill, at most")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--peer-python", default=sys.executable, help="of an environment with langextract")
    arguments = parser.parse_args()
    if arguments.what == "all":
        everything(arguments)
        return
    arguments.documents = arguments.documents or usual[arguments.what]
    globals()[arguments.what](arguments)


if __name__ == "__main__":
    main()
