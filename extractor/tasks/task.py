"""A task: a question of the user's own. A template, the form of its answer, and what is made of it."""

from __future__ import annotations

import hashlib
import json
import math
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args, overload

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic.errors import PydanticInvalidForJsonSchema, PydanticSchemaGenerationError, PydanticUserError

from extractor.document.windows import WindowSize
from extractor.errors import UsageError
from extractor.prompts import HASH_DIGITS, Prompt, Prompts, read
from extractor.schema import Result
from extractor.tasks.answer_schema import MOST_LEVELS, AnswerSchema
from extractor.tasks.answers import from_json
from extractor.tasks.askable import check_askable
from extractor.tasks.shown_schema import in_shown_order, shown
from extractor.tasks.worked_examples import check_examples

O = TypeVar("O")  # noqa: E741 - what a task gives: an answer, or an object of the user's own
A = TypeVar("A", bound=BaseModel)
Json = Any

#: The questions that every extractor knows.
BUILT_IN = ("claims", "sources", "summary")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_PROMPT = re.compile(r"[a-z][a-z0-9_-]*\.v[0-9]+")


class Task(Generic[O]):
    """A question of your own, with the guarantees of the built-in ones.

        class Fire(BaseModel):
            place: Verbatim
            injured: int | None = Number(in_="count", default=None)
            count: Verbatim | None = None

        fires = Task("fires", Fire, prompt=Path("fires.v1.jinja"))

    name: what the answer stands under in a result; lower-case letters, digits, `_` and `-`.
    answer: a pydantic model. `Verbatim` fields are words of the document, `Number(in_="…")` numbers that
        stand in such words; `Free` and `str` are the model's own words; enums, booleans and other numbers
        are its judgement. Models in models, lists of them, optional fields.
    prompt: a template file `<name>.v1.jinja`; or `"<name>.v1"`, looked for in the folder of `--prompts`,
        beside the module of the answer model, and among ours; or the template's text itself.
    to_objects: makes your own objects of a grounded answer.
    window: how much text one question shows; default: as the front matter, then the model's profile say.
    max_tokens: limit of one answer.

    Raises `UsageError` for what cannot be asked.
    """

    @overload
    def __init__(
        self: Task[A],
        name: str,
        answer: type[A],
        prompt: str | Path,
        *,
        window: WindowSize | None = None,
        max_tokens: int | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        name: str,
        answer: type[A],
        prompt: str | Path,
        *,
        to_objects: Callable[[A], O],
        window: WindowSize | None = None,
        max_tokens: int | None = None,
    ) -> None: ...

    def __init__(
        self,
        name: str,
        answer: type[Any],
        prompt: str | Path,
        *,
        to_objects: Callable[[Any], Any] | None = None,
        window: WindowSize | None = None,
        max_tokens: int | None = None,
    ) -> None:
        if not isinstance(answer, type) or not issubclass(answer, BaseModel):
            msg = f"task {name!r}: the answer must be a pydantic model, not {answer!r}"
            raise UsageError(msg)
        self._answer = answer
        self._to_objects = to_objects
        place = f"task {name!r}"
        self._start(name, _schema_of(answer, place), prompt, window, max_tokens, place)

    def _start(  # noqa: PLR0913, RUF100 - what both kinds of tasks are made of
        self,
        name: str,
        schema: Json,
        prompt: str | Path,
        window: WindowSize | None,
        max_tokens: int | None,
        place: str,
    ) -> None:
        if not isinstance(name, str) or _NAME.fullmatch(name) is None or name in BUILT_IN:
            why = "is one of ours" if name in BUILT_IN else "is lower-case letters, digits, _ and -"
            msg = f"a task cannot be called {name!r}: a name {why}"
            raise UsageError(msg)
        if window is not None and window not in get_args(WindowSize):
            msg = f"task {name!r}: window {window!r} is not known: use sentence, paragraph or document"
            raise UsageError(msg)
        self.name = name
        self.window = window
        self.max_tokens = max_tokens
        self._template = prompt
        self.schema = AnswerSchema(schema, place)
        check_askable(self.schema)

    @property
    def template_names(self) -> set[str]:
        """What a version of this task's template is chosen by: the task's name, and the template's own."""
        given = self._template
        named = isinstance(given, str) and _PROMPT.fullmatch(given) is not None
        return {self.name, str(given).split(".")[0]} if named else {self.name}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    def prompt(self, prompts: Prompts | None = None) -> Prompt:
        """The template, as `prompts` (a folder laid over, versions chosen) say it, with its worked examples.

        Their answers have their fields in the order that a model will have to write them in. Raises `UsageError`.
        """
        found = self._found(prompts or Prompts())
        form = shown(self.schema, partial=False)
        examples = [{**one, "answer": in_shown_order(one["answer"], form, form)} for one in found.examples]
        return replace(found, examples=tuple(examples))

    def _found(self, prompts: Prompts) -> Prompt:
        """The template as it is written."""
        given = self._template
        if isinstance(given, str) and _PROMPT.fullmatch(given):
            return replace(self._named(given, prompts), task=self.name)
        if isinstance(given, str) and ("\n" in given or "{{" in given):
            return Prompt(self.name, "inline", None, given)
        return self._from_file(Path(given), prompts)

    def _named(self, name: str, prompts: Prompts) -> Prompt:
        """The template `<task>.<version>`: laid over, beside the answer model, or ours."""
        task, version = name.split(".")
        if prompts.folder is not None and (found := prompts.find(task, version)) is not None:
            return found
        module = sys.modules.get(self._answer.__module__)
        file = getattr(module, "__file__", None)
        if file:
            path = Path(file).with_name(f"{task}.{prompts.chosen.get(task, version)}.jinja")
            if path.is_file():
                return read(path)
        found = prompts.find(task, version)
        if found is None:
            msg = f"task {self.name!r}: there is no template {name}.jinja beside its answer model or in --prompts"
            raise UsageError(msg)
        return found

    def _from_file(self, path: Path, prompts: Prompts) -> Prompt:
        laid_over = prompts.find(self.name, "") if prompts.folder is not None else None
        if laid_over is not None:
            return laid_over
        version = prompts.chosen.get(self.name)
        if version is not None:
            path = path.with_name(f"{path.name.split('.')[0]}.{version}.jinja")
        parts = path.name.split(".")
        said = parts[1] if len(parts) > 2 and re.fullmatch(r"v[0-9]+", parts[1]) else "v1"
        return read(path, self.name, said)

    def check(self, prompts: Prompts | None = None) -> None:
        """Raise `UsageError` for a template, front matter or worked example that cannot be used."""
        prompt = self.prompt(prompts)
        prompt.check(dict.fromkeys(("before", "title", "language"), "") | {"text": "A line of text."})
        unknown = set(prompt.front.fields) - set(self.fields)
        if unknown:
            msg = f"{prompt.place}: the front matter names {sorted(unknown)[0]!r}, which is no field of the answer"
            raise UsageError(msg)
        check_examples(prompt, self.schema)

    @property
    def fields(self) -> list[str]:
        """The fields of the answer itself."""
        applied = self.schema.applying({}, self.schema.root())
        return list(dict.fromkeys(name for one in applied for name in one.schema.get("properties") or {}))

    def build(self, data: Json) -> Any:
        """Grounded data as the user's answer model. Raises pydantic's `ValidationError`."""
        return self._answer.model_validate(data)

    def read(self, result: Result) -> O | None:
        """This task's answer in a result; None where it holds none. See `Result.answer`."""
        data = (result.answers or {}).get(self.name)
        if data is None:
            return None
        answer = self.build(from_json(data))
        return self._to_objects(answer) if self._to_objects is not None else answer  # type: ignore[no-any-return]

    def fault(self, data: Json) -> tuple[tuple[str | int, ...], str] | None:
        """The first place where grounded data is no answer, and why; None for a good one."""
        found = self.schema.fault(data)
        if found is not None:
            return found
        try:
            self.build(data)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            return first["loc"], first["msg"]
        except Exception as error:
            return (), f"the answer model raised {type(error).__name__}"
        return None

    @cached_property
    def schema_hash(self) -> str:
        """Identity of the form of the answer."""
        canonical = json.dumps(self.schema.schema, sort_keys=True, ensure_ascii=True, default=str)
        return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()[:HASH_DIGITS]

    def identity(self, prompts: Prompts | None = None) -> dict[str, Json]:
        """All that changes an answer of this task, as JSON."""
        prompt = self.prompt(prompts)
        return {
            "prompt": f"{prompt.version} {prompt.hash}",
            "schema": self.schema_hash,
            "window": self.window,
            "max_tokens": self.max_tokens,
        }

    def asked(self, *, partial: bool) -> type[Asking]:
        """The form a model is asked for. `partial`: about a window that may hold only some fields."""
        return self._asked_partial if partial else self._asked_whole

    @cached_property
    def _asked_whole(self) -> type[Asking]:
        return _asking(self, partial=False)

    @cached_property
    def _asked_partial(self) -> type[Asking]:
        return _asking(self, partial=True)


