"""A task without Python: a folder with `schema.json` and `prompt.v1.jinja`.

In the JSON Schema a field is words of the document by `"x-verbatim": true`; a number names the field that
must hold it by `"x-in": "field"`. `prompt.v1.examples.jsonl` may hold worked examples.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from extractor.document.windows import WindowSize
from extractor.errors import UsageError
from extractor.prompts import Prompt, Prompts, read
from extractor.tasks.task import Task

SCHEMA, TEMPLATE = "schema.json", "prompt"
#: Bytes of a schema: above any that people write, below what makes checking it slow.
MOST_SCHEMA_BYTES = 1_000_000
_TEMPLATE = re.compile(r"prompt\.(?P<version>v[0-9]+)\.jinja")
_NOT_A_NAME = re.compile(r"[^a-z0-9_-]+")


class FolderTask(Task[dict[str, Any]]):
    """The task in a folder; its answers are dictionaries, words in them `Verbatim`.

    name: default: the folder's. Of several `prompt.vN.jinja` the latest is used, unless one is chosen
    (`Prompts(chosen={name: "v1"})`, `--prompt name.v1`). Raises `UsageError`.
    """

    def __init__(self, folder: Path | str, *, name: str | None = None, window: WindowSize | None = None) -> None:
        self.folder = Path(folder)
        if not self.folder.is_dir():
            msg = f"{folder}: not a folder of a task"
            raise UsageError(msg)
        self._to_objects = None
        name = name or _NOT_A_NAME.sub("-", self.folder.resolve().name.lower()).strip("-_")
        place = self.folder / SCHEMA
        self._start(name, read_schema(place), self.folder, window, None, str(place))

    def _found(self, prompts: Prompts) -> Prompt:
        """The template of the version that is meant. Raises `UsageError`."""
        laid_over = prompts.find(self.name, "") if prompts.folder is not None else None
        if laid_over is not None:
            return laid_over
        found = {
            match["version"]: path
            for path in self.folder.glob(f"{TEMPLATE}.*.jinja")
            if (match := _TEMPLATE.fullmatch(path.name))
        }
        if not found:
            msg = f"{self.folder}: a task needs its template: {TEMPLATE}.v1.jinja"
            raise UsageError(msg)
        version = prompts.chosen.get(self.name) or max(found, key=lambda version: int(version[1:]))
        if version not in found:
            there = ", ".join(sorted(found))
            msg = f"{self.folder}: there is no {TEMPLATE}.{version}.jinja; there are: {there}"
            raise UsageError(msg)
        return read(found[version], self.name, version)

    def build(self, data: Any) -> Any:
        """Grounded data as it is."""
        return data


def read_schema(path: Path) -> Any:
    """The JSON of a schema file. Raises `UsageError`."""
    try:
        if path.stat().st_size > MOST_SCHEMA_BYTES:
            msg = f"{path}: larger than {MOST_SCHEMA_BYTES:,} bytes"
            raise UsageError(msg)
        return json.loads(path.read_bytes())
    except OSError as error:
        msg = f"{path}: cannot be read ({(error.strerror or type(error).__name__).lower()}); a task needs its schema"
        raise UsageError(msg) from None
    except (ValueError, RecursionError):
        msg = f"{path}: not JSON, or nested too deep"
        raise UsageError(msg) from None
