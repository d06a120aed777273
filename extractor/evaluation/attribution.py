"""Scores attributions: who said what, judged on characters.

Gold and predicted contents are paired one to one, best overlap first (intersection over union of
letters and digits). A pair is a hit at IoU >= .5; source and cue are judged on hits. The
numbers are those of the gold folder's own scorer, `score_attr.py`; a test holds both together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from extractor.evaluation.gold import Article, Attribution, Pieces
from extractor.evaluation.measures import Counts, Definition, precision_recall_f1, share

#: A content counts as found from here on: at least half of all its characters are shared.
FOUND = 0.5

Characters = frozenset[int]
Care = Callable[[Attribution], bool]


@dataclass(frozen=True, slots=True)
class Roles:
    """The letters and digits of an attribution's three roles, as positions in the text."""

    source: Characters
    cue: Characters
    content: Characters


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold and a predicted attribution (their indices) whose contents overlap."""

    gold: int
    predicted: int
    iou: float


def everything(_: Attribution) -> bool:
    """Asks for every gold attribution."""
    return True


def speech_only(attribution: Attribution) -> bool:
    """Asks for those with a verb of reporting only; finding another one is then neither right nor wrong."""
    return attribution.speech_cue


def characters(pieces: Pieces, text: str) -> Characters:
    """The positions of the letters and digits in `pieces`."""
    return frozenset(i for start, end in pieces for i in range(start, end) if text[i].isalnum())


def roles(attribution: Attribution, text: str) -> Roles:
    """The three roles of an attribution as positions."""
    return Roles(
        characters(attribution.source, text), characters(attribution.cue, text), characters(attribution.content, text)
    )


def overlap(a: Characters, b: Characters) -> float:
    """Intersection over union; 0 where both are empty."""
    union = len(a | b)
    return len(a & b) / union if union else 0.0


def pair(gold: Sequence[Characters], predicted: Sequence[Characters]) -> list[Pair]:
    """One-to-one pairs of overlapping contents, best overlap first; ties go to the later one in the lists."""
    candidates = sorted(
        ((overlap(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted) if not g.isdisjoint(p)),
        reverse=True,
    )
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    pairs = []
    for iou, i, j in candidates:
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append(Pair(i, j, iou))
    return pairs


def agrees(gold: Characters, predicted: Characters) -> bool:
    """Whether a role is right: some character is shared, or it is absent in both."""
    return not gold.isdisjoint(predicted) or gold == predicted


def count(text: str, gold: Sequence[Attribution], predicted: Sequence[Attribution], care: Care = everything) -> Counts:
    """The counts of one article. A gold attribution outside `care` is not asked for, nor its finder blamed."""
    g = [roles(a, text) for a in gold]
    p = [roles(a, text) for a in predicted]
    asked = [care(a) for a in gold]
    counts: Counts = Counter(gold=sum(asked), predicted=len(p))
    for role in ("source", "cue", "content"):
        in_gold = frozenset[int]().union(*(getattr(r, role) for r in g))
        in_predicted = frozenset[int]().union(*(getattr(r, role) for r in p))
        counts[f"{role} hit characters"] += len(in_gold & in_predicted)
        counts[f"{role} gold characters"] += len(in_gold)
        counts[f"{role} predicted characters"] += len(in_predicted)
    for found in pair([r.content for r in g], [r.content for r in p]):
        if not asked[found.gold]:
            counts["predicted"] -= 1
            continue
        counts["any"] += 1
        counts["exact"] += found.iou == 1
        if found.iou >= FOUND:
            counts["found"] += 1
            _count_hit(counts, g[found.gold], p[found.predicted])
    return counts


def _count_hit(counts: Counts, gold: Roles, predicted: Roles) -> None:
    for role, g, p in (("source", gold.source, predicted.source), ("cue", gold.cue, predicted.cue)):
        counts[f"{role} exact"] += g == p
        counts[f"{role} right"] += agrees(g, p)


def count_article(article: Article, predicted: Sequence[Attribution], care: Care = everything) -> Counts:
    """The counts of one article, against each of its annotators where there are several."""
    sides = article.annotators or (article.attributions,)
    total: Counts = Counter()
    for gold in sides:
        total.update(count(article.text, gold, predicted, care))
    return total


def count_agreement(article: Article, care: Care = everything) -> Counts:
    """Each pair of annotators, one scored against the other: the ceiling a system can be expected to reach."""
    total: Counts = Counter()
    for one, other in combinations(article.annotators, 2):
        total.update(count(article.text, one, other, care))
    return total


def definitions() -> Iterable[Definition]:
    """The measures on these counts, the two that aims are set for first."""
    yield from precision_recall_f1("found", "predicted", "gold", "content")
    yield from precision_recall_f1("source right", "predicted", "gold", "content+source")
    yield from precision_recall_f1("exact", "predicted", "gold", "content exact")
    yield from precision_recall_f1("any", "predicted", "gold", "content any overlap")
    for role in ("source", "cue"):
        yield share(f"{role} right", "found", f"{role} overlaps, content found")
        yield share(f"{role} exact", "found", f"{role} exact, content found")
    for role in ("source", "cue", "content"):
        yield from precision_recall_f1(
            f"{role} hit characters", f"{role} predicted characters", f"{role} gold characters", f"{role} characters"
        )
