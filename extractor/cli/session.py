"""Which model answers: from the options to an `Extractor`, and the line that says so."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from extractor.cli.questions import Questions
from extractor.cli.weighing import Trust

if TYPE_CHECKING:
    from extractor.llm import AnswerCache
    from extractor.pipeline import Extractor

LOCAL = "local"


@dataclass(frozen=True)
class ModelChoice:
    """What the user said about the model; `None` is "nothing"."""

    model: str | None = None
    base_url: str | None = None
    window: Literal["sentence", "paragraph", "document"] | None = None
    timeout: float | None = None
    cache: AnswerCache | None = None
    questions: Questions = field(default_factory=Questions)
    trust: Trust = field(default_factory=Trust)

    def open(self, progress: Callable[[int, int], None] | None = None) -> Extractor:
        """The extractor for this choice. `progress` gets bytes done and in all while a model is fetched."""
        from extractor.cli.streams import pass_on_warnings
        from extractor.pipeline import TIME_LIMIT, Extractor

        pass_on_warnings()
        return Extractor(
            self.model,
            base_url=self.base_url,
            window=self.window,
            timeout=self.timeout or TIME_LIMIT,
            cache=self.cache,
            progress=progress,
            **self.questions.options(),
            **self.trust.options(),
        )

    def announcement(self, extractor: Extractor) -> str | None:
        """Which model answers and why, when nobody named one."""
        if self.model is not None:
            return None
        if extractor.endpoint == LOCAL:
            return f"embedded model {extractor.model}; no OPENAI_API_KEY set"
        named = "--base-url" if self.base_url else "OPENAI_BASE_URL" if _has("OPENAI_BASE_URL") else "OPENAI_API_KEY"
        return f"model {extractor.model} at {extractor.endpoint}, because {named} is set"


def _has(variable: str) -> bool:
    return bool(os.environ.get(variable))
