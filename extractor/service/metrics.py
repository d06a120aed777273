"""What Prometheus reads at `/metrics`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.schema import Result

#: Seconds; from an answer of the service itself to a long document on a laptop.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)
METHODS = ("GET", "HEAD", "POST", "DELETE", "OPTIONS")
MEDIA_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """The counters of one service. Labels are routes and statuses, never what a caller wrote."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "extractor_requests", "Requests answered", ["route", "method", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "extractor_request_seconds", "From request to answer", ["route"], buckets=BUCKETS, registry=self.registry
        )
        self._documents = Counter(
            "extractor_documents", "Documents read, by the status of their report", ["status"], registry=self.registry
        )
        self._claims = Counter("extractor_claims", "Claims found", registry=self.registry)
        self._questions = Counter(
            "extractor_questions", "Questions put to the model, by how they ended", ["outcome"], registry=self.registry
        )
        self._tokens = Counter("extractor_tokens", "Tokens, as the model counts them", ["kind"], registry=self.registry)
        self._abandoned = Counter(
            "extractor_abandoned", "Documents whose reading was stopped before its end", ["why"], registry=self.registry
        )

    def watch(self, name: str, what: str, value: Callable[[], float]) -> None:
        """Show a number that something else keeps."""
        Gauge(name, what, registry=self.registry).set_function(value)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request; status 0 is a caller who left before the answer."""
        self._requests.labels(route, method if method in METHODS else "other", str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def read(self, result: Result) -> None:
        """Count one document that was read."""
        windows, usage = result.report.windows, result.run.usage
        self._documents.labels(result.report.status).inc()
        self._claims.inc(len(result.claims))
        self._questions.labels("answered").inc(windows.answered)
        self._questions.labels("failed").inc(windows.failed)
        self._tokens.labels("input").inc(usage.input_tokens)
        self._tokens.labels("output").inc(usage.output_tokens)

    def abandon(self, why: str) -> None:
        """Count one reading that was stopped: `left`, `timeout`, `stopping` or `model`."""
        self._abandoned.labels(why).inc()

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
