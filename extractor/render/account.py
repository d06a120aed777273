"""What happened while extracting, in lines: what failed, what was rejected, what it took."""

from __future__ import annotations

from collections import Counter

from extractor.render.visible import one_line
from extractor.schema import Report, Result, Run

# More reasons than this are counted, not listed: the JSON has them all.
MOST_REASONS = 6


def account_lines(report: Report) -> list[str]:
    """Everything in the report that a reader must know; empty when all went well."""
    lines = []
    if report.windows.failed:
        lines.append(f"{report.windows.failed} of {_count(report.windows.sent, 'question')} failed")
    reasons = Counter(one_line(rejected.reason) for rejected in report.rejected)
    for reason, times in reasons.most_common(MOST_REASONS):
        lines.append(f"{_count(times, 'answer')} rejected: {_as_said(reason)}")
    unlisted = sum(reasons.values()) - sum(times for _, times in reasons.most_common(MOST_REASONS))
    if unlisted:
        lines.append(f"{_count(unlisted, 'more answer')} rejected (the JSON lists them)")
    if report.items.repaired:
        lines.append(f"{_count(report.items.repaired, 'answer')} repaired")
    lines.extend(f"warning: {one_line(warning)}" for warning in report.warnings)
    return lines


def status_line(result: Result) -> str:
    """`complete`, or how much of the document is missing."""
    status = result.report.status
    return status if status == "complete" else f"{status}: some of this document was not read by the model"


def run_line(run: Run) -> str:
    """Model, seconds, calls, tokens and, where a price is known, US dollars."""
    usage = run.usage
    cached = f" ({usage.cached_tokens:,} cached)" if usage.cached_tokens else ""
    parts = [
        f"{one_line(run.model)} ({one_line(run.endpoint)})",
        f"{run.seconds:.1f} s",
        _count(usage.calls, "call"),
        f"{usage.input_tokens:,} tokens in{cached}, {usage.output_tokens:,} out",
    ]
    if usage.cost_usd is not None:
        parts.append(f"${usage.cost_usd:.4f}")
    return " · ".join(parts)


def _as_said(reason: str) -> str:
    """`number changed: 54 -> 45` as `number changed, 54 → 45`: one colon a line is enough."""
    return reason.replace(": ", ", ", 1).replace(" -> ", " → ")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
