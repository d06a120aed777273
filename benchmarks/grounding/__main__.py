"""Prints the table of grounding: mutants accepted, harmless variants lost, speed; beside two peers.

    python -m benchmarks.grounding [--gold FILE.jsonl …] [--langextract-python PYTHON]

Exit status 1 when a mutant is accepted, or fewer than 99.5% of the variants come back with exactly
the right offsets.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.grounding import corpus, peers, speed
from benchmarks.grounding.mutants import Mutant, mutants
from benchmarks.grounding.variants import Variant, variants
from extractor.grounding import Grounded, Grounder

_RIGHT_SHARE = 0.995
_SHOWN = 20


def main() -> int:
    """Run everything, print the table, return the exit status."""
    options = _options()
    texts = corpus.articles(options.gold)
    articles = [corpus.sentences(text) for text in texts]
    made = mutants(articles, options.mutants, options.seed)
    dressed = variants(articles, options.variants, options.seed)
    print(f"{len(texts)} articles, {sum(map(len, articles)):,} sentences, seed {options.seed}\n")

    accepted, verdicts = _mutants(made)
    lost = _variants(dressed)
    if not options.no_peers:
        _peers(made, dressed, options)
    print("\n| speed | ms | limit | |\n|---|---|---|---|")
    for line in speed.timings(articles, options.seed, options.langextract_python):
        print(f"| {line.what} | {line.milliseconds:,.2f} | {line.limit or ''} | {line.note} |")

    right = 1 - len(lost) / len(dressed)
    print(f"\n{len(made):,} mutants, {len(accepted)} accepted. {len(dressed):,} variants, {right:.2%} right.")
    print("Rejected because:", ", ".join(f"{reason} {count:,}" for reason, count in verdicts.most_common(8)))
    for mutant, got in accepted[:_SHOWN]:
        print(
            f"ACCEPTED {mutant.kind}: {mutant.words!r}\n    as {got.verdict} {got.edits} {[s.text for s in got.spans]}"
        )
    for variant, got in lost[:_SHOWN]:
        print(
            f"LOST {variant.kind}: {variant.words!r}\n    {got.reason} {[(s.start, s.end) for s in got.spans]}"
            f" for {(variant.start, variant.end)}"
        )
    return int(bool(accepted) or right < _RIGHT_SHARE)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grounding", description=__doc__)
    parser.add_argument("--gold", nargs="+", type=Path, default=[], metavar="FILE", help="JSON lines with a `text`")
    parser.add_argument("--mutants", type=int, default=12_000)
    parser.add_argument("--variants", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--no-peers", action="store_true", help="leave the other libraries out")
    parser.add_argument("--peer-seconds", type=float, default=60.0, help="time for each peer and half of the table")
    parser.add_argument("--langextract-python", default=None, help="interpreter that has langextract, if not this one")
    return parser.parse_args()


def _grounded(cases: Iterable[tuple[str, str, int]]) -> Iterable[Grounded]:
    text, grounder = "", Grounder("")
    for article, words, near in cases:
        if article is not text:
            text, grounder = article, Grounder(article)
        yield grounder.ground(words, near=near)


def _mutants(made: list[Mutant]) -> tuple[list[tuple[Mutant, Grounded]], Counter[str]]:
    made = sorted(made, key=lambda mutant: id(mutant.passage.article))
    got = list(_grounded((m.passage.article, m.words, m.passage.start) for m in made))
    totals = Counter(mutant.kind for mutant in made)
    accepted = [(mutant, g) for mutant, g in zip(made, got, strict=True) if g.verdict != "rejected"]
    wrong = Counter(mutant.kind for mutant, _ in accepted)
    print("| mutants | made | accepted |\n|---|---|---|")
    for kind, total in totals.items():
        print(f"| {kind} | {total:,} | {wrong[kind]} |")
    reasons = Counter((g.reason or "").partition(":")[0] for g in got if g.reason)
    return accepted, reasons


def _variants(dressed: list[Variant]) -> list[tuple[Variant, Grounded]]:
    got = _grounded((v.text, v.words, v.start) for v in dressed)
    pairs = list(zip(dressed, got, strict=True))
    lost = [(v, g) for v, g in pairs if g.verdict not in ("exact", "normalized") or _place(g) != (v.start, v.end)]
    totals, wrong = Counter(v.kind for v in dressed), Counter(v.kind for v, _ in lost)
    print("\n| harmless variants | made | right |\n|---|---|---|")
    for kind, total in totals.items():
        print(f"| {kind} | {total:,} | {(total - wrong[kind]) / total:.2%} |")
    return lost


def _place(got: Grounded) -> tuple[int, int]:
    return (got.spans[0].start, got.spans[-1].end) if len(got.spans) == 1 else (-1, -1)


def _peers(made: list[Mutant], dressed: list[Variant], options: argparse.Namespace) -> None:
    """Both peers on the same mutants and variants, shuffled, as many as the time allows."""
    made, dressed = list(made), list(dressed)
    random.Random(options.seed).shuffle(made)  # noqa: S311
    random.Random(options.seed).shuffle(dressed)  # noqa: S311
    bad = [(m.passage.article, m.words) for m in made]
    good = [(v.text, v.words) for v in dressed]
    seconds, python = options.peer_seconds, options.langextract_python
    results = {
        "langextract, WordAligner": tuple(peers.run_langextract(python, cases, seconds) for cases in (bad, good))
    }
    align = peers.instructor_aligner()
    if align is not None:
        results["instructor, CitationMixin"] = (peers.run(align, bad, seconds), peers.run(align, good, seconds))
    print(
        "\n| peer | mutants accepted | of (sample) | variants right | of (sample) | ms a mutant, median |"
        "\n|---|---|---|---|---|---|"
    )
    for name, (worse, better) in results.items():
        if not worse or not better:
            print(f"| {name} | not installed |")
            continue
        wrong = sum(aligned.span is not None for aligned in worse)
        right = sum(a.span == (v.start, v.end) for a, v in zip(better, dressed, strict=False))
        took = statistics.median(aligned.seconds for aligned in worse) * 1000
        print(
            f"| {name} | {wrong:,} ({wrong / len(worse):.1%}) | {len(worse):,} | {right:,} ({right / len(better):.1%})"
            f" | {len(better):,} | {took:,.1f} |"
        )


if __name__ == "__main__":
    sys.exit(main())
