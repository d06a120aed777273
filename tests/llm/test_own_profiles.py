"""Profiles of a user's own: data, laid before ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import UsageError
from extractor.llm import connect, profile_for
from extractor.llm.profiles import read_profiles

URL = "http://127.0.0.1:9/v1"


def written(folder: Path, text: str) -> Path:
    """A file of profiles."""
    (path := folder / "profiles.toml").write_text(text)
    return path


def test_a_users_profile_comes_before_ours(tmp_path: Path) -> None:
    """What it leaves out is as in the profile that would fit otherwise."""
    path = written(tmp_path, '[[profile]]\nname = "mine"\nmatch = ["my-*-7b"]\nwindow = "sentence"\nmode = "tools"\n')
    client = connect("my-model-7b", base_url=URL, profiles=path)
    assert (client.profile.name, client.profile.window, client.form.mode) == ("mine", "sentence", "tools")
    assert client.profile.context_tokens == profile_for("my-model-7b").context_tokens
    assert connect("another-7b", base_url=URL, profiles=path).profile == profile_for("another-7b")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no"),
        ("[[profile]", "not TOML"),
        ('[[profile]]\nmatch = ["a"]\n', "needs a name"),
        ('[[profile]]\nname = "a"\n', "needs the models"),
        ('[[profile]]\nname = "a"\nmatch = ["a"]\nwidow = 3\n', "no field 'widow'"),
        ('[[profile]]\nname = "a"\nmatch = ["a"]\nwindow = "page"\n', "window is 'page'"),
        ('[[profile]]\nname = "a"\nmatch = ["a"]\nbudget_tokens = "many"\n', "whole number"),
        ('[[profile]]\nname = "a"\nmatch = ["a"]\nexamples = 1\n', "true or false"),
    ],
)
def test_a_mistake_in_a_profile_is_one_line(tmp_path: Path, text: str, said: str) -> None:
    """With the file and what to write."""
    with pytest.raises(UsageError, match=said) as refused:
        read_profiles(written(tmp_path, text))
    assert "profiles.toml" in str(refused.value)
    with pytest.raises(UsageError, match="cannot be read"):
        read_profiles(tmp_path / "nothing.toml")
