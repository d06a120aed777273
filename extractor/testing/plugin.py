"""The pytest plugin: `recorded_extractor` replays a real model, `fake_extractor` stands in for one.

Everything heavy is imported when a test uses it: the plugin is loaded by every pytest run in an
environment that holds the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from extractor import Extractor
    from extractor.testing.fake_model import Reader, Reply
    from extractor.testing.recordings import Recordings

    MakeRecorded = Callable[..., AbstractContextManager[Extractor]]
    MakeFake = Callable[..., Extractor]

#: The name under which the embedded model is recorded.
EMBEDDED = "qwen2.5-coder-1.5b-instruct"
_RECORDINGS: pytest.StashKey[Recordings] = pytest.StashKey()
_STALE: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options and settings; they begin with `extractor`."""
    group = parser.getgroup("extractor", "recordings of a real model")
    group.addoption("--extractor-record", action="store_true", help="ask the real model and write recordings anew")
    group.addoption("--extractor-base-url", metavar="URL", help="record from this endpoint, not the embedded model")
    parser.addini("extractor_cassettes", "folder of the recordings, from the root folder", default="cassettes")
    parser.addini("extractor_model", "the model that is recorded", default=EMBEDDED)


@pytest.fixture
def recorded_extractor(pytestconfig: pytest.Config) -> MakeRecorded:
    """`with recorded_extractor("name", **options) as extractor:` answers from the cassette `name`.

    options: as for `Extractor`, without model, endpoint and key. With `--extractor-record` the model
    answers and the cassette is written anew. The clock stands still, so a result is the same bytes
    every time.
    """
    recordings = _recordings(pytestconfig)
    model = str(pytestconfig.getini("extractor_model"))

    @contextmanager
    def recorded(name: str, **options: Any) -> Iterator[Extractor]:
        from extractor import Extractor
        from extractor.testing.recordings import API_KEY, BASE_URL

        options = {"clock": lambda: 0.0, **options}
        if not pytestconfig.getoption("--extractor-record"):
            with (
                recordings.replaying(name),
                Extractor(model, base_url=BASE_URL, api_key=API_KEY, **options) as extractor,
            ):
                yield extractor
            return
        with (
            _answering(model, pytestconfig.getoption("--extractor-base-url")) as place,
            recordings.recording(name),
            Extractor(model, **place, **options) as extractor,
        ):
            yield extractor

    return recorded


@pytest.fixture
def fake_extractor() -> MakeFake:
    """`fake_extractor([answer, …])` is an `Extractor` over a `FakeModel`; `.client.asked` holds its questions."""

    def fake(answers: Reader | Iterable[Reply] = (), name: str = "fake", **options: Any) -> Extractor:
        from extractor import Extractor
        from extractor.testing.fake_model import FakeModel

        client: Any = FakeModel(answers, name)
        return Extractor.with_client(client, **{"clock": lambda: 0.0, **options})

    return fake


def _recordings(config: pytest.Config) -> Recordings:
    if _RECORDINGS not in config.stash:
        try:
            from extractor.testing.recordings import Recordings
        except ModuleNotFoundError as missing:
            if missing.name != "vcr":
                raise
            pytest.fail("recordings need vcrpy: pip install 'claim-extractor[testing]'", pytrace=False)
        config.stash[_RECORDINGS] = Recordings(config.rootpath / str(config.getini("extractor_cassettes")))
    return config.stash[_RECORDINGS]


@contextmanager
def _answering(model: str, base_url: str | None) -> Iterator[dict[str, Any]]:
    """Where the model answers while it is recorded: the endpoint given, else the embedded engine."""
    if base_url:
        yield {"base_url": base_url}
        return
    from extractor.llm import ensure_model, profile_for
    from extractor.llm.engine import acquire, release

    path, context = ensure_model().resolve(), profile_for(model).context_tokens
    endpoint = acquire(path, model, context)
    try:
        yield {"base_url": endpoint.base_url, "api_key": endpoint.api_key}
    finally:
        release(path, context)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A recording that nobody uses is a question that is no longer asked: a whole run fails and says which."""
    recordings = session.config.stash.get(_RECORDINGS, None)
    if recordings is None or exitstatus != pytest.ExitCode.OK or narrowed(session):
        return
    if session.config.getoption("--extractor-record"):
        return
    stale = [*recordings.unused(), *recordings.never_opened()]
    if stale:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        session.config.stash[_STALE] = stale


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name the unused recordings at the end, where they are seen."""
    for line in config.stash.get(_STALE, []):
        terminalreporter.write_line(f"FAILED {line}: record again with pytest --extractor-record", red=True)


def narrowed(session: pytest.Session) -> bool:
    """Whether only some tests run: by -k, -m, a path, a node, or with some left out."""
    option, config = session.config.option, session.config
    everything = config.getini("testpaths")
    some = option.keyword or option.markexpr or option.deselect or option.ignore or getattr(option, "lf", False)
    return bool(some or (config.args != everything and config.args != [str(config.rootpath)]))
