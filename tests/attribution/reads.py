"""Read a sentence and write down what was found, one line an attribution."""

from __future__ import annotations

from extractor.attribution.lexicon import lexicon_for
from extractor.attribution.nested import unfold
from extractor.attribution.reading import Finding, read
from extractor.attribution.tokens import quotations


def reads(text: str, language: str = "en") -> list[str]:
    """`source < farther | cue | content`, in the order of the cues; see the test tables."""
    return [_line(text, finding) for finding in findings(text, language)]


def unfolds(text: str) -> list[str]:
    """As `reads`, with the attributions inside each content behind it."""
    lexicon = lexicon_for("en")
    assert lexicon is not None
    quoted = quotations(text, [(0, len(text))])
    return [_line(text, one) for finding in findings(text) for one in unfold(text, finding, quoted, lexicon)]


def findings(text: str, language: str = "en") -> list[Finding]:
    """What the rules find in a text taken as one stretch."""
    lexicon = lexicon_for(language)
    assert lexicon is not None
    return read(text, 0, len(text), quotations(text, [(0, len(text))]), lexicon)


def _line(text: str, finding: Finding) -> str:
    own = [finding.source] if finding.source else []
    hops = [link.source for link in finding.nearer] + own + [link.source for link in finding.farther]
    who = " < ".join(text[start:end] for start, end in hops) or "?"
    cue = text[slice(*finding.cue)] if finding.cue else ""
    content = " … ".join(text[start:end] for start, end in finding.content)
    return f"{who} | {cue} | {content}" + ("" if finding.certain else " | unsure")
