"""Errors as `application/problem+json` (RFC 9457), without a word of a document and without a key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from extractor.errors import DocumentError, DocumentTooLarge, ExtractorError, ModelError

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:extractor:problem:"
#: Seconds after which a model that could not be reached is worth another try.
RETRY_MODEL = 10

#: Every type of problem there is: its HTTP status, and what it means.
TYPES: dict[str, tuple[int, str]] = {
    "malformed": (400, "The body is not what its content type says"),
    "unauthorized": (401, "A key is needed, or it is not one of ours"),
    "origin": (403, "Another site's page may not do this"),
    "not-found": (404, "There is nothing at this address"),
    "method": (405, "This address does not take this method"),
    "not-acceptable": (406, "The answer cannot be given in a form that is asked for"),
    "body-timeout": (408, "The body took too long to arrive"),
    "conflict": (409, "The job is not in a state that allows this"),
    "too-large": (413, "The body or the document is above the limit"),
    "media-type": (415, "The body's type is not one that is read here"),
    "host": (421, "This service is not called by this name"),
    "invalid": (422, "The request was understood and cannot be used"),
    "busy": (429, "As much work as is allowed is under way"),
    "internal": (500, "A fault of ours"),
    "model": (503, "The model cannot be reached"),
    "stopping": (503, "The service is being stopped, or is not ready yet"),
    "timeout": (504, "The document took longer than the limit"),
}


class Problem(Exception):
    """A request that ends in an error. `kind` is a key of `TYPES`; `detail` is for a person."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.status, self.title = TYPES[kind]
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = list(errors)

    def as_dict(self, request_id: str) -> dict[str, Any]:
        """The members of RFC 9457; `errors` names the fields at fault, where there are any."""
        data: dict[str, Any] = {
            "type": PREFIX + self.kind,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": f"urn:uuid:{request_id}",
        }
        if self.errors:
            data["errors"] = self.errors
        return data

    def response(self, request_id: str) -> Response:
        """The answer to send."""
        return Response(
            json.dumps(self.as_dict(request_id), ensure_ascii=False),
            status_code=self.status,
            media_type=MEDIA_TYPE,
            headers=self.headers,
        )


def problem_of(error: Exception) -> Problem:
    """The problem to answer with for whatever was raised."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, DocumentTooLarge):
        return Problem("too-large", str(error))
    if isinstance(error, DocumentError):
        return Problem("invalid", str(error))
    if isinstance(error, ModelError):  # its message names the endpoint, which is the operator's business
        detail = "no question could be answered; the service's log says why"
        return Problem("model", detail, headers={"Retry-After": str(RETRY_MODEL)})
    if isinstance(error, ExtractorError):
        return Problem("invalid", str(error))
    return Problem("internal", "the service's log has more under the number of this request")


def problem_of_status(status: int, headers: Mapping[str, str] | None) -> Problem:
    """The problem for a status that the framework itself answers with: 404, 405 and their like."""
    kind = next((kind for kind, (code, _) in TYPES.items() if code == status), "internal")
    details = {
        "not-found": "nothing is here; the addresses are in /openapi.json",
        "method": "the allowed methods are in the header Allow",
    }
    detail = details.get(kind, HTTPStatus(status).phrase.lower())
    return Problem(kind, detail, headers=headers)


class CallerLeft(Exception):
    """Nobody waits for the answer any more."""
