"""What `extractor eval` does, without its option parser: from gold files to tables, JSON and error listing."""

from __future__ import annotations

import asyncio
import datetime
import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from extractor import __version__
from extractor.confidence.calibration import read_calibration, to_json
from extractor.errors import UsageError
from extractor.evaluation import attribution, calibration, calibration_plot, calibration_report, mistakes, tables
from extractor.evaluation.calibration import Study
from extractor.evaluation.convert import Rule
from extractor.evaluation.gold import Article, GoldFile
from extractor.evaluation.predictions import Prediction, read_predictions, to_line
from extractor.evaluation.progress import Progress
from extractor.evaluation.read import choose, read_gold
from extractor.evaluation.run import FileScore, articles_of, read_articles, score
from extractor.evaluation.systems import ModelChoice, Window, open_system
from extractor.prompts import known_marks

if TYPE_CHECKING:
    from extractor.llm.cache import AnswerCache
    from extractor.llm.profiles import Rules

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """Everything that `extractor eval` takes; see its `--help`."""

    gold: tuple[Path, ...] = ()
    injection: Path | None = None
    model: str | None = None
    base_url: str | None = None
    window: Window | None = None
    limit: int | None = None
    ids: str | None = None
    against: tuple[str, ...] = ()
    own: bool = True
    rule: Rule = "auto"
    rules: Rules | None = None
    credits_too: bool = False
    cache: Path | None = None
    keep_answers: bool = True
    predictions: Path | None = None
    from_predictions: tuple[Path, ...] = ()
    errors: Path | None = None
    speech: bool = False
    output: Path | None = None
    timeout: float = 600.0
    concurrency: int = 1
    summary: bool = True
    readings: int = 1
    calibrate: Path | None = None
    calibration: Path | None = None


def evaluate_files(options: Options, say: Say) -> tuple[str, bool]:
    """Read, score and write; returns the Markdown and whether any article failed.

    Raises `UsageError` for what cannot be read or is not known, `ModelError` where no model answers.
    """
    if options.injection is not None:
        if options.gold or options.from_predictions or options.against or options.calibrate or options.calibration:
            msg = "--injection is measured alone: leave GOLD and the options about it out"
            raise UsageError(msg)
        return _injection(options, options.injection, say)
    if not options.gold:
        msg = "give at least one gold file, or --injection FILE"
        raise UsageError(msg)
    golds = _chosen(options)
    if (options.calibrate or options.calibration) and not options.own:
        msg = "--calibrate and --calibration are about this product: leave --only-against out"
        raise UsageError(msg)
    if options.from_predictions:
        predicted = read_predictions(options.from_predictions)
    else:
        with known_marks():  # answers are kept by request, also from one machine to the next
            predicted = asyncio.run(_read_all(options, articles_of(golds)))
    scores = [score(gold, predicted, options.rule, speech=options.speech) for gold in golds]
    if not any(s.scored for s in scores):
        msg = "the predictions hold none of the articles asked for; run without --from-predictions"
        raise UsageError(msg)
    study = _study(options, golds, predicted)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    run = tables.facts(f"extractor {__version__}", now, predicted)
    if options.output is not None:
        numbers = tables.as_json(scores, run)
        if study is not None:
            numbers["confidence"] = calibration_report.as_json(study)
        _write(options.output, json.dumps(numbers, ensure_ascii=False, indent=1) + "\n")
    if options.errors is not None:
        _write(options.errors, _listing(scores, predicted, options))
        say(f"errors are in {options.errors}")
    markdown = tables.as_markdown(scores, run)
    if study is not None:
        markdown += "\n" + calibration_report.as_markdown(study)
    if study is not None and options.calibrate is not None:
        _write_calibration(options.calibrate, study, say)
    return markdown, any(rows for s in scores for rows in s.failed.values())


def _injection(options: Options, path: Path, say: Say) -> tuple[str, bool]:
    """What attacks in documents do, with our defences and without."""
    from extractor.evaluation import injection, injection_report
    from extractor.pipeline import Extractor

    attacks, sha256 = injection.read_attacks(path, options.limit)
    ours = Extractor(
        options.model,
        base_url=options.base_url,
        window=options.window,
        timeout=options.timeout,
        cache=_cache(options) if options.keep_answers else None,
    )
    progress = Progress("attacks", len(attacks))

    async def read() -> list[injection.Outcome]:
        try:
            return await injection.measure(attacks, ours, progress.step)
        finally:
            await ours.aclose()

    with known_marks():
        outcomes = asyncio.run(read())
    run = injection.Run(path.name, sha256, ours.model, tuple(outcomes))
    product, now = f"extractor {__version__}", datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    if options.output is not None:
        numbers = injection_report.as_json(run, {"product": product, "date": now})
        _write(options.output, json.dumps(numbers, ensure_ascii=False, indent=1) + "\n")
    if options.errors is not None:
        _write(options.errors, injection_report.listing(run))
        say(f"what got through is in {options.errors}")
    return injection_report.as_markdown(run, product, now), any(outcome.error for outcome in outcomes)


