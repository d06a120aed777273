"""What `extractor doctor` shows: is everything here that answers a question?"""

from __future__ import annotations

import os
import platform
import re
import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.llm.choice import DEFAULT_URL, NO_KEY, served_models, without_credentials
from extractor.llm.cores import usable_cores
from extractor.llm.endpoint import Endpoint
from extractor.llm.models import PATH_VARIABLE, QWEN, cache_folder, find_model

DISTRIBUTION = "claim-extractor"
PACKAGES = ("openai", "httpx2", "instructor", "tenacity", "pydantic")
ANSWER_TIMEOUT = 5.0  # seconds; a person is waiting
WORKING_BYTES = 1_400_000_000  # beside the model's file: context, prompt cache and the program (measured 1.0 GB)
_EXTRA = re.compile(r"""^([\w.\-]+).*;.*extra\s*==\s*["']([\w\-]+)["']""")


@dataclass(frozen=True)
class Check:
    """One thing looked at. ok: `None` where it is neither good nor bad. hint: what to do, else empty."""

    name: str
    ok: bool | None
    detail: str
    hint: str = ""


def diagnose(*, base_url: str | None = None, api_key: str | None = None) -> list[Check]:
    """Look at everything a question needs; asks the endpoint for its models, starts and fetches nothing."""
    return [
        Check("python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        *(_package(name) for name in PACKAGES),
        *_extras(),
        _engine(),
        _model(),
        _memory(),
        _processor(),
        _endpoint(base_url, api_key),
    ]


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _package(name: str) -> Check:
    version = _version(name)
    if version is None:
        return Check(name, False, "not installed", f"pip install {DISTRIBUTION}")
    return Check(name, True, version)


def _extras() -> list[Check]:
    """The optional parts this installation knows, from its own metadata."""
    try:
        requirements = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []
    needed: dict[str, list[str]] = {}
    for requirement in requirements:
        found = _EXTRA.match(requirement)
        if found and found[1] != DISTRIBUTION:
            needed.setdefault(found[2], []).append(found[1])
    return [_extra(extra, packages) for extra, packages in needed.items()]


def _extra(extra: str, packages: list[str]) -> Check:
    missing = [package for package in packages if _version(package) is None]
    if missing:
        return Check(f"[{extra}]", None, f"without {', '.join(missing)}", f"pip install '{DISTRIBUTION}[{extra}]'")
    return Check(f"[{extra}]", True, "installed")


def _engine() -> Check:
    version = _version("xllamacpp")
    if version is None:
        return Check("embedded engine", None, "not installed", f"pip install '{DISTRIBUTION}[local]'")
    return Check("embedded engine", True, f"xllamacpp {version}")


def _model() -> Check:
    try:
        found = find_model()
    except ExtractorError as error:
        return Check("embedded model", False, str(error), f"correct or unset {PATH_VARIABLE}")
    if found is not None:
        return Check("embedded model", True, f"{QWEN.name}, verified, {found}")
    folder = cache_folder()
    free = shutil.disk_usage(_existing(folder)).free
    room = f"{_gigabytes(QWEN.bytes)} to fetch into {folder}, {_gigabytes(free)} free"
    if free < QWEN.bytes:
        return Check("embedded model", False, f"not here; {room}", f"make room, or set {PATH_VARIABLE}")
    return Check("embedded model", None, f"not here; {room}", "extractor model pull")


def _existing(folder: Path) -> Path:
    return next((parent for parent in (folder, *folder.parents) if parent.exists()), Path())


def _memory() -> Check:
    free = _available_memory()
    if free is None:
        return Check("memory", None, "not known on this system")
    needed = QWEN.bytes + WORKING_BYTES
    detail = f"{_gigabytes(free)} available; the embedded model needs about {_gigabytes(needed)}"
    if free < needed:
        return Check("memory", False, detail, "close other programs, or use an endpoint")
    return Check("memory", True, detail)


def _available_memory() -> int | None:
    """Bytes a new program can have, as Linux counts them."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return None


def _processor() -> Check:
    cores = usable_cores()
    return Check("processor", True, f"{cores} core{'s' if cores > 1 else ''} for the embedded engine")


def _endpoint(base_url: str | None, api_key: str | None) -> Check:
    key = api_key or os.environ.get("OPENAI_API_KEY") or ""
    url = base_url or os.environ.get("OPENAI_BASE_URL") or ""
    if not key and not url:
        return Check("endpoint", None, "none configured: the embedded model answers", "set OPENAI_BASE_URL for one")
    try:
        shown = without_credentials(url or DEFAULT_URL)
        endpoint = Endpoint(url or DEFAULT_URL, key or NO_KEY, shown)
        names = served_models(endpoint, timeout=ANSWER_TIMEOUT)
    except ExtractorError as error:
        return Check("endpoint", False, str(error), "check OPENAI_BASE_URL and OPENAI_API_KEY")
    models = f"{len(names)} model{'s' if len(names) != 1 else ''}" if names else "no list of models"
    return Check("endpoint", True, f"{shown} answers: {models}{f' ({names[0]})' if len(names) == 1 else ''}")


def _gigabytes(count: int) -> str:
    return f"{count / 1_000_000_000:.1f} GB"
