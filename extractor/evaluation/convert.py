"""From a `Result` to the attributions that a gold file can be compared with.

Our claim has a chain of hops and, as content, only what is claimed. Corpora draw the lines
elsewhere (counted on their dev files):

- PolNeAR never nests, and its contents never overlap. The outermost hop with a cue owns the
  attribution, and its content takes in the hops inside: *"…," Hewitt said, according to a transcript*
  is (a transcript | according to | *"…," Hewitt said*). A channel without a cue (*told CNN*) is no
  source. Rule `outermost`.
- GUM and German Wikinews annotate an attribution inside another too. Rule `every`: each hop with a
  cue gives an attribution.
- GUM's contents end with the sentence of their cue (98%; the others join what a quotation goes on
  with). Rule `sentence`: `every`, without what stands in other sentences than the cue.
- *reportedly* is the mention of an unknown source in our claims and a cue without a source in corpora.
- One cue is one attribution in PolNeAR and GUM: claims that share a cue are joined (*said that A and B*).

`nearest` and `origin` take the first or the last hop and leave the content as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from extractor.evaluation.gold import Attribution, GoldFile, Pieces, sentence_ends
from extractor.schema import Claim, Hop, Result, Source

Rule = Literal["auto", "outermost", "every", "sentence", "nearest", "origin"]

#: Words between an inner hop and its content (*said on Tuesday that*) that its outer content runs
#: across, in characters; more than this is other matter of the sentence.
_GAP = 40
#: An inner hop further than this from the content, in characters, belongs to another sentence.
_REACH = 250


def rule_for(gold: GoldFile, rule: Rule) -> Rule:
    """`auto` becomes `every` or `sentence` for a file that nests attributions, else `outermost`."""
    if rule != "auto":
        return rule
    if not gold.nests:
        return "outermost"
    return "sentence" if gold.within_sentences else "every"


def attributions(result: Result, text: str, rule: Rule = "outermost") -> list[Attribution]:
    """The attributions of a result, in the order of its claims; claims without a hop give none."""
    found: list[Attribution] = []
    sources = {source.id: source for source in result.sources}
    for claim in result.claims:
        found.extend(_from_claim(claim, text, rule, sources))
    if rule in ("nearest", "origin"):
        return found
    joined = _join_by_cue(found, text)
    return _within_sentences(joined, text) if rule == "sentence" else joined


def _within_sentences(found: Sequence[Attribution], text: str) -> list[Attribution]:
    """The contents cut to the sentence of their cue; one that has nothing there is left whole."""
    ends = sentence_ends(text)
    cut: list[Attribution] = []
    for one in found:
        at = bisect_right(ends, one.cue[0][0]) if one.cue else None
        low, high = (0, len(text)) if at is None else ((0, *ends)[at], (*ends, len(text))[at])
        pieces = ((max(start, low), min(end, high)) for start, end in one.content)
        content = tuple((start, end) for start, end in pieces if start < end)
        cut.append(replace(one, content=content or one.content))
    return cut


def _is_hearsay(claim: Claim, sources: Mapping[str, Source]) -> bool:
    """Whether the one hop is only a word that shows hearsay ("reportedly")."""
    hop = claim.attribution[0]
    source = sources.get(hop.source)
    return len(claim.attribution) == 1 and hop.cue is None and source is not None and source.kind == "unknown"


def _from_claim(claim: Claim, text: str, rule: Rule, sources: Mapping[str, Source]) -> Iterable[Attribution]:
    hops = claim.attribution
    if not hops or not claim.content:
        return
    if rule in ("nearest", "origin"):
        yield _attribution(hops[0 if rule == "nearest" else -1], _pieces(claim))
        return
    if rule not in ("nearest", "origin") and _is_hearsay(claim, sources):
        mention = hops[0].mention
        yield Attribution(source=(), cue=((mention.start, mention.end),), content=_pieces(claim))
        return
    cued = [i for i, hop in enumerate(hops) if hop.cue is not None] or [0]
    for i in cued if rule in ("every", "sentence") else cued[:1]:
        yield _attribution(hops[i], _with_inner_hops(claim, i, text))


def _attribution(hop: Hop, content: Pieces) -> Attribution:
    cue: Pieces = () if hop.cue is None else ((hop.cue.start, hop.cue.end),)
    return Attribution(source=((hop.mention.start, hop.mention.end),), cue=cue, content=content)


def _pieces(claim: Claim) -> Pieces:
    return tuple(sorted((span.start, span.end) for span in claim.content))


def _with_inner_hops(claim: Claim, owner: int, text: str) -> Pieces:
    """The content as the hop at `owner` has it: with the words of the hops further in, where they stand near."""
    content = _pieces(claim)
    spans = [s for hop in claim.attribution[owner + 1 :] for s in (hop.mention, hop.cue) if s is not None]
    inner = [(s.start, s.end) for s in spans if _near(s.start, s.end, content, text)]
    if not inner:
        return content
    outer = claim.attribution[owner]
    barred = [(s.start, s.end) for s in (outer.mention, outer.cue) if s is not None]
    return _run_together(sorted({*content, *inner}), barred, text)


def _near(start: int, end: int, content: Pieces, text: str) -> bool:
    for a, b in content:
        between = text[end:a] if end <= a else text[b:start]
        if len(between) <= _REACH and "\n" not in between:
            return True
    return False


def _run_together(spans: Sequence[tuple[int, int]], barred: Sequence[tuple[int, int]], text: str) -> Pieces:
    """Neighbouring stretches become one, unless a barred one, a line break or much text stands between."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined:
            before = joined[-1]
            gap = text[before[1] : start]
            crossed = any(a < start and before[1] < b for a, b in barred)
            if len(gap) <= _GAP and "\n" not in gap and not crossed:
                joined[-1] = (before[0], max(before[1], end))
                continue
        joined.append((start, end))
    return tuple(joined)


def _join_by_cue(found: Sequence[Attribution], text: str) -> list[Attribution]:
    """One attribution a cue: its contents together, in the order of the text."""
    by_cue: dict[Pieces, int] = {}
    joined: list[Attribution] = []
    for one in found:
        if not one.cue or one.cue not in by_cue:
            by_cue[one.cue] = len(joined)
            joined.append(one)
            continue
        at = by_cue[one.cue]
        first = joined[at]
        pieces = sorted({*first.content, *one.content})
        content = _run_together(pieces, [*first.source, *first.cue], text)
        joined[at] = Attribution(source=first.source, cue=first.cue, content=content)
    return joined