def _study(options: Options, golds: Sequence[GoldFile], predicted: dict[str, dict[str, Prediction]]) -> Study | None:
    """What `--calibrate` fits or `--calibration` is worth; None where neither is asked for."""
    if options.calibrate is None and options.calibration is None:
        return None
    given = read_calibration(options.calibration) if options.calibration is not None else None
    own = predicted.get("extractor")
    if own is None:
        msg = "--calibrate and --calibration need predictions of this product, not of peers alone"
        raise UsageError(msg)
    if options.calibrate is None and given is not None:
        return calibration.check(given, golds, own, options.rule)
    return calibration.calibrate(golds, own, options.rule)


def _write_calibration(path: Path, study: Study, say: Say) -> None:
    """The calibration, and its picture beside it. The file carries its own cross-validated numbers."""
    measured = calibration_report.as_json(study)[calibration_report.CREDITED]
    kept = {name: round(measured[name], 4) for name in ("ece", "brier", "auroc") if measured[name] is not None}
    origin = {**study.calibration.origin, "cross_validated": kept}
    _write(path, to_json(replace(study.calibration, origin=origin)))
    picture = path.with_suffix(".svg")
    series = [(n, f) for n, f in calibration_report.groups(study) if n in calibration_report.DRAWN]
    _write(picture, calibration_plot.as_svg(series, f"Confidence, profile {study.calibration.profile}"))
    say(f"calibration is in {path}, its picture in {picture}")


def _chosen(options: Options) -> list[GoldFile]:
    """The gold files with the articles asked for. Raises `UsageError` for an id that is in none of them."""
    golds = [read_gold(path, credits_too=options.credits_too) for path in options.gold]
    ids = _ids(options.ids)
    known = {name for gold in golds for a in gold.articles for name in (a.id, a.id.partition("/")[2])}
    unknown = [name for name in ids if name not in known]
    if unknown:
        msg = f"--ids: {len(unknown)} in none of the gold files, first {unknown[0]}"
        raise UsageError(msg)
    chosen = [choose(gold, ids, options.limit) for gold in golds]
    return [gold for gold in chosen if gold.articles]


def _ids(given: str | None) -> Sequence[str]:
    if given is None:
        return ()
    if not given.startswith("@"):
        return [name.strip() for name in given.split(",") if name.strip()]
    try:
        return Path(given[1:]).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"--ids {given}: cannot be read ({type(error).__name__})"
        raise UsageError(msg) from None


async def _read_all(options: Options, articles: Sequence[Article]) -> dict[str, dict[str, Prediction]]:
    choice = ModelChoice(
        model=options.model,
        base_url=options.base_url,
        window=options.window,
        timeout=options.timeout,
        summary=options.summary,
        readings=options.readings,
        cache=_cache(options) if options.keep_answers else None,
        calibration=read_calibration(options.calibration) if options.calibration is not None else None,
        rules=options.rules,
    )
    names = [*(["extractor"] if options.own else []), *options.against]
    if not names:
        msg = "--only-against needs a system: --against naive"
        raise UsageError(msg)
    predicted: dict[str, dict[str, Prediction]] = {}
    with ExitStack() as stack:
        keep = None
        if options.predictions is not None:
            keep = stack.enter_context(_open(options.predictions))
        # all at once: a peer that is not there is found out before hours of reading
        for system in [open_system(name, choice) for name in names]:
            progress = Progress(system.name, len(articles))

            def done(prediction: Prediction, article: Article, progress: Progress = progress) -> None:
                if keep is not None:
                    keep.write(to_line(prediction, article.text) + "\n")
                    keep.flush()
                progress.step()

            predicted[system.name] = await read_articles(system, articles, done, concurrency=options.concurrency)
    return predicted


def _cache(options: Options) -> AnswerCache:
    from extractor.llm import AnswerCache

    if options.cache is not None:
        return AnswerCache(options.cache)
    import platformdirs

    folder = platformdirs.user_cache_path("extractor", ensure_exists=True)
    return AnswerCache(folder / "eval-answers.sqlite")


def _listing(scores: Sequence[FileScore], predicted: dict[str, dict[str, Prediction]], options: Options) -> str:
    care = attribution.speech_only if options.speech else attribution.everything
    parts = []
    for one in scores:
        if one.gold.form != "attribution":
            continue
        for name, of in predicted.items():
            read = [a for a in one.gold.articles if a.id in of]
            found = {a.id: of[a.id].attributions(a.text, one.rule) for a in read}
            parts.append(mistakes.listing(read, found, care, f"{one.gold.name}, {name}"))
    return "\n".join(parts)


def _open(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror})"
        raise UsageError(msg) from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror})"
        raise UsageError(msg) from None
