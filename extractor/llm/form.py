"""The form of a question: how an answer model is asked for, and how its answer is read.

`instructor` knows how each mode is written on the wire and read back; this module takes those
two handlers from its registry, keeps the schema small, and remembers what an endpoint does not
accept. The request body is deterministic: the same question gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from extractor.llm.profiles import Profile

T = TypeVar("T", bound=BaseModel)

SEED = 7  # any fixed number: the same question gets the same answer where the endpoint can

# What is tried next when an endpoint does not accept a mode. `text` asks for JSON in words only.
_NEXT_MODE = {"json_schema": "tools", "tools": "json", "json": "text"}
_NAMES_OF_MODE = {
    "json_schema": ("response_format", "json_schema", "structured output"),
    "tools": ("tool",),
    "json": ("response_format", "json_object"),
}
# Modes that write the schema beside the messages, not into them: it is the same for every question.
_BESIDE = ("json_schema", "tools")
MOST_SCHEMAS = 256  # answer models whose schema is kept; a program has some ten
_INSTRUCTOR_MODE = {"json_schema": "JSON_SCHEMA", "tools": "TOOLS", "json": "JSON", "text": "MD_JSON"}


@dataclass(frozen=True)
class Form:
    """How one endpoint is asked; `without` gives the next form when it refuses a part of this one."""

    mode: str
    logprobs: bool = False
    temperature: bool = True
    seed: bool = True
    limit_name: str = "max_tokens"

    @classmethod
    def of(cls, profile: Profile) -> Form:
        """The form a profile prefers."""
        return cls(mode=profile.mode, logprobs=profile.logprobs)

    def request(self, question: Question) -> dict[str, Any]:
        """The request body for a question, without anything that changes from call to call."""
        body: dict[str, Any] = {"model": question.model, "messages": [dict(m) for m in question.messages]}
        if self.mode in _BESIDE:
            body |= _beside(self.mode, question.answer)
        else:
            _, body = _handlers(self.mode).request_handler(question.answer, body)
        if self.temperature:
            body["temperature"] = 0
        if self.seed:
            body["seed"] = SEED
        if self.logprobs and getattr(question.answer, "weighed", False):
            body["logprobs"] = True
            body["top_logprobs"] = 1  # one server sends twenty where this is not said
        body[self.limit_name] = question.max_tokens
        return body

    def read_plain(self, message: dict[str, Any], answer: type[T]) -> T | None:
        """The answer of a message that is nothing but the JSON asked for, as most are; None for any other.

        Without the package's copy of the whole completion, which takes longer than all the rest.
        """
        if self.mode != "json_schema" or not isinstance(content := message.get("content"), str):
            return None
        try:
            return answer.model_validate_json(content)
        except ValidationError:
            return None

    def read(self, completion: Any, answer: type[T]) -> T:
        """The answer in its form. Raises what instructor and pydantic raise: `ValueError` or an instructor error."""
        value = _handlers(self.mode).response_parser(response=completion, response_model=answer)
        if not isinstance(value, answer):
            msg = "the answer is not of the form asked for"
            raise ValueError(msg)
        return value

    def ask_again(self, body: dict[str, Any], completion: Any, fault: Exception) -> dict[str, Any]:
        """The body that shows the model its answer and what is wrong with it."""
        copied = {**body, "messages": list(body["messages"])}
        again: dict[str, Any] = _handlers(self.mode).reask_handler(kwargs=copied, response=completion, exception=fault)
        return again

    def without(self, refusal: str) -> Form | None:
        """The form without what a 400 names, or `None` when it names nothing that can be left out."""
        named = refusal.casefold()
        if "max_completion_tokens" in named and self.limit_name == "max_tokens":
            return replace(self, limit_name="max_completion_tokens")
        if "logprobs" in named and self.logprobs:
            return replace(self, logprobs=False)
        if "temperature" in named and self.temperature:
            return replace(self, temperature=False)
        if "seed" in named and self.seed:
            return replace(self, seed=False)
        if any(word in named for word in _NAMES_OF_MODE.get(self.mode, ())):
            return replace(self, mode=_NEXT_MODE[self.mode])
        return None


@dataclass(frozen=True)
class Question:
    """What is asked: the messages, and the form the answer must have.

    An answer model with a class variable `weighed = True` is asked for with the log-probability of
    each token, where the profile has them.
    """

    model: str
    messages: list[dict[str, str]]
    answer: type[BaseModel]
    max_tokens: int


def small_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without what costs tokens and constrains nothing: titles, defaults, class docstrings.

    Every object is closed, since an answer may hold nothing that was not asked for.
    """
    small: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ("title", "default"):
            continue
        if key == "description" and "properties" in schema:
            continue
        if key in ("properties", "$defs"):
            small[key] = {name: small_schema(part) for name, part in value.items()}
        elif isinstance(value, dict):
            small[key] = small_schema(value)
        elif key in ("anyOf", "oneOf", "allOf", "prefixItems"):
            small[key] = [small_schema(part) for part in value]
        else:
            small[key] = value
    if "properties" in small:
        small["additionalProperties"] = False
    return small


@lru_cache(maxsize=MOST_SCHEMAS)
def _beside(mode: str, answer: type[BaseModel]) -> dict[str, Any]:
    """What a mode of `_BESIDE` writes into a body, made once: it takes longer than a call. Not to be changed."""
    body: dict[str, Any] = _handlers(mode).request_handler(answer, {"messages": []})[1]
    del body["messages"]
    if mode == "json_schema":
        wrapped = body["response_format"]["json_schema"]
        wrapped["schema"] = small_schema(wrapped["schema"])
        wrapped["strict"] = _all_required(wrapped["schema"])
    else:
        function = body["tools"][0]["function"]
        body["tools"] = [
            {"type": "function", "function": {**function, "parameters": small_schema(function["parameters"])}}
        ]
    return body


def _all_required(schema: Any) -> bool:
    # Endpoints accept `strict` only where every property is required.
    if isinstance(schema, list):
        return all(_all_required(part) for part in schema)
    if not isinstance(schema, dict):
        return True
    if "properties" in schema and set(schema["properties"]) != set(schema.get("required", ())):
        return False
    return all(_all_required(part) for part in schema.values())


def _handlers(mode: str) -> Any:
    from instructor import Mode, Provider
    from instructor.v2.core.registry import mode_registry

    return mode_registry.get_handlers(Provider.OPENAI, Mode[_INSTRUCTOR_MODE[mode]])
