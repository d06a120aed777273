"""`extractor eval --task`: gold in the user's own schema, scored field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import Extractor, UsageError
from extractor.evaluation.field_scores import count
from extractor.evaluation.user_task import TaskOptions, evaluate_task, evaluate_tasks, read_gold_answers
from tests.support.fake_client import FakeClient
from tests.tasks.accidents import INJURED, KILLED, TEXT, accidents


def gold(folder: Path, *rows: Any) -> Path:
    """A gold file."""
    (path := folder / "gold.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    return path


def test_fields_are_scored_by_precision_and_recall(tmp_path: Path) -> None:
    """Entries are paired so that most agrees; words may overlap; what is missing or too much counts."""
    path = gold(
        tmp_path,
        {"id": "a", "text": TEXT, "answer": {"casualties": [{**INJURED, "who": "five others were injured"}, KILLED]}},
        {"id": "b", "text": "Nobody was hurt in Lund on Monday.", "answer": {"casualties": []}},
    )
    client = FakeClient(
        lambda messages, _: {"casualties": [KILLED, INJURED] if "bus" in messages[-1]["content"] else []}
    )
    extractor = Extractor.with_client(client, tasks=[accidents])  # type: ignore[arg-type]
    markdown, data, failed = evaluate_task(extractor, accidents, read_gold_answers(path, accidents), lambda: None)
    scores = {one["name"]: one["value"] for one in data["scores"]["field"]}
    assert (scores["casualties.who P"], scores["casualties.who R"]) == (0.5, 0.5)
    assert scores["casualties.who, overlapping F1"] == 1.0
    assert scores["casualties.number F1"] == scores["casualties.what F1"] == 1.0
    assert "casualties.what, overlapping F1" not in scores
    assert not failed
    assert "| casualties.number P / R / F1 | 1.00 / 1.00 / **1.00**" in markdown


CASES: list[tuple[Any, Any, dict[str, int]]] = [
    ({"who": "The mayor"}, {"who": "mayor"}, {"who|same": 1, "who|near": 1, "who|ours": 1, "who|gold": 1}),
    ({"who": None}, {"who": "mayor"}, {"who|gold": 1}),
    ({"who": "mayor"}, {}, {"who|ours": 1}),
    (None, {"n": 3}, {"n|gold": 1}),
    ({"n": 3}, {"n": 4}, {"n|ours": 1, "n|gold": 1}),
    ({"l": ["a b", "c"]}, {"l": ["c"]}, {"l|same": 1, "l|near": 1, "l|ours": 2, "l|gold": 1}),
    (
        {"who": {"text": "police", "spans": [], "grounding": "exact"}},
        {"who": "Police"},
        {"who|same": 1, "who|near": 1, "who|ours": 1, "who|gold": 1},
    ),
    (
        {"a": {"b": [{"c": 1}]}},
        {"a": {"b": [{"c": 1}, {"c": 2}]}},
        {"a.b.c|same": 1, "a.b.c|near": 1, "a.b.c|ours": 1, "a.b.c|gold": 2},
    ),
]


@pytest.mark.parametrize(("ours", "theirs", "counted"), CASES)
def test_what_counts_as_the_same(ours: Any, theirs: Any, counted: dict[str, int]) -> None:
    """Case, marks and an article at the edge do not matter; null is nothing; lists are sets."""
    assert +count(ours, theirs) == counted


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"text": "x"}, "not a row of gold"),
        ({"text": "x", "answer": {"victims": []}}, "'victims' is no field of accidents; there are casualties, cause"),
        ([1], "not a row of gold"),
    ],
)
def test_gold_of_another_form_is_refused(tmp_path: Path, row: Any, said: str) -> None:
    """With file and line."""
    with pytest.raises(UsageError, match=said) as refused:
        read_gold_answers(gold(tmp_path, row), accidents)
    assert "gold.jsonl:1" in str(refused.value)


def test_one_task_is_scored_at_a_time(tmp_path: Path) -> None:
    """Two tasks have two schemas, and two rows of one id are a mistake."""
    with pytest.raises(UsageError, match="one --task"):
        evaluate_tasks(TaskOptions(gold=(tmp_path,), extractor={"tasks": ("claims",)}))
    twice = gold(tmp_path, *[{"id": "a", "text": "x", "answer": {}}] * 2)
    with pytest.raises(UsageError, match="two rows of gold have the id 'a'"):
        evaluate_tasks(TaskOptions(gold=(twice,), extractor={"tasks": (accidents,)}))
