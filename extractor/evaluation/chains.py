"""Scores attribution chains: every hop, in order, to the origin; what kind of source; how certain.

The gold rows are not exhaustive, so only recall is scored: each row is looked for among the claims
of its article, paired one to one by overlap of contents, and the fields are judged on found rows.
A row without content (*declined to comment*) is found in a claim that shares its origin's mention
and a character of its cue or markers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.evaluation.attribution import FOUND, Characters, characters, pair
from extractor.evaluation.gold import Chain, ChainHop
from extractor.evaluation.measures import Counts, Definition, share
from extractor.evaluation.names import same_name
from extractor.schema import Claim, Hop, Result, Source, Span

Steps = list[tuple[int, int]]


def of(spans: Iterable[Span | None], text: str) -> Characters:
    """The letters and digits of some spans of a result."""
    return characters(tuple((s.start, s.end) for s in spans if s is not None), text)


def count_chains(text: str, rows: Sequence[Chain], result: Result | None) -> Counts:
    """The counts of one article; no result is an article in which nothing was found."""
    counts: Counts = Counter()
    claims = list(result.claims) if result is not None else []
    sources = {s.id: s for s in result.sources} if result is not None else {}
    found = find(text, rows, claims)
    for i, row in enumerate(rows):
        counts["rows"] += 1
        counts["rows with two hops or more"] += len(row.hops) > 1
        if i in found:
            _count_found(counts, text, row, claims[found[i]], sources)
    return counts


def find(text: str, rows: Sequence[Chain], claims: Sequence[Claim]) -> dict[int, int]:
    """Which claim (index) answers which row (index)."""
    contents = [characters(row.content, text) for row in rows]
    said = [of(claim.content, text) for claim in claims]
    pairs = pair(contents, said)
    found = _by_origin(text, rows, claims, said, {p.gold: p.predicted for p in pairs if p.iou >= FOUND})
    used = set(found.values())
    for i, row in enumerate(rows):
        if contents[i]:
            continue
        for j, claim in enumerate(claims):
            if j not in used and _answers_without_content(text, row, claim):
                found[i] = j
                used.add(j)
                break
    return found


def _by_origin(
    text: str, rows: Sequence[Chain], claims: Sequence[Claim], said: Sequence[Characters], found: dict[int, int]
) -> dict[int, int]:
    """Where claims share one content (somebody alleges it, somebody denies it), each row takes its own speaker's."""
    holder = {j: i for i, j in found.items()}
    for i, j in sorted(found.items()):
        if _same_origin(text, rows[i], claims[j]):
            continue
        alike = (k for k in range(len(claims)) if said[k] == said[j] and _same_origin(text, rows[i], claims[k]))
        other = next(alike, None)
        if other is None or (other in holder and _same_origin(text, rows[holder[other]], claims[other])):
            continue
        if other in holder:
            found[holder[other]], holder[j] = j, holder[other]
        found[i], holder[other] = other, i
    return found


def _same_origin(text: str, row: Chain, claim: Claim) -> bool:
    if not row.hops or not claim.attribution:
        return not row.hops and not claim.attribution
    mention = of([claim.attribution[-1].mention], text)
    return not mention.isdisjoint(characters(row.hops[-1].mention, text))


def _answers_without_content(text: str, row: Chain, claim: Claim) -> bool:
    if not row.hops or not claim.attribution:
        return False
    words = characters(row.markers, text) | characters(row.hops[-1].cue, text)
    said = of([*claim.certainty.markers, *(h.cue for h in claim.attribution), *claim.content], text)
    mention = of([claim.attribution[-1].mention], text)
    return not words.isdisjoint(said) and not mention.isdisjoint(characters(row.hops[-1].mention, text))


