"""Load on the service: callers who come again and again, against the library alone in the same run.

    python -m benchmarks.service [--clients 50] [--seconds 60] [--answer 2] [--think 2] [--words 300]

A fake model answers each question after a fixed time, so that what differs is what the processor does. Two
kinds of callers, one after the other:

- apart: each thinks for a random time (exponential, `--think` seconds on average) before it comes again, so
  that callers arrive independently of each other;
- in step: none thinks. Callers who once met in the queue for the one interpreter leave it right behind each
  other, come back so, and wait for each other again: the worst case, and no picture of a newsroom.

Before each, and again after it, as many tasks in one event loop read the same articles with
`Extractor.aextract`, after the same random times, without a service; what the service adds is the difference
of the medians. Service, library and callers are processes of their own. Memory is sampled while callers come
apart. Ends with 1 where an answer was neither a result nor a 429, or memory grew.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.request import urlopen

from benchmarks.bulk_articles import article
from benchmarks.bulk_endpoint import content_for
from extractor import Document, Extractor
from extractor.llm.answer import Answer
from extractor.schema import Usage
from tests.service.fake_model import FakeModel

ARTICLES = 64  # different ones, so that nothing is gained from reading one again
WARM_UP = 0.2  # share of the run before memory counts: caches fill, threads start
MOST_GROWTH = 0.05  # of memory, from the first to the last fifth of the rest: what allocators do by themselves
MOST_ADDED = 10.0  # milliseconds at the median
ROUNDS = 3  # questions one after the other: the first callers come spread over the time a document takes
ALONE = 0.25  # share of a run's seconds that the library alone gets, before it and again after it
SAMPLES = 20  # of memory: each is a look at /metrics, which costs the service a millisecond or two
IN_STEP = 0.5  # share of the seconds for callers in step


class BenchModel(FakeModel):
    """Answers what stands in the text, so that answers are of the size a good model's are, and ground."""

    async def ask(self, messages: list[dict[str, str]], answer: type[Any], **_: Any) -> Answer[Any]:
        await asyncio.sleep(self.seconds)
        value = answer.model_validate(content_for(_properties(answer), str(messages[-1]["content"])))
        return Answer(value, value.model_dump_json(), Usage(calls=1, input_tokens=900, output_tokens=90), "stop", 0.0)


@cache
def _properties(answer: type[Any]) -> dict[str, Any]:
    return dict(answer.model_json_schema()["properties"])


@dataclass
class Seen:
    """What the callers saw: seconds of each result, every status."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def median(self) -> float:
        """Milliseconds."""
        return 1000 * statistics.median(self.seconds)

    def at(self, share: float) -> float:
        """Milliseconds within which this share was answered."""
        return 1000 * sorted(self.seconds)[int(share * (len(self.seconds) - 1))]


def extractor_for(options: argparse.Namespace) -> Extractor:
    """An extractor over the fake model."""
    return Extractor.with_client(BenchModel(options.answer, "fake-large"))  # type: ignore[arg-type]


def pauses(number: int, options: argparse.Namespace) -> Iterator[float]:
    """Seconds that a caller waits before each document: drawn once, the same for service and library."""
    draw = random.Random(number)  # noqa: S311
    yield ROUNDS * options.answer * draw.random()
    while True:
        yield draw.expovariate(1 / options.think) if options.think else 0.0


def read_directly(options: argparse.Namespace) -> None:
    """The library alone: prints seconds a document as JSON, and the processor's seconds a document."""
    extractor, seconds = extractor_for(options), []
    texts = [article(n, options.words) for n in range(ARTICLES)]

    async def caller(number: int, end: float) -> None:
        for pause in pauses(number, options):
            await asyncio.sleep(pause)
            if (began := time.monotonic()) >= end:
                return
            number += 1
            document = Document.from_text(texts[number % ARTICLES])
            (await extractor.aextract(document)).model_dump_json()
            seconds.append(time.monotonic() - began)

    async def all_callers() -> None:
        end = time.monotonic() + options.seconds
        await asyncio.gather(*(caller(number, end) for number in range(options.clients)))

    asyncio.run(extractor.aextract(Document.from_text(texts[0])))  # loads what is loaded on use
    began = time.process_time()
    asyncio.run(all_callers())
    print(json.dumps({"seconds": seconds, "cpu": (time.process_time() - began) / len(seconds)}))


def serve(options: argparse.Namespace) -> None:
    """The service alone, in a process of its own; prints its port."""
    from extractor.service.server import listen
    from extractor.service.server import serve as serve_on
    from extractor.service.settings import LOOPBACK_NAMES, Limits, Settings

    with listen("127.0.0.1", 0) as listening:
        print(listening.getsockname()[1], flush=True)
        settings = Settings(limits=Limits(in_flight=options.in_flight), allowed_hosts=LOOPBACK_NAMES)
        serve_on(extractor_for(options), settings, listening)


def started(part: str, options: argparse.Namespace, **changed: Any) -> subprocess.Popen[str]:
    """This file as a process that does one part."""
    said = {**vars(options), **changed}
    names = ("clients", "seconds", "answer", "think", "words", "in_flight")
    given = [word for name in names for word in (f"--{name.replace('_', '-')}", str(said[name]))]
    return subprocess.Popen(  # noqa: S603 - this file
        [sys.executable, "-m", "benchmarks.service", "--part", part, *given], stdout=subprocess.PIPE, text=True
    )


@contextmanager
def running(options: argparse.Namespace) -> Iterator[int]:
    """The port of the service while it runs."""
    process = started("serve", options)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(60)


