"""`extractor eval GOLD.jsonl --task …`: a user's own task against gold in the user's own schema.

A row of gold is `{"id": …, "text": …, "answer": {…}}`, words as plain strings; `title` and `language` may
be given.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from extractor.errors import AnswerError, UsageError
from extractor.evaluation import costs, field_scores, tables
from extractor.evaluation.measures import Counts, Measure, evaluate
from extractor.evaluation.predictions import Cost, Prediction, text_sha256
from extractor.evaluation.run import Block
from extractor.prompts import known_marks

if TYPE_CHECKING:
    from extractor.document.windows import WindowSize
    from extractor.llm.cache import AnswerCache
    from extractor.pipeline import Extractor
    from extractor.schema import Result
    from extractor.tasks.task import Task

SYSTEM = "extractor"


@dataclass(frozen=True)
class TaskOptions:
    """What `extractor eval --task` takes. `extractor`: further options of `Extractor`, tasks among them.

    cache: where answers are kept; "default": where `extractor eval` keeps them; None: nowhere.
    """

    gold: tuple[Path, ...]
    model: str | None = None
    base_url: str | None = None
    window: WindowSize | None = None
    timeout: float = 600.0
    cache: Path | Literal["default"] | None = "default"
    limit: int | None = None
    output: Path | None = None
    extractor: Mapping[str, Any] = field(default_factory=dict)


def evaluate_tasks(options: TaskOptions) -> tuple[str, bool]:
    """Score the task of the options on its gold files; Markdown, and whether any document failed.

    Raises `UsageError` for what cannot be read, a `ModelError` where no model answers.
    """
    from extractor.evaluation.progress import Progress
    from extractor.pipeline import Extractor

    tasks = [task for task in options.extractor.get("tasks") or () if not isinstance(task, str)]
    if len(tasks) != 1 or not options.gold:
        msg = "give one --task and at least one gold file for it"
        raise UsageError(msg)
    gold = [row for path in options.gold for row in read_gold_answers(path, tasks[0])][: options.limit]
    twice = next((row.id for n, row in enumerate(gold) if any(row.id == other.id for other in gold[:n])), None)
    if twice is not None:
        msg = f"two rows of gold have the id {twice!r}"
        raise UsageError(msg)
    progress = Progress(tasks[0].name, len(gold))
    with known_marks():  # answers are kept by request: the marks around a text must be the same again
        extractor = Extractor(
            options.model,
            base_url=options.base_url,
            window=options.window,
            timeout=options.timeout,
            cache=_cache(options.cache),
            **options.extractor,
        )
        markdown, data, failed = evaluate_task(extractor, tasks[0], gold, progress.step)
    if options.output is not None:
        _write(options.output, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    return markdown, failed


def _cache(place: Path | Literal["default"] | None) -> AnswerCache | None:
    if place is None:
        return None
    from extractor.llm import AnswerCache

    if place != "default":
        return AnswerCache(place)
    import platformdirs

    return AnswerCache(platformdirs.user_cache_path("extractor", ensure_exists=True) / "eval-answers.sqlite")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror})"
        raise UsageError(msg) from None


@dataclass(frozen=True)
class GoldAnswer:
    """One document and what its answer should be."""

    id: str
    text: str
    answer: Mapping[str, Any]
    known: Mapping[str, str]


def read_gold_answers(path: Path, task: Task[Any]) -> list[GoldAnswer]:
    """The rows of a gold file, their answers checked against the task's fields. Raises `UsageError`."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: gold cannot be read ({type(error).__name__})"
        raise UsageError(msg) from None
    found: list[GoldAnswer] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            found.append(_row(f"{path}:{number}", line, task))
    if not found:
        msg = f'{path}: no rows; a row of gold is {{"id": "…", "text": "…", "answer": {{…}}}}'
        raise UsageError(msg)
    return found


def _row(place: str, line: str, task: Task[Any]) -> GoldAnswer:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("answer"), dict):
        msg = f'{place}: not a row of gold: write {{"id": "…", "text": "…", "answer": {{…}}}}'
        raise UsageError(msg)
    unknown = sorted(set(row["answer"]) - set(task.fields))
    if unknown and task.fields:
        msg = f"{place}: {unknown[0]!r} is no field of {task.name}; there are {', '.join(task.fields)}"
        raise UsageError(msg)
    known = {name: row[name] for name in ("title", "language") if isinstance(row.get(name), str)}
    return GoldAnswer(str(row.get("id") or text_sha256(row["text"])[:12]), row["text"], row["answer"], known)


def evaluate_task(
    extractor: Extractor, task: Task[Any], gold: list[GoldAnswer], step: Callable[[], None]
) -> tuple[str, dict[str, Any], bool]:
    """Read every document, score every field: Markdown, the same as data, and whether any document failed.

    `extractor` asks the task (`Extractor(tasks=[task])`). Raises a `ModelError` when nothing answers.
    """
    results = asyncio.run(_read(extractor, gold, step))
    counts: list[Counts] = []
    spent: list[Counts] = []
    failed: list[str] = []
    for one in gold:
        result = results[one.id]
        answer = (result.answers or {}).get(task.name) if result is not None else None
        counts.append(field_scores.count(answer, one.answer))
        spent.append(costs.count(_prediction(one, result)))
        if result is None or answer is None:
            failed.append(one.id)
    blocks = [
        Block("field", {SYSTEM: evaluate(counts, field_scores.definitions(counts))}),
        Block("cost", {SYSTEM: evaluate(spent, costs.DEFINITIONS)}),
    ]
    heading = f"## {task.name}: {len(gold)} documents\n"
    print_ = (
        f"- model {extractor.model}; prompt {task.prompt(extractor.plan.templates).hash}; schema {task.schema_hash}."
    )
    if failed:
        print_ += f"\n- no answer, counted as empty: {', '.join(failed)}"
    markdown = "\n".join([heading, *(tables.table(block) for block in blocks), print_]) + "\n"
    data = {
        "task": task.name,
        "identity": extractor.identity(),
        "documents": len(gold),
        "failed": failed,
        "scores": {block.kind: [_measure(m) for m in block.measures[SYSTEM]] for block in blocks},
    }
    return markdown, data, bool(failed)


async def _read(extractor: Extractor, gold: list[GoldAnswer], step: Callable[[], None]) -> dict[str, Result | None]:
    from extractor.document import Document

    found: dict[str, Result | None] = {}
    try:
        for one in gold:
            try:
                found[one.id] = await extractor.aextract(Document.from_text(one.text, id=one.id, **one.known))  # type: ignore[arg-type]
            except AnswerError:
                found[one.id] = None
            step()
    finally:
        await extractor.aclose()
    return found


def _prediction(one: GoldAnswer, result: Result | None) -> Prediction:
    usage = result.run.usage if result is not None else None
    cost = (
        Cost(
            usage.calls,
            usage.input_tokens,
            usage.cached_tokens,
            usage.output_tokens,
            result.run.seconds,
            usage.cost_usd,
        )
        if usage is not None and result is not None
        else Cost()
    )
    return Prediction(one.id, SYSTEM, text_sha256(one.text), cost, result)


def _measure(measure: Measure) -> dict[str, Any]:
    return asdict(measure)
