"""What a reporter leaves open: "It is unclear whether the minister knew", "…, but it is not known who paid".

Nobody is credited; the content is what is open, and the words that say so are its marker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.attribution.findings import Finding, Range
from extractor.attribution.line import Line
from extractor.attribution.tags import tag_line

_DEGREE = r"(?:(?:still|yet|also|so far|immediately|entirely|at all) ){0,2}"
_OPEN = rf"{_DEGREE}(?:un(?:clear|certain|known)|an open question|not {_DEGREE}(?:clear|certain|known|sure))"
#: "(but) it is unclear whether"; the question word stays where it asks more than yes or no.
_LEADS = re.compile(
    r"(?:^|[,;—–-] ?(?:but |and |though |although )?|\b(?:but|and|though|although) )"
    rf"(?P<marker>it (?:is|was|remains|remained|'s|’s)(?: now)? {_OPEN}(?:,? [^,.;]{{0,40}},)?"
    r"(?P<whether> whether| if)?)"
    r"(?(whether)(?: or not)? | (?=(?:how|what|who|whom|whose|when|where|why|which)\b))",
    re.IGNORECASE,
)
_UNVERIFIED = (
    rf"could not {_DEGREE}(?:independently )?be (?:immediately |independently )?(?:verified|confirmed|established)"
)
#: "Whether the minister knew remains unclear", "The cause of the fire is not known"
_CLOSES = re.compile(
    r"(?:^|[;,] (?:but |and ))(?:whether (?:or not )?|(?=(?:the|his|her|its|their|those|these) ))"
    rf"(?P<content>[^,;.]{{8,300}}?) (?P<marker>(?:is|was|are|were|remains?|remained) {_OPEN}|{_UNVERIFIED})[,.]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What is left open, the words that say so, and where their clause begins; offsets are characters."""

    content: Range
    marker: Range
    start: int


def lift_open_question(text: str, line: Line) -> tuple[Line, OpenQuestion | None]:
    """The line without the clause that leaves something open, and that clause."""
    if line.lexicon.language != "en" or not len(line):
        return line, None
    start, end = line.words[0].start, line.words[-1].end
    found = _leading(text, start, end) or _closing(text, start, end)
    if found is None or any(
        word.quoted for word in line.words if word.end > found.start and word.start < found.marker[1]
    ):
        return line, None
    left = [word for word in line.words if word.end <= found.start]
    return tag_line(left, line.lexicon, spoken=line.spoken), found


def _leading(text: str, start: int, end: int) -> OpenQuestion | None:
    match = _LEADS.search(text[start:end])
    if match is None:
        return None
    stop = end
    while stop > start and not text[stop - 1].isalnum() and text[stop - 1] not in ')%”"':
        stop -= 1
    begins = start + match.end()
    if stop <= begins:
        return None
    return OpenQuestion(
        (begins, stop), (start + match.start("marker"), start + match.end("marker")), start + match.start()
    )


def _closing(text: str, start: int, end: int) -> OpenQuestion | None:
    match = _CLOSES.search(text[start:end])
    if match is None:
        return None
    content, marker = match.span("content"), match.span("marker")
    return OpenQuestion(
        (start + content[0], start + content[1]), (start + marker[0], start + marker[1]), start + match.start()
    )


def finding_of(question: OpenQuestion) -> Finding:
    """The finding that credits nobody with what is open."""
    return Finding(
        cue=None,
        source=None,
        content=(question.content,),
        kind="open",
        lemma=None,
        certain=True,
        stance="questioned",
        marker=question.marker,
    )
