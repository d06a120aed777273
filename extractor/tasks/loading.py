"""Tasks as the command line names them: `package.module:task`, or the folder of a task without Python."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from extractor.errors import ExtractorError, UsageError
from extractor.tasks.task import BUILT_IN, Task


def tasks_named(names: Sequence[str], *, only: bool = False) -> tuple[str | Task[Any], ...] | None:
    """What `Extractor(tasks=…)` takes, from names: the built-in questions and these, or (`only`) these alone.

    A name may also be a built-in one: with `only` it chooses among them. None: nothing was named.
    Raises `UsageError`.
    """
    if not names:
        if only:
            msg = "--only-tasks needs a --task: claims, sources, summary, package.module:task or a folder"
            raise UsageError(msg)
        return None
    named = [name if name in BUILT_IN else task_named(name) for name in names]
    first: list[str | Task[Any]] = [] if only else list(BUILT_IN)
    return tuple(first + [task for task in named if task not in first])


def task_named(name: str) -> Task[Any]:
    """One task: a folder, or `package.module:task` (looked for in the current folder as well). Raises `UsageError`."""
    from extractor.tasks.folder import FolderTask

    if Path(name).is_dir():
        return FolderTask(name)
    module_name, colon, attribute = name.partition(":")
    if not colon:
        msg = f"--task {name}: no such folder; a task is a folder with schema.json, or package.module:task"
        raise UsageError(msg)
    found = _module(name, module_name)
    for step in attribute.split("."):
        found = getattr(found, step, None)
    if not isinstance(found, Task):
        what = "is not there" if found is None else "is no Task"
        msg = f"--task {name}: {attribute or 'what stands behind the colon'} {what} in {module_name}"
        raise UsageError(msg)
    return found


def _module(name: str, module_name: str) -> Any:
    here = str(Path.cwd())
    added = here not in sys.path
    if added:
        sys.path.insert(0, here)
    try:
        return import_module(module_name)
    except ExtractorError as error:  # the task's own refusal
        msg = f"--task {name}: {error}"
        raise UsageError(msg) from None
    except ModuleNotFoundError as error:
        msg = f"--task {name}: there is no module {error.name}"
        raise UsageError(msg) from None
    except Exception as error:
        msg = f"--task {name}: {module_name} cannot be imported ({type(error).__name__}: {_line(error)})"
        raise UsageError(msg) from None
    finally:
        if added and here in sys.path:
            sys.path.remove(here)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
