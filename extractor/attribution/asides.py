"""Hops that stand beside the main attribution: ", citing two aides," and ", according to a transcript"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.attribution.cues import Cue, find_cues
from extractor.attribution.findings import Link
from extractor.attribution.holders import split_holder
from extractor.attribution.line import Line
from extractor.attribution.phrases import Phrase, is_nominal, phrase_after
from extractor.attribution.settings import skip_setting
from extractor.attribution.sources import source_of
from extractor.attribution.tags import tag_line

#: Tokens of a clause on the source of an aside, its comma included.
_MOST_CLAUSE = 12
#: Tokens of "as (was) first reported by".
_REPORTED = 4


@dataclass(frozen=True, slots=True)
class Aside:
    """A source and cue lifted out of a sentence; offsets are characters of the document.

    `farther`: it stands behind the main source ("citing"), else before it ("according to"). `holder`:
    who obtained the document that is cited.
    """

    source: tuple[int, int]
    cue: tuple[int, int]
    farther: bool
    holder: Link | None = None


def lift_asides(line: Line) -> tuple[Line, list[Aside]]:
    """The line without the asides, and the asides.

    Without them the main attribution reads like any other: `US media reported, that Moscow …`.
    """
    found: list[Aside] = []
    gone: set[int] = set()
    earlier: Cue | None = None
    cues = find_cues(line)
    for number, cue in enumerate(cues):
        source = phrase_after(line, cue.last + 1) if cue.kind in ("citing", "according") else None
        if cue.kind not in ("citing", "according"):
            earlier = cue if cue.kind == "verb" else earlier
            continue
        if source is None:
            continue
        if earlier is None or line.sentence[earlier.first] != line.sentence[cue.first]:
            if cue.kind != "citing" or not _in_front_of_verb(line, cue, source, cues[number + 1 :]):
                continue
            found.append(_aside(line, cue, source, farther=True))
        elif cue.kind == "according" and not _adjoins(line, cue, earlier):
            continue
        else:
            found.append(_aside(line, cue, source, farther=cue.kind == "citing" or _leads(line, earlier, source)))
        last = _clause_end(line, source.tail) if cue.kind == "citing" else source.tail
        gone.update(range(cue.first, last + 1))
        if cue.first == line.sentence_start(cue.first):
            gone.add(last + 1)
        # The comma in front goes too where one closes the aside, so that nothing is left dangling.
        if line.lower(cue.first - 1) == ",":
            gone.add(cue.first - 1)
            if line.lower(last + 1) == ",":
                gone.add(last + 1)
    for at, by, source in _reported_by(line):
        words = line.words
        found.append(
            Aside((words[source.first].start, words[source.last].end), (words[by - 1].start, words[by].end), False)
        )
        gone.update(range(at, source.last + 1 + (line.lower(source.last + 1) == ",")))
    if not gone:
        return line, found
    left = [word for at, word in enumerate(line.words) if at not in gone]
    return tag_line(left, line.lexicon, spoken=line.spoken), found


def _reported_by(line: Line) -> Iterator[tuple[int, int, Phrase]]:
    """The comma, the "by" and the source of ", as first reported by the Valley Post,"."""
    for at in range(1, len(line) - _REPORTED):
        if line.lower(at) != "," or not line.is_in(at + 1, "as") or line.quoted(at):
            continue
        by = next((here for here in range(at + 3, at + 2 + _REPORTED) if line.is_in(here, "by")), None)
        verb = line.lexicon.verbs.get(line.lower(by - 1)) if by else None
        source = phrase_after(line, by + 1) if by and verb and verb.kind == "speech" else None
        if by and source is not None and line.lower(source.last + 1) in {",", ".", ""}:
            yield at, by, source


def _clause_end(line: Line, last: int) -> int:
    """Over a participle on the source, up to its comma: "citing three people | briefed on the matter," """
    if line.tag(last + 1) not in ("ed", "ing", "rel") or line.quoted(last + 1):
        return last
    for at in range(last + 2, min(len(line), last + _MOST_CLAUSE)):
        if line.tag(at) == "mark":
            return at - 1 if line.lower(at) in {",", "."} else last
    return last


def _in_front_of_verb(line: Line, cue: Cue, source: Phrase, later: list[Cue]) -> bool:
    """`Citing two aides, the Valley Post reported …` or `The Valley Post, citing two aides, reported …`."""
    if cue.first > line.sentence_start(cue.first):
        return _parts_subject(line, cue, source, later)
    closed = line.lower(source.tail + 1) == "," and is_nominal(line, source.first, source.last)
    same = [other for other in later if line.sentence[other.first] == line.sentence[cue.first]]
    return closed and bool(same) and same[0].kind == "verb"


def _parts_subject(line: Line, cue: Cue, source: Phrase, later: list[Cue]) -> bool:
    """`The Valley Post, citing two aides, reported that …`: between commas, right in front of a verb of reporting."""
    end = source.tail + (line.lower(source.tail + 1) == ",")
    commas = line.lower(cue.first - 1) == "," and line.lower(end) == ","
    return commas and any(other.kind == "verb" and other.first == end + 1 for other in later)


def _leads(line: Line, earlier: Cue, source: Phrase) -> bool:
    """`US media reported, according to two aides, that …`: the content follows, so the aside is who told the source."""
    end = line.sentence_end(earlier.first)
    group = source_of(line, earlier)
    first = min(earlier.first, group.first) if group else earlier.first
    opens = first <= line.sentence_start(earlier.first) + 1
    return opens and any(line.words[at].is_word for at in range(source.tail + 1, end))


def _aside(line: Line, cue: Cue, source: Phrase, *, farther: bool) -> Aside:
    words = line.words
    source, holder = split_holder(line, source)
    return Aside(
        source=(words[source.first].start, words[source.last].end),
        cue=(words[cue.first].start, words[cue.last].end),
        farther=farther,
        holder=holder,
    )


def _adjoins(line: Line, cue: Cue, earlier: Cue) -> bool:
    """`“…,” Hewitt said, according to a transcript`: right behind another source-and-cue group."""
    source = source_of(line, earlier)
    last = max(earlier.last, source.tail if source.first > earlier.last else source.last) if source else earlier.last
    end = cue.first - 1 if line.lower(cue.first - 1) == "," else cue.first
    return last + 1 == end or skip_setting(line, earlier, last + 1, end) == end
