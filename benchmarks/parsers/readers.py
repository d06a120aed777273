"""The parsers: what each is given, and how it is called."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.parsers import inputs
from extractor import Document
from extractor.attribution.lexicon import lexicon_for
from extractor.attribution.stretches import stretches
from extractor.attribution.tokens import quotations
from extractor.bulk.inputs import read_records
from extractor.document import decoding, language
from extractor.document.instructions import find_instructions
from extractor.document.lines import paragraphs
from extractor.grounding import Grounder
from extractor.llm.form import Form
from extractor.llm.reading import read_answer
from extractor.prompts.fence import harmless
from extractor.render.markdown import escape
from extractor.render.sheet import cell
from extractor.render.visible import one_line, visible
from extractor.tasks.claims import ClaimsAnswer
from extractor.tasks.story import read_story

#: 200 claims of twelve pieces each (`tasks/claims.py`).
MOST_WORDS = 2_400


@dataclass(frozen=True)
class Parser:
    """A parser and the inputs it is measured on. `analysis`: not held to the limit of seconds, and given a tenth."""

    read: Callable[[Any], object]
    made: Mapping[str, Callable[[int], Any]]
    analysis: bool = False


def _lines(text: str) -> list[tuple[int, int]]:
    return [(line.start, line.end) for line in paragraphs(text)]


def _story(text: str) -> None:
    document = Document.from_text(text, language="de" if "sagte" in text else "en")
    lexicon = lexicon_for(document.language)
    if lexicon is not None:
        read_story(document, lexicon)


def _stretches(text: str) -> None:
    document = Document.from_text(text, language="en", keep_instructions=True)
    stretches(document, quotations(text, document.paragraphs))


def _ground(text: str) -> None:
    grounder = Grounder(text)
    grounder.ground(text[: len(text) // 2][-300:] + "x", language="en")
    grounder.ground("The wall will not be rebuilt for 54 million crowns, Ruiz said.", language="en")


def _decode(text: str) -> None:
    decoding.decode(text.encode("utf-8", "surrogatepass"), "made")
    decoding.decode(text.encode("cp1252", "replace"), "made")
    decoding.text_warnings(text)


def _records(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "in.jsonl.gz"
        place.write_bytes(data)
        for _ in read_records([str(place)]):
            pass


def _answer(mode: str) -> Callable[[str], object]:
    form = Form(mode=mode)

    def read(text: str) -> object:
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if mode == "tools":
            call = {"id": "1", "type": "function", "function": {"name": "ClaimsAnswer", "arguments": text}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        whole = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
        return read_answer(whole, form, ClaimsAnswer)

    return read


def _long_words(text: str) -> None:
    """What a model may answer as words of the passage, whatever their length."""
    Grounder(inputs.SAID * 40).ground(text, language="en")


def _many_words(text: str) -> None:
    """As many wrong words as one answer may hold."""
    grounder = Grounder(inputs.SAID * 40)
    for start in range(0, len(text), max(1, len(text) // MOST_WORDS)):
        grounder.ground(text[start : start + max(1, len(text) // MOST_WORDS)], language="en")


def _escaped(text: str) -> None:
    escape(text)
    cell(text)


PARSERS: dict[str, Parser] = {
    "lines": Parser(_lines, inputs.TEXTS),
    "furniture": Parser(lambda text: Document.from_text(text, keep_instructions=True, language="en"), inputs.TEXTS),
    "instructions": Parser(lambda text: find_instructions(text, _lines(text)), inputs.TEXTS),
    "language": Parser(language.detect, inputs.TEXTS),
    "decoding": Parser(_decode, inputs.TEXTS),
    "sentences": Parser(
        lambda text: Document.from_text(text, keep_furniture=True, keep_instructions=True, language="en").sentences,
        inputs.TEXTS,
    ),
    "quotations": Parser(_stretches, inputs.TEXTS),
    "story": Parser(_story, inputs.TEXTS, analysis=True),
    "grounding": Parser(_ground, inputs.TEXTS),
    "long words of an answer": Parser(_long_words, inputs.TEXTS),
    "many words of an answer": Parser(_many_words, inputs.TEXTS),
    "fence": Parser(harmless, inputs.TEXTS),
    "terminal": Parser(lambda text: (visible(text), one_line(text)), inputs.TEXTS),
    "escaping": Parser(_escaped, inputs.TEXTS),
    "page": Parser(lambda text: Document.from_html(f"<!doctype html><html><body>{text}"), inputs.PAGES),
    "file": Parser(Document.from_bytes, inputs.FILES),
    "records": Parser(_records, inputs.RECORDS),
    "answer in a schema": Parser(_answer("json_schema"), inputs.ANSWERS),
    "answer of a tool": Parser(_answer("tools"), inputs.ANSWERS),
    "answer in words": Parser(_answer("text"), inputs.ANSWERS),
}
