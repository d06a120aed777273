"""The worked tasks in `examples/tasks/`: put to a fake model that reads well, and as the embedded one answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest
from pydantic import BaseModel

from extractor import Extractor
from extractor.schema import Result
from extractor.tasks.loading import task_named
from tests.support.fake_client import FakeClient, Reply
from tests.support.recording import MODEL, place
from tests.support.tasks import FOLDER, TASK_ARTICLES, document, extract_task, task

Replay = Callable[[str], AbstractContextManager[Any]]
#: Lines a worked task may have, with its template and its worked examples.
MOST_LINES = 60


#: What a careful reader answers about a sentence (or, of rulings, the report) that holds these words.
READ: dict[str, dict[str, Any]] = {
    "killing seven people": {
        "casualties": [
            {
                "who": "seven people",
                "number": 7,
                "what": "killed",
                "where": "northern Orrin",
                "says": "the regional governor",
            }
        ]
    },
    "Another 19 passengers": {
        "casualties": [
            {"who": "19 passengers", "number": 19, "what": "injured", "says": "the rescue service"},
            {"who": "three of them", "number": 3, "what": "injured"},
        ]
    },
    "Two people were still": {"casualties": [{"who": "Two people", "number": 2, "what": "missing"}]},
    "revenue of 312": {"amounts": [{"words": "312 million crowns", "amount": 312e6, "kind": "revenue"}], "dates": []},
    "proposes a dividend": {
        "amounts": [{"words": "2.40 crowns", "amount": 2.4, "kind": "dividend"}],
        "dates": [{"date": "18 December 2026", "event": "to be paid"}],
    },
    "Skarn Dairies 1.2 million": {
        "court": "The Lindby regional court",
        "parties": [
            {"name": "Skarn Dairies", "side": "defendant"},
            {"name": "the environment agency", "side": "prosecution"},
        ],
        "outcome": "fined",
        "words": "fined Skarn Dairies 1.2 million crowns",
        "date": "Thursday",
    },
}
ASKED = {
    "task-casualties-bus-gorge": ["seven people", "19 passengers", "three of them", "Two people"],
    "task-releases-halden-mills": ["312 million crowns", "2.40 crowns", "18 December 2026"],
    "task-rulings-dairy-fine": ["The Lindby regional court", "Skarn Dairies", "Thursday"],
}


def careful(messages: Sequence[dict[str, str]], form: type[BaseModel]) -> Reply:
    """A fake model that reads well, and answers with nothing where `READ` has nothing."""
    asked = messages[-1]["content"]
    nothing = {
        name: [] for name in ("casualties", "amounts", "dates") if name in form.model_json_schema()["properties"]
    }
    return next((answer for words, answer in READ.items() if words in asked), nothing)


@pytest.mark.parametrize("cassette", ASKED)
def test_a_worked_task_gives_what_a_careful_reader_would(cassette: str) -> None:
    """Template, windows, model and grounding fit together: a good answer arrives whole, numbers included."""
    own = task(TASK_ARTICLES[cassette].parts[-3])
    client = FakeClient(careful, MODEL)
    with Extractor.with_client(client, tasks=[own]) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(document(cassette))
    assert result.report.rejected == []
    assert [one["text"] for one in words(result.answers) if one["text"] in ASKED[cassette]] == ASKED[cassette]
    assert result.report.status == "complete"


def test_objects_of_ones_own() -> None:
    """The second task of the casualties counts the dead."""
    toll = task_named("examples.tasks.casualties.task:toll")
    with Extractor.with_client(FakeClient(careful, MODEL), tasks=[toll]) as extractor:  # type: ignore[arg-type]
        assert extractor.extract(document("task-casualties-bus-gorge")).answer(toll) == 7


def words(value: Any) -> Iterator[dict[str, Any]]:
    """Every verbatim field of an answer."""
    if isinstance(value, dict):
        if "spans" in value:
            yield value
        for part in value.values():
            yield from words(part)
    elif isinstance(value, list):
        for part in value:
            yield from words(part)


@pytest.mark.parametrize("cassette", sorted(name for name in TASK_ARTICLES if place(name).is_file()))
def test_every_recorded_word_is_the_articles(cassette: str, replay: Replay) -> None:
    """Whatever the embedded model answered, its words stand in the article, the counts add up, the type is right."""
    own, text = task(TASK_ARTICLES[cassette].parts[-3]), document(cassette).text
    with replay(cassette):
        result = extract_task(cassette)
    for one in words(result.answers):
        assert all(text[span["start"] : span["end"]] == span["text"] for span in one["spans"])
    items = result.report.items
    assert items.answered == items.kept + items.rejected
    assert result.report.status == "complete"
    assert Result.model_validate_json(result.model_dump_json()).answer(own) == result.answer(own)


@pytest.mark.parametrize("folder", sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
def test_a_worked_task_is_short(folder: str) -> None:
    """Model, template and worked examples together, or nobody would write one."""
    files = [path for path in (FOLDER / folder).iterdir() if path.suffix in (".py", ".json", ".jinja", ".jsonl")]
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files) < MOST_LINES
    task(folder).check()
