"""Captions: lines about a picture, told by the credit they end with or by standing twice."""

from __future__ import annotations

import re
from functools import cache

TAIL = 160
"""Characters at the end of a line in which a credit is looked for."""
MIN_TWICE = 40
"""Characters; a shorter line may well stand twice in a story (a refrain, a name, "Yes.")."""

_AGENCIES = (
    r"(?:ap|afp|reuters|epa(?:-efe)?|dpa|xinhua|getty(?: images)?|gty|tass|sputnik|anp|pa wire|shutterstock"
    r"|istock|alamy|bloomberg"
    r"|associated press|zuma(?: press)?|imago|rex|wireimage|usa today sports|facebook|twitter|instagram|youtube"
    r"|handout|supplied|statista)"
)
_CREDIT_AT_END = (
    r"\((?:(?:file |ap |reuters |afp )?(?:image|photo|picture|credit|photograph|source|foto"
    r"|video)s?\b\s?(?:credit|by|courtesy|:|/)"
    rf"|{_AGENCIES}/|(?:[\w.'’ -]{{3,40}})/ ?{_AGENCIES})[^()]{{0,80}}\)\W{{0,2}}$"
    rf"|[.\w\])](?: ?/ ?| \| | via |, | - | – | — ){_AGENCIES}(?: (?:file|photo|images|via .{{2,30}}))?\W{{0,2}}$"
    r"|(?:^|[.!?\"”)|] ?)(?:main )?(?:image|photo|picture|photograph|photography|foto)s? ?(?:credit|source|courtesy)?s?"
    r"(?: ?: ?| by (?-i:[A-Z])| courtesy of )[^.:]{2,60}\.?$"
    r"|(?:^|[.!?\"”)|] ?)credit: ?[^:]{2,80}$"
    r"|[a-z.)\]\"”’](?:photo|photograph|image): ?[^.:]{2,60}$"
    r"|[.!?”\"] ?\((?-i:[A-Z])[\w .&’'-]{1,40}(?:/(?-i:[A-Z])[\w .&’'-]{1,40}){1,3}\)$| (?-i:Statista)$"
    r"|^\((?-i:[A-Z])[\w&’'/-]{1,20}(?: (?:(?-i:[A-Z])[\w&’'/-]{0,20}|of|the|and|for)){0,5}(?: (?:Co|Inc|Corp)\.)?\)$"
    r"|\((?:ap|afp|reuters|xinhua|dpa|getty|epa)\)$|\b(?:submitted|courtesy|file|handout|provided) photo$"
    r"|(?:getty images|ap photo|afp/getty|associated press file)\W{0,2}$"
)
_PHOTO_AT_START = (
    r"(?:\d+ ?of ?\d+|(?:file|undated|handout|combination) (?:photo|image|picture|photograph)\b.{0,3}[:—–-]"
    r"|file ?[-–—:]|photo taken (?:on|in|by)\b|(?:image|photo|media) ?caption|pictured:|(?:a|this) stock (?:image"
    r"|photo)\b"
    r"|an artist['’]s (?:concept|impression|rendering|illustration) of\b|this (?:[\w.]{1,15} ){0,3}illustration shows\b"
    r"|in this (?:[\w.,]{1,10} ){0,6}(?:file )?(?:photo|photograph|image|frame)\b)"
)


@cache
def _compiled() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Beginning and end of a caption, compiled when they are first used."""
    return re.compile(_PHOTO_AT_START, re.IGNORECASE), re.compile(_CREDIT_AT_END, re.IGNORECASE)


def is_caption(line: str) -> bool:
    """Whether `line` ends with the credit of a picture or says that it describes one."""
    begins, ends = _compiled()
    return bool(begins.match(line) or ends.search(line[-TAIL:]))
