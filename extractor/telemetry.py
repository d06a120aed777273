"""What operators see of the work: log records and OpenTelemetry spans, without a word of a document.

Everything is logged below the one logger `extractor`: a document read at INFO, a question at DEBUG.
Where `opentelemetry-api` is installed each document is a span and each question a client span below
it, named and described by the GenAI semantic conventions of OpenTelemetry
(https://github.com/open-telemetry/semantic-conventions-genai, status "development" in 2026). What the
model was asked and answered, and so document text, is on a span only where
`OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` asks for it.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from extractor.errors import AnswerError

if TYPE_CHECKING:
    from extractor.schema import Result, Usage

log = logging.getLogger("extractor")

CONTENT_VARIABLE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
CONTENT_WANTED = ("true", "span_only", "span_and_event")
LOCAL = "local"  # `Client.endpoint` of the embedded engine
#: `gen_ai.provider.name`: whose protocol an endpoint speaks; the conventions know no name for llama.cpp.
PROVIDER, LOCAL_PROVIDER = "openai", "llama_cpp"
WORKFLOW = "extractor"
DEFAULT_PORTS = {"http": 80, "https": 443}


@cache
def _tracing() -> Any:
    """The tracing API, or None where it is not installed."""
    try:
        from opentelemetry import trace
    except ImportError:
        return None
    return trace


def _tracer() -> Any:
    from extractor import __version__

    trace = _tracing()
    # Not kept: an application may set its provider up after this module was first used.
    return None if trace is None else trace.get_tracer("extractor", __version__)


class Span:
    """A span, or nothing at all: every call is harmless where no tracing is installed."""

    def __init__(self, real: Any = None) -> None:
        self._real = real

    def set(self, attributes: Mapping[str, Any]) -> None:
        """Add attributes; those that are None are left out."""
        if self._real is not None:
            self._real.set_attributes({name: value for name, value in attributes.items() if value is not None})

    def fail(self, kind: str) -> None:
        """Mark it as failed; `kind` is a class or a reason, never a message."""
        if self._real is not None:
            self._real.set_attribute("error.type", kind)
            self._real.set_status(_tracing().StatusCode.ERROR)

    def current(self) -> AbstractContextManager[object]:
        """Inside, new spans are its children. For coroutines: an async generator has no context of its own."""
        if self._real is None:
            return nullcontext()
        context: AbstractContextManager[object] = _tracing().use_span(
            self._real, end_on_exit=False, record_exception=False, set_status_on_exception=False
        )
        return context

    def end(self) -> None:
        """The work is over. May be called twice."""
        if self._real is not None and self._real.is_recording():
            self._real.end()


class DocumentSpan(Span):
    """The reading of one document."""

    def __init__(self, id: str, model: str) -> None:
        tracer = _tracer()
        super().__init__(None if tracer is None else tracer.start_span(f"invoke_workflow {WORKFLOW}"))
        self._id = id
        self.set(
            {
                "gen_ai.operation.name": "invoke_workflow",
                "gen_ai.workflow.name": WORKFLOW,
                "gen_ai.request.model": model,
                "extractor.document.id": id,
            }
        )

    def finish(self, result: Result) -> None:
        """Say how it went, on the span and in the log."""
        report, usage = result.report, result.run.usage
        self.set(
            {
                "extractor.report.status": report.status,
                "extractor.claims": len(result.claims),
                "extractor.items.rejected": report.items.rejected,
                **_usage(usage),
            }
        )
        log.info(
            "document %s: %s, %d claims, %d of %d questions answered, %d items rejected, %d tokens, %.1f s",
            _one_line(self._id),
            report.status,
            len(result.claims),
            report.windows.answered,
            report.windows.sent,
            report.items.rejected,
            usage.input_tokens + usage.output_tokens,
            result.run.seconds,
        )


class QuestionSpan(Span):
    """One question to a model, its repetitions included: an inference span of the conventions."""

    def __init__(self, model: str, endpoint: str, max_tokens: int) -> None:
        tracer = _tracer()
        real = None
        if tracer is not None:
            # The embedded engine is asked over HTTP too, so the call is a client's in both cases.
            real = tracer.start_span(f"chat {model}", kind=_tracing().SpanKind.CLIENT)
        super().__init__(real)
        self._began = time.monotonic()
        self._model = model
        if real is not None:
            self.set(
                {
                    "gen_ai.operation.name": "chat",
                    "gen_ai.provider.name": LOCAL_PROVIDER if endpoint == LOCAL else PROVIDER,
                    "gen_ai.request.model": model,
                    "gen_ai.request.max_tokens": max_tokens,
                    "gen_ai.output.type": "json",
                    **_address(endpoint),
                }
            )

    def spent(self, usage: Usage, *, finish_reason: str = "", cached: bool = False) -> None:
        """What it cost, whether or not it was answered."""
        self.set(
            {
                **_usage(usage),
                "gen_ai.response.finish_reasons": [finish_reason] if finish_reason else None,
                "extractor.cached": cached or None,
            }
        )
        log.debug(
            "question to %s: %d calls, %d tokens in, %d out, %.2f s%s",
            self._model,
            usage.calls,
            usage.input_tokens,
            usage.output_tokens,
            time.monotonic() - self._began,
            ", from the cache" if cached else "",
        )

    def said(self, messages: Sequence[Mapping[str, str]], answer: str, finish_reason: str) -> None:
        """Keep what was said, where the operator asks for it."""
        if self._real is None or os.environ.get(CONTENT_VARIABLE, "").strip().lower() not in CONTENT_WANTED:
            return
        asked = [{"role": one["role"], "parts": [_part(one["content"])]} for one in messages]
        answered = [{"role": "assistant", "parts": [_part(answer)], "finish_reason": finish_reason}]
        self.set(
            {
                "gen_ai.input.messages": json.dumps(asked, ensure_ascii=False),
                "gen_ai.output.messages": json.dumps(answered, ensure_ascii=False),
            }
        )


@contextmanager
def question(model: str, endpoint: str, max_tokens: int) -> Iterator[QuestionSpan]:
    """The span of one question; what is raised inside marks it as failed."""
    span = QuestionSpan(model, endpoint, max_tokens)
    try:
        with span.current():
            yield span
    except AnswerError as fault:
        span.fail(fault.reason)
        raise
    except BaseException as fault:
        span.fail(type(fault).__name__)
        raise
    finally:
        span.end()


def _part(content: str) -> dict[str, str]:
    return {"type": "text", "content": content}


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "gen_ai.usage.input_tokens": usage.input_tokens,
        "gen_ai.usage.output_tokens": usage.output_tokens,
        "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens or None,
    }


def _address(endpoint: str) -> dict[str, Any]:
    parts = urlsplit(endpoint)
    if not parts.hostname:
        return {}
    return {"server.address": parts.hostname, "server.port": parts.port or DEFAULT_PORTS.get(parts.scheme)}


def _one_line(words: str) -> str:
    """An id as the log may hold it: no control character can forge a second record."""
    return words.encode("unicode_escape", "surrogatepass").decode("ascii") if not words.isprintable() else words
