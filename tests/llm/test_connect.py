"""Which model a user gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import EndpointRefused, EndpointUnreachable, UsageError
from extractor.llm import connect, profile_for
from extractor.llm.choice import DEFAULT_MODEL, DEFAULT_URL, without_credentials
from extractor.llm.profiles import profiles
from tests.llm import endpoint as on


@pytest.fixture(autouse=True)
def no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_nothing_configured_is_the_embedded_model() -> None:
    """Without a key, a URL and a name the embedded model answers."""
    client = connect()
    assert (client.endpoint, client.model) == ("local", "qwen2.5-coder-1.5b-instruct")
    assert (client.profile.window, client.profile.rules) == ("sentence", "decide")


def test_a_key_alone_is_the_default_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a key and nothing else the default endpoint's default model answers; nothing is asked for that."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    client = connect()
    assert (client.endpoint, client.model) == (DEFAULT_URL, DEFAULT_MODEL)


def test_local_wins_over_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """`local` is the embedded model whatever is configured."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    assert connect("local").endpoint == "local"


def test_a_model_file_is_embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that ends in .gguf runs in the embedded engine under the file's name."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    client = connect(str(tmp_path / "Tiny-Model.gguf"))
    assert (client.endpoint, client.model) == ("local", "Tiny-Model")


def test_the_only_model_of_an_endpoint_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that serves one model is not asked for a name twice."""
    with on.serve(on.ok()) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        assert connect().model == "the-only-one"


def test_an_endpoint_without_a_list_gets_the_default_name() -> None:
    """An endpoint that has no list of models is asked for the default one."""
    with on.serve(on.ok()) as endpoint:
        endpoint.models_status = 404
        assert connect(base_url=endpoint.url).model == DEFAULT_MODEL


def test_several_models_need_a_name() -> None:
    """Of several models none is guessed: the error names them."""
    with on.serve(on.ok()) as endpoint:
        endpoint.models = {"data": [{"id": "swan"}, {"id": "heron"}]}
        with pytest.raises(UsageError, match="--model: heron, swan"):
            connect(base_url=endpoint.url)


def test_a_wrong_key_and_a_dead_endpoint_say_so() -> None:
    """When the name must be asked for and cannot, the reason is told."""
    with on.serve(on.ok()) as endpoint:
        endpoint.models_status = 401
        with pytest.raises(EndpointRefused, match="the key given"):
            connect(base_url=endpoint.url, api_key="sk-x")
    with pytest.raises(EndpointUnreachable, match=endpoint.url):
        connect(base_url=endpoint.url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://ann:secret@models.example:8000/v1/?token=x#y", "http://models.example:8000/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
    ],
)
def test_credentials_in_a_url_are_not_shown(url: str, shown: str) -> None:
    """What results and errors show of a base URL holds no user, password or token."""
    assert without_credentials(url) == shown


@pytest.mark.parametrize("url", ["models.example/v1", "ftp://models.example", "http://", "http://host:port"])
def test_a_base_url_that_is_none(url: str) -> None:
    """What is not an http address is refused as wrong use."""
    with pytest.raises(UsageError, match="base URL"):
        connect("m", base_url=url)


@pytest.mark.parametrize(
    ("model", "profile"),
    [
        ("qwen2.5-coder-1.5b-instruct", "small"),
        ("Qwen2.5-Coder-1.5B-Instruct-Q4_K_M", "small"),
        ("Qwen/Qwen2.5-7B-Instruct", "medium"),
        ("llama3.1:8b", "medium"),
        ("deepseek-chat", "deepseek"),
        ("gpt-4.1-mini", "default"),
        ("something-new", "default"),
    ],
)
def test_profiles_by_name(model: str, profile: str) -> None:
    """A model's profile is found by its name, whatever its case and its organisation."""
    assert profile_for(model).name == profile


def test_profiles_fit_their_context() -> None:
    """In every profile the question's text and its answer fit into the context."""
    for profile in profiles():
        assert profile.budget_tokens + profile.max_output_tokens < profile.context_tokens