class Asking(BaseModel):
    """The answer as a model gives it, before anything is grounded: an object that fits the task's schema."""

    model_config = ConfigDict(extra="allow")

    def data(self) -> dict[str, Json]:
        """The answer as plain data."""
        return dict(self.__pydantic_extra__ or {})


def _asking(task: Task[Any], *, partial: bool) -> type[Asking]:
    schema = shown(task.schema, partial=partial)

    class Answer(Asking):
        """The answer."""

        @model_validator(mode="before")
        @classmethod
        def _fits(cls, data: Json) -> Json:
            if not isinstance(data, dict):
                msg = "the answer must be an object"
                raise ValueError(msg)
            if not _plain(data):
                msg = "the answer holds a number that is none, or is nested too deep"
                raise ValueError(msg)
            fault = task.schema.fault(data, partial=partial)
            if fault is not None:
                where = "/".join(str(step) for step in fault[0])
                msg = f"{where or 'the answer'}: {fault[1]}"
                raise ValueError(msg)
            return data

        @classmethod
        def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
            return json.loads(json.dumps(schema))  # type: ignore[no-any-return]

    Answer.__name__ = Answer.__qualname__ = f"{task.name.replace('-', '_').title().replace('_', '')}Answer"
    return Answer


def _schema_of(answer: type[BaseModel], place: str) -> Json:
    try:
        return answer.model_json_schema(by_alias=True)
    except (PydanticInvalidForJsonSchema, PydanticSchemaGenerationError, PydanticUserError) as error:
        msg = f"{place}: its answer model has a field that no JSON can hold ({error.message.splitlines()[0]})"
        raise UsageError(msg) from None
    except RecursionError:
        msg = f"{place}: its answer model contains itself without end"
        raise UsageError(msg) from None


def _plain(data: Json) -> bool:
    """Whether data is what JSON can hold: finite numbers, at a depth that can be read."""
    stack = [(data, 0)]
    while stack:
        value, level = stack.pop()
        if level > MOST_LEVELS or (isinstance(value, float) and not math.isfinite(value)):
            return False
        if isinstance(value, dict):
            stack += [(part, level + 1) for part in value.values()]
        elif isinstance(value, list):
            stack += [(part, level + 1) for part in value]
    return True
