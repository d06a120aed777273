"""The plan: which questions are put to every document, and with which templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.errors import UsageError
from extractor.prompts import Prompt, Prompts, directory
from extractor.tasks.task import BUILT_IN, Task
from extractor.tasks.worked_examples import check_copies

#: The templates the built-in questions are put with when nothing else is said.
TEMPLATES = {"claims": "claims.v1", "speakers": "speakers.v1", "sources": "sources.v1", "summary": "summary.v1"}


@dataclass(frozen=True)
class Plan:
    """The built-in questions that run, the tasks of the user's own, and the templates."""

    built_in: frozenset[str] = frozenset(BUILT_IN)
    own: tuple[Task[Any], ...] = ()
    templates: Prompts = field(default_factory=Prompts)

    @classmethod
    def of(cls, tasks: Sequence[str | Task[Any]] | None, templates: Prompts | None = None) -> Plan:
        """From what `Extractor(tasks=…)` takes; None: all built-in ones. Raises `UsageError`.

        Every template is loaded, so that a mistake in one is found before a model is asked.
        """
        templates = templates or Prompts()
        wanted = list(BUILT_IN) if tasks is None else [tasks] if isinstance(tasks, (str, Task)) else list(tasks)
        built_in: set[str] = set()
        own: list[Task[Any]] = []
        for task in wanted:
            if isinstance(task, Task):
                own.append(task)
            elif task in BUILT_IN:
                built_in.add(task)
            else:
                msg = f"there is no task {task!r}: built in are {', '.join(BUILT_IN)}; your own is a Task"
                raise UsageError(msg)
        names = [task.name for task in own]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            msg = f"two tasks are called {twice!r}: give one another name"
            raise UsageError(msg)
        if not wanted:
            msg = f"no task is named: name {', '.join(BUILT_IN)} or a Task"
            raise UsageError(msg)
        if "sources" in built_in and "claims" not in built_in:
            msg = "sources are those of claims: name the task claims as well"
            raise UsageError(msg)
        plan = cls(frozenset(built_in), tuple(own), templates)
        known = set(TEMPLATES).union(*(task.template_names for task in own))
        nobody = sorted(set(templates.chosen) - known)
        if nobody:
            name = f"{nobody[0]}.{templates.chosen[nobody[0]]}"
            msg = f"the prompt {name} is chosen, but no question is put with it; there are {', '.join(sorted(known))}"
            raise UsageError(msg)
        for task in own:
            task.check(templates)
        for name in plan.templates_asked:
            prompt = templates.load(TEMPLATES[name])
            if prompt.path is not None and prompt.path.parent != directory():  # laid over ours
                _check(name, prompt)
        return plan

    @property
    def templates_asked(self) -> list[str]:
        """The built-in templates that may be used."""
        return [name for name in TEMPLATES if ("claims" if name == "speakers" else name) in self.built_in]

    @property
    def first(self) -> str:
        """The question that is put first, where claims are not asked for."""
        return "summary" if "summary" in self.built_in else self.own[0].name

    def identity(self) -> dict[str, Any]:
        """All that the plan changes in a result, as JSON: for the keys under which results are kept."""
        templates = {name: self.templates.load(TEMPLATES[name]) for name in self.templates_asked}
        return {
            "built_in": sorted(self.built_in),
            "prompts": {name: f"{prompt.version} {prompt.hash}" for name, prompt in templates.items()},
            "tasks": {task.name: task.identity(self.templates) for task in self.own},
        }


#: What each built-in question gives its template, for trying one out.
_TRIED: dict[str, dict[str, Any]] = {
    "claims": {"text": "A line.", "before": "Another."},
    "speakers": {"text": "A line.", "before": "Another.", "cues": ["said"]},
    "sources": {"sources": [{"name": "A", "text": "A line."}]},
    "summary": {"text": "[1] A line."},
}


def _check(name: str, prompt: Prompt) -> None:
    """Try a user's version of a built-in template, and its worked examples. Raises `UsageError`."""
    _ = prompt.front
    prompt.messages(_TRIED[name])
    if "text" in _TRIED[name]:
        prompt.check(_TRIED[name])
    if name in ("claims", "speakers"):
        check_copies(prompt, ("text", "before"))
