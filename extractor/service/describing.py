"""The pieces that descriptions of operations are made of (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from extractor.service.problems import MEDIA_TYPE, TYPES

REFERENCE = "#/components/schemas/{model}"


def problems(*statuses: int) -> dict[str, Any]:
    """The entries under `responses` for these statuses."""
    found: dict[str, Any] = {}
    for status in statuses:
        meant = "; ".join(meaning for code, meaning in TYPES.values() if code == status)
        entry: dict[str, Any] = {"description": meant, "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}
        if status in (429, 503):
            entry["headers"] = {"Retry-After": {"description": "seconds", "schema": {"type": "string"}}}
        if status == 401:
            entry["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
        found[str(status)] = entry
    return found


def answer(description: str, content: dict[str, Any]) -> dict[str, Any]:
    """A response that is no problem."""
    return {"description": description, "content": {kind: {"schema": schema} for kind, schema in content.items()}}


def ref(name: str) -> dict[str, str]:
    """A component by its name."""
    return {"$ref": REFERENCE.format(model=name)}


def component(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema of a model; what it is made of goes into `schemas`."""
    schema = model.model_json_schema(ref_template=REFERENCE)
    schemas.update(schema.pop("$defs", {}))
    return schema
