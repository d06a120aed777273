"""Which questions are put and how: the options that all extracting commands share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

TaskOption = Annotated[
    list[str] | None,
    typer.Option("--task", metavar="TASK", help="Your own question: a folder, or package.module:task. Repeatable."),
]
OnlyOption = Annotated[bool, typer.Option("--only-tasks", help="Put the questions of --task and no others.")]
PromptsOption = Annotated[Path | None, typer.Option("--prompts", metavar="DIR", help="Templates laid over ours.")]
PromptOption = Annotated[
    list[str] | None,
    typer.Option("--prompt", metavar="NAME", help="This version of a template, such as claims.v1. Repeatable."),
]
ProfilesOption = Annotated[
    Path | None, typer.Option("--profiles", metavar="FILE", help="Model profiles (TOML) tried before ours.")
]


@dataclass(frozen=True)
class Questions:
    """What the user said about the questions; nothing means the built-in ones as they come."""

    tasks: tuple[str, ...] = ()
    only: bool = False
    prompts: Path | None = None
    chosen: tuple[str, ...] = ()
    profiles: Path | None = None

    @classmethod
    def of(
        cls,
        tasks: list[str] | None,
        only: bool,
        prompts: Path | None,
        chosen: list[str] | None,
        profiles: Path | None,
    ) -> Questions:
        """From the options of a command."""
        return cls(tuple(tasks or ()), only, prompts, tuple(chosen or ()), profiles)

    def options(self) -> dict[str, Any]:
        """What `Extractor` takes for them; empty where nothing was said. Raises `UsageError`."""
        found: dict[str, Any] = {}
        if self.tasks or self.only:
            from extractor.tasks.loading import tasks_named

            found["tasks"] = tasks_named(self.tasks, only=self.only)
        if self.prompts is not None or self.chosen:
            from extractor.prompts import Prompts

            found["prompts"] = Prompts.of(self.prompts, self.chosen)
        if self.profiles is not None:
            found["profiles"] = self.profiles
        return found
