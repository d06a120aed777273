"""The description of the service at `/openapi.json` (OpenAPI 3.1), tested against what it really does."""

from __future__ import annotations

from typing import Any

from extractor import __version__
from extractor.schema import json_schema
from extractor.service.bodies import JSON, PAGE, TEXT
from extractor.service.describing import REFERENCE, answer, component, problems, ref
from extractor.service.extracting import EVENTS
from extractor.service.forms import NOT_BLANK, NOT_EMPTY_PAGE, PageForm, TextForm
from extractor.service.jobs import describing as jobs
from extractor.service.problems import PREFIX, TYPES

SCHEMA_TYPE = "application/schema+json"

EXAMPLE = (
    "The ferry to Ostwick will not sail on Friday, the harbour office said. "
    "Radio Fenn reported, citing two pilots, that the engine had failed twice."
)

_ABOUT = """Reads news-like documents: claims, who makes each of them and through whom it is known, a summary and
confidence, each tied to exact characters of the document. Nothing is ever fetched for a caller: `url` is only
repeated. Errors are `application/problem+json` (RFC 9457)."""

_EVENTS_ABOUT = """Server-sent events, in this order: `document` (id, title, language, characters, and the text in
which spans count), then `progress` (done, total, task) and `claim` (claim, names: the name of each source id in it)
as they come, and `result` (the same as the JSON answer) or `problem` at the end."""


def document(*, with_keys: bool) -> dict[str, Any]:
    """The whole description. `with_keys`: whether a bearer key is asked for."""
    described: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "extractor", "version": __version__, "description": _ABOUT, "license": _LICENCE},
        "servers": [{"url": "/"}],
        "paths": {
            "/v1/extract": {"post": _extract()},
            **jobs.paths(),
            "/v1/schema": {"get": _schema()},
            "/healthz": {"get": _probe("health", "Whether the process is alive", ())},
            "/readyz": {"get": _probe("readiness", "Whether the model is ready and new work is taken", (503,))},
            "/metrics": {"get": _metrics()},
        },
        "components": {"schemas": _schemas()},
    }
    if with_keys:
        described["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
        for path, operations in described["paths"].items():
            for operation in operations.values():
                if path.startswith("/v1/") or path == "/metrics":
                    operation["security"] = [{"key": []}]
                    operation["responses"] |= problems(401)
    return described


_LICENCE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}


def _extract() -> dict[str, Any]:
    page = "<html><body><article><h1>No ferry on Friday</h1><p>" + EXAMPLE + "</p></article></body></html>"
    return {
        "operationId": "extract",
        "summary": "Read one document",
        "description": "Send `Accept: text/event-stream` to get claims as they are found.",
        "requestBody": {
            "required": True,
            "content": {
                JSON: {
                    "schema": {"oneOf": [ref("TextForm"), ref("PageForm")]},
                    "examples": {
                        "text": {"value": {"text": EXAMPLE, "language": "en"}},
                        "page": {"value": {"html": page}},
                    },
                },
                TEXT: {"schema": {"type": "string", "minLength": 1, "pattern": NOT_BLANK}, "example": EXAMPLE},
                # No type: whatever is sent as a page is read as text.
                PAGE: {"schema": {"pattern": NOT_EMPTY_PAGE}, "example": page},
            },
        },
        "responses": {
            "200": answer("The result. " + _EVENTS_ABOUT, {JSON: ref("Result"), EVENTS: {"type": "string"}}),
            **problems(400, 403, 406, 408, 413, 415, 421, 422, 429, 500, 503, 504),
        },
    }


def _schema() -> dict[str, Any]:
    return {
        "operationId": "schema",
        "summary": "The JSON Schema of a result",
        "responses": {"200": answer("JSON Schema (draft 2020-12)", {SCHEMA_TYPE: {"type": "object"}})}
        | problems(421, 500),
    }


def _probe(name: str, summary: str, statuses: tuple[int, ...]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": answer("Yes", {JSON: {"type": "object", "required": ["status"]}})}
        | problems(421, *statuses),
    }


def _metrics() -> dict[str, Any]:
    return {
        "operationId": "metrics",
        "summary": "Counters for Prometheus",
        "responses": {"200": answer("The exposition format", {TEXT: {"type": "string"}})} | problems(421),
    }


def _schemas() -> dict[str, Any]:
    result = json_schema()
    schemas: dict[str, Any] = {name: _moved(part) for name, part in result.pop("$defs").items()}
    result.pop("$schema")
    schemas["Result"] = _moved(result)
    schemas["TextForm"] = component(TextForm, schemas)
    schemas["PageForm"] = component(PageForm, schemas)
    jobs.add_schemas(schemas)
    schemas["Problem"] = _PROBLEM
    return schemas


def _moved(part: Any) -> Any:
    """A part of a schema with its references leading to the components."""
    if isinstance(part, dict):
        return {
            name: value.replace("#/$defs/", REFERENCE.format(model="")) if name == "$ref" else _moved(value)
            for name, value in part.items()
        }
    return [_moved(one) for one in part] if isinstance(part, list) else part


_PROBLEM: dict[str, Any] = {
    "description": "An error (RFC 9457)",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string", "enum": [PREFIX + kind for kind in TYPES]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "for a person"},
        "instance": {"type": "string", "description": "the number of the request, as in the log and X-Request-Id"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "additionalProperties": False,
                "properties": {
                    "pointer": {"type": "string", "description": "the field (RFC 6901); empty: the whole"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