async def load(port: int, options: argparse.Namespace, seen: Seen, memory: list[float]) -> None:
    """The callers, each on a connection of its own; they wait as long as a 429 tells them to."""
    requests = [_request(article(n, options.words)) for n in range(ARTICLES)]
    end = time.monotonic() + options.seconds

    async def caller(number: int) -> None:
        for pause in pauses(number, options):
            await asyncio.sleep(pause)
            if (began := time.monotonic()) >= end:
                return
            number += 1
            # Opened anew: the service closes a connection that is silent while its caller thinks.
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(requests[number % ARTICLES])
            status, wait = await _answer(reader)
            writer.close()
            seen.statuses[status] += 1
            if status == 200:
                seen.seconds.append(time.monotonic() - began)
            await asyncio.sleep(wait)

    async def watch() -> None:
        while time.monotonic() < end:
            memory.append(await asyncio.to_thread(_metric, port, "process_resident_memory_bytes") / 1e6)
            await asyncio.sleep(options.seconds / SAMPLES)

    await asyncio.gather(watch(), *(caller(number) for number in range(options.clients)))


def _request(text: str) -> bytes:
    body = json.dumps({"text": text}).encode()
    head = (
        f"POST /v1/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    )
    return f"{head}\r\n\r\n".encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, float]:
    """The status and the seconds to wait."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    wait = re.search(rb"retry-after: (\d+)", head, re.IGNORECASE)
    await reader.readexactly(int(length[1]) if length else 0)
    return int(head.split(b" ", 2)[1]), float(wait[1]) if wait else 0.0


def _metric(port: int, name: str) -> float:
    with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        text = answer.read().decode()
    return float(re.search(rf"^{name} (\S+)", text, re.MULTILINE)[1])  # type: ignore[index]


def directly(options: argparse.Namespace) -> dict[str, Any]:
    """One run of the library alone."""
    with started("direct", options, seconds=max(5.0, ALONE * options.seconds)) as process:
        assert process.stdout is not None
        return dict(json.loads(process.stdout.read()))


def growth(memory: Sequence[float]) -> float:
    """Share by which memory grew after the warm-up, from the first to the last fifth."""
    rest = memory[int(WARM_UP * len(memory)) :]
    fifth = max(1, len(rest) // 5)
    return statistics.mean(rest[-fifth:]) / statistics.mean(rest[:fifth]) - 1


@dataclass
class Compared:
    """The service against the library alone, under one kind of callers."""

    service: Seen
    alone: Seen
    cpu: float  # seconds a document
    cpu_alone: float
    memory: list[float]  # megabytes

    @property
    def errors(self) -> int:
        """Answers that were neither a result nor a 429."""
        return sum(count for status, count in self.service.statuses.items() if status not in (200, 429))

    def show(self, kind: str, options: argparse.Namespace) -> None:
        """Print it."""
        seen, alone = self.service, self.alone
        print(f"\ncallers {kind}: {dict(seen.statuses)}, {len(seen.seconds) / options.seconds:.1f} documents/s")
        for name, one, cpu in (("library alone", alone, self.cpu_alone), ("service", seen, self.cpu)):
            times = f"median {one.median:.1f} ms, 95% {one.at(0.95):.1f} ms"
            print(f"  {name + ':':<14} {times}, {1000 * cpu:.1f} ms CPU a document, {len(one.seconds)} documents")
        more = 1000 * (self.cpu - self.cpu_alone)
        print(f"  added: {seen.median - alone.median:.1f} ms at the median, {more:.1f} ms CPU a document")


def compared(options: argparse.Namespace) -> Compared:
    """Library, service, library."""
    before = directly(options)
    seen, memory = Seen(), list[float]()
    with running(options) as port:
        first = argparse.Namespace(**{**vars(options), "clients": 1, "seconds": ROUNDS * options.answer + 0.1})
        asyncio.run(load(port, first, Seen(), []))  # loads what is loaded on use
        began = _metric(port, "process_cpu_seconds_total")
        asyncio.run(load(port, options, seen, memory))
        cpu = (_metric(port, "process_cpu_seconds_total") - began) / max(1, len(seen.seconds))
    after = directly(options)
    alone = Seen([*before["seconds"], *after["seconds"]])
    return Compared(seen, alone, cpu, (before["cpu"] + after["cpu"]) / 2, memory)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--answer", type=float, default=2.0, help="seconds the fake model takes for a question")
    parser.add_argument("--think", type=float, default=2.0, help="seconds a caller waits on average before the next")
    parser.add_argument("--words", type=int, default=300, help="of an article")
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--part", choices=["serve", "direct"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        (serve if options.part == "serve" else read_directly)(options)
        return 0
    print(
        f"{options.clients} clients, {options.seconds:g} s, {options.words} words, a question {options.answer:g} s;",
        end=" ",
    )
    print(f"load {os.getloadavg()[0]:.1f} at first")
    apart = compared(options)
    apart.show(f"apart, thinking {options.think:g} s", options)
    print(f"  aim: under {MOST_ADDED:g} ms added at the median")
    memory, grown = apart.memory, growth(apart.memory)
    print(f"  memory: {memory[0]:.0f} MB at first, {max(memory):.0f} MB at most, {grown:+.1%} after the warm-up")
    stepping = argparse.Namespace(**{**vars(options), "think": 0.0, "seconds": IN_STEP * options.seconds})
    in_step = compared(stepping)
    in_step.show("in step", stepping)
    return int(bool(apart.errors + in_step.errors) or grown > MOST_GROWTH)


if __name__ == "__main__":
    raise SystemExit(main())
