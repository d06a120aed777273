"""What single lines of furniture look like, kind by kind.

Every pattern describes a whole line and is short of prose: it is anchored at the line's start
and the line's length is bounded before it is tried, so that no pattern sees a long line.
"""

from __future__ import annotations

import re

from extractor.schema import FurnitureKind

LONGEST = 200
"""Characters; a longer line is prose, or a caption, which other signs show."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?"

_PATTERNS: tuple[tuple[FurnitureKind, str], ...] = (
    ("counter", r"[-–—|•·*\s\d]{1,12}$"),
    ("counter", r"\d[\d.,]*\s?[km]?\s*(?:comments?|shares?|likes?|views?|retweets?|followers?|replies)\b.{0,20}$"),
    ("counter", r"(?:comments?|shares?|likes?|views?)\s*[:(]?\s*\d[\d.,]*[km]?\)?$"),
    ("counter", r"(?:(?:reading|read) time\s*:?\s*)?(?:about\s+)?\d+\s*-?\s*min(?:ute)?s?(?:\s+read)?$"),
    ("byline", r"by$"),
    (
        "share",
        r"(?:share|tweet|pin it|e-?mail|print|whatsapp|facebook|twitter|linkedin|reddit|pinterest|telegram|copy link|save)(?:[\s,|/•·]+(?:share|tweet|pin it|this|article|on|to|via|e-?mail|print|whatsapp|facebook|twitter|linkedin|reddit|pinterest|telegram|copy link|link|save|story|with friends))*$",
    ),
    ("share", r"follow (?:us|me|him|her|@\w+|\w+ \w+) on (?:twitter|facebook|instagram|linkedin|google news)\b"),
    (
        "related",
        r"(?:related (?:articles?|stories|news|topics?|posts?|content|links?|coverage)|more from|read (?:more|also|next)|see also|you (?:may|might) (?:also )?(?:like|be interested)|recommended(?: for you| stories)?|most (?:read|popular|viewed)|trending(?: now)?|don['’]t miss|also read|up next|top stories|latest news).{0,60}$",
    ),
    (
        "comments",
        r"(?:leave a (?:reply|comment)|post a comment|add a comment|join the (?:conversation|discussion)|comments?|view comments|show comments|please enter your .{1,30}|your email address will not be published.{0,60}|log ?in to (?:leave a )?comment|cancel reply|post comment|notify me of .{1,60}|save my name.{1,80})!?$",
    ),
    (
        "newsletter",
        r"(?:sign up (?:for|to) .{0,120}|subscribe(?: (?:to|for|now|today) .{0,100})?|get (?:our|the) .{0,60}newsletters?.{0,80}|.{0,40}newsletter)[.!]?$",
    ),
    (
        "contact",
        r"(?:send (?:us )?your (?:news )?(?:stories|tips|story|news)|(?:got|have) a (?:news )?(?:tip|story)\b|contact (?:us|the (?:author|writer|editor|reporter))\b|e-?mail (?:us|the (?:author|writer|editor|reporter))\b).{0,190}$",
    ),
    ("contact", r".{0,120}\b(?:via|on) whatsapp (?:on|at|:).{0,120}$"),
    (
        "advert",
        r"(?:advertise?ments?|advertising|ads?|sponsored(?: content| by .{0,40})?|promoted|story continues below(?: advertisement)?|article continues (?:below|after).{0,30}|continue reading below|scroll (?:down )?(?:to|for) continue.{0,30}|loading\.{0,3})$",
    ),
    ("cookie", r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies\b"),
    ("cookie", r"(?:accept (?:all )?cookies|cookie (?:settings|policy|preferences)|manage cookies)$"),
    (
        "navigation",
        r"(?:home|menu|search|skip to (?:main )?content|sign in|log ?in|register|back to top|next(?: article)?|previous(?: article)?|toggle navigation|about us|privacy policy|terms (?:of (?:use|service)|and conditions)|close|advanced search|site ?map)$",
    ),
    ("copyright", r"(?:©|\(c\)\s|copyright\b\s*(?:©|\(c\)|\d{4}|by)).{0,190}$"),
    ("copyright", r"(?:.{0,60}\. )?all rights reserved\b.{0,120}$"),
    (
        "credit",
        r"(?:(?:file )?(?:photo|image|picture|photograph|video|illustration|credit|graphic)s?(?: credit)?s?\s*(?:by\b|:|/|©|courtesy)).{1,80}$",
    ),
    ("credit", r"(?:AP|AFP|Reuters|Getty Images|EPA|dpa) ?(?:photo)?/.{2,50}$"),
    (
        "dateline",
        r"(?:(?:first )?published|posted|(?:last )?updated|last modified)\b\s*:?\s*(?:on |at )?.{0,30}\d.{0,40}$",
    ),
    (
        "dateline",
        rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})(?:[ ,|T–-]+(?:at )?{_CLOCK}.{{0,25}})?$",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_BYLINE = re.compile(
    r"(?:By|BY)\s+(?:[A-Z][\w.'’-]*|and|AND|&|de|van|von|al)(?:[\s,]+(?:[A-Z|][\w.'’-]*|and|&|de|van|von|al|for|of|the|in|\|))*$"
)
MAX_BYLINE = 100
"""Characters of a byline."""


def kind_of(line: str) -> FurnitureKind | None:
    """The kind of furniture that `line` is by its own words alone, else None."""
    if len(line) > LONGEST:
        return None
    if len(line) <= MAX_BYLINE and _BYLINE.match(line):
        return "byline"
    return next((kind for kind, pattern in _COMPILED if pattern.match(line)), None)
