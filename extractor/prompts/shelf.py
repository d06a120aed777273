"""Where templates are: ours, a user's folder laid over them, and which version is meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.prompts.template import OTHER, Prompt

_FILE = re.compile(r"(?P<task>[a-z][a-z0-9_-]*)\.(?P<version>v[0-9]+)\.jinja")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*|" + OTHER)
_NAME = re.compile(r"(?P<task>[a-z][a-z0-9_-]*)\.(?P<version>v[0-9]+)")
#: Bytes of a file of worked examples: hundreds of them, more than any context window takes.
MOST_EXAMPLE_BYTES = 2_000_000
MOST_FOLDERS = 16  # whose names are kept; every question asks for one


@cache
def directory() -> Path:
    """Where our own templates are: inside the installed package, or beside it in a checkout.

    Raises `UsageError` when neither is there.
    """
    package = Path(__file__).parents[1]
    for place in (package / "_prompts", package.parent / "prompts"):
        if place.is_dir():
            return place
    msg = "the prompt templates are missing from this installation; install claim-extractor again"
    raise UsageError(msg)


def read(path: Path, task: str | None = None, version: str | None = None) -> Prompt:
    """The template in a file, with the worked examples beside it. Raises `UsageError`.

    The file's name says task and version, unless they are given.
    """
    match = _FILE.fullmatch(path.name)
    if match is None and (task is None or version is None):
        msg = f"{path}: the name of a template is like claims.v1.jinja: task, version, .jinja"
        raise UsageError(msg)
    beside = path.with_name(path.name.removesuffix(".jinja") + ".examples.jsonl")
    examples = tuple(read_examples(beside)) if beside.is_file() else ()
    task = task or (match["task"] if match else "")
    return Prompt(task, version or (match["version"] if match else ""), path, _text(path), examples)


def read_examples(path: Path) -> Iterator[dict[str, Any]]:
    """Worked examples, one `{"input": {"text": …}, "answer": {…}}` a line; `text` may stand alone for `input`.

    `"language": "de"` beside them: sent for documents in German only; `"other"`: for documents in whose
    language there is no example. Raises `UsageError`.
    """
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict) and isinstance(row.get("text"), str) and "input" not in row:
            row = {"input": {"text": row.pop("text")}, **row}
        if (
            not isinstance(row, dict)
            or set(row) - {"language"} != {"input", "answer"}
            or not isinstance(row["input"], dict)
        ):
            msg = f'{path}:{number}: not a worked example: a line is {{"input": {{"text": "…"}}, "answer": {{…}}}}'
            raise UsageError(msg)
        if "language" in row and not (isinstance(row["language"], str) and _LANGUAGE.fullmatch(row["language"])):
            msg = f'{path}:{number}: the language of a worked example is a code such as "de", or "other"'
            raise UsageError(msg)
        yield row


def versions(folder: Path) -> dict[str, dict[str, Path]]:
    """The template files of a folder: task, version, path. A later version has a higher number."""
    return _versions_of(folder, _changed(folder))


@lru_cache(maxsize=MOST_FOLDERS)
def _versions_of(folder: Path, changed: int) -> dict[str, dict[str, Path]]:  # noqa: ARG001 - a changed folder is another
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(folder.glob("*.jinja"), key=lambda path: (path.name.split(".")[0], _number(path))):
        match = _FILE.fullmatch(path.name)
        if match:
            found.setdefault(match["task"], {})[match["version"]] = path
    return found


@dataclass(frozen=True)
class Prompts:
    """Which templates are used.

        Prompts()                                     # ours
        Prompts(folder=Path("mine"))                  # files of `mine` before ours
        Prompts(chosen={"claims": "v1"})              # this version, whatever else there is

    A task that the folder has templates for uses the folder's latest version, unless one is chosen; a
    chosen version is looked for in the folder first, then among ours.
    """

    folder: Path | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path | str | None = None, names: tuple[str, ...] = ()) -> Prompts:
        """As the command line says it: a folder, and names such as `claims.v2`. Raises `UsageError`."""
        place = Path(folder) if folder is not None else None
        if place is not None and not place.is_dir():
            msg = f"{place}: not a folder of prompt templates"
            raise UsageError(msg)
        chosen: dict[str, str] = {}
        for name in names:
            match = _NAME.fullmatch(name)
            if match is None:
                msg = f"the prompt {name!r} is not named like claims.v1: task, version"
                raise UsageError(msg)
            chosen[match["task"]] = match["version"]
        prompts = cls(place, chosen)
        for task, version in chosen.items():  # a name that nothing answers to is found out before a model is asked
            if not prompts._paths(task):
                continue  # a task of the user's own, whose template stands beside it
            prompts.load(f"{task}.{version}")
        return prompts

    def load(self, name: str) -> Prompt:
        """The template asked for as `<task>.<version>`, or the one that stands for it. Raises `UsageError`."""
        match = _NAME.fullmatch(name)
        found = self.find(match["task"], match["version"]) if match else None
        if found is None:
            known = ", ".join(prompt.name for prompt in self.catalog())
            msg = f"there is no prompt {name!r}; there are: {known}"
            raise UsageError(msg)
        return found

    def find(self, task: str, version: str) -> Prompt | None:
        """As `load`; None where there is none. `version` is what is meant when nothing else is said."""
        laid_over = versions(self.folder).get(task, {}) if self.folder is not None else {}
        wanted = self.chosen.get(task) or (list(laid_over)[-1] if laid_over else version)
        path = self._paths(task).get(wanted)
        if path is None and task in self.chosen:
            there = ", ".join(f"{task}.{version}" for version in self._paths(task))
            msg = f"there is no prompt {task}.{wanted}; there are: {there or 'none of that task'}"
            raise UsageError(msg)
        return None if path is None else _read_once(path)

    def catalog(self) -> Iterator[Prompt]:
        """Every template there is, by name; the folder's before ours of the same name."""
        ours = versions(directory())
        laid_over = versions(self.folder) if self.folder is not None else {}
        for task in sorted({*ours, *laid_over}):
            for path in self._paths(task).values():
                yield _read_once(path)

    def _paths(self, task: str) -> dict[str, Path]:
        both = {**versions(directory()).get(task, {})}
        if self.folder is not None:
            both |= versions(self.folder).get(task, {})
        return dict(sorted(both.items(), key=lambda item: int(item[0][1:])))


def load(name: str) -> Prompt:
    """Our own prompt called `<task>.<version>`, such as `claims.v1`. Raises `UsageError` for an unknown one."""
    return Prompts().load(name)


def catalog() -> Iterator[Prompt]:
    """Every prompt of ours, by name."""
    return Prompts().catalog()


def _read_once(path: Path) -> Prompt:
    return _read_state(path, _changed(path), _changed(path.with_name(f"{path.stem}.examples.jsonl")))


@cache
def _read_state(path: Path, changed: int, examples_changed: int) -> Prompt:  # noqa: ARG001 - a changed file is another
    return read(path)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _number(path: Path) -> int:
    match = _FILE.fullmatch(path.name)
    return int(match["version"][1:]) if match else 0


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_EXAMPLE_BYTES:
            msg = f"{path}: larger than {MOST_EXAMPLE_BYTES:,} bytes"
            raise UsageError(msg)
        return path.read_text(encoding="utf-8")
    except OSError as error:
        msg = f"{path}: cannot be read ({(error.strerror or type(error).__name__).lower()})"
        raise UsageError(msg) from None
    except UnicodeDecodeError:
        msg = f"{path}: not UTF-8 text"
        raise UsageError(msg) from None
