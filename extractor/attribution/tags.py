"""Coarse word classes, enough to see where a noun phrase ends and where a clause has its verb.

No model and no full dictionary: closed classes come from the lexicon, the rest is decided by form
and by the word before. What is open stays "noun", which is the harmless reading here.
"""

from __future__ import annotations

from extractor.attribution.lexicon import Lexicon
from extractor.attribution.line import Line, Tag
from extractor.attribution.names import ARABIC
from extractor.attribution.tokens import Token

_STOPS = frozenset(".?!")
#: Words and marks of an apposition that a comma closes.
MOST_APPOSED = 16
_OPENING = frozenset("([—–•*-")
#: Marks that close what stands between a subject and its verb.
_CLOSING = frozenset({",", "—", "–", ")", "]"})


def tag_line(words: list[Token], lexicon: Lexicon, *, spoken: bool = False) -> Line:
    """Tag the tokens of a stretch; `spoken` where they are the words of somebody quoted."""
    tags: list[Tag] = []
    for at, token in enumerate(words):
        tags.append(_tag(words, tags, at, token, lexicon))
    return Line(words, tags, _sentences(words), lexicon, spoken)


def _sentences(words: list[Token]) -> list[int]:
    """Count sentences: a stop outside quotation marks ends one, or a quotation that ends with a full stop."""
    found: list[int] = []
    number = 0
    for at, token in enumerate(words):
        found.append(number)
        if at + 1 == len(words):
            break
        following = words[at + 1]
        opens = following.is_capital or following.quoted or following.text in _OPENING
        if not token.quoted:
            number += token.text in _STOPS and opens
        elif not token.is_word and at > 0 and words[at - 1].text == "." and following.start > token.end:
            number += following.is_capital or following.quoted
    return found


def _tag(words: list[Token], tags: list[Tag], at: int, token: Token, lexicon: Lexicon) -> Tag:
    if not token.is_word:
        return "noun" if token.text in "&%" else "mark"
    closed = _closed(words, at, token, lexicon)
    if closed is not None:
        return closed
    if token.text[0].isdigit() or token.text[0] in "$€£" or token.lower in lexicon.words["numbers"]:
        return "num"
    previous: Tag = tags[-1] if tags else "mark"
    opens = at == 0 or previous == "mark"
    if ARABIC.match(token.text) or (token.is_capital and not (opens and _known_verb(token.lower, lexicon))):
        return "name"
    return _open_class(words, tags, at, lexicon)


#: The lists that `_closed` asks; a word of none of them is at most an adverb.
_CLOSED = (
    "floating", "months", "time", "before_time", "alone", "that", "relatives", "if", "to", "auxiliaries", "subjects",
    "objects", "determiners", "as", "subordinators", "questions", "conjunctions", "prepositions", "adverbs",
)  # fmt: skip


def _closed(words: list[Token], at: int, token: Token, lexicon: Lexicon) -> Tag | None:
    lower, lists = token.lower, lexicon.words
    if len(token.text) > 1 and token.text.isupper():
        return None  # "US" is no pronoun
    if lower not in lexicon.any_of(*_CLOSED):
        return "adv" if _is_adverb(token, lexicon) else None
    if lower in lists["floating"] and at + 1 < len(words) and words[at + 1].lower in lexicon.verbs:
        return "adv"  # "have both urged"
    before = words[at - 1].lower if at else ""
    if lower in lists["months"]:
        # "may" and "march" are verbs, "May" and "March" months.
        if token.is_capital and (at > 0 or lower not in lists["auxiliaries"]):
            return "time"
        return "aux" if lower in lists["auxiliaries"] else None
    if lower in lists["time"]:
        adjective = lower in lists["before_time"]
        return "adv" if adjective else "time"
    if lower in lists["before_time"] and at + 1 < len(words) and words[at + 1].lower in lists["time"]:
        return "time"
    if lower in lists["alone"] and _speaks_alone(words, at, lexicon):
        return "pron"
    if lower in lists["that"]:
        return "that"
    if lower in lists["relatives"]:
        return "rel"
    if lower in lists["if"]:
        return "wh" if before in lexicon.verbs or lower != "if" else "sub"
    if lower in lists["to"]:
        return "prep" if before == "according" else "to"
    if lower in lists["auxiliaries"]:
        return "aux"
    if lower in lists["subjects"]:
        return "pron"
    if lower in lists["objects"]:
        return "obj"
    if lower in lists["determiners"]:
        return "obj" if lower in lists["her"] and _stands_alone(words, at, lexicon) else "det"
    if lower in lists["as"] and at > 0 and words[at - 1].is_word:
        return "prep"  # "as a senator"; behind a mark it opens a clause
    if lower in lists["subordinators"]:
        # "her boss once told her": between subject and verb
        told = at + 1 < len(words) and words[at + 1].lower in lexicon.verbs
        return "adv" if told and lower == "once" and at > 0 and words[at - 1].is_word else "sub"
    if lower in lists["questions"]:
        return "wh"
    if lower in lists["conjunctions"]:
        return "conj"
    if lower in lists["prepositions"]:
        return "noun" if before in lists["articles"] else "prep"  # "an inside source"
    if lower in lists["adverbs"] or _is_adverb(token, lexicon):
        following = words[at + 1].lower if at + 1 < len(words) else ""
        return (
            "noun" if lower in lists["ordinals"] and following in lexicon.any_of("persons", "titles") else "adv"
        )  # "the first lady"
    return None


