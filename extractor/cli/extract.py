"""`extractor extract`: documents in, results out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

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

Format = Literal["table", "json", "jsonl", "md", "html", "csv", "annotation"]
Window = Literal["sentence", "paragraph", "document"]


@app.command()
def extract(  # noqa: PLR0913, RUF100 - an option of the command is an argument of its function
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Texts, pages, addresses; - is standard input.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="What the results look like.")] = "table",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write there, all or nothing.")] = None,
    model: Annotated[str | None, typer.Option(help="local, a GGUF file, or a name at the endpoint.")] = None,
    base_url: Annotated[str | None, typer.Option(help="An OpenAI-compatible endpoint (OPENAI_BASE_URL).")] = None,
    window: Annotated[Window | None, typer.Option(help="How much text one question shows.")] = None,
    keep_furniture: Annotated[bool, typer.Option("--keep-furniture", help="Ask about captions and forms too.")] = False,
    encoding: Annotated[str | None, typer.Option(help="Of the documents; guessed when not given.")] = None,
    task: TaskOption = None,
    only_tasks: OnlyOption = False,
    prompts: PromptsOption = None,
    prompt: PromptOption = None,
    profiles: ProfilesOption = None,
    readings: ReadingsOption = 1,
    min_confidence: LeastOption = None,
    calibration: CalibrationOption = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colour (NO_COLOR does the same).")] = False,
) -> int:
    """Summary, claims with their sources, and confidence, each tied to the document's own words.

    Without --model, the endpoint answers when OPENAI_API_KEY, OPENAI_BASE_URL or --base-url is
    there, else the embedded model, which needs no key.

    \b
    Examples:
      extractor extract article.txt
      cat article.txt | extractor extract - --format json | jq '.claims[].text'
      extractor extract https://example.org/news/dam.html
      extractor extract a.txt b.html --format jsonl -o results.jsonl
      extractor extract article.txt --model local --format md
      extractor extract article.txt --format html -o review.html
      extractor extract article.txt --base-url http://127.0.0.1:8000/v1 --model my-model
      extractor extract article.txt --min-confidence high --readings 2
      extractor extract ruling.txt --task examples/tasks/rulings --only-tasks --format json

    \b
    Several documents: json is one array, jsonl one line each; a document that cannot be read
    does not stop the others. Exit status: 0 all complete, 1 some document partial or failed,
    2 wrong use or unreadable input, 3 the model could not be reached.
    """
    from extractor.cli.extracting import Inputs, extract_all
    from extractor.cli.output import open_output
    from extractor.cli.progress import Display
    from extractor.cli.session import ModelChoice

    inputs = Inputs(files=tuple(files), encoding=encoding, keep_furniture=keep_furniture)
    inputs.check(output)
    questions = Questions.of(task, only_tasks, prompts, prompt, profiles)
    trust = Trust(readings, min_confidence, calibration)
    choice = ModelChoice(model=model, base_url=base_url, window=window, questions=questions, trust=trust)
    with open_output(output, format, many=len(files) > 1, no_color=no_color) as out:
        display = Display.choose(claims=out.on_terminal and format == "table", no_color=no_color)
        return extract_all(inputs, choice, out, display)
