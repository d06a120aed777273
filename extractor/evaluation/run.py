"""One evaluation: read the articles with each system, then score every gold file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType

from extractor.evaluation import attribution, certainty, chains, costs, pronouns
from extractor.evaluation.convert import Rule, rule_for
from extractor.evaluation.gold import Article, GoldFile
from extractor.evaluation.measures import Counts, Measure, evaluate
from extractor.evaluation.predictions import Prediction, check_text
from extractor.evaluation.systems import System, read_or_fail

Predictions = Mapping[str, Prediction]
Done = Callable[[Prediction, Article], None]

SPEECH = "attribution, speech"
ALL = "attribution, all"


@dataclass(frozen=True)
class Block:
    """The measures of one kind (`attribution, speech`, `chains`, …), system by system."""

    kind: str
    measures: dict[str, list[Measure]] = field(default_factory=dict)


@dataclass(frozen=True)
class FileScore:
    """Everything scored against one gold file. `unread` are articles that no system read."""

    gold: GoldFile
    rule: Rule
    scored: int
    unread: int
    blocks: list[Block]
    failed: dict[str, list[tuple[str, str]]]


def articles_of(golds: Iterable[GoldFile]) -> list[Article]:
    """Every article of the files once: one article in two files is read once."""
    found: dict[str, Article] = {}
    for gold in golds:
        for article in gold.articles:
            found.setdefault(article.id, article)
    return list(found.values())


async def read_articles(
    system: System, articles: Sequence[Article], done: Done, *, concurrency: int = 1
) -> dict[str, Prediction]:
    """What the system makes of each article; `done` hears of each as it comes.

    Raises `UsageError`, and a `ModelError` of the first article; later faults are in the predictions.
    """
    found: dict[str, Prediction] = {}
    gate = asyncio.Semaphore(concurrency)

    async def read(article: Article) -> None:
        async with gate:
            prediction = await read_or_fail(system, article, first=not found)
            found[article.id] = prediction
            done(prediction, article)

    try:
        async with asyncio.TaskGroup() as group:
            for article in articles:
                group.create_task(read(article))
    except BaseExceptionGroup as faults:
        raise _first(faults) from None
    finally:
        await system.aclose()
    return found


def score(
    gold: GoldFile, predicted: Mapping[str, Predictions], rule: Rule = "auto", *, speech: bool = False
) -> FileScore:
    """Every measure of a gold file, on the articles that all systems read.

    `speech` leaves out the block of attributions without a verb of reporting. Raises `UsageError`
    where predictions are of other texts.
    """
    chosen = rule_for(gold, rule)
    read = [a for a in gold.articles if all(a.id in of_system for of_system in predicted.values())]
    for of_system in predicted.values():
        for article in read:
            check_text(of_system[article.id], article)
    blocks = list(_blocks(gold, read, predicted, chosen))
    if speech and any(b.kind == SPEECH for b in blocks):
        blocks = [b for b in blocks if b.kind != ALL]
    failed = {
        system: [(a.id, error) for a in read if (error := of_system[a.id].error)]
        for system, of_system in predicted.items()
    }
    return FileScore(gold, chosen, len(read), len(gold.articles) - len(read), blocks, failed)


def _blocks(
    gold: GoldFile, read: Sequence[Article], predicted: Mapping[str, Predictions], rule: Rule
) -> Iterable[Block]:
    if gold.form in ("attribution", "agreement"):
        yield from _attribution_blocks(read, predicted, rule)
    if gold.form == "chains":
        yield _chain_block(gold, read, predicted)
    if gold.form == "certainty":
        yield _certainty_block(gold, read, predicted)
    if gold.form == "attribution" and any(a.pronoun and a.resolved for article in read for a in article.attributions):
        yield _own(
            "pronouns", predicted, lambda of: [pronouns.count_pronouns(a, of[a.id].result) for a in read], pronouns
        )
    yield Block(
        "cost",
        {name: evaluate([costs.count(of[a.id]) for a in read], costs.DEFINITIONS) for name, of in predicted.items()},
    )


def _attribution_blocks(read: Sequence[Article], predicted: Mapping[str, Predictions], rule: Rule) -> Iterable[Block]:
    sides = [side for a in read for side in (a.annotators or (a.attributions,))]
    ways = {SPEECH: attribution.speech_only, ALL: attribution.everything}
    if all(one.speech_cue for side in sides for one in side):
        ways.pop(SPEECH)
    for kind, care in ways.items():
        block = Block(kind)
        for name, of in predicted.items():
            counts = [attribution.count_article(a, of[a.id].attributions(a.text, rule), care) for a in read]
            block.measures[name] = evaluate(counts, list(attribution.definitions()))
        if any(a.annotators for a in read):
            agreement = [attribution.count_agreement(a, care) for a in read]
            block.measures["two annotators"] = evaluate(agreement, list(attribution.definitions()))
        yield block


def _chain_block(gold: GoldFile, read: Sequence[Article], predicted: Mapping[str, Predictions]) -> Block:
    rows = {a.id: [c for c in gold.chains if c.article == a.id] for a in read}
    return _own(
        "chains", predicted, lambda of: [chains.count_chains(a.text, rows[a.id], of[a.id].result) for a in read], chains
    )


def _own(
    kind: str, predicted: Mapping[str, Predictions], count: Callable[[Predictions], list[Counts]], how: ModuleType
) -> Block:
    """A block that only a system with whole results can be scored in."""
    block = Block(kind)
    for name, of in predicted.items():
        if any(p.result is not None for p in of.values()):
            block.measures[name] = evaluate(count(of), list(how.definitions()))
    return block


def _certainty_block(gold: GoldFile, read: Sequence[Article], predicted: Mapping[str, Predictions]) -> Block:
    rated = {r.id: r.certainty for r in gold.ratings}
    block = Block("certainty")
    for name, of in predicted.items():
        pairs = [(level, rated[a.id]) for a in read if (level := certainty.certainty_of(of[a.id].result)) is not None]
        rho = certainty.spearman([level for level, _ in pairs], [rating for _, rating in pairs])
        block.measures[name] = [
            Measure("rank correlation with readers (Spearman)", rho, of=len(pairs)),
            Measure("sentences with a claim", len(pairs) / len(read) if read else None, of=len(read)),
        ]
    return block


def _first(faults: BaseExceptionGroup[BaseException]) -> BaseException:
    one = faults.exceptions[0]
    return _first(one) if isinstance(one, BaseExceptionGroup) else one
