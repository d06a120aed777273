"""What single lines of furniture look like, kind by kind.

Every pattern describes a whole line (`fullmatch`, any case) and is tried only on short lines, so
that prose which happens to begin like furniture ("Share prices fell …") does not fit and no
pattern ever sees a long line.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.document.furniture import patterns_abroad
from extractor.schema import FurnitureKind

LONGEST = 200
"""Characters; a longer line is prose, or a caption, which `captions.py` looks at."""

_NETWORKS = (
    r"facebook|twitter|whatsapp|linkedin|reddit|pinterest|tumblr|telegram|messenger|flipboard|pocket|google\+?"
    r"|instagram|youtube|google news|e-?mail|sms|vk|xing|flickr|snapchat|rss"
)
_SHARE_VERBS = (
    r"share|tweet|pin(?: it)?|print|save|copy(?: link)?|post|like|follow|send|teilen|partager|compartir|condividi"
)
_MONTHS = (
    r"(?:jan|feb|mar|mär|apr|ma[iy]|june?|july?|juin|juil|aug|sep|sept|o[ck]t|nov|de[cz]|ene|ago|dic|gen|giu|lug"
    r"|set|ott)"
    r"[a-zéû]*\.?"
)
_WEEKDAYS = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,? )"
_DATES = (
    rf"(?:{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th"
    rf"|\.)? (?:de )?{_MONTHS},?(?: de)? \d{{4}}"
    r"|\d{4}[-/.]\d{2}[-/.]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
_CLOCK = r"\d{1,2}[:.h]\d{2}(?::\d{2})?"
_COUNTED = r"comments?|shares?|likes?|views?|retweets?|followers?|replies|votes?|reactions?|kommentare?|commentaires?"

_LEGAL = (
    r"[*+†]{0,2}\s?(?:the (?:information|content) (?:provided|contained) (?:on|in) this (?:web)?site"
    r"|these statements have not been evaluated|results (?:may |will )?vary\b"
    r"|(?:all )?(?:other )?(?:product|company|trade)[\w ]{0,40}names .{0,60}trademarks"
    r"|[\w ,.’'-]{2,120} (?:is|are) (?:a )?(?:registered )?trademarks? of"
    r"|[\w ,.’'-]{2,60} (?:is|are) not responsible for the (?:opinions?|content|views|statements|accuracy)\b"
    r"|(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed (?:here|in this|on this|by)\b.{0,80}"
    r"(?:author|contributor|writer|do not|necessarily))"
)
"""How the small print of a site begins."""
PERSON = r"(?-i:[A-ZÀ-Þ])[\w'’-]{1,20}(?: (?-i:[A-ZÀ-Þ])[\w.'’-]{0,20}){1,3}"
"""A name in two to four words, in a pattern that otherwise takes any case."""

_LINES: dict[FurnitureKind, tuple[str, ...]] = {
    "counter": (
        r"[-–—|•·*/\s\d]{1,12}",
        rf"[\d.,]+\s?[km]?\s*\+?\s*(?:{_COUNTED})\b.{{0,20}}",
        rf"(?:{_COUNTED})\s*[:(]?\s*[\d.,]+[km]?\)?",
        r"(?:(?:estimated )?(?:reading|read) time\s*:?\s*)?(?:about )?\d+\s*-?\s*min(?:ute)?s?(?: read)?",
        r"\d+\s*(?:of|/)\s*\d+",
        r"\d+ (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?) ago",
        r"rating:? \d.{0,20}",
    ),
    "byline": (
        r"by",
        r"(?:written|reported|reporting) by [^.]{3,60}",
        r"@\w{2,30}",
        rf"{PERSON}\s{{1,4}}@\w{{2,30}}(?:\s{{1,4}}[/|·•].{{0,30}})?",
        r"about the authors?:?",
    ),
    "share": (
        rf"(?:(?:{_SHARE_VERBS})\W{{0,4}})?(?:(?:{_NETWORKS})\W{{1,4}}){{0,10}}(?:{_NETWORKS})\W{{0,4}}",
        rf"(?:{_SHARE_VERBS})!?(?:[\s,|/•·]{{1,4}}(?:{_SHARE_VERBS}|this|article|story|page|link|entry|on|to|via"
        rf"|it|us|the"
        rf"|with|friends|your|thoughts|by|now|{_NETWORKS})){{0,10}}\W{{0,4}}",
        rf"follow .{{2,60}}(?:on|:) (?:{_NETWORKS})\b.{{0,60}}",
        r"(?:show|view|more) (?:more )?(?:sharing|share) options.{0,20}",
        r"(?:close share panel|these are external links and will open in a new window|copy this link)",
        r"(?:like|join|find|connect with) us on .{3,40}",
    ),
    "related": (
        r"related(?: (?:articles?|stories|news|topics?|posts?|content|links?|coverage|reading|video|tags)).{0,40}",
        r"related:\s.{1,120}|related(?: [\w'’]{2,20}){0,3}:?",
        r"(?:read|see|watch|listen|find out) (?:more|also|next|this)\b.{0,90}",
        r"(?:see|also|more)(?: also| read)?(?: on [\w.]+)?: .{3,150}",
        r"(?:also|must) read:?.{0,120}",
        r"(?:more )?on (?-i:[A-Z])[\w-]{2,30}\.(?:com|org|net|co\.uk|de|fr|es): .{3,150}",
        r"(?:you (?:may|might|will)|you['’]ll) (?:also )?(?:like|love|be interested|enjoy).{0,40}",
        r"(?:recommended|suggested|trending|popular|featured)(?: (?:now|for you|stories|articles|posts|news"
        r"|videos?|today))?:?",
        r"(?:most|more) (?:read|popular|viewed|shared|commented|recent|stories|news|articles|from|in|on"
        r"|top)\b[^.]{0,50}",
        r"(?:top|latest|other|more|recent|today['’]s|editor['’]?s['’]?|staff)(?: top| latest)? "
        r"(?:stories|news|articles|posts|picks|headlines|videos?)\b[^.]{0,40}",
        r"(?:don['’]t|do not) miss:?",
        r"(?:up next|in this (?:article|story)|explore further|what to read next|around the web|from the web"
        r"|next up)\b.{0,60}",
        r"(?:tags?|topics?|filed under|categories|posted in|labels?|keywords|schlagworte)\b\s*:?.{0,120}",
        r"(?:mehr zum thema|das könnte sie auch interessieren|lesen sie auch|à lire aussi|lire aussi|lea también"
        r"|lee también"
        r"|leia também|leggi anche|lees ook)\b.{0,120}",
        r"(?:contenidos?|artículos|noticias|notas) relacionad[oa]s?:?|(?:articles|contenus) (?:liés|connexes):?"
        r"|(?:conteúdo|artigos|notícias) relacionad[oa]s?:?|(?:articoli|notizie) correlat[ie]:?"
        r"|(?:ähnliche|verwandte) (?:artikel|beiträge|themen):?|gerelateerde (?:artikelen|berichten):?",
    ),
    "comments": (
        r"(?:leave|post|add|write|make|be the first to) (?:a |an |your |)(?:reply|comment|response)s?\b.{0,40}",
        r"(?:join|start) the (?:conversation|discussion|debate).{0,40}",
        r"(?:(?:top|best|last|recent|newest|view|show|read|load|see|hide|all|more)\W(?:all |the |more |rated )?)?"
        r"(?:reader )?(?:comments|commentaires|kommentare|comentarios|commenti|reacties)(?: on .{0,100}| \(\d+\)|:)?",
        r"please enter (?:your|an?) .{1,60}",
        r"(?:your e-?mail (?:address )?will not be published|required fields are marked).{0,80}",
        r"(?:you must be |please )?(?:register|log(?:ged)?[ -]?in|sign[ -]?in)\b.{0,20} to (?:post |leave "
        r"|add )?(?:a )?comment.{0,20}",
        r"if you would like to add a comment.{0,60}",
        r"(?:cancel|post) (?:reply|comment)",
        r"let us know (?:what you think )?in the comments?\b.{0,30}",
        r"what do you think\?.{0,10}let us know.{0,60}",
        r"notify me of .{1,60}|save my name.{1,100}",
        r"(?:name|e-?mail|website|comment)\s?\*?:?",
        r"(?:this site uses akismet|learn how your comment data).{0,100}",
        r"deine e-mail-adresse wird nicht veröffentlicht.{0,80}",
    ),
    "newsletter": (
        r"(?:(?:click here to )?(?:sign|signing)[ -]?up\b|subscribe\b|register for\b|join our\b).{0,100}"
        r"(?:newsletters?|briefing|bulletin|digest|e-?mails?|alerts?|inbox|updates?|free|today|now|here)\b.{0,60}",
        r"(?:sign[ -]?up(?: now| here| for free)?|subscribe(?: now| today| here)?|newsletters?"
        r"|[\w ]{3,30} newsletters?|.{0,20}e-?mail alerts)[.!]?",
        r"(?:get|receive)\b.{3,90}\b(?:newsletters?|in your inbox|to your inbox|by e-?mail"
        r"|breaking news alerts).{0,60}",
        r"(?:get breaking news|subscribe to) .{3,170}",
        r"let our news meet your inbox.{0,100}",
        r"(?:breaking news|daily|weekly|morning) (?:e-?mails?|alerts?)",
        r".{0,100}\b(?:sign up|subscribe)\b.{0,80}\b(?:to|in) your inbox\b.{0,40}",
        r"no spam\b.{0,40}(?:promise|unsubscribe|ever|guarantee).{0,120}",
        r"(?:you (?:can|may) )?unsubscribe at any ?time.{0,120}",
        r"join our (?:[\w ]{2,20} )?(?:newsletter|mailing list|community|forums?)\b.{0,140}",
        r"(?:for|to (?:get|read)) (?:all )?(?:the )?(?:latest|more|full|breaking)\b.{2,90}\b(?:download (?:the|our)"
        r"|subscribe)\b.{2,90}",
        r"(?:please )?check your inbox.{0,60}|thank you for (?:subscribing|signing up).{0,80}",
        r"(?:enter )?(?:your )?e-?mail address:?\*?|newsletter abonnieren.{0,30}",
    ),
    "contact": (
        r"(?:please )?(?:send (?:us )?your (?:news |story |)(?:stories|tips|story|news|photos)|(?:got"
        r"|have) (?:a|any) (?:news|story|stories|tip|tips|picture|pictures|photo|photos|video|videos)\b"
        r"|(?:please )?(?:e-?mail|mail|write to|text|call|message|whatsapp) (?:us (?:at|on) )?[\w.+-]{1,40}@"
        r"|(?:contact|e-?mail|reach) (?:us|the (?:author|writer|editor|reporter|newsroom))\b).{0,190}",
        r".{0,120}\b(?:via|on) whatsapp (?:on|at|:).{0,120}",
        r"(?:e-?mail|tel|phone|contact|telefon|fax)\s*[:.]\s*[\w.+@() -]{5,60}",
        r"[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,20}",
        r"(?:media|press|investor)(?: relations)? (?:contacts?|enquiries|inquiries):?.{0,60}",
        r"\+\d[\d ()./-]{6,24}",
    ),
    "advert": (
        r"(?:adverts?|advertise?ments?|advertising|ads?|anzeige|werbung|publicité|publicidad|pubblicità"
        r"|advertentie)\W{0,3}(?:by .{0,30})?",
        r"(?:sponsored|promoted|paid)(?: (?:content|post|stories|links?|by .{0,40}))?",
        r"(?:story|article|content) continues (?:below|after).{0,30}",
        r"(?:continue reading below|scroll (?:down )?(?:to|for) (?:continue|more).{0,30}|loading\W{0,4})",
        r"advertise with us|skip (?:ad|advert\w{0,10})|ad feedback",
        r"this (?:post|article|page|story|site) (?:may )?contains? (?:affiliate|references to products|sponsored"
        r"|paid)\b.{0,140}",
        r"[\w.]{2,30}(?: [\w.]{2,30})? (?:may|might|can)(?: also)? (?:earn|receive|get) (?:an? )?(?:small )?"
        r"(?:affiliate )?commissions?\b.{0,140}",
        r"when you (?:buy|purchase|click)\b.{2,60}(?:we|our site).{2,30}commission.{0,140}",
    ),
    "cookie": (
        r"(?:we|this (?:web)?site|our (?:web)?site|\w+)(?: and our partners)? (?:also )?uses? cookies\b.{0,190}",
        r"by (?:continuing|using|browsing)\b.{0,60}(?:cookies?|you (?:agree|accept|consent)).{0,120}",
        r"(?:accept|manage|reject)(?: all)? ?(?:cookies|preferences)?|cookie (?:settings|policy|preferences"
        r"|notice).{0,30}|i agree|got it!?",
    ),
    "navigation": (
        r"(?:home(?: ?page)?|menu|main menu|search(?: (?:for|this|the|our|here|site|by"
        r"|\w{1,20}\.com)\b.{0,20})?\W{0,3}|skip to .{2,30}|sign[ -]?in|log[ -]?(?:in|out)"
        r"|my account|register|(?:back|go) to .{2,20}"
        r"|next(?: article| post)?\W{0,3}|previous(?: article| post)?\W{0,3}|toggle .{2,20}|close|show (?:more"
        r"|less)|load more|view (?:all|more).{0,20}"
        r"|see all|site ?map|more\.{0,3}|archives?|advanced search|about(?: us)?|faqs?|help|careers|learn more"
        r"|english|deutsch)",
        r"(?:privacy|terms)\b.{0,60}(?:policy|notice|service|use|conditions|terms|settings|rights).{0,60}",
        r"[^.]{0,40} [›»>] [^.]{0,80}",
    ),
    "copyright": (
        r"(?:©|\(c\)\s|copyright\b\s*(?:©|\(c\)|\d{4}|by)).{0,190}",
        r"(?:.{0,60}[.,] )?all rights reserved\b.{0,120}",
        r"this (?:document|material|article) (?:is subject to copyright|may not be (?:published|reproduced)).{0,190}",
        rf"{_LEGAL}.{{0,190}}",
    ),
    "credit": (
        r"(?:file )?(?:photo|image|picture|photograph|video|illustration|credit|graphic|foto|bild)s?(?: (?:credit"
        r"|source|copyright))?s?"
        r"\s*(?:by\b|:|/|©|courtesy|copyright).{1,120}",
        r"(?:image|photo) (?:copyright|caption|source)\b.{0,170}",
        r"(?:ap|afp|reuters|getty images|epa|dpa|bloomberg)(?: ?photo)?(?: ?/ ?| via )[^.]{2,50}",
        r"[\w .'’-]{3,40}(?: ?/ ?| via |, )(?:ap|afp|reuters|(?:getty|gty) ?images|epa|dpa|associated press"
        r"|bloomberg|shutterstock|istock)(?: file)?",
        r"(?:getty images|shutterstock|istock|associated press|ap photo)",
        rf"{PERSON} ?/ ?(?-i:[A-Z])[\w.&’' -]{{1,30}}",
    ),
    "dateline": (
        r"(?:(?:first |originally )?published|posted|(?:last )?updated|last modified|created)\b\s*:?\s*(?:on "
        r"|at )?.{0,30}\d.{0,90}",
        rf"\W{{0,3}}{_WEEKDAYS}?{_DATES}(?:[ ,|•·T–-]{{1,5}}(?:at )?{_CLOCK}.{{0,60}})?\W{{0,3}}",
        rf"{_CLOCK}\s?(?:[ap]\.?m\.?)?,?(?: [A-Z]{{2,4}})?[ ,|•·–-]{{1,4}}{_WEEKDAYS}?{_DATES}.{{0,40}}",
        rf"{_WEEKDAYS}{{1}}{_DATES}.{{0,30}}",
        rf"[^.!?]{{3,60}}[|•·] ?(?:last )?(?:updated|published|posted)\b ?(?:on |at )?:? ?{_WEEKDAYS}?{_DATES}"
        r".{0,40}",
    ),
    "other": (
        r"for immediate release|embargoed until\b.{0,60}|notes? to editors:?|forward-looking statements:?",
        r"report(?: (?:this|abuse|a problem|an error|ad))?|flag",
        r"media playback is (?:not supported|unsupported).{0,40}",
        r"(?:this (?:site|page) is protected by recaptcha).{0,80}",
        r"(?:enlarge|close|open|view)(?: this)? (?:image|picture|gallery|photo).{0,20}|back to gallery|(?:image"
        r"|photo) \d.{0,20}",
        r"(?:play|watch)(?: the)? video.{0,20}|video:? .{0,4}",
    ),
}
_NAME = r"(?:[A-ZÀ-Þ|][\w.'’-]{0,25}|and|AND|&|de|van|von|der|al|bin|for|of|the|in|\|)"
_BYLINE_PATTERN = (
    rf"\|?\s*(?:[Bb]y|BY|Von|VON|Por|Di|Door)\s+[A-ZÀ-Þ][\w.'’-]{{0,25}}(?:[\s,]{{1,4}}{_NAME}){{1,14}}[\s"
    rf"|,•·]{{0,6}}(?i:(?:on )?{_WEEKDAYS}?(?:{_DATES}.{{0,40}}|{_MONTHS} \d.{{0,40}}))?"
)
_FRAME = " []()|•·»›>*_"
"""What buttons and menu entries are framed with."""
_CORRECTION = re.compile(
    r"\W{0,3}(?:correction|clarification|editor['’]?s['’]? note|update|korrektur|rectificatif)\b", re.IGNORECASE
)


@cache
def _compiled() -> tuple[tuple[FurnitureKind, re.Pattern[str]], ...]:
    """The patterns, when they are first used: compiling takes longer than all other imports of the room."""
    found: list[tuple[FurnitureKind, re.Pattern[str]]] = [("byline", re.compile(_BYLINE_PATTERN))]
    for kind, patterns in _LINES.items():
        found.append((kind, re.compile("|".join(f"(?:{line})" for line in patterns), re.IGNORECASE)))
    return tuple(found)


@cache
def _compiled_abroad() -> tuple[tuple[FurnitureKind, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile("|".join(f"(?:{line})" for line in patterns), re.IGNORECASE))
        for kind, patterns in patterns_abroad.LINES.items()
    )


@cache
def _legal() -> re.Pattern[str]:
    return re.compile(_LEGAL, re.IGNORECASE)


def kind_of(line: str, language: str | None = None) -> FurnitureKind | None:
    """The kind of furniture that `line` is by its own words alone, else None.

    Pages in every language carry English furniture; that of other languages is looked for where the
    text is in one of them. A correction or an editor's note is part of the story.
    """
    if _CORRECTION.match(line):
        return None
    if len(line) > LONGEST:
        return "copyright" if line[0] == "©" or _legal().match(line) else None
    bare = line.strip(_FRAME) or line
    found = next((kind for kind, pattern in _compiled() if pattern.fullmatch(bare)), None)
    if found is None and (language or "")[:2] in patterns_abroad.LANGUAGES:
        found = next((kind for kind, pattern in _compiled_abroad() if pattern.fullmatch(bare)), None)
    return found
