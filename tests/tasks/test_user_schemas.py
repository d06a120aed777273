"""A task without Python: any JSON Schema of an object, or one line that says why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from extractor import FolderTask, Number, Task, UsageError, Verbatim
from extractor.llm.form import Form, Question
from extractor.tasks.answer_schema import AnswerSchema
from extractor.tasks.askable import check_askable
from extractor.tasks.shown_schema import in_shown_order, shown
from tests.tasks.accidents import TEXT, adds_up, read, read_and_seen

WORDS = {"type": "string", "x-verbatim": True}


def folder(place: Path, schema: Any, template: str = "Who?\n{{ text }}", name: str = "mine") -> Path:
    """The folder of a task."""
    made = place / name
    made.mkdir(exist_ok=True)
    (made / "schema.json").write_text(schema if isinstance(schema, str) else json.dumps(schema))
    (made / "prompt.v1.jinja").write_text(template)
    return made


def test_a_folder_is_a_task(tmp_path: Path) -> None:
    """Words by `x-verbatim` (also through $ref and on a list), a number by `x-in`; the answer is a dictionary."""
    schema = {
        "type": "object",
        "properties": {
            "who": {"$ref": "#/$defs/words"},
            "number": {"type": "integer", "x-in": "who"},
            "names": {"type": "array", "items": {"type": "string"}, "x-verbatim": True},
            "mood": {"type": "string"},
        },
        "required": ["who"],
        "$defs": {"words": WORDS},
    }
    task = FolderTask(folder(tmp_path, schema))
    answered = {"who": "three people", "number": 3, "names": ["police", "the mayor of Rome"], "mood": "sad"}
    result, seen = read_and_seen([answered, {"names": ["police"]}], task)
    answer = result.answer(task)
    assert answer is not None
    assert {**answer} == {"who": "three people", "number": 3, "names": ["police"], "mood": "sad"}
    assert answer["who"].spans[0].text == "three people"
    assert result.answers is not None
    assert result.answers["mine"]["mood"] == {"text": "sad", "spans": [], "grounding": "none"}
    assert "mayor of Rome" in seen[1][-1]["content"]
    assert adds_up(result.report)


def test_alternatives_and_patterns_decide_what_is_verbatim(tmp_path: Path) -> None:
    """Of anyOf and oneOf the branch that an answer fits, of other properties the pattern that names them."""
    schema = {
        "properties": {
            "thing": {
                "oneOf": [
                    {"properties": {"kind": {"const": "a"}, "w": WORDS}},
                    {"properties": {"kind": {"const": "b"}}},
                ]
            }
        },
        "patternProperties": {"^q_": WORDS},
        "additionalProperties": {"type": "string"},
        "allOf": [{"properties": {"place": WORDS}}],
    }
    task = FolderTask(folder(tmp_path, schema))
    answered = {"thing": {"kind": "a", "w": "police"}, "q_1": "Lund", "other": "my words", "place": "Orrin"}
    result = read([answered], task)
    answer = result.answers["mine"] if result.answers else {}
    grounded = [answer["thing"]["w"], answer["q_1"], answer["place"]]
    assert [words["grounding"] for words in grounded] == ["exact"] * 3
    assert answer["other"]["grounding"] == "none"
    assert answer["thing"]["kind"] == "a"


REFUSED = {
    "no field": {"type": "object"},
    "closed": {"type": "object", "properties": {}, "additionalProperties": False},
    "an object: give": {"type": "array", "items": WORDS},
    "not the schema of an answer": True,
    "no finite answer": {
        "$ref": "#/$defs/a",
        "$defs": {"a": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}, "required": ["a"]}},
    },
    "no finite answer fits|itself": {"$ref": "#", "type": "object", "properties": {"a": {}}},
    "another document": {"properties": {"a": {"$ref": "https://example.org/a.json"}}},
    "points nowhere": {"properties": {"a": {"$ref": "#/$defs/none"}}},
    "not a JSON Schema": {"type": "object", "properties": {"a": {"type": "text"}}},
    "not a regular expression": {"properties": {"a": {"type": "string", "pattern": "("}}},
    "words are a string": {"properties": {"a": {"type": "integer", "x-verbatim": True}}},
    "no field beside it": {"properties": {"n": {"type": "integer", "x-in": "who"}}},
    "not words of the document": {"properties": {"n": {"type": "integer", "x-in": "who"}, "who": {"type": "string"}}},
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_asked_is_refused_in_one_line(tmp_path: Path, said: str) -> None:
    """With the file and the reason."""
    with pytest.raises(UsageError, match="no field" if said == "closed" else said) as refused:
        FolderTask(folder(tmp_path, REFUSED[said])).check()
    assert str(refused.value).count("\n") == 0
    assert "schema.json" in str(refused.value)


def test_files_that_are_no_task_are_refused(tmp_path: Path) -> None:
    """No schema, no JSON, no template, a template without the passage, a name that is ours."""
    schema = {"properties": {"who": WORDS}}
    with pytest.raises(UsageError, match="not a folder"):
        FolderTask(tmp_path / "nothing")
    with pytest.raises(UsageError, match="a task needs its schema"):
        FolderTask(tmp_path)
    with pytest.raises(UsageError, match="not JSON"):
        FolderTask(folder(tmp_path, "[" * 100_000))
    with pytest.raises(UsageError, match="does not show the passage"):
        FolderTask(folder(tmp_path, schema, "Who?")).check()
    with pytest.raises(UsageError, match="is one of ours"):
        FolderTask(folder(tmp_path, schema, name="claims"))
    (folder(tmp_path, schema) / "prompt.v1.jinja").unlink()
    with pytest.raises(UsageError, match=r"needs its template: prompt\.v1\.jinja"):
        FolderTask(tmp_path / "mine").check()


def test_pydantic_models_are_refused_alike() -> None:
    """Endless, empty, of a type JSON does not have, or holding numbers in what is no words."""

    class Endless(BaseModel):
        inner: Endless

    class Empty(BaseModel):
        pass

    class Odd(BaseModel):
        inner: type

    class Held(BaseModel):
        words: str
        number: int = Number(in_="words")

    said = {Endless: "no finite answer", Empty: "no field", Odd: "no JSON can hold", Held: "not words of the document"}
    for model, why in said.items():
        with pytest.raises(UsageError, match=why):
            Task("mine", model, "{{ text }}\n")


def test_a_schema_may_contain_itself_where_it_can_end() -> None:
    """A tree is asked for with a definition that refers to itself."""

    class Node(BaseModel):
        name: Verbatim
        parts: list[Node] = []

    task = Task("tree", Node, "What?\n{{ text }}")
    answer = read([{"name": "A bus", "parts": [{"name": "Lund", "parts": [{"name": "police"}]}]}], task).answer(task)
    assert answer is not None
    assert answer.parts[0].parts[0].name.spans[0].text == "police"
    assert "$ref" in json.dumps(shown(task.schema, partial=False))


@pytest.mark.parametrize(
    "part",
    [
        {"allOf": [{"$ref": "#"}]},
        {"allOf": [{"$ref": "#/properties/a"}]},
        {"anyOf": [{"allOf": [{"$ref": "#"}]}, {"type": "string"}]},
    ],
)
def test_a_schema_that_is_put_into_itself_is_shown_without_that(part: dict[str, Any]) -> None:
    """What an `allOf` leads back to is validated only; what a field's own `$ref` leads to keeps its form."""
    schema = {"properties": {"a": part, "b": {"$ref": "#"}, "c": {"type": "string"}}}
    sent = shown(AnswerSchema(schema, "the schema"), partial=False)
    assert sent["properties"]["c"] == {"type": "string"}
    assert sent["$defs"][sent["properties"]["b"]["$ref"].rpartition("/")[2]]["properties"]["c"] == {"type": "string"}
    assert in_shown_order({"c": "x", "a": {}}, {"$ref": "#/$defs/d"}, {"$defs": {"d": {"$ref": "#/$defs/d"}}})