def _stands_alone(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """ "told her that …", "told her the dam …": no noun follows that "her" could belong to."""
    behind = words[at + 1] if at + 1 < len(words) else None
    closed = lexicon.any_of("that", "to", "subjects", "determiners", "prepositions", "questions", "if", "conjunctions")
    if behind is None or not behind.is_word:
        return behind is None or not behind.quoted  # her “best friend”
    return behind.lower in closed and not behind.is_capital


def _speaks_alone(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """ "Another cautioned that …", "“…,” said one.": a determiner that stands for a person."""
    behind = words[at + 1] if at + 1 < len(words) else None
    before = lexicon.verbs.get(words[at - 1].lower) if at else None
    if before is not None and before.kind == "speech" and before.form == "past" and (at < 2 or words[at - 2].quoted):
        return behind is None or not behind.is_word
    verb = lexicon.verbs.get(behind.lower) if behind is not None else None
    if verb is None or not verb.clausal or verb.form != "past" or at + 2 >= len(words):
        return False
    return words[at + 2].quoted or words[at + 2].lower in lexicon.any_of("that", "subjects", "determiners")


def _is_adverb(token: Token, lexicon: Lexicon) -> bool:
    return (
        lexicon.language == "en"
        and token.lower.endswith("ly")
        and len(token.lower) > 4
        and not token.is_capital
        and token.lower not in lexicon.words["nominal_ly"]
    )


def _known_verb(lower: str, lexicon: Lexicon) -> bool:
    return lower in lexicon.verbs or lower in lexicon.phrasal or lower in lexicon.common


def _open_class(words: list[Token], tags: list[Tag], at: int, lexicon: Lexicon) -> Tag:
    lower = words[at].lower
    verb = lexicon.verbs.get(lower) or next(iter(lexicon.phrasal.get(lower, ())), None)
    form = verb.form if verb else lexicon.common.get(lower)
    if form is None:
        if lower.endswith("ing") and len(lower) > 5 and lower not in lexicon.words["nominal_ing"]:
            return "ing"
        if lower.endswith("ed") and len(lower) > 4 and lower not in lexicon.words["nominal_ed"]:
            return "ed"
        return "noun"
    if form == "gerund":
        following = words[at + 1] if at + 1 < len(words) else None
        governs = following is not None and (following.lower in lexicon.words["that"] or _is_adverb(following, lexicon))
        return "noun" if lower in lexicon.words["nominal_ing"] and not governs else "ing"
    if form in ("past", "participle"):
        return "ed" if lower.endswith("ed") or form == "participle" else "fin"
    return _present(words, tags, at, form == "base", lexicon)


def _present(words: list[Token], tags: list[Tag], at: int, is_base: bool, lexicon: Lexicon) -> Tag:
    """Tell "claims" and "claim" the verbs from the nouns by what stands before them."""
    back = at - 1
    while back >= 0 and tags[back] == "adv":
        back -= 1
    previous: Tag = tags[back] if back >= 0 else "mark"
    lower = words[back].lower if back >= 0 else ""
    if previous == "to" or (previous == "aux" and is_base):
        return "inf"
    verb = lexicon.verbs.get(words[at].lower)
    doubtful = verb.ambiguous if verb else words[at].lower not in lexicon.words["only_verbs"]
    if previous == "pron" or previous == "rel" or (previous == "that" and not is_base):
        return "fin"
    if previous in ("det", "prep", "aux") or lower.endswith(("'s", "s'")):
        return "fin" if not doubtful and not is_base else "noun"
    if is_base:
        plural = _is_plural(lower, lexicon) or _is_plural(_head(words, tags, back), lexicon)
        plural = plural and not (doubtful and back > 0 and words[back - 1].lower in lexicon.words["singular"])
        plural = (plural and not (previous == "num" and doubtful)) or (previous == "num" and not doubtful)
        plural = plural or (
            previous == "ed" and tags[back - 1] in ("noun", "det") and _heads_plural(words, back, lexicon)
        )
        if previous in ("noun", "name", "num", "ed", "det") and (plural or not doubtful):
            return "fin"
        return "inf" if previous in ("mark", "conj") and not doubtful else "noun"
    if not doubtful or (lower == "," and _closes_apposition(words, tags, back, lexicon)):
        return "fin"
    singular = previous in ("name", "noun", "num", "time") and not (previous == "noun" and _is_plural(lower, lexicon))
    # "Florida officials", "the state claims office": a third person form needs a subject and what it governs.
    following = words[at + 1] if at + 1 < len(words) else None
    governs = following is None or following.text in _STOPS
    governs = governs or (
        following is not None
        and following.is_word
        and following.lower not in lexicon.any_of("auxiliaries", "conjunctions")
    )
    # "the office calls the plan": no determiner follows a noun.
    opens_object = following is not None and following.lower in lexicon.any_of("determiners", "objects")
    if singular and governs and _free_subject(words, tags, back, lexicon, opens_object=opens_object):
        return "fin"
    return "fin" if lower in _CLOSING and _governs_that(words, at, lexicon) else "noun"


def _governs_that(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """ "Orlo — who stood at the door — states that an aide …": a clause with a subject of its own follows."""
    if at + 2 >= len(words) or words[at + 1].lower not in lexicon.words["that"] or words[at].lower not in lexicon.verbs:
        return False
    return words[at + 2].is_capital or words[at + 2].lower in lexicon.any_of("subjects", "determiners")


def _is_plural(lower: str, lexicon: Lexicon) -> bool:
    return lower in lexicon.words["plurals"] or (lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s")))


def _head(words: list[Token], tags: list[Tag], at: int) -> str:
    """The noun in front of the prepositions of a phrase that opens its clause ("residents of the valley")."""
    head = ""
    for back in range(at, max(-1, at - 10), -1):
        if words[back].quoted or tags[back] not in ("noun", "name", "num", "det", "prep"):
            return head if tags[back] in ("mark", "sub", "that", "conj") else ""
        if tags[back] == "prep" and back > 0:
            head = words[back - 1].lower
    return head


def _closes_apposition(words: list[Token], tags: list[Tag], comma: int, lexicon: Lexicon) -> bool:
    """ "Ann Vale, 36, claims the …": the comma closes what describes a subject that has no verb yet."""
    opening = next((at for at in range(comma - 1, max(0, comma - MOST_APPOSED), -1) if words[at].text == ","), 0)
    following = len(tags) + 1  # behind the verb, which is the word that has no class yet
    if not opening or tags[opening - 1] not in ("name", "noun") or following >= len(words):
        return False
    start = next((at + 1 for at in range(opening, -1, -1) if words[at].text in _STOPS), 0)
    verbless = not any(tag in ("fin", "aux", "pron", "sub", "rel") for tag in tags[start : comma + 1])
    describes = tags[opening + 1] in ("num", "det", "name") or "by" in (word.lower for word in words[opening:comma])
    governs = words[following].quoted or words[following].is_capital
    governs = governs or words[following].lower in lexicon.any_of("that", "subjects", "objects", "determiners")
    return verbless and describes and governs and tags[start] not in ("prep", "to")


def _heads_plural(words: list[Token], at: int, lexicon: Lexicon) -> bool:
    """ "those surveyed say": a participle behind a plural."""
    lower = words[at - 1].lower if at > 0 else ""
    return lower in lexicon.words["plurals"] or (lower.endswith("s") and lower not in lexicon.words["determiners"])


def _free_subject(
    words: list[Token], tags: list[Tag], at: int, lexicon: Lexicon, *, opens_object: bool = False
) -> bool:
    """Whether the noun phrase that ends at `at` is singular, and no verb in front makes it an object."""
    for back in range(at, max(-1, at - 12), -1):
        if words[back].quoted:
            return True
        clausal = tags[back] in ("fin", "ed") and words[back].lower in lexicon.verbs
        if clausal and lexicon.verbs[words[back].lower].clausal:
            return True
        if words[back].lower.endswith(("'s", "s'")):
            return back < at and opens_object
        if tags[back] in ("fin", "aux", "inf", "ing", "ed", "num"):
            return False
        if tags[back] == "conj":
            return back > 0 and (tags[back - 1] == "mark" or (tags[back - 1] == tags[back + 1] == "name"))
        if tags[back] == "prep" and (back == 0 or tags[back - 1] == "mark"):
            return False  # "in her opening remarks"
        if tags[back] in ("mark", "sub", "that", "rel", "wh"):
            return True
    return True
