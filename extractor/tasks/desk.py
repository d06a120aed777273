"""The desk: asks the questions of one document and keeps the account of every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from extractor.errors import AnswerError, ModelError
from extractor.llm.likelihood import likelihoods
from extractor.prompts import Message, Prompt, Prompts
from extractor.schema import Items, Rejected, Report, Status, Usage, Windows
from extractor.telemetry import Span

if TYPE_CHECKING:
    from extractor.llm import Client

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """A question that was put. `value` is None when it failed; `window` numbers it in the order sent.

    `likelihoods`: the answer as data, each string in it replaced by how likely the model found it;
    None where the endpoint does not tell.
    """

    window: int
    value: T | None
    conversation: tuple[Message, ...] = ()
    raw: str = ""
    likelihoods: Any = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Words of an answer that are not in the passage, the nearest that are, and why they cannot be used."""

    words: str
    near: str
    why: str = ""


class Desk:
    """Puts questions to one client for one document. The counts of `report` add up at any time."""

    def __init__(self, client: Client, span: Span | None = None, templates: Prompts | None = None) -> None:
        self.client = client
        self.templates = templates or Prompts()
        self._span = span or Span()
        self.prompts: dict[str, str] = {}
        self._templates: dict[str, Prompt] = {}
        self.fault: ModelError | None = None
        self._sent = 0
        self._answered = 0
        self._kept = 0
        self._repaired = 0
        self._rejected: list[Rejected] = []
        self._warnings: list[str] = []
        self._usage: list[Usage] = []

    def prompt(self, name: str) -> Prompt:
        """The template `<task>.<version>`, or the one that was laid over it or chosen instead.

        Read once: all questions of a document are of one version, whatever happens to the file meanwhile.
        """
        if name not in self._templates:
            self._templates[name] = self.templates.load(name)
        return self._templates[name]

    async def ask(
        self, prompt: Prompt, variables: Mapping[str, Any], answer: type[T], *, max_tokens: int | None = None
    ) -> Asked[T]:
        """Put one question. A failure is counted and warned about, not raised."""
        messages = prompt.messages(variables, examples=self.client.profile.examples)
        return await self._put(prompt, messages, answer, max_tokens)

    async def ask_again(
        self,
        prompt: Prompt,
        asked: Asked[T],
        failures: Sequence[Failure],
        answer: type[T],
        *,
        max_tokens: int | None = None,
    ) -> Asked[T]:
        """Put the question once more, for what did not ground, with the near misses the text does hold."""
        shown = [asdict(failure) for failure in failures]
        messages = prompt.again(asked.conversation, asked.raw, {"failures": shown})
        return await self._put(prompt, messages, answer, max_tokens)

    async def _put(self, prompt: Prompt, messages: list[Message], answer: type[T], max_tokens: int | None) -> Asked[T]:
        window = self._sent
        self._sent += 1
        self.prompts[prompt.task] = f"{prompt.version} {prompt.hash}"
        if self.fault is not None:  # the model is gone: do not knock again for every question
            return Asked(window, None)
        try:
            with self._span.current():
                answered = await self.client.ask(messages, answer, max_tokens=max_tokens)
        except AnswerError as fault:
            usage = getattr(fault, "usage", None)
            if usage is not None:
                self._usage.append(usage)
            self.warn(f"window {window} ({prompt.task}) {fault.reason}: {fault}")
            return Asked(window, None)
        except ModelError as fault:
            if self.fault is None:
                self.fault = fault
                self.warn(f"window {window} ({prompt.task}) not answered: {fault}")
            return Asked(window, None)
        self._answered += 1
        self._usage.append(answered.usage)
        weighed = likelihoods(answered.raw, answered.logprobs) if answered.logprobs else None
        return Asked(window, answered.value, tuple(messages), answered.raw, weighed)

    def aside(self) -> Desk:
        """A desk whose questions count here, and whose items do not: for answers that are weighed, not kept."""
        return _Aside(self)

    def keep(self, *, repaired: bool = False) -> None:
        """Count one item that is used."""
        self._kept += 1
        self._repaired += repaired

    def reject(self, window: int, reason: str, answer: str) -> None:
        """Count one item that is not used, with its reason and the model's own words."""
        self._rejected.append(Rejected(window=window, reason=reason, answer=answer))

    def drop(self, window: int, reason: str, answer: str, *, repaired: bool = False) -> None:
        """Count an item that was kept as rejected after all."""
        self._kept -= 1
        self._repaired -= repaired
        self.reject(window, reason, answer)

    def warn(self, message: str) -> None:
        """Add a line to the report, once."""
        if message not in self._warnings:
            self._warnings.append(message)

    @property
    def answered(self) -> int:
        """Questions answered so far."""
        return self._answered

    def report(self, warnings: tuple[str, ...] = ()) -> Report:
        """The account: complete when every question was answered, failed when none was."""
        failed = self._sent - self._answered
        status: Status = "complete" if not failed else "partial" if self._answered else "failed"
        rejected = sorted(self._rejected, key=lambda entry: entry.window)
        return Report(
            status=status,
            windows=Windows(sent=self._sent, answered=self._answered, failed=failed),
            items=Items(
                answered=self._kept + len(rejected),
                kept=self._kept,
                repaired=self._repaired,
                rejected=len(rejected),
            ),
            rejected=rejected,
            warnings=[*warnings, *self._warnings],
        )

    def usage(self) -> Usage:
        """What the questions have cost."""
        return Usage(
            calls=sum(usage.calls for usage in self._usage),
            input_tokens=sum(usage.input_tokens for usage in self._usage),
            cached_tokens=sum(usage.cached_tokens for usage in self._usage),
            output_tokens=sum(usage.output_tokens for usage in self._usage),
            cost_usd=_sum_known([usage.cost_usd for usage in self._usage]),
        )


class _Aside(Desk):
    """Puts its questions through another desk and keeps books of its own on what became of the answers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.client, templates=desk.templates)
        self._desk = desk

    async def _put(self, prompt: Prompt, messages: list[Message], answer: type[T], max_tokens: int | None) -> Asked[T]:
        return await self._desk._put(prompt, messages, answer, max_tokens)


def _sum_known(costs: Sequence[float | None]) -> float | None:
    """The sum; None as soon as one of them is not known, and for nothing at all."""
    known = [cost for cost in costs if cost is not None]
    return sum(known) if known and len(known) == len(costs) else None
