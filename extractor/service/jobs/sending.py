"""What a job is made of: a JSON body with documents, or JSON Lines of any length."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.service.bodies import JSON, media_type, parse_json, read_body, read_chunks
from extractor.service.forms import LONGEST_ID, LONGEST_WORDS, NOT_BLANK
from extractor.service.jobs.job import Job
from extractor.service.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from extractor.service.settings import Limits

LINES = "application/x-ndjson"
JOB_TYPES = (JSON, LINES, "application/jsonl")

Words = Annotated[str, Field(max_length=LONGEST_WORDS)] | None


class _JobDocument(BaseModel):
    """A document of a job. Fields that are not known travel along to its result, as `meta`."""

    model_config = ConfigDict(extra="allow", strict=True)

    id: Annotated[str, Field(min_length=1, max_length=LONGEST_ID)] | None = Field(
        default=None, description="unique in the job; `document.id` of the result"
    )
    title: Words = None
    byline: Words = None
    publisher: Words = None
    published: Words = None
    url: Words = Field(default=None, description="repeated in the result, never fetched")
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None


class JobText(_JobDocument):
    """A document as plain text."""

    model_config = ConfigDict(json_schema_extra={"not": {"anyOf": [{"required": ["html"]}, {"required": ["path"]}]}})

    text: Annotated[str, Field(min_length=1, pattern=NOT_BLANK)]


class JobPage(_JobDocument):
    """A document as a web page."""

    model_config = ConfigDict(json_schema_extra={"not": {"anyOf": [{"required": ["text"]}, {"required": ["path"]}]}})

    html: Annotated[str, Field(min_length=1)]


class JobForm(BaseModel):
    """The documents of a job."""

    model_config = ConfigDict(extra="forbid", strict=True)

    documents: Annotated[list[JobText | JobPage], Field(min_length=1)]
    keep_furniture: bool = Field(default=False, description="ask about captions, share lines and forms too")


async def receive_job(request: Request, limits: Limits, folder: Path) -> Job:
    """The job in a request, its records written into `folder`. Raises `Problem`."""
    kind, _ = media_type(request, JOB_TYPES)
    if kind == JSON:
        content = await read_body(request, most_bytes=limits.body_bytes, seconds=limits.body_seconds)
        return await asyncio.to_thread(_from_json, content, limits, folder)
    count = await _from_lines(request, limits, folder)
    return Job(folder, count)


def _from_json(content: bytes, limits: Limits, folder: Path) -> Job:
    data = parse_json(content)
    form = _checked(data)
    if len(form.documents) > limits.job_documents:
        raise _too_many(limits)
    assert isinstance(data, dict)  # noqa: S101 - for the types; `_checked` has seen to it
    job = Job(folder, len(form.documents), form.keep_furniture)
    with job.records.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(document) + "\n" for document in data["documents"])
    return job


def _checked(data: object) -> JobForm:
    documents = data.get("documents") if isinstance(data, dict) else None
    for number, document in enumerate(documents if isinstance(documents, list) else ()):
        if isinstance(document, dict) and sum(name in document for name in ("text", "html", "path")) != 1:
            fault = {"pointer": f"/documents/{number}", "detail": "needs either text or html"}
            raise Problem("invalid", "a document cannot be used", errors=[fault])
    try:
        return JobForm.model_validate(data)
    except ValidationError as error:
        raise Problem("invalid", "the job cannot be used", errors=_told(error)) from None


def _told(error: ValidationError) -> list[dict[str, str]]:
    """The faults without values and without names that the caller made up."""
    known = {"documents", "keep_furniture", *JobText.model_fields, *JobPage.model_fields}
    told: dict[str, str] = {}
    for entry in error.errors()[:10]:
        where = [str(part) for part in entry["loc"] if isinstance(part, int) or part in known]
        told.setdefault("/".join(("", *where)), entry["msg"])
    return [{"pointer": pointer, "detail": detail} for pointer, detail in told.items()]


async def _from_lines(request: Request, limits: Limits, folder: Path) -> int:
    """Write the lines as they come and count them; what is wrong with one is said in its result."""
    count, open_line = 0, False
    with Job(folder, 0).records.open("wb") as file:
        async for chunk in read_chunks(request, most_bytes=limits.job_bytes, seconds=limits.job_seconds):
            counted, open_line = _count(chunk, open_line)
            count += counted
            if count > limits.job_documents:
                raise _too_many(limits)
            await asyncio.to_thread(_write, file, chunk)
    if not count:
        raise Problem("invalid", "the body holds no line: send one JSON object a line")
    return count


def _count(chunk: bytes, open_line: bool) -> tuple[int, bool]:
    """How many lines that are not blank begin in a chunk, and whether the last one goes on behind it."""
    first, *others = chunk.split(b"\n")
    began = 0 if open_line or not first.strip() else 1
    last = others[-1] if others else first
    goes_on = bool(last.strip()) or (not others and open_line)
    return began + sum(bool(line.strip()) for line in others), goes_on


def _write(file: IO[bytes], chunk: bytes) -> None:
    file.write(chunk)


def _too_many(limits: Limits) -> Problem:
    return Problem("too-large", f"a job holds at most {limits.job_documents:,} documents: send several")
