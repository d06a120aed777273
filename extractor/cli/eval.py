"""`extractor eval`: measure a model against gold files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from extractor.cli.questions import ProfilesOption, PromptOption, PromptsOption, Questions, TaskOption
from extractor.cli.weighing import ReadingsOption

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Window = Literal["sentence", "paragraph", "document"]
Rule = Literal["auto", "outermost", "every", "sentence", "nearest", "origin"]
Rules = Literal["decide", "check", "off"]


@app.command()
def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(help="Gold files (JSON lines); the form is recognised.", metavar="[GOLD...]"),
    ] = None,
    model: Annotated[str | None, typer.Option(help="`local`, a model at the endpoint, or a GGUF file.")] = None,
    base_url: Annotated[str | None, typer.Option(help="An OpenAI-compatible endpoint.")] = None,
    window: Annotated[Window | None, typer.Option(help="How much text one question shows.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first N articles of each file.")] = None,
    ids: Annotated[str | None, typer.Option(help="Only these articles: a,b,c or @FILE with one a line.")] = None,
    against: Annotated[list[str] | None, typer.Option(help="Also measure naive or langextract.")] = None,
    only: Annotated[bool, typer.Option("--only-against", help="Measure the systems of --against alone.")] = False,
    rule: Annotated[Rule, typer.Option(help="How chains are compared with attributions.")] = "auto",
    rules: Annotated[
        Rules | None, typer.Option(help="How far rules go; default: as the model's profile says.", show_default=False)
    ] = None,
    credit: Annotated[bool, typer.Option("--credit/--no-credit", help="Ask for image credits too.")] = False,
    cache: Annotated[Path | None, typer.Option(help="Where answers are kept; default: the user cache folder.")] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Ask everything anew and keep nothing.")] = False,
    predictions: Annotated[Path | None, typer.Option(help="Write what was extracted, to score again.")] = None,
    from_predictions: Annotated[list[Path] | None, typer.Option(help="Score this file; nothing is asked.")] = None,
    errors: Annotated[Path | None, typer.Option(help="Write every error with its sentence (Markdown).")] = None,
    speech: Annotated[
        bool, typer.Option("--speech", help="Only attributions with a verb of reporting, in tables and --errors.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write all numbers as JSON.")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds for one question.")] = 600.0,
    concurrency: Annotated[int, typer.Option(min=1, help="Articles read at once.")] = 1,
    injection: Annotated[
        Path | None, typer.Option(help="Instead: what instructions hidden in these documents change.")
    ] = None,
    summary: Annotated[bool, typer.Option("--summary/--no-summary", help="Ask for summaries, for the cost.")] = True,
    readings: ReadingsOption = 1,
    task: TaskOption = None,
    prompts: PromptsOption = None,
    prompt: PromptOption = None,
    profiles: ProfilesOption = None,
    calibrate: Annotated[
        Path | None, typer.Option(help="Fit confidence on this gold; write it here, its picture as .svg beside it.")
    ] = None,
    calibration: Annotated[
        Path | None, typer.Option(help="Use this calibration, and print what it is worth on this gold.")
    ] = None,
) -> int:
    """Read the articles of gold files and score what was found.

    Prints Markdown tables, with and without attributions that have no verb of reporting. With
    --task the gold is in your own schema ({"id", "text", "answer"}), and each field is scored.
    Answers are kept by request: a second run asks only what is new.

    \b
    Examples:
      extractor eval attribution.dev.jsonl --limit 20 -o scores.json
      extractor eval attribution.dev.jsonl chains.dev.jsonl --predictions run.jsonl --errors errors.md
      extractor eval attribution.dev.jsonl --from-predictions run.jsonl
      extractor eval attribution.dev.jsonl --ids @ids.txt --against naive
      extractor eval attribution.dev.jsonl --rules off
      extractor eval attribution.dev.jsonl --calibrate calibration.json
      extractor eval my-gold.jsonl --task my-task/
      extractor eval --injection attacks.jsonl --model local --errors through.md
    """
    from extractor.cli.streams import say, write_result
    from extractor.evaluation.command import Options, evaluate_files

    if task:
        from extractor.evaluation.user_task import TaskOptions, evaluate_tasks

        questions = Questions.of(task, True, prompts, prompt, profiles)
        chosen = TaskOptions(
            gold=tuple(gold or ()),
            model=model,
            base_url=base_url,
            window=window,
            timeout=timeout,
            cache=None if no_cache else cache or "default",
            limit=limit,
            output=output,
            extractor=questions.options(),
        )
        markdown, failed = evaluate_tasks(chosen)
        write_result(markdown)
        return 1 if failed else 0

    options = Options(
        gold=tuple(gold or ()),
        injection=injection,
        model=model,
        base_url=base_url,
        window=window,
        limit=limit,
        ids=ids,
        against=tuple(against or ()),
        own=not only,
        rule=rule,
        rules=rules,
        credits_too=credit,
        cache=cache,
        keep_answers=not no_cache,
        predictions=predictions,
        from_predictions=tuple(from_predictions or ()),
        errors=errors,
        speech=speech,
        output=output,
        timeout=timeout,
        concurrency=concurrency,
        calibrate=calibrate,
        calibration=calibration,
        summary=summary,
        readings=readings,
    )
    markdown, failed = evaluate_files(options, say)
    write_result(markdown)
    return 1 if failed else 0
