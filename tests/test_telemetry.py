"""What operators see: one logger, spans by the GenAI conventions, no document text unless asked for."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from extractor import Document, Extractor, telemetry
from extractor.errors import AnswerTruncated, EndpointRefused
from tests.llm import endpoint as on
from tests.llm.asking import DOCUMENT_TEXT, KEY, MESSAGES, Place, client_of

ANSWER = {"sentences": [{"text": DOCUMENT_TEXT, "support": [1]}], "claims": []}

pytest.importorskip("opentelemetry.sdk.trace", reason="opentelemetry-sdk is not installed")


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The finished spans, kept in memory."""
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(telemetry, "_tracer", lambda: provider.get_tracer("extractor"))
    yield exporter
    provider.shutdown()


async def test_a_question_is_an_inference_span(spans: Any) -> None:
    """Operation, provider, model, address, tokens and end are named as the conventions name them; no text, no key."""
    with on.serve(on.ok()) as endpoint:
        async with client_of(endpoint.url) as client:
            answer = await client.ask(MESSAGES, Place)
    (span,) = spans.get_finished_spans()
    assert span.name == "chat a-large-model"
    assert span.kind.name == "CLIENT"
    assert dict(span.attributes) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "a-large-model",
        "gen_ai.request.max_tokens": client.profile.max_output_tokens,
        "gen_ai.output.type": "json",
        "server.address": "127.0.0.1",
        "server.port": endpoint.server_address[1],
        "gen_ai.usage.input_tokens": answer.usage.input_tokens,
        "gen_ai.usage.output_tokens": answer.usage.output_tokens,
        **({"gen_ai.usage.cache_read.input_tokens": answer.usage.cached_tokens} if answer.usage.cached_tokens else {}),
        "gen_ai.response.finish_reasons": ("stop",),
    }
    assert DOCUMENT_TEXT not in span.to_json()
    assert KEY not in span.to_json()


async def test_what_was_said_is_kept_where_it_is_asked_for(spans: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the conventions' own variable set, question and answer are on the span."""
    monkeypatch.setenv(telemetry.CONTENT_VARIABLE, "true")
    with on.serve(on.ok()) as endpoint:
        async with client_of(endpoint.url) as client:
            answer = await client.ask(MESSAGES, Place)
    (span,) = spans.get_finished_spans()
    asked = json.loads(span.attributes["gen_ai.input.messages"])
    answered = json.loads(span.attributes["gen_ai.output.messages"])
    assert asked[-1] == {"role": "user", "parts": [{"type": "text", "content": DOCUMENT_TEXT}]}
    assert answered[0]["parts"][0]["content"] == answer.raw


async def test_a_failed_question_is_a_failed_span(spans: Any) -> None:
    """The span carries the reason, not the message."""
    with on.serve(on.ok(finish="length")) as endpoint:
        async with client_of(endpoint.url) as client:
            with pytest.raises(AnswerTruncated):
                await client.ask(MESSAGES, Place)
    with on.serve(on.status(401, {"message": f"wrong key {KEY}"})) as endpoint:
        async with client_of(endpoint.url) as client:
            with pytest.raises(EndpointRefused):
                await client.ask(MESSAGES, Place)
    truncated, refused = spans.get_finished_spans()
    assert truncated.attributes["error.type"] == "truncated"
    assert truncated.attributes["gen_ai.usage.output_tokens"] > 0
    assert refused.attributes["error.type"] == "Barred"
    assert refused.status.status_code.name == "ERROR"
    assert refused.status.description is None
    assert KEY not in refused.to_json()


async def test_questions_stand_below_their_document(spans: Any, caplog: pytest.LogCaptureFixture) -> None:
    """One span a document, its questions as children, the account on it; the log says the same without the text."""
    caplog.set_level(logging.DEBUG, "extractor")
    with on.serve(on.ok(json.dumps(ANSWER))) as endpoint:
        client = client_of(endpoint.url)
        async with Extractor.with_client(client) as extractor:
            result = await extractor.aextract(Document.from_text(DOCUMENT_TEXT, id="ferry\n42", language="en"))
    *questions, document = spans.get_finished_spans()
    assert document.name == "invoke_workflow extractor"
    assert document.attributes["extractor.report.status"] == result.report.status
    assert document.attributes["extractor.claims"] == len(result.claims)
    assert len(questions) == result.report.windows.sent > 0
    assert {span.parent.span_id for span in questions} == {document.context.span_id}
    records = [record for record in caplog.records if record.name == "extractor"]
    assert any("ferry\\n42: " in record.getMessage() for record in records)
    assert "Ostwick" not in caplog.text
    assert "Ostwick" not in document.to_json()
    assert KEY not in caplog.text


def test_nothing_of_it_is_needed() -> None:
    """Without the package every call does nothing, and importing this one does not load it."""
    code = (
        "import sys, extractor.pipeline\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]\n"
        "sys.modules['opentelemetry'] = None\n"
        "from extractor import telemetry\n"
        "with telemetry.question('m', 'local', 9) as span: span.said([], '', '')\n"
        "document = telemetry.DocumentSpan('d', 'm')\n"
        "with document.current(): document.fail('x'); document.end()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
