"""Whether a sentence in the reporter's own voice states anything: a question asks, a command directs.

Only what is asserted is a claim (assertives and directives after Searle, "A Classification of Illocutionary
Acts", 1976). News hardly ever commands its readers in its own voice; who hides words for a model in a page does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.attribution.lexicon import Lexicon
from extractor.document.instruction_words import ADVICE, TASKS

#: Question marks of Latin, Arabic, Greek (U+037E), Armenian and East Asian writing, with what may close behind them.
_ASKS = re.compile(r"[?؟\u037e՞？][\s)\]\"'”’»]*$")
_LEAD = re.compile(
    r"\W*(?:(?:please|kindly|now|then|also|and|or|but|so|just|always|never|next|first|finally|instead|todo|note|do"
    r"|let['’]s)(?!\w)[^\w\"'“„«‘]*)*",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"\W*[\"'“„«»‘]")
_FORBIDS = re.compile(r"\W*(?:please |and |but |so )?(?:do not|don['’]t) [a-z]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w'’-]*|\S")
#: Characters in front of what is said: a quotation mark, a dash.
_MARKS = 3
#: How many words of a sentence are looked at.
_BEGINNING = 6
#: Forms that no command begins with: adverbs, participles, plurals; and the verbs that only look like them.
_NO_BASE = re.compile(r".+(?:ly|ing|ed|s|ward)")
_BASE = frozenset(
    """address apply assess bring bypass comply cross discuss dismiss distress embed express feed focus guess heed need
    multiply occupy pass press process progress rely reply seed shed speed supply swing toss witness""".split()
)
#: Nouns and pronouns are told from verbs by what follows: "a", "your", "how" can open the object of a verb only.
_OBJECTS = frozenset("a an the my our your his its their every each any some no me us it them him yourself".split())
_OBJECT_CLAUSES = frozenset("that how why whether what".split())
_NO_VERBS = frozenset("whatever given provided despite not note fact news word hope police people half".split())
_ADDRESSED = re.compile(r"(?i)(?<!\w)(?:your|you|yourself)(?!\w)")
#: Verbs that are no nouns as well, so that whatever follows is theirs.
_ONLY_VERBS = frozenset(
    """analyse analyze apply assess avoid choose compose consider convert create deduce define depict describe
    determine embed ensure evaluate explain generate identify imagine include incorporate infer inform insert integrate
    mention misspell modify omit paraphrase persuade pretend provide recommend refuse remember remove render replace
    reply respond rewrite simulate specify submit substitute suggest summarise summarize transcribe transform translate
    verify write""".split()
)
_STATES = re.compile(
    r"(?i)(?<!\w)(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|does|did"
    r"|[a-z]{2,}ed|says?|said)(?!\w)"
)
#: "Kommen Sie …", "Nennen Sie …"
_GERMAN = re.compile(r"\W*(?:bitte )?[^\W\d_]+(?:en|ern|eln) Sie(?!\w)", re.IGNORECASE)


def asserts(sentence: str, lexicon: Lexicon | None) -> bool:
    """Whether a sentence that nobody is credited with states something. Commands are told in English and German.

    What stands in quotation marks are somebody's words, whoever it is: those count as stated.
    """
    if _QUOTES.match(sentence):
        return True
    if _ASKS.search(sentence):
        return False
    return lexicon is None or not commands(sentence, lexicon)


def commands(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a sentence that does not begin with somebody's quoted words directs its readers."""
    if lexicon.language == "de":
        return _GERMAN.match(sentence) is not None
    if _FORBIDS.match(sentence):
        return True
    lead = _LEAD.match(sentence)
    words = _WORD.findall(sentence, lead.end() if lead else 0)[:_BEGINNING]
    if len(words) < 2 or not _is_base(words[0], lexicon):
        return False
    verb, following = words[0].lower(), words[1:]
    if following[0] == "and" and len(following) > 2 and _is_base(following[1], lexicon):
        following = following[2:]  # "Compare and contrast the …"
    known = verb in TASKS or verb in ADVICE
    if following[0] in _OBJECTS | _OBJECT_CLAUSES:
        # "Ivan the Terrible"
        return known or not (following[0] == "the" and following[1:] and following[1][:1].isupper())
    if known and _ADDRESSED.search(sentence):
        return True
    return verb in _ONLY_VERBS and not _STATES.search(sentence)


def opens_with(content: Sequence[tuple[int, int]], start: int) -> bool:
    """Whether what is said is the command that begins at `start` ("Stay at home, officials say").

    Where it is not ("Name the bell that promises luck") nobody is credited with anything.
    """
    return any(begin <= start + _MARKS for begin, _ in content)


def _is_base(word: str, lexicon: Lexicon) -> bool:
    """Whether a word can be a verb as a command has it."""
    lower = word.lower()
    if not lower.isalpha() or lower in _NO_VERBS or (len(word) > 1 and word.isupper()):
        return False
    if lower in lexicon.any_of("auxiliaries", "subjects", "determiners", "subordinators", "questions", "conjunctions"):
        return False
    if lower in lexicon.any_of("prepositions", "adverbs", "relatives", "months", "numbers", "objects", "time", "that"):
        return False
    return lower in _BASE or not _NO_BASE.fullmatch(lower)
