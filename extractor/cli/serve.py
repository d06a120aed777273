"""`extractor serve`: the service, over HTTP."""

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

Window = Literal["sentence", "paragraph", "document"]
Level = Literal["debug", "info", "warning", "error"]


@app.command()
def serve(  # noqa: PLR0913, RUF100 - an option of the command is an argument of its function
    host: Annotated[str, typer.Option(help="Listen there; beyond this machine only with keys.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0 takes a free one.", min=0, max=65535)] = 8765,
    model: Annotated[str | None, typer.Option(help="local, a GGUF file, or a name at the endpoint.")] = None,
    base_url: Annotated[str | None, typer.Option(help="An OpenAI-compatible endpoint (OPENAI_BASE_URL).")] = None,
    window: Annotated[Window | None, typer.Option(help="How much text one question shows.")] = None,
    keys: Annotated[Path | None, typer.Option(help="Bearer keys, one a line (also EXTRACTOR_KEYS).")] = None,
    jobs: Annotated[
        Path | None, typer.Option(help="Folder in which jobs survive a restart (default: in the user's state).")
    ] = None,
    in_flight: Annotated[
        int | None, typer.Option(help="Documents read at once (64; 4 with the embedded model).", min=1)
    ] = None,
    max_characters: Annotated[int, typer.Option(help="Of one document.", min=1)] = 200_000,
    max_body: Annotated[int, typer.Option(help="Bytes of one request.", min=1)] = 4_000_000,
    timeout: Annotated[float, typer.Option(help="Seconds for one document.", min=1)] = 600,
    grace: Annotated[float, typer.Option(help="Seconds to finish in after SIGTERM.", min=0)] = 30,
    allow_host: Annotated[list[str] | None, typer.Option(help="A name it is called by; repeatable.")] = None,
    cors_origin: Annotated[list[str] | None, typer.Option(help="An origin whose pages may call; repeatable.")] = None,
    task: TaskOption = None,
    only_tasks: OnlyOption = False,
    prompts: PromptsOption = None,
    prompt: PromptOption = None,
    profiles: ProfilesOption = None,
    readings: ReadingsOption = 1,
    min_confidence: LeastOption = None,
    calibration: CalibrationOption = None,
    log_level: Annotated[Level, typer.Option(help="What is said on standard error.")] = "info",
) -> int:
    """A page to paste an article into, and an API; see /openapi.json.

    Without keys it listens on this machine only. It never fetches an address for a caller. SIGTERM
    and Ctrl-C let the documents under way finish; jobs go on after the next start.

    \b
    Examples:
      extractor serve
      extractor serve --model local --port 8080
      extractor serve --base-url http://127.0.0.1:8000/v1 --model my-model --in-flight 128
      EXTRACTOR_KEYS=$(openssl rand -hex 32) extractor serve --host 0.0.0.0
      extractor serve --host 0.0.0.0 --keys keys.txt --jobs jobs

    \b
    And then:
      curl -s http://127.0.0.1:8765/v1/extract -H 'Content-Type: text/plain' --data-binary @article.txt
      curl -sN http://127.0.0.1:8765/v1/extract -H 'Content-Type: text/plain' \\
        -H 'Accept: text/event-stream' --data-binary @article.txt
    """
    from dataclasses import replace

    from platformdirs import user_state_path

    from extractor.cli.serving import Wanted, run
    from extractor.cli.session import ModelChoice
    from extractor.service import require_service

    require_service()
    from extractor.service.keys import read_keys
    from extractor.service.settings import Limits, Settings, check_exposure

    known = read_keys(keys)
    check_exposure(host, known)
    limits = Limits(characters=max_characters, body_bytes=max_body, seconds=timeout, grace_seconds=grace)
    if in_flight is not None:
        limits = replace(limits, in_flight=in_flight)
    settings = Settings(
        keys=known,
        limits=limits,
        allowed_hosts=tuple(allow_host or ()),
        allowed_origins=tuple(cors_origin or ()),
        jobs_folder=jobs or user_state_path("extractor") / "jobs",
    )
    questions = Questions.of(task, only_tasks, prompts, prompt, profiles)
    choice = ModelChoice(
        model=model,
        base_url=base_url,
        window=window,
        questions=questions,
        trust=Trust(readings, min_confidence, calibration),
    )
    run(choice, settings, Wanted(host, port, in_flight, log_level))
    return 0