def _count_found(counts: Counts, text: str, row: Chain, claim: Claim, sources: dict[str, Source]) -> None:
    gold = [characters(hop.mention, text) for hop in row.hops]
    predicted = [of([hop.mention], text) for hop in claim.attribution]
    steps = in_order(gold, predicted)
    whole = len(steps) == len(gold) == len(predicted)
    counts["found"] += 1
    counts["hops all right"] += whole
    counts["found with two hops or more"] += len(gold) > 1
    counts["long chain right"] += whole and len(gold) > 1
    counts["chain too short"] += len(predicted) < len(gold)
    counts["chain too long"] += len(predicted) > len(gold)
    origin = not gold[-1].isdisjoint(predicted[-1]) if gold and predicted else not gold and not predicted
    counts["origin right"] += origin
    counts["gold hops"] += len(gold)
    counts["predicted hops"] += len(predicted)
    counts["hops right"] += len(steps)
    for i, j in steps:
        _count_hop(counts, text, row.hops[i], claim.attribution[j], sources)
    counts["certainty right"] += claim.certainty.level == row.certainty
    counts[f"certainty {row.certainty} as {claim.certainty.level}"] += 1
    counts[f"certainty gold {row.certainty}"] += 1
    counts[f"certainty right {row.certainty}"] += claim.certainty.level == row.certainty
    if row.markers:
        counts["rows with markers"] += 1
        counts["markers right"] += not characters(row.markers, text).isdisjoint(of(claim.certainty.markers, text))
    counts["speech right"] += claim.speech == row.speech


def _count_hop(counts: Counts, text: str, gold: ChainHop, hop: Hop, sources: dict[str, Source]) -> None:
    if gold.cue:
        counts["hops with a cue"] += 1
        counts["cue right"] += not characters(gold.cue, text).isdisjoint(of([hop.cue], text))
    source = sources.get(hop.source)
    if source is None:
        return
    counts["sources judged"] += 1
    counts["kind right"] += source.kind == gold.kind
    counts[f"kind {gold.kind} as {source.kind}"] += source.kind != gold.kind
    counts["named right"] += source.named == gold.named
    if gold.resolved:
        counts["mentions to resolve"] += 1
        counts["mentions resolved"] += same_name(source.name, gold.resolved)


def in_order(gold: Sequence[Characters], predicted: Sequence[Characters]) -> Steps:
    """The longest common run of hops, in order: pairs of indices whose mentions overlap."""
    best: list[list[Steps]] = [[[] for _ in range(len(predicted) + 1)] for _ in range(len(gold) + 1)]
    for i in range(len(gold) - 1, -1, -1):
        for j in range(len(predicted) - 1, -1, -1):
            options = [best[i + 1][j], best[i][j + 1]]
            if not gold[i].isdisjoint(predicted[j]):
                options.append([(i, j), *best[i + 1][j + 1]])
            best[i][j] = max(options, key=len)
    return best[0][0]


def definitions() -> Iterable[Definition]:
    """The measures, in the order of the aims."""
    yield share("found", "rows", "content found")
    yield share("hops all right", "found", "all hops right in order, of found")
    yield share("long chain right", "found with two hops or more", "… of found with two hops or more")
    yield share("origin right", "found", "origin right, of found")
    yield share("hops right", "gold hops", "hop recall, of found")
    yield share("hops right", "predicted hops", "hop precision, of found")
    yield share("cue right", "hops with a cue", "cue overlaps, of right hops")
    yield share("kind right", "sources judged", "kind, of right hops")
    yield share("named right", "sources judged", "named or not, of right hops")
    yield share("mentions resolved", "mentions to resolve", "mention resolved to the right name, of right hops")
    yield share("certainty right", "found", "certainty level, of found")
    for level in ("asserted", "hedged", "denied", "questioned", "declined"):
        yield share(f"certainty right {level}", f"certainty gold {level}", f"… of {level}")
    yield share("markers right", "rows with markers", "markers overlap, of found with markers")
    yield share("speech right", "found", "kind of speech, of found")
    yield share("hops all right", "rows", "found with all hops right, of all rows")
