"""Scores pronouns as sources: is *she said* credited to the right name?

Asked are the gold sources that are a pronoun with a name behind it (`resolved`). The hop that
answers is one whose mention is that pronoun; failing that, the origin of the claim whose content is
the gold content. Right is a source name that shares its surname with the gold name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extractor.evaluation.attribution import FOUND, characters, overlap
from extractor.evaluation.chains import of
from extractor.evaluation.gold import Article, Attribution
from extractor.evaluation.measures import Counts, Definition, share
from extractor.evaluation.names import same_name
from extractor.schema import Hop, Result


def count_pronouns(article: Article, result: Result | None) -> Counts:
    """The counts of one article."""
    counts: Counts = Counter()
    for gold in article.attributions:
        if not gold.pronoun or not gold.resolved:
            continue
        where = "outside" if not gold.nested else "inside"
        counts["asked"] += 1
        counts[f"asked {where}"] += 1
        hop = _answering(article.text, gold, result)
        if hop is None or result is None:
            continue
        right = any(s.id == hop.source and same_name(s.name, gold.resolved) for s in result.sources)
        counts["found"] += 1
        counts[f"found {where}"] += 1
        counts["right"] += right
        counts[f"right {where}"] += right
    return counts


def _answering(text: str, gold: Attribution, result: Result | None) -> Hop | None:
    claims = [] if result is None else result.claims
    pronoun = characters(gold.source, text)
    content = characters(gold.content, text)
    for claim in claims:
        for hop in claim.attribution:
            if not pronoun.isdisjoint(of([hop.mention], text)):
                return hop
    best: tuple[float, Hop] | None = None
    for claim in claims:
        iou = overlap(content, of(claim.content, text))
        if claim.attribution and iou >= FOUND and (best is None or iou > best[0]):
            best = (iou, claim.attribution[-1])
    return best[1] if best else None


def definitions() -> Iterable[Definition]:
    """Of those found, and of all; those outside a quotation apart from *I think* inside one."""
    yield share("right", "found", "pronoun resolved, of found")
    yield share("right", "asked", "pronoun resolved, of all")
    yield share("right outside", "found outside", "… not nested, of found")
    yield share("right outside", "asked outside", "… not nested, of all")
