"""Which claims of a result are right, by the same matching that the scores use.

A credited claim is right when its content is found (IoU >= .5) and its source overlaps the gold
one; a spurious one is wrong. Claims are told one by one: where a gold content is in pieces (two
quotations of one speaker), a claim that is one of them is right, too. There is no gold that says a
claim in the reporter's own voice is right; it is wrong when it swallows an attribution (a gold
content at IoU >= .5 with it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.confidence import Evidence
from extractor.confidence.signals import is_narrated
from extractor.evaluation import convert
from extractor.evaluation.attribution import FOUND, Roles, agrees, characters, overlap, pair, roles
from extractor.evaluation.gold import Article, Attribution
from extractor.evaluation.predictions import Prediction
from extractor.schema import Claim


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim with its evidence and whether it is right.

    speech: whether it still counts when only gold attributions with a verb of reporting are asked
    for (a claim that pairs with another one is then neither right nor wrong).
    """

    article: str
    evidence: Evidence
    right: bool
    speech: bool = True

    @property
    def narrated(self) -> bool:
        """Whether the claim is in the reporter's own voice."""
        return is_narrated(self.evidence)


def judge(article: Article, prediction: Prediction, rule: convert.Rule) -> Iterator[Judged]:
    """Every claim of an article that gold can judge, in their order.

    Left out are refusals without a content, which no gold file asks for.
    """
    if prediction.result is None:
        return
    text, result = article.text, prediction.result
    gold = [roles(one, text) for one in article.attributions]
    found = convert.attributions(result, text, rule)
    verdicts = _verdicts(article.attributions, gold, [roles(one, text) for one in found], text)
    for claim, known in zip(result.claims, prediction.evidence, strict=True):
        evidence = Evidence(**known)
        own = convert.attributions(result.model_copy(update={"claims": [claim]}), text, rule)
        if own:
            judged = [verdicts[_place(one, found)] for one in own]
            yield Judged(article.id, evidence, all(r for r, _ in judged), all(s for _, s in judged))
        elif claim.content and not claim.attribution:
            yield Judged(article.id, evidence, _uncredited(claim, gold, text, is_narrated(evidence)))


def _verdicts(
    attributions: Sequence[Attribution], gold: Sequence[Roles], found: Sequence[Roles], text: str
) -> list[tuple[bool, bool]]:
    """For each attribution found: whether it is right, and whether it counts among speech alone."""
    verdicts = [(False, True)] * len(found)
    for one in pair([g.content for g in gold], [f.content for f in found]):
        right = one.iou >= FOUND and agrees(gold[one.gold].source, found[one.predicted].source)
        verdicts[one.predicted] = (right, attributions[one.gold].speech_cue)
    for attribution, known in zip(attributions, gold, strict=True):
        pieces = [characters((piece,), text) for piece in attribution.content] if len(attribution.content) > 1 else []
        for number, told in enumerate(found):
            is_piece = any(overlap(piece, told.content) >= FOUND for piece in pieces)
            if is_piece and not verdicts[number][0] and agrees(known.source, told.source):
                verdicts[number] = (True, attribution.speech_cue)
    return verdicts


def _place(one: Attribution, found: Sequence[Attribution]) -> int:
    """Where a claim's own attribution went when those that share a cue were joined."""
    for number, other in enumerate(found):
        if one == other or (one.cue and one.cue == other.cue):
            return number
    msg = "an attribution of a claim is not among those of its result"
    raise LookupError(msg)


def _uncredited(claim: Claim, gold: Sequence[Roles], text: str, narrated: bool) -> bool:
    """A narrated claim is right unless it swallows an attribution; a quotation, where gold names nobody either."""
    pieces = tuple((span.start, span.end) for span in claim.content)
    content = roles(Attribution((), (), pieces), text).content
    over = [one for one in gold if overlap(one.content, content) >= FOUND]
    return not over if narrated else bool(over) and not any(one.source for one in over)
