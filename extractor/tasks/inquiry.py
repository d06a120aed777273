"""One task asked about one document: window by window, grounded, asked again once, put together."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.document import Document, Window, windows
from extractor.document.windows import DEFAULT_BUDGET, WindowSize, tokens
from extractor.grounding import Grounder
from extractor.prompts import Prompt
from extractor.tasks.answers import Grounding, Loss, as_json, items, with_nulls
from extractor.tasks.desk import Asked, Desk, Failure
from extractor.tasks.merging import completed, merged, once, said
from extractor.tasks.passages import Passage
from extractor.tasks.task import Asking, Task

Json = Any
#: Failures shown when a question is put again: more than a small model minds.
MOST_SHOWN = 8
#: Tokens around the passages of a conversation, for what chat templates add.
TOKENS_AROUND = 200


@dataclass(frozen=True)
class Found:
    """What one window gave: grounded data, and the number of its question for the report."""

    number: int
    data: dict[str, Json] | None


class Inquiry:
    """Asks one task about the windows of one document. `answer` is its JSON when `run` has ended."""

    def __init__(
        self, task: Task[Any], desk: Desk, document: Document, grounder: Grounder, override: WindowSize | None
    ):
        self.task = task
        self.desk = desk
        self.document = document
        self.grounder = grounder
        self.prompt: Prompt = task.prompt(desk.templates)
        front, profile = self.prompt.front, desk.client.profile
        chosen = override or task.window or front.window
        self.size: WindowSize = chosen or profile.window
        budget = profile.budget_tokens if self.size == profile.window else max(profile.budget_tokens, self._room())
        self.windows = [w for w in windows(document, self.size, budget) if self._mentions(w)]
        self.partial = self.size != "document" or len(self.windows) > 1
        self.answer: Json = None
        languages = [language.lower() for language in front.languages]
        if languages and document.language and document.language not in languages:
            desk.warn(
                f"{task.name}: the prompt {self.prompt.name} is written for {', '.join(languages)}, "
                f"the document is in {document.language}"
            )

    def _room(self) -> int:
        """Tokens of document text that fit beside the prompt and its answer."""
        profile = self.desk.client.profile
        said = self.prompt.messages(self._variables(""), examples=profile.examples)
        around = sum(tokens(message["content"]) for message in said) + TOKENS_AROUND
        limit = self.task.max_tokens or self.prompt.front.max_tokens or profile.max_output_tokens
        return int(max(1, min(DEFAULT_BUDGET, profile.context_tokens - limit - around)))

    def _mentions(self, window: Window) -> bool:
        wanted = [word.casefold() for word in self.prompt.front.mentions]
        text = Passage(self.document, self.grounder, window).text.casefold()
        return not wanted or any(_begins(text, word) for word in wanted)

    async def run(self) -> AsyncIterator[None]:
        """One step a window; `answer` is there after the last."""
        questions = [asyncio.create_task(self._read(window)) for window in self.windows]
        found: list[Found] = []
        try:
            for question in questions:
                found.append(await question)
                yield
        finally:
            for question in questions:
                question.cancel()
        self.answer = self._together(found)

    async def _read(self, window: Window) -> Found:
        passage = Passage(self.document, self.grounder, window)
        form = self.task.asked(partial=self.partial)
        variables = self._variables(passage.text, passage.before(self.size))
        limit = self.task.max_tokens or self.prompt.front.max_tokens
        asked = await self.desk.ask(self.prompt, variables, form, max_tokens=limit)
        if asked.value is None:
            return Found(asked.window, None)
        first = self._grounded(passage, asked)
        if not first.losses:
            return Found(asked.window, first.data)
        return await self._again(passage, asked, first, limit)

    async def _again(self, passage: Passage, asked: Asked[Asking], first: Grounding, limit: int | None) -> Found:
        """The question once more, for what did not ground, with the near misses of the passage."""
        failures = [
            Failure(loss.words or loss.answer, passage.near(loss.words) if loss.words else "", loss.reason)
            for loss in first.losses[:MOST_SHOWN]
        ]
        again = await self.desk.ask_again(self.prompt, asked, failures, self.task.asked(partial=True), max_tokens=limit)
        second = self._grounded(passage, again) if again.value is not None else None
        if second is None:
            self._reject(asked.window, first.losses)
            return Found(asked.window, first.data)
        data, gained = completed(first.data or {}, second.data or {})
        self._reject(again.window, second.losses)
        # What the second answer has no entry for keeps its first reason.
        left = _not_made_good(first.losses, gained)
        self._reject(asked.window, left[: max(0, len(left) - len(second.losses))])
        return Found(asked.window, data)

    def _grounded(self, passage: Passage, asked: Asked[Asking]) -> Grounding:
        grounding = Grounding(self.task.schema, passage, asked.value.data() if asked.value is not None else {})
        for edit in grounding.edits:
            self.desk.warn(f"repaired: {edit}")
        return grounding

    def _reject(self, window: int, losses: Sequence[Loss]) -> None:
        for loss in losses:
            self.desk.reject(window, f"{self.task.name}: {loss.reason}", loss.answer)

    def _together(self, found: Sequence[Found]) -> Json:
        """The answers of all windows as one, valid as a whole; None where that cannot be."""
        whole: dict[str, Json] | None = None
        for one in found:

            def unused(reason: str, value: Json, number: int = one.number) -> None:
                self.desk.reject(number, f"{self.task.name}: {reason}", _shown(value))

            whole = merged(whole, once(one.data, unused), unused)
        if whole is None and found:  # no question was answered
            return None
        data = self._valid(whole or {}, found[-1].number if found else 0)
        if data is None:
            return None
        for repaired in items(data):
            self.desk.keep(repaired=repaired)
        return as_json(data)

    def _valid(self, data: dict[str, Json], number: int) -> dict[str, Json] | None:
        """The data without what breaks the task's schema or answer model; None where nothing is left."""
        said_something = any(True for _ in items(data))
        data = self._with_absent(data)
        while (fault := self.task.fault(data)) is not None:
            dropped = _drop(data, fault[0], self._required())
            if dropped is None:
                if said_something:
                    self.desk.reject(number, f"{self.task.name}: {_at(fault[0])}{fault[1]}", _shown(data))
                return None
            self.desk.reject(number, f"{self.task.name}: {_at(fault[0])}{fault[1]}", _shown(dropped))
        return data

    def _required(self) -> set[str]:
        schema = self.task.schema
        return {name for one in schema.applying({}, schema.root()) for name in one.schema.get("required") or []}

    def _with_absent(self, data: dict[str, Json]) -> dict[str, Json]:
        """Fields that nothing was answered for: null where it is allowed, an empty list where one is required."""
        schema, required = self.task.schema, self._required()
        made: dict[str, Json] = with_nulls(data, schema, [schema.root()])
        for name in required - set(made):
            at = schema.of_property(schema.applying(made, schema.root()), name)
            if at and all(schema.fits([], one) for one in at):
                made[name] = []
        return made

    def _variables(self, text: str, before: str = "") -> dict[str, Any]:
        return {
            "text": text,
            "before": before,
            "title": self.document.title or "",
            "language": self.document.language or "",
        }


