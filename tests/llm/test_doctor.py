"""What `extractor doctor` is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.llm import diagnose, models
from extractor.llm.doctor import Check
from tests.llm import endpoint as on


@pytest.fixture(autouse=True)
def no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.llm.doctor.cache_folder", lambda: tmp_path / "not" / "made" / "yet")
    monkeypatch.setattr(models, "cache_folder", lambda: tmp_path / "not" / "made" / "yet")


def checks(**configured: str) -> dict[str, Check]:
    return {check.name: check for check in diagnose(**configured)}


def test_an_absent_model_says_how_to_get_it() -> None:
    """A model that is not here is no fault: the hint fetches it."""
    check = checks()["embedded model"]
    assert check.ok is None
    assert check.hint == "extractor model pull"


def test_a_wrong_model_path_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A variable that names something else is a fault, with the reason."""
    monkeypatch.setenv("EXTRACTOR_MODEL_PATH", str(tmp_path / "nowhere"))
    check = checks()["embedded model"]
    assert check.ok is False
    assert "no file" in check.detail


def test_the_endpoint_is_asked() -> None:
    """A configured endpoint is asked for its models; a wrong key and a closed door are told apart."""
    with on.serve(on.ok()) as endpoint:
        answering = checks(base_url=endpoint.url, api_key="sk-x")["endpoint"]
        endpoint.models_status = 401
        refusing = checks(base_url=endpoint.url, api_key="sk-x")["endpoint"]
    silent = checks(base_url=endpoint.url, api_key="sk-x")["endpoint"]
    assert (answering.ok, refusing.ok, silent.ok) == (True, False, False)
    assert "the-only-one" in answering.detail
    assert "401" in refusing.detail
    assert "no connection" in silent.detail


def test_nothing_secret_is_told() -> None:
    """Neither the key nor a password in the base URL is shown."""
    with on.serve(on.ok()) as endpoint:
        told = str(diagnose(base_url=endpoint.url.replace("http://", "http://ann:pw-of-ann@"), api_key="sk-x"))
    assert "pw-of-ann" not in told
    assert "sk-x" not in told


def test_no_endpoint_is_no_fault() -> None:
    """Without an endpoint the embedded model answers, and that is said."""
    assert checks()["endpoint"].ok is None
    assert checks()["openai"].ok is True
