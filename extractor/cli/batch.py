"""`extractor batch`: many documents, one result line each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperCommand
from typing_extensions import override

from extractor.cli.questions import (
    OnlyOption,
    ProfilesOption,
    PromptOption,
    PromptsOption,
    Questions,
    TaskOption,
)
from extractor.cli.weighing import CalibrationOption, LeastOption, ReadingsOption, Trust

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Window = Literal["sentence", "paragraph", "document"]
Order = Literal["done", "input"]
Via = Literal["live", "batch"]

#: Words in the first place that are about batches a provider works on; a file of that name is `./status`.
PROVIDER_WORDS = ("status", "fetch", "cancel")
WORDS = "extractor.batch.words"  # what was typed behind `extractor batch`, for `fetch` to go on with


class BatchCommand(TyperCommand):
    """The command, and the words about a provider's batches."""

    @override
    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        if args and args[0] in PROVIDER_WORDS:
            from typer.main import get_command

            from extractor.cli import batch_provider

            command = get_command(batch_provider.app)
            return command.make_context(info_name, args, parent=parent, **extra)
        words = tuple(args)
        context = super().make_context(info_name, args, parent=parent, **extra)
        context.meta[WORDS] = words
        return context


@app.command(cls=BatchCommand)
def batch(  # noqa: PLR0913, RUF100 - an option of the command is an argument of its function
    context: typer.Context,
    inputs: Annotated[list[str], typer.Argument(metavar="IN.jsonl...", help="JSON Lines files (also .gz), globs, -.")],
    output: Annotated[str, typer.Option("--output", "-o", help="Append there; else standard output.")] = "-",
    model: Annotated[str | None, typer.Option(help="local, a GGUF file, or a name at the endpoint.")] = None,
    base_url: Annotated[str | None, typer.Option(help="An OpenAI-compatible endpoint (OPENAI_BASE_URL).")] = None,
    window: Annotated[Window | None, typer.Option(help="How much text one question shows.")] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, help="Most questions in flight; adapts up to 64 when not given.")
    ] = None,
    processes: Annotated[
        int, typer.Option(min=1, help="That read documents, for as many cores; limits are of all together.")
    ] = 1,
    requests_per_minute: Annotated[float | None, typer.Option(min=0.001, help="The endpoint's limit.")] = None,
    tokens_per_minute: Annotated[float | None, typer.Option(min=1, help="The endpoint's limit, in and out.")] = None,
    order: Annotated[Order, typer.Option(help="Lines as documents are done, or as in the input.")] = "done",
    max_cost: Annotated[float | None, typer.Option(min=0, help="Stop at so many US dollars.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=0, help="Stop at so many tokens, in and out.")] = None,
    max_documents: Annotated[int | None, typer.Option(min=0, help="Stop after so many documents.")] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Ask again for failed and partial documents too.")
    ] = False,
    keep_old: Annotated[
        bool, typer.Option("--keep-old", help="Keep what other prompts or another model have done.")
    ] = False,
    journal: Annotated[Path | None, typer.Option(help="What is done; default: OUT.journal.")] = None,
    cache: Annotated[bool, typer.Option("--cache", help="Keep answers and use those kept (extractor cache).")] = False,
    cache_file: Annotated[Path | None, typer.Option(help="Keep them here.")] = None,
    cache_size: Annotated[float, typer.Option(min=1, help="Most megabytes of answers.")] = 1000,
    timeout: Annotated[float | None, typer.Option(min=1, help="Seconds for one question (600).")] = None,
    keep_furniture: Annotated[bool, typer.Option("--keep-furniture", help="Ask about captions and forms too.")] = False,
    task: TaskOption = None,
    only_tasks: OnlyOption = False,
    prompts: PromptsOption = None,
    prompt: PromptOption = None,
    profiles: ProfilesOption = None,
    readings: ReadingsOption = 1,
    min_confidence: LeastOption = None,
    calibration: CalibrationOption = None,
    via: Annotated[Via, typer.Option(help="Ask one by one, or through the provider's Batch API.")] = "live",
    no_wait: Annotated[bool, typer.Option("--no-wait", help="With --via batch: send and end.")] = False,
    leftovers: Annotated[Via, typer.Option(help="With --via batch: how what failed there is asked again.")] = "batch",
) -> int:
    """Extract many documents: records in, one line of JSON out for each, written as it is done.

    A record is {"id": …, "text": … or "html": … or "path": …}; its other fields travel along
    under "meta". A line that is no record becomes a failed one, with its reason.

    Killed, stopped, or out of budget: run the same command again and it goes on. The journal
    beside the output knows what is done; nothing is asked twice.

    \b
    Examples:
      extractor batch articles.jsonl -o results.jsonl
      extractor batch 'archive/*.jsonl.gz' -o results.jsonl --concurrency 128 --max-cost 20
      extractor batch articles.jsonl -o results.jsonl --processes 4 --concurrency 256
      extractor batch articles.jsonl -o results.jsonl --retry-failed
      zcat more.jsonl.gz | extractor batch - | jq -c '{id: .document.id, claims: (.claims | length)}'
      extractor batch articles.jsonl -o results.jsonl --model gpt-4.1-mini --via batch
      extractor batch status results.jsonl  # also fetch, cancel; each has --help

    \b
    Exit status: 0 all documents complete, 1 some partial, failed or not reached within the
    budget, 2 wrong use or unreadable input, 3 the model could not be reached.
    """
    from extractor.bulk.options import Budget, BulkOptions
    from extractor.cli.batching import Batch, run_batch
    from extractor.cli.session import ModelChoice
    from extractor.cli.streams import say

    return run_batch(
        Batch(
            inputs=tuple(inputs),
            output=output,
            journal=journal,
            via=via,
            wait=not no_wait,
            leftovers=leftovers,
            cache=(cache_file, cache_size) if cache or cache_file else None,
            words=context.meta[WORDS],
        ),
        ModelChoice(
            model=model,
            base_url=base_url,
            window=window,
            timeout=timeout,
            questions=Questions.of(task, only_tasks, prompts, prompt, profiles),
            trust=Trust(readings, min_confidence, calibration),
        ),
        BulkOptions(
            concurrency=concurrency,
            processes=processes,
            requests_per_minute=requests_per_minute,
            tokens_per_minute=tokens_per_minute,
            order=order,
            retry_failed=retry_failed,
            keep_old=keep_old,
            keep_furniture=keep_furniture,
            budget=Budget(cost=max_cost, tokens=max_tokens, documents=max_documents),
            say=say,
        ),
    )
