"""The language of a text, offline: by its script, or by its function words.

Only what is sure is said. Function words are the most frequent words of a language and stand in
every sentence, so a few hundred words of news decide; a text in a language not listed here shows
few of them and gives None.
"""

from __future__ import annotations

import re
from collections import Counter

SAMPLE = 20_000
"""Characters looked at."""
MIN_SHARE = 0.12
"""Share of words that must be function words of the language; news in a listed language has 0.25 to 0.5."""
MIN_LEAD = 1.3
"""How many times as many as the next language must have; one that n languages share counts 1/n in each."""
MIN_WORDS = 3
"""Function words that must be seen at all."""
SCRIPT_SHARE = 0.4
"""Share of letters that must be of a script."""

_FUNCTION_WORDS = {
    "en": "the of and to in a is was were that for on with as by at from he his it has have had be are this an not "
    "but they their who which will would been said",
    "de": "der die das und in den von zu mit ist im für auf des dem nicht ein eine einer eines als auch sich es an "
    "wurde werden bei nach aus hat sind dass wie um oder haben war wird am zum zur einen über vor",
    "fr": "le la les de des du et en un une est que qui dans pour sur au aux par pas plus avec ce cette ces il elle "
    "son sa ses ont été sont mais ou se ne leur à d l qu n s c",
    "es": "el la los las de del y en un una que es por con para su sus al lo como más se ha han fue pero este esta "
    "sobre también entre desde hasta según no le",
    "it": "il lo la i gli le di del della dei delle dello e in un una che è per con su al alla nel nella da dal dalla "
    "si non sono ha hanno anche come più ma questo questa ai l d dell nell all",
    "nl": "de het een en van in is dat op te voor met zijn die niet aan er om ook als bij door maar naar uit heeft "
    "hebben wordt worden werd over nog tot",
    "pt": "o a os as de do da dos das e em um uma que é para com por no na nos nas ao à se não mais foi como mas sua "
    "seu são ou pela pelo também entre",
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_SHARED = Counter(word for words in _WORDS.values() for word in words)
"""In how many of the languages a function word stands: "de" and "la" say little."""
_WORD = re.compile(r"[^\W\d_]+")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HANGUL = re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")
_ARABIC = re.compile(r"[\u0620-\u064a]")
_NOT_ARABIC = re.compile(r"[\u067e\u0686\u06af\u06a9\u06cc\u0679\u06d2]")
_HEBREW = re.compile(r"[\u05d0-\u05ea]")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_OWN_SCRIPTS = {
    "th": re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]"),
    "lo": re.compile(r"[\u0e81-\u0ecd]"),
    "km": re.compile(r"[\u1780-\u17d3]"),
    "my": re.compile(r"[\u1000-\u103f]"),
    "ka": re.compile(r"[\u10a0-\u10ff]"),
    "hy": re.compile(r"[\u0531-\u0587]"),
    "ta": re.compile(r"[\u0b82-\u0bcd]"),
    "te": re.compile(r"[\u0c01-\u0c56]"),
    "kn": re.compile(r"[\u0c82-\u0cd6]"),
    "ml": re.compile(r"[\u0d02-\u0d57]"),
    "gu": re.compile(r"[\u0a81-\u0acd]"),
    "pa": re.compile(r"[\u0a01-\u0a4d]"),
    "si": re.compile(r"[\u0d82-\u0ddf]"),
}
"""Scripts that one language is written in."""
_HAS_SCRIPT = re.compile("[\u0370-\u1fff\u3040-\uffff]")
"""Any letter of these scripts; a text without one is spared counting each of them."""
_LETTER = re.compile(r"[^\W\d_]")


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, or None when unsure."""
    sample = text[:SAMPLE]
    return _by_script(sample) or _by_function_words(sample)


def _by_script(sample: str) -> str | None:
    if not _HAS_SCRIPT.search(sample):
        return None
    letters = len(_LETTER.findall(sample))
    if not letters:
        return None

    def share(pattern: re.Pattern[str]) -> float:
        return len(pattern.findall(sample)) / letters

    kana, han = share(_KANA), share(_HAN)
    if kana + han >= SCRIPT_SHARE:
        # Japanese prose is about half kana; a Chinese text may quote a Japanese name
        return "ja" if kana >= 0.1 else "zh"
    if share(_HANGUL) >= SCRIPT_SHARE:
        return "ko"
    if share(_ARABIC) >= SCRIPT_SHARE:
        # Persian, Urdu and Pashto have letters that Arabic has not
        return None if share(_NOT_ARABIC) > 0.005 else "ar"
    if share(_HEBREW) >= SCRIPT_SHARE:
        return "he"
    if share(_GREEK) >= SCRIPT_SHARE:
        return "el"
    return next((code for code, script in _OWN_SCRIPTS.items() if share(script) >= SCRIPT_SHARE), None)


def _by_function_words(sample: str) -> str | None:
    words = Counter(map(str.lower, _WORD.findall(sample)))
    weights = {
        language: sum(words[word] / _SHARED[word] for word in known if word in words)
        for language, known in _WORDS.items()
    }
    (best, most), (_, next_most) = sorted(weights.items(), key=lambda item: -item[1])[:2]
    seen = sum(words[word] for word in _WORDS[best])
    sure = seen >= MIN_WORDS and seen >= MIN_SHARE * words.total() and most >= MIN_LEAD * next_most
    return best if sure else None
