"""Which language some words are in, cheaply: by their function words.

Enough to know whether the veto (English) can read them; not a language identifier.
"""

from __future__ import annotations

import re

# Frequent function words that few of the other languages share.
_FUNCTION_WORDS = {
    "en": "the of and to in that is was for it with as his he be on by at have are not this had they from or an were"
    " their which you has who will would said but been its after more than about what when there"
    " she we her him them if one all can could may no some our out up into over only new other should says it's"
    " don't didn't",
    "de": "der die das und ist nicht von zu den mit sich des auf für im ein eine als auch es dem er sie hat dass wird"
    " bei einer um am sind noch wie einem über einen aus nach wurde werden",
    "fr": "le la les de des et est un une du que qui dans pour pas sur au par plus ce ne se il elle avec sont aux cette"
    " ont mais été comme leur selon",
    "es": "el la los las de del y que en un una es por con para no se su al lo como más pero sus le ha fue este según"
    " son también",
    "it": "il lo la gli le di del della che e è un una per non con sono si da dei nel alla ha più come ma anche secondo"
    " al delle",
    "pt": "o os as de do da que e em um uma para com não por mais dos das se na no foi ao são como mas segundo também"
    " pelo pela",
    "nl": "de het een en van is dat op te in niet zijn met voor die er aan om ook als bij door naar heeft werd wordt"
    " volgens over",
    "sv": "och att det i en är som på av för inte den med till har de om ett var men enligt",
    "da": "og at det i en er som på af for ikke den med til har de om et var men ifølge",
    "pl": "i w nie na się że z do to jest o jak za po od przez był dla są ale",
    "tr": "ve bir bu için ile da de çok daha olarak olan gibi ama değil",
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _code, _list in _FUNCTION_WORDS.items():
    for _word in set(_list.split()):
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _code)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# A sample is enough: a guess over a long document costs no more than over a page.
_SAMPLE = 4000


def guess(words: str, fewest: int = 1) -> str | None:
    """ISO 639-1 code, or `None` when the function words do not tell: fewer than `fewest`, or two languages alike."""
    counts: dict[str, float] = {}
    found = 0
    for match in _WORD.finditer(words[:_SAMPLE]):
        languages = _LANGUAGES_OF.get(match.group().lower(), ())
        found += bool(languages)
        for code in languages:
            # A word of one language alone says more than one that five share.
            counts[code] = counts.get(code, 0.0) + 1 / len(languages)
    if found < fewest:
        return None
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    return ranked[0][0]
