"""Every error this package raises, in one tree.

    ExtractorError                   exit status
    ├── UsageError                   2   an option or a configuration that cannot be used
    ├── DocumentError                2   an input that cannot be read as a document
    │   ├── DocumentNotFound
    │   ├── DocumentEmpty
    │   ├── DocumentNotText          binary data, or an encoding that does not fit
    │   └── DocumentTooLarge
    ├── ModelError                   3   no model can be reached
    │   ├── ModelUnavailable         a model file: not there, not fetched, wrong hash, disk full
    │   ├── EngineError              the embedded engine does not start
    │   ├── EndpointUnreachable      no connection, or a server error that outlasted the retries
    │   ├── EndpointRefused          400, 401, 403, 404: asking again would not help
    │   └── MissingExtra             an optional part that is not installed
    └── AnswerError                  -   one question failed; the result's report says so
        ├── AnswerTruncated          the token limit was reached
        ├── AnswerRefused            the model declined
        ├── AnswerFiltered           the endpoint's content filter
        ├── AnswerInvalid            not JSON, or not of the asked form
        └── AnswerTimeout            the time limit was reached

An `AnswerError` stays inside the pipeline: it becomes a failed window in `Report`. Everything
else reaches the caller. Messages are one line and say what was wrong, where, and what to do;
they never hold a key or the text of a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from extractor.schema import Usage


class ExtractorError(Exception):
    """Root of the tree."""

    exit_status: ClassVar[int] = 2


class UsageError(ExtractorError):
    """An option or a configuration that cannot be used."""


class DocumentError(ExtractorError):
    """An input that cannot be read as a document."""


class DocumentNotFound(DocumentError):
    """There is no such file, or it is not a file."""


class DocumentEmpty(DocumentError):
    """The input holds no text."""


class DocumentNotText(DocumentError):
    """The input is binary, or its encoding does not fit its bytes."""


class DocumentTooLarge(DocumentError):
    """The input is above the documented limit; nothing is cut off silently."""


class ModelError(ExtractorError):
    """No model can be reached."""

    exit_status = 3


class ModelUnavailable(ModelError):
    """A model file that is not there, cannot be fetched or fails its hash."""


class EngineError(ModelError):
    """The embedded engine does not start or has died."""


class EndpointUnreachable(ModelError):
    """The endpoint does not answer, or its errors outlasted the retries."""


class EndpointRefused(ModelError):
    """The endpoint answers 400, 401, 403 or 404: asking again would not help."""


class MissingExtra(ModelError):
    """An optional part is needed and not installed."""


class AnswerError(ExtractorError):
    """One question to the model failed; the document goes on without it.

    usage: what the question cost all the same, all its attempts together.
    """

    reason: ClassVar[str] = "failed"
    usage: Usage | None = None


class AnswerTruncated(AnswerError):
    """The answer reached the token limit."""

    reason = "truncated"


class AnswerRefused(AnswerError):
    """The model declined to answer."""

    reason = "refused"


class AnswerFiltered(AnswerError):
    """The endpoint's content filter stopped the answer."""

    reason = "filtered"


class AnswerInvalid(AnswerError):
    """The answer is not JSON, or not of the form asked for."""

    reason = "invalid"


class AnswerTimeout(AnswerError):
    """The answer did not come within the time limit."""

    reason = "timeout"