def test_the_model_is_shown_what_endpoints_know_and_held_to_the_rest(tmp_path: Path) -> None:
    """Keywords that engines do not know are left out of the request; an answer that breaks them is invalid."""
    schema = {
        "type": "object",
        "properties": {"who": {**WORDS, "pattern": "^t"}, "tags": {"type": "array", "uniqueItems": True}, "no": False},
        "required": ["who"],
        "not": {"required": ["tags"], "properties": {"tags": {"maxItems": 0}}},
    }
    task = FolderTask(folder(tmp_path, schema))
    sent = json.dumps(shown(task.schema, partial=False))
    assert not any(word in sent for word in ("pattern", "uniqueItems", "x-verbatim", '"not"', '"no"'))
    form = task.asked(partial=False)
    assert form.model_validate({"who": "three", "tags": [1]}).data() == {"who": "three", "tags": [1]}
    for broken in (
        {"who": "four"},
        {"who": "three", "tags": []},
        {"who": "t", "tags": [1, 1]},
        {},
        {"who": "t", "no": 1},
    ):
        with pytest.raises(ValueError, match=r"\w"):
            form.model_validate(broken)


def test_an_answer_of_numbers_that_are_none_is_invalid(tmp_path: Path) -> None:
    """NaN is no JSON, whatever a parser makes of it."""
    form = FolderTask(folder(tmp_path, {"properties": {"n": {"type": "number"}}})).asked(partial=False)
    with pytest.raises(ValueError, match="number that is none"):
        form.model_validate_json('{"n": NaN}')


