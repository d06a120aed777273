"""What may never be repaired, and how to say so.

The veto knows classes of words (data in `lexicon`). It answers two questions: may this word be
left out or changed in form without a change of sense (`light`, `base`), and what was changed when
an answer and the text differ (`reason`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.grounding import lexicon
from extractor.grounding.tokens import is_word
from extractor.grounding.views import View

_AGREEMENT = {"are": "is", "were": "was", "have": "has", "do": "does"}
_NOT_CONTRACTED = {"won't": "will", "can't": "can", "shan't": "shall"}
_AUXILIARIES = lexicon.AUXILIARIES
_ENDINGS = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}
_SENTENCE_OPENERS = frozenset(".!?:;")
_LIGHT = lexicon.ARTICLES | lexicon.COMPLEMENTIZERS | lexicon.ADDITIVES
_NO_SENSE = frozenset({None, "pronoun", "reporting verb"})
# Shorter stems are pronouns and particles (its, as).
_SHORTEST_STEM = 3


@lru_cache(maxsize=65536)
def word_class(word: str) -> str | None:
    """Class of a word that decides sense: `number`, `negation`, …; `None` for other words and marks."""
    if any(char.isdigit() for char in word):
        return "number"
    if not word:
        return None
    if word[0] in "$€£¥₹₽₩₪₺₴₦₫฿¢%‰°+±<>=":
        return "unit"
    low = word.lower()
    if low.endswith("n't"):
        return "negation"
    for name, words in lexicon.CLASSES:
        if low in words:
            return name
    return None


def light(token: str, before: str | None, after: str | None) -> bool:
    """Whether a token may be left out or put in: an article, `also`, `that` after a reporting verb.

    Not beside a word of a class that decides sense (`a few`, `not the`, `$5 a barrel`), not as
    part of a compound (`a-bomb`), not a letter that stands for something (`Plan A`).
    """
    low = token.lower()
    if low not in _LIGHT:
        return False
    if token != low and not (before is None or before in _SENTENCE_OPENERS):
        return False
    if before == "-" or after == "-":
        return False
    if low in lexicon.COMPLEMENTIZERS:
        return before is not None and before.lower() in lexicon.REPORTING
    if low in ("a", "an") and after is not None and after[:1].isupper():
        return False
    return (before is None or word_class(before) in _NO_SENSE) and (after is None or word_class(after) in _NO_SENSE)


@lru_cache(maxsize=65536)
def base(token: str) -> tuple[str, ...]:
    """The keys two tokens share when one is a harmless form of the other.

    Forms: a plural or third-person -s on a word of no class that names no person (`says`, `missiles`),
    agreement (`is`/`are`), a contraction written out (`don't` → `do not`; not `'s` and `'d`, which
    are ambiguous). Tense is kept. A capitalised word is kept as it is: it may be a name.
    """
    low = token.lower()
    if "'" in token:
        if low in _NOT_CONTRACTED:
            head = _NOT_CONTRACTED[low]
            return (head.capitalize() if token[0].isupper() else head, "not")
        if low.endswith("n't") and low[:-3] in _AUXILIARIES:
            return (*base(token[:-3]), "not")
        for ending, full in _ENDINGS.items():
            if low.endswith(ending) and low[: -len(ending)] in lexicon.PRONOUNS | {"there"}:
                return (token[: -len(ending)], _AGREEMENT.get(full, full))
        return (token,)
    if low == "cannot":
        return ("Can" if token[0] == "C" else "can", "not")
    if token != low:
        return (token,)
    if low in _AGREEMENT:
        return (_AGREEMENT[low],)
    return (_stem(low),)


def _stem(word: str) -> str:
    if not word.isascii() or not word.isalpha() or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_STEM + 2:
        stem = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "zes", "ches", "shes")):
        stem = word[:-2]
    else:
        stem = word[:-1]
    if len(stem) < _SHORTEST_STEM or stem in lexicon.S_CHANGES_SENSE or word in lexicon.S_CHANGES_SENSE:
        return word
    if stem in lexicon.PERSONS or stem.endswith(lexicon.PERSON_ENDINGS):
        return word
    kinds = {word_class(stem), word_class(word)} - {None}
    return word if kinds - {"reporting verb"} else stem


_WORDS_BEFORE = re.compile(r"(?:(?<![\w'-])[\w'-]+ )+$")
_LONGEST_WORD = 40
# So many words back a negation still reaches (`no new evidence was found`).
_NEGATION_REACHES = 3


def cut_off(view: View, at: int) -> bool:
    """Whether the words before position `at` change what a sentence beginning at `at` would say.

    The word directly before, articles and the like passed over; a negation a little further back.
    """
    text = view.text
    before = _WORDS_BEFORE.search(text[max(0, at - 3 * _LONGEST_WORD) : at])
    if before is None or view.opens_paragraph(at):
        return False
    # An unspaced dash parts words too (`hands-if they`); a compound counts whole as well.
    words = before.group().split()
    parts = [part for word in words for part in word.split("-")]
    if any(part.lower() in lexicon.NEGATORS or part.lower().endswith("n't") for part in parts[-_NEGATION_REACHES:]):
        return True
    following = _FIRST_WORD.match(text, at)
    if (
        words[-1].lower() in lexicon.ARTICLES
        and following
        and word_class(following.group()) in ("quantifier", "number")
    ):
        return True  # `a few` is not `few`
    while len(words) > 1 and words[-1].lower() in lexicon.PASSED_OVER:
        words.pop()
    return _turns_what_follows(words[-1]) or _turns_what_follows(words[-1].rpartition("-")[2])


_FIRST_WORD = re.compile(r"\w+")


def _turns_what_follows(word: str) -> bool:
    low = word.lower()
    if word != low and (low in lexicon.MODALS or low in lexicon.AUXILIARIES):
        return True  # a question that lost its first word
    return low in lexicon.CUT_OFF or low[:1].isdigit()


_SENTENCE_ENDS = (".", "!", "?", ";")
_NEXT_WORD = re.compile(r" (\w[\w']*)")


def cut_short(view: View, at: int) -> bool:
    """Whether the word after position `at` changes what a sentence ending at `at` would say.

    After a number any word does: it says of what (`54 workers` -> `54.`).
    """
    text = view.text
    if text[at - 1 : at] in _SENTENCE_ENDS:
        return False
    after = _NEXT_WORD.match(text, at, at + _LONGEST_WORD)
    if after is None or view.closes_paragraph(at):
        return False
    last = text[max(0, at - _LONGEST_WORD) : at].split(" ")[-1]
    return word_class(last.strip('"')) == "number" or after.group(1).lower() in lexicon.CUT_SHORT


# What is named first when an answer differs in several ways.
_GRAVITY = (
    "number", "negation", "unit", "date", "name", "pronoun", "modal", "hedge", "quantifier", "reporting verb", "word",
)  # fmt: skip
_LABELS = {"pronoun": "speaker", "reporting verb": "cue"}


def _kind(token: str, *, opens: bool) -> str:
    kind = word_class(token)
    if kind is None or (kind == "date" and token.lower() == "may"):
        kind = "name" if token[0].isupper() and not opens else kind or "word"
    return kind


def reason(changes: list[tuple[list[str], list[str]]], *, opens: bool = False) -> str:
    """Plain words for the gravest of some changes: (the text's words, the answer's words).

    `opens`: the first change stands at the start of the answer, where a capital makes no name.
    """
    ranked = []
    for i, (theirs, ours) in enumerate(changes):
        theirs = [token for token in theirs if is_word(token) or word_class(token)] or theirs
        ours = [token for token in ours if is_word(token) or word_class(token)] or ours
        at_start = opens and i == 0
        kinds = [(_GRAVITY.index(_kind(t, opens=at_start)), t, side) for side in (0, 1) for t in (theirs, ours)[side]]
        if kinds:
            gravest = min(kinds, key=lambda item: (item[0], item[2]))
            ranked.append((gravest[0], i, theirs, ours, gravest[1]))
    if not ranked:
        return "punctuation changed"
    rank, _, theirs, ours, word = min(ranked, key=lambda item: item[:2])
    return _said(_GRAVITY[rank], " ".join(theirs), " ".join(ours), word)


def _said(kind: str, theirs: str, ours: str, word: str) -> str:
    label = _LABELS.get(kind, kind)
    if kind == "negation":
        lost = word in theirs.split()
        return f"negation lost: {word}" if lost else f"negation added: {word}"
    if theirs and ours:
        return f"{label} changed: {theirs} -> {ours}"
    if theirs:
        return f"{label} left out: {theirs}"
    return f"{label} added: {ours}"
