"""The worked tasks in `examples/tasks/`, and how their articles are read for recordings and for replay."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from extractor import Document, Extractor, Task
from extractor.schema import Result
from extractor.tasks.loading import task_named
from tests.support.recording import API_KEY, BASE_URL, MODEL

FOLDER = Path(__file__).parents[2] / "examples" / "tasks"
#: The folder of each worked task, and its name on the command line from the top of a checkout.
NAMES = {
    "casualties": "examples.tasks.casualties.task:task",
    "releases": "examples.tasks.releases.task:task",
    "rulings": str(FOLDER / "rulings"),
}
#: The cassette of each of their articles: task-<task>-<article>.
TASK_ARTICLES = {f"task-{path.parts[-3]}-{path.stem}": path for path in sorted(FOLDER.glob("*/articles/*.txt"))}


@cache
def task(name: str) -> Task[Any]:
    """The worked task in the folder of this name."""
    return task_named(NAMES[name])


def document(cassette: str) -> Document:
    """The article that a cassette is of."""
    return Document.from_file(TASK_ARTICLES[cassette])


def extract_task(cassette: str, *, base_url: str = BASE_URL, api_key: str = API_KEY) -> Result:
    """The result of its task alone for one article, with a clock that stands still."""
    own = task(TASK_ARTICLES[cassette].parts[-3])
    with Extractor(MODEL, base_url=base_url, api_key=api_key, clock=lambda: 0.0, tasks=[own]) as extractor:
        return extractor.extract(document(cassette))
