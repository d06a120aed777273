"""Signatures: the lines below a story about who wrote it, which within a story would be part of it."""

from __future__ import annotations

import re
from functools import cache

from extractor.document.furniture.patterns import PERSON

LONGEST = 260
"""Characters of a signature; a longer one is a paragraph about a person."""

ABOUT = re.compile(
    r"about the authors?:?|(?:mehr )?über (?:den autor|die autorin|die autoren):?|à propos de l['’]auteure?"
    r"|sobre (?:el autor|la autora|o autor|a autora)|l['’]autore",
    re.IGNORECASE,
)
"""What heads the lines about who wrote it."""
_SIGNATURES = (
    rf"{PERSON} is an? (?:[\w-]{{2,20}} ){{0,4}}(?:reporter|writer|editor|journalist|correspondent|columnist|blogger"
    r"|producer)s? (?:for|at|with|of|who covers|covering|based in)\b.{2,160}",
    rf"(?:[\w ]{{0,40}}?(?:writers?|reporters?|correspondents?|staff) )?(?:{PERSON}(?:, and |, | and )?){{1,9}}"
    r"(?: in [\w .]{2,30})? ?contributed (?:reporting|to this (?:report|story|article))\b.{0,60}",
    r"\W?(?:additional )?(?:reporting|writing|editing)(?: and \w{5,12})? by [^.:]{3,200}\.?\W?",
    rf"(?:e-?mail|follow|contact|reach) {PERSON} (?:at|on) .{{0,40}}(?:@|twitter\b).{{2,200}}",
)


@cache
def _compiled() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in _SIGNATURES), re.IGNORECASE)


def is_signature(line: str) -> bool:
    """Whether a line at the end of a story says who wrote it."""
    return len(line) <= LONGEST and bool(_compiled().fullmatch(line))
