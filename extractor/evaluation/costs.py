"""What answering took: calls, tokens, seconds, dollars, and how many answers were thrown away.

Calls, tokens, seconds and dollars are means over the articles that were asked anew: an article answered
from the cache costs nothing now, and says nothing about what it costs.
"""

from __future__ import annotations

from collections import Counter

from extractor.evaluation.measures import Counts, share
from extractor.evaluation.predictions import Prediction

#: Counts are whole numbers: seconds are kept in thousandths, dollars in millionths.
_MILLI = 1_000
_MICRO = 1_000_000


def count(prediction: Prediction) -> Counts:
    """The counts of one article."""
    cost = prediction.cost
    counts: Counts = Counter(articles=1, failed=prediction.error is not None)
    if cost.calls:
        counts.update(
            asked=1,
            calls=cost.calls,
            input=cost.input_tokens,
            cached=cost.cached_tokens,
            output=cost.output_tokens,
            milliseconds=round(cost.seconds * _MILLI),
        )
        if cost.usd is not None:
            counts.update(priced=_MICRO, microdollars=round(cost.usd * _MICRO))
    if prediction.result is not None:
        report = prediction.result.report
        counts.update(
            answers=report.items.answered,
            rejected=report.items.rejected,
            repaired=report.items.repaired,
            windows=report.windows.sent,
            windows_failed=report.windows.failed,
            incomplete=report.status != "complete",
        )
    counts["asked milli"] = counts["asked"] * _MILLI
    return counts


DEFINITIONS = [
    share("rejected", "answers", "answers rejected"),
    share("repaired", "answers", "answers repaired"),
    share("windows_failed", "windows", "questions failed"),
    share("failed", "articles", "articles failed"),
    share("calls", "asked", "calls an article"),
    share("input", "asked", "input tokens an article"),
    share("cached", "asked", "cached tokens an article"),
    share("output", "asked", "output tokens an article"),
    share("milliseconds", "asked milli", "seconds an article"),
    share("microdollars", "priced", "US dollars an article"),
]