def _not_made_good(losses: Sequence[Loss], gained: Sequence[Json]) -> list[Loss]:
    """The losses that nothing gained stands for.

    A gain makes good the losses of one entry, the one it is most like, in the fields that it fills.
    """
    from rapidfuzz.fuzz import ratio

    left = list(losses)
    for one in gained:
        words = _shown(said(one))
        filled = [loss for loss in left if _filled(one, loss.field)]
        if filled:
            entry = max(filled, key=lambda loss: ratio(loss.entry or loss.answer, words)).entry
            left = [loss for loss in left if loss not in filled or loss.entry != entry]
    return left


def _filled(value: Json, field: Sequence[str]) -> bool:
    for name in field:
        value = value.get(name) if isinstance(value, dict) else value
    return value is not None


def _begins(text: str, word: str) -> bool:
    """Whether a word of the text begins with `word`."""
    at = text.find(word)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return True
        at = text.find(word, at + 1)
    return False


def _drop(data: dict[str, Json], path: Sequence[str | int], required: set[str]) -> Json | None:
    """Take out the smallest part around a place that may be missing, and give it; None where none may."""
    steps: list[tuple[Any, Any]] = []
    here: Json = data
    for step in path:
        inside = step in here if isinstance(here, dict) else isinstance(here, list) and step in range(len(here))
        if inside:  # else a step of the validator's own, such as the branch of a union
            steps.append((here, step))
            here = here[step]
    for holder, step in reversed(steps):
        if isinstance(holder, list):
            return holder.pop(step)
    for holder, step in steps[:1]:
        if step not in required:
            return holder.pop(step)
    return None


def _at(path: Sequence[str | int]) -> str:
    names = ".".join(str(step) for step in path)
    return f"{names}: " if names else ""


def _shown(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def inquiries(
    tasks: Sequence[Task[Any]], desk: Desk, document: Document, override: WindowSize | None
) -> Iterator[Inquiry]:
    """One inquiry for each task."""
    grounder = Grounder(document.text)
    for task in tasks:
        yield Inquiry(task, desk, document, grounder, override)
