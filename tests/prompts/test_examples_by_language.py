"""Worked examples with a language: which documents they are sent for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor import Document, Extractor, Task, UsageError, Verbatim
from extractor.grounding import Grounder
from extractor.prompts import Prompt, catalog, load, read
from extractor.tasks.summary import SummaryAnswer, check
from tests.support.fake_client import FakeClient

OURS = ("de", "es", "fr")


def sent(prompt: Prompt, language: str | None) -> list[str]:
    """The turns before the question."""
    variables = prompt.examples[0]["input"] | {"language": language}
    return [message["content"] for message in prompt.messages(variables)[1:-1]]


@pytest.mark.parametrize("name", [prompt.name for prompt in catalog()])
def test_every_question_has_examples_in_four_languages(name: str) -> None:
    """A document in German, Spanish or French brings its own; one in a language without any is asked as English."""
    prompt = load(name)
    english = sent(prompt, "en")
    assert english
    assert english == sent(prompt, None) == sent(prompt, "fi")
    for language in OURS:
        own = [row for row in prompt.examples if row.get("language") == language]
        assert own
        turns = sent(prompt, language)
        assert turns != english
        assert [json.loads(turn) for turn in turns[1::2]][-len(own) :] == [row["answer"] for row in own]
        assert turns == sent(prompt, f"{language}-XX")


@pytest.mark.parametrize("name", ["summary.v1", "sources.v1", "furniture.v1"])
def test_examples_in_place_of_the_english_one_keep_the_prompt_short(name: str) -> None:
    """Where the English example is labelled "other", another language has one of its own instead."""
    for language in OURS:
        assert len(sent(load(name), language)) == 2


@pytest.mark.parametrize("name", ["claims.v1", "speakers.v1"])
def test_examples_in_addition_stand_nearest_the_question(name: str) -> None:
    """Unlabelled ones are sent for every document; those of its language come after them."""
    english = sent(load(name), "en")
    for language in OURS:
        assert sent(load(name), language)[: len(english)] == english


@pytest.mark.parametrize("language", OURS)
def test_examples_hold_to_what_is_asked_of_a_model(language: str) -> None:
    """Speakers, sources and cues are words of the passage; the summary passes the check that a model's passes."""
    for name in ("claims.v1", "speakers.v1"):
        for row in load(name).examples:
            text = row["input"]["before"] + "\n" + row["input"]["text"]
            for one in row["answer"].get("claims", []):
                citing = one.get("citing", {})
                words = [one["source"], one["cue"], *one["content"], *citing.values()]
                assert all(Grounder(text).ground(part, 0, len(text)).verdict == "exact" for part in words)
            assert all(speaker in text for speaker in row["answer"].get("speakers", []))
    (row,) = [row for row in load("summary.v1").examples if row.get("language") == language]
    lines = [line.partition("] ")[2] for line in row["input"]["text"].split("\n")]
    document = Document.from_text("\n\n".join(lines), language=language, keep_furniture=True, title="")
    stating = [sentence.start for sentence in document.story]
    for answer in SummaryAnswer.model_validate(row["answer"]).sentences:
        assert not isinstance(found := check(document, document.story, stating, answer), str), found


class Answer(BaseModel):
    """The answer of the task in these tests."""

    who: Verbatim


LINES = (
    '{"text": "Ann spoke.", "answer": {"who": "Ann"}}',
    '{"language": "de", "text": "Anna sprach.", "answer": {"who": "Anna"}}',
    '{"language": "other", "text": "Bob spoke.", "answer": {"who": "Bob"}}',
)


def template(folder: Path, *lines: str) -> Path:
    """A template with these worked examples."""
    (path := folder / "who.v1.jinja").write_text("Who?\n{{ text }}\n")
    path.with_name("who.v1.examples.jsonl").write_text("\n".join(lines))
    return path


@pytest.mark.parametrize(("language", "shown"), [("de", ["Ann", "Anna"]), ("en", ["Ann", "Bob"])])
def test_a_users_own_examples_take_the_same_label(tmp_path: Path, language: str, shown: list[str]) -> None:
    """Its own question shows the unlabelled examples, and those for the language of the document."""
    seen: list[str] = []

    def answer(messages: object, _asked: object) -> dict[str, str]:
        seen.extend(json.loads(m["content"])["who"] for m in messages if m["role"] == "assistant")  # type: ignore[attr-defined]
        return {"who": "Lena"}

    client = FakeClient(answer, "a-large-model")
    task = Task("who", Answer, template(tmp_path, *LINES))
    with Extractor.with_client(client, tasks=[task]) as extractor:  # type: ignore[arg-type]
        extractor.extract(Document.from_text("Lena", language=language, keep_furniture=True))
    assert seen == shown


def test_all_examples_are_in_the_identity(tmp_path: Path) -> None:
    """A change of an example in any language is another prompt, also where it is not sent."""
    before = read(template(tmp_path, *LINES)).hash
    assert read(template(tmp_path, *LINES[:2])).hash != before
    assert read(template(tmp_path, LINES[0], LINES[1].replace("de", "nl"), LINES[2])).hash != before


@pytest.mark.parametrize("label", ['"German"', '""', "3", "null", '["de"]'])
def test_a_label_that_is_no_language_is_one_line(tmp_path: Path, label: str) -> None:
    """With the file and the line."""
    with pytest.raises(UsageError, match=r"examples\.jsonl:1: the language of a worked example is a code") as refused:
        read(template(tmp_path, f'{{"language": {label}, "text": "Ann spoke.", "answer": {{"who": "Ann"}}}}'))
    assert "\n" not in str(refused.value)
