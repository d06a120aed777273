"""Worked examples are checked when they are loaded: one that does not ground would teach a model to invent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.document import Document, windows
from extractor.errors import UsageError
from extractor.grounding import Grounder
from extractor.prompts import Prompt
from extractor.tasks.answer_schema import AnswerSchema
from extractor.tasks.answers import Grounding
from extractor.tasks.passages import Passage


def check_examples(prompt: Prompt, schema: AnswerSchema) -> None:
    """Raise `UsageError` for an example that is no answer of the schema, or not its own text's words."""
    for number, example in enumerate(prompt.examples, 1):
        place = f"{prompt.place.removesuffix('.jinja')}.examples.jsonl, example {number}"
        text, answer = example["input"].get("text"), example["answer"]
        if not isinstance(text, str) or not text.strip():
            msg = f"{place}: its input has no text"
            raise UsageError(msg)
        if not isinstance(answer, dict):
            msg = f"{place}: its answer is no object"
            raise UsageError(msg)
        fault = schema.fault(answer)
        if fault is not None:
            where = "/".join(str(step) for step in fault[0])
            msg = f"{place}: its answer does not fit the schema: {where + ': ' if where else ''}{fault[1]}"
            raise UsageError(msg)
        _check_words(place, text, answer, schema)


def check_copies(prompt: Prompt, shown: tuple[str, ...]) -> None:
    """Raise `UsageError` for an example of a built-in question that answers with words its input does not hold.

    `shown`: the parts of the input that hold text.
    """
    for number, example in enumerate(prompt.examples, 1):
        text = " ".join(str(example["input"].get(name, "")) for name in shown)
        for words in _strings(example["answer"]):
            if words and words not in text:
                place = f"{prompt.place.removesuffix('.jinja')}.examples.jsonl, example {number}"
                msg = f"{place}: not in its own text: {words!r}"
                raise UsageError(msg)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _check_words(place: str, text: str, answer: dict[str, Any], schema: AnswerSchema) -> None:
    # All of an example is story: what looks like furniture in it is not left out.
    document = Document.from_text(text, keep_furniture=True, title="")
    window = windows(document, "document", budget=len(text) + 1)
    if not window:
        msg = f"{place}: its text holds no sentence"
        raise UsageError(msg)
    grounding = Grounding(schema, Passage(document, Grounder(text), window[0]), answer)
    if grounding.losses:
        loss = grounding.losses[0]
        msg = f"{place}: {loss.reason}: {loss.words or loss.answer!r}"
        raise UsageError(msg)
    if grounding.edits:
        msg = f"{place}: its answer is not word for word in its text: {grounding.edits[0]}"
        raise UsageError(msg)
