"""The error listing: every missed, spurious and wrongly credited attribution, with its sentence.

One line an error, so that `grep` and `sort` find the classes:

    MISS/none   polnear/x @1234 speech direct | gold: source | cue | content | pred: - | > sentence
    MISS/short  the nearest prediction holds less than the gold content; MISS/long: more; MISS/shift: other
    SPUR/free   a prediction where the gold has nothing; SPUR/part: within or across a gold content that
                another prediction answers (one shown in a MISS line is not listed again)
    SOURCE/…    the content is found and the source is wrong: /none, /inside (from the content), /other
    CUE/wrong   the content is found and the cue is wrong

A table of counts comes first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.evaluation.attribution import FOUND, Care, Pair, Roles, agrees, everything, overlap, pair, roles
from extractor.evaluation.gold import Article, Attribution, Pieces

#: How much of a content is shown, in characters: enough to see both ends.
_SHOWN = 160
_SENTENCE_SHOWN = 420
_CUES_SHOWN = 40
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-ZÄÖÜ0-9])|\n+")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One line of the listing."""

    kind: str
    line: str
    cue: str = ""


def listing(
    articles: Sequence[Article], predicted: dict[str, list[Attribution]], care: Care = everything, title: str = ""
) -> str:
    """The whole listing as Markdown: counts by kind, then each article's errors in the order of the text."""
    found = {a.id: mistakes(a, predicted.get(a.id, []), care) for a in articles}
    counts = Counter(m.kind for of in found.values() for m in of)
    lines = [f"# Errors {title}".rstrip(), "", "| kind | count |", "|---|---|"]
    lines += [f"| {kind} | {n} |" for kind, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    lines += _cues(found)
    for article_id, of in found.items():
        if of:
            lines += ["", f"## {article_id}: {len(of)}", "", *(m.line for m in of)]
    return "\n".join(lines) + "\n"


def _cues(found: Mapping[str, Sequence[Mistake]]) -> list[str]:
    """Which cues are missed and which are taken for one, most frequent first."""
    lines = []
    for kind, heading in (("MISS/none", "cue missed"), ("SPUR/free", "no cue in the gold")):
        counts = Counter(m.cue for of in found.values() for m in of if m.kind == kind)
        frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_CUES_SHOWN]
        if frequent:
            lines += ["", f"| {heading} | count |", "|---|---|", *(f"| {cue or '∅'} | {n} |" for cue, n in frequent)]
    return lines


def mistakes(article: Article, predicted: Sequence[Attribution], care: Care = everything) -> list[Mistake]:
    """The errors of one article."""
    text, gold = article.text, article.attributions
    g = [roles(a, text) for a in gold]
    p = [roles(a, text) for a in predicted]
    pairs = pair([r.content for r in g], [r.content for r in p])
    by_gold = {one.gold: one for one in pairs}
    by_predicted = {one.predicted: one for one in pairs}
    found: list[tuple[int, Mistake]] = []
    shown: set[int] = set()
    for i, attribution in enumerate(gold):
        if care(attribution):
            for kind, j in _of_gold(g[i], by_gold.get(i), p):
                answer = None if j is None else predicted[j]
                shown.update(() if j is None else (j,))
                found.append((_place(attribution), _mistake(kind, article, attribution, answer)))
    for j, attribution in enumerate(predicted):
        one = by_predicted.get(j)
        if j not in shown and (one is None or (one.iou < FOUND and care(gold[one.gold]))):
            near = max(range(len(g)), key=lambda i: overlap(g[i].content, p[j].content), default=None)
            held = near is not None and not g[near].content.isdisjoint(p[j].content)
            kind = "SPUR/part" if held else "SPUR/free"
            beside = gold[near] if held and near is not None else None
            found.append((_place(attribution), _mistake(kind, article, beside, attribution)))
    return [mistake for _, mistake in sorted(found, key=lambda item: item[0])]


def _of_gold(gold: Roles, one: Pair | None, p: Sequence[Roles]) -> Iterable[tuple[str, int | None]]:
    """The errors about one gold attribution, each with the prediction (index) it is seen in."""
    if one is None or one.iou < FOUND:
        near = max(range(len(p)), key=lambda j: overlap(gold.content, p[j].content), default=None)
        if near is None or gold.content.isdisjoint(p[near].content):
            yield "MISS/none", None
        else:
            yield f"MISS/{_shape(gold, p[near])}", near
        return
    answer = p[one.predicted]
    if not agrees(gold.source, answer.source):
        yield f"SOURCE/{_source_fault(gold, answer)}", one.predicted
    if not agrees(gold.cue, answer.cue):
        yield "CUE/wrong", one.predicted


def _shape(gold: Roles, answer: Roles) -> str:
    shared = len(gold.content & answer.content)
    if shared >= 0.9 * len(answer.content):  # all but a stray word of the answer is right
        return "short"
    return "long" if shared >= 0.9 * len(gold.content) else "shift"


def _source_fault(gold: Roles, answer: Roles) -> str:
    if not answer.source:
        return "none"
    if not gold.source:
        return "invented"
    return "inside" if answer.source <= gold.content else "other"


def _place(attribution: Attribution) -> int:
    return min((start for start, _ in attribution.content or attribution.cue or attribution.source), default=0)


def _mistake(kind: str, article: Article, gold: Attribution | None, predicted: Attribution | None) -> Mistake:
    anchor = gold if gold is not None and not kind.startswith("SPUR") else predicted or gold
    place = _place(anchor) if anchor is not None else 0
    about = "" if gold is None else f" {'speech' if gold.speech_cue else 'other'} {gold.kind}".rstrip()
    sides = f"gold: {_shown(gold, article.text)} || pred: {_shown(predicted, article.text)}"
    sentence = _sentence(article.text, _anchor(anchor, place))
    cue = "" if anchor is None else " … ".join(article.text[start:end] for start, end in anchor.cue).casefold()
    return Mistake(kind, f"- {kind} {article.id} @{place}{about} || {sides} || > {sentence}", " ".join(cue.split()))


def _anchor(attribution: Attribution | None, place: int) -> int:
    """The sentence that is shown is that of the cue: it says why something is credited."""
    return attribution.cue[0][0] if attribution is not None and attribution.cue else place


def _shown(attribution: Attribution | None, text: str) -> str:
    if attribution is None:
        return "-"
    return " | ".join(_words(pieces, text) for pieces in (attribution.source, attribution.cue, attribution.content))


def _words(pieces: Pieces, text: str) -> str:
    words = " … ".join(text[start:end] for start, end in pieces).replace("\n", "⏎")
    if len(words) > _SHOWN:
        half = _SHOWN // 2
        words = f"{words[:half]} […] {words[-half:]}"
    return words or "∅"


def _sentence(text: str, place: int) -> str:
    start, end = 0, len(text)
    for m in _SENTENCE_END.finditer(text):
        if m.end() <= place:
            start = m.end()
        elif m.start() >= place:
            end = m.start() + 1
            break
    return text[start:end].strip().replace("\n", "⏎")[:_SENTENCE_SHOWN]