_names = st.sampled_from(["a", "b", "title", "default", "$ref", "type", "", "x-verbatim"])
_leaf = st.one_of(
    st.booleans(),
    st.fixed_dictionaries(
        {}, optional={"type": st.sampled_from(["object", "array", "string", "integer", "null", "text"])}
    ),
    st.fixed_dictionaries({"enum": st.lists(st.one_of(st.none(), st.integers(), st.just({"a": 1})), max_size=2)}),
    st.fixed_dictionaries(
        {"$ref": st.sampled_from(["#", "#/$defs/a", "#/$defs/b", "other.json", "#/properties/a", "#here"])}
    ),
    st.just(WORDS),
    st.just({"type": "integer", "x-in": "a"}),
    st.just({"const": {"a": [1]}}),
)


def _wider(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    by_name, several = st.dictionaries(_names, inner, max_size=3), st.lists(inner, min_size=1, max_size=2)
    parts: dict[str, st.SearchStrategy[Any]] = {
        **dict.fromkeys(("properties", "patternProperties", "$defs", "dependentSchemas"), by_name),
        **dict.fromkeys(("anyOf", "oneOf", "allOf", "prefixItems"), several),
        **dict.fromkeys(("items", "additionalProperties", "not", "if", "then", "contains", "propertyNames"), inner),
        "required": st.lists(_names, max_size=2, unique=True),
        "type": st.sampled_from(["object", "array", ["object", "null"]]),
        "minItems": st.integers(0, 2),
        "$id": st.sampled_from(["https://example.org/s", "other.json", "#x"]),
        "$anchor": st.just("here"),
    }
    return st.fixed_dictionaries({}, optional=parts)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    schema=st.recursive(_leaf, _wider, max_leaves=12),
    data=st.recursive(
        st.one_of(st.none(), st.integers(), st.sampled_from(["police", "moon", ""])),
        lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(_names, inner, max_size=3)),
        max_leaves=8,
    ),
)
def test_no_schema_and_no_answer_crashes(schema: Any, data: Any) -> None:
    """Any schema is asked, or refused by a `UsageError`; any answer is grounded, or invalid."""
    try:
        answer_schema = AnswerSchema(schema, "the schema")
        check_askable(answer_schema)
    except UsageError:
        return

    class Made(Task[Any]):
        def __init__(self) -> None:
            self._start("made", schema, "What?\n{{ text }}", None, None, "the schema")

        def build(self, data: Any) -> Any:
            return data

    task = Made()
    form = task.asked(partial=False)
    for mode in ("json_schema", "tools", "json"):
        json.dumps(Form(mode=mode).request(Question("m", [{"role": "user", "content": "x"}], form, 10)))
    try:
        form.model_validate(data)
    except ValueError:
        return
    task.__dict__["_to_objects"] = None
    result = read([data] * 2, task, TEXT)
    assert adds_up(result.report)
    json.loads(result.model_dump_json())


def test_worked_examples_are_sent_in_the_order_that_grammars_write(tmp_path: Path) -> None:
    """Required fields come first, in the schema that is shown and in the examples: a model learns what it may write."""
    inner = {"type": "object", "properties": {"n": {"type": "integer"}, "who": WORDS}, "required": ["who"]}
    schema = {"type": "object", "properties": {"list": {"type": "array", "items": inner}}, "required": ["list"]}
    made = folder(tmp_path, schema)
    example = {"text": "Ann ran.", "answer": {"list": [{"n": 1, "who": "Ann"}]}}
    (made / "prompt.v1.examples.jsonl").write_text(json.dumps(example))
    task = FolderTask(made)
    turns = task.prompt().messages({"text": "x"})
    assert turns[2]["content"] == '{"list":[{"who":"Ann","n":1}]}'
    sent = shown(task.schema, partial=True)
    assert list(sent["properties"]["list"]["items"]["properties"]) == ["who", "n"]
    assert "required" not in sent
