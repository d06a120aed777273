"""The description of `/v1/jobs` (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from extractor.service.bodies import JSON
from extractor.service.describing import answer, component, problems, ref
from extractor.service.jobs.job import STATUSES
from extractor.service.jobs.sending import JOB_TYPES, LINES, JobForm

_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "of the job, as the answer to sending it gives it",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
}
_STATE = "queued, running, done or cancelled; `detail` says why it waits"
_EXAMPLE = {
    "documents": [
        {"id": "a", "text": "The ferry will not sail on Friday, the harbour office said.", "desk": "north"},
        {"id": "b", "html": "<article><p>The bridge reopens in May, Mayor Ana Sorrel said.</p></article>"},
    ]
}
_LINES_ABOUT = """One JSON object a line: `text` or `html`, `id`, title, byline, publisher, published, url, language;
other fields travel along to the result as `meta`. A line that cannot be used has a failed result that says why."""


def paths() -> dict[str, Any]:
    """The operations."""
    shown = answer(_STATE, {JSON: ref("Job")})
    lines = {"schema": {"type": "string", "description": _LINES_ABOUT}}
    return {
        "/v1/jobs": {
            "post": {
                "operationId": "sendJob",
                "summary": "Send many documents",
                "description": "The job goes on after a restart of the service.",
                "requestBody": {
                    "required": True,
                    "content": {
                        JSON: {"schema": ref("JobForm"), "example": _EXAMPLE},
                        **{kind: lines for kind in JOB_TYPES if kind != JSON},
                    },
                },
                "responses": {
                    "202": {
                        **answer("Taken", {JSON: ref("Job")}),
                        "headers": {"Location": {"description": "where the job is", "schema": {"type": "string"}}},
                        "links": _links(),
                    },
                    **problems(400, 403, 408, 413, 415, 421, 422, 429, 500, 503),
                },
            }
        },
        "/v1/jobs/{id}": {
            "get": _operation("job", "How far a job is", shown),
            "delete": _operation(
                "deleteJob", "Stop a job and delete its documents and results", {"description": "Gone"}, "204", 403
            ),
        },
        "/v1/jobs/{id}/results": {
            "get": _operation(
                "results",
                "The results so far, one JSON object a line",
                {
                    **answer("Results with `meta`, complete when the job is done", {LINES: {"type": "string"}}),
                    "headers": {"X-Job-State": {"schema": {"type": "string"}}},
                },
            )
        },
        "/v1/jobs/{id}/cancel": {
            "post": _operation(
                "cancelJob", "Stop a job; its results stay", answer(_STATE, {JSON: ref("Job")}), "200", 403
            )
        },
    }


def add_schemas(schemas: dict[str, Any]) -> None:
    """Add the components that the operations refer to."""
    schemas["JobForm"] = component(JobForm, schemas)
    count = {"type": "integer", "minimum": 0}
    names = ("total", "pending", *STATUSES)
    schemas["Job"] = {
        "description": "A job",
        "type": "object",
        "required": ["id", "state", "created", "finished", "documents", "detail", "results"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"},
            "state": {"type": "string", "enum": ["queued", "running", "done", "cancelled"]},
            "created": {"type": "string", "format": "date-time"},
            "finished": {"type": ["string", "null"], "format": "date-time"},
            "documents": {
                "type": "object",
                "required": [*names],
                "additionalProperties": False,
                "properties": dict.fromkeys(names, count),
            },
            "detail": {"type": ["string", "null"], "description": "why it waits"},
            "results": {"type": "string", "description": "where the results are"},
        },
    }


def _operation(name: str, summary: str, good: dict[str, Any], status: str = "200", *others: int) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [_ID],
        "responses": {status: good, **problems(404, 421, 500, *others)},
    }


def _links() -> dict[str, Any]:
    parameters = {"id": "$response.body#/id"}
    return {
        name: {"operationId": name, "parameters": parameters} for name in ("job", "results", "cancelJob", "deleteJob")
    }
