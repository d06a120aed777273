"""Reading a completion: the answer in its form, or which kind of failure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from extractor.errors import AnswerFiltered, AnswerInvalid, AnswerRefused, AnswerTruncated

if TYPE_CHECKING:
    from extractor.llm.form import Form

T = TypeVar("T", bound=BaseModel)


class WrongForm(AnswerInvalid):
    """An answer the model can be shown again, with what is wrong in it."""

    completion: Any = None
    fault: Exception = ValueError()


def has_choices(completion: dict[str, Any]) -> bool:
    """Whether the completion holds an answer at all."""
    choices = completion.get("choices")
    return isinstance(choices, list) and bool(choices) and isinstance(choices[0], dict)


def read_answer(completion: dict[str, Any], form: Form, answer: type[T]) -> tuple[T, str]:
    """The value and the model's own words.

    Raises `AnswerFiltered`, `AnswerRefused`, `AnswerTruncated`, `AnswerInvalid`; the message
    never quotes the answer, which may repeat the document.
    """
    if not has_choices(completion):
        msg = "the endpoint's answer holds no choices"
        raise AnswerInvalid(msg)
    choice = completion["choices"][0]
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    _check_finish(choice.get("finish_reason"), message)
    raw = _words(message)
    if not raw.strip():
        msg = "the answer is empty"
        raise AnswerInvalid(msg)
    plain = form.read_plain(message, answer)
    return (_value(completion, form, answer) if plain is None else plain), raw


def _check_finish(finish_reason: object, message: dict[str, Any]) -> None:
    if finish_reason == "content_filter":
        msg = "the endpoint's content filter stopped the answer"
        raise AnswerFiltered(msg)
    if message.get("refusal"):
        msg = "the model declined to answer"
        raise AnswerRefused(msg)
    if finish_reason == "length":
        msg = "the answer reached its token limit; use a smaller window or a larger limit"
        raise AnswerTruncated(msg)


def _words(message: dict[str, Any]) -> str:
    calls = message.get("tool_calls")
    if isinstance(calls, list) and calls and isinstance(calls[0], dict):
        function = calls[0].get("function")
        words = function.get("arguments") if isinstance(function, dict) else None
    else:
        words = message.get("content")
    return words if isinstance(words, str) else ""


def _value(completion: dict[str, Any], form: Form, answer: type[T]) -> T:
    from instructor.v2.core.errors import InstructorError
    from openai.types.chat import ChatCompletion

    # `construct` is the package's own lenient reading: endpoints leave fields out or add some.
    parsed = ChatCompletion.construct(**completion)
    try:
        return form.read(parsed, answer)
    except (ValueError, InstructorError, AttributeError, TypeError, AssertionError) as fault:
        wrong = WrongForm(f"the answer is not of the form asked for ({_kinds(fault)})")
        wrong.completion, wrong.fault = parsed, fault
        raise wrong from None


def _kinds(fault: Exception) -> str:
    if isinstance(fault, ValidationError):
        return ", ".join(sorted({error["type"] for error in fault.errors(include_input=False, include_url=False)}))
    return type(fault).__name__
