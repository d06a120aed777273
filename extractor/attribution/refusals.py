"""Refusals in the words of whoever refuses: “No comment,” said Orlo when she was asked about the letter.

What is refused is the topic, where the sentence names it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.attribution.findings import Finding

_SILENT = re.compile(r"\W*no comment\W*", re.IGNORECASE)
#: Bounded, so that a long sentence costs no more than a short one.
_ASKED = re.compile(
    r"\b(?:asked|pressed|questioned|quizzed)(?: by [^,]{1,60})? "
    r"(?:about|on|over|whether|if)\s+(?P<topic>[^,;.?!]{2,200})",
    re.IGNORECASE,
)


def refused(text: str, finding: Finding, start: int, end: int) -> Finding:
    """The finding as a refusal, with the topic of `text[start:end]`, where all that was said is "no comment"."""
    if finding.kind != "verb" or len(finding.content) != 1:
        return finding
    low, high = finding.content[0]
    if high - low > len("“No comment,”") or not _SILENT.fullmatch(text, low, high):
        return finding
    asked = _ASKED.search(text, start, end)
    topic = (asked.span("topic"),) if asked else ()
    return replace(finding, content=topic, kind="declined", marker=(low, high), stance="declined")
