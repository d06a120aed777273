"""Mutators: each yields strings that say something else than the sentence it is given."""

# ruff: noqa: ARG001 - all mutators and dresses have one signature, whatever they use of it

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.grounding import substitutes as s
from benchmarks.grounding.corpus import Passage

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
NAME = re.compile(r"(?<=[a-z,;:“\"] )[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class World:
    """What a mutator may draw on besides its sentence."""

    here: list[Passage]
    elsewhere: list[Passage]
    names: list[str]
    chance: random.Random


Mutator = Callable[[str, World], Iterator[str]]


def _put(text: str, start: int, end: int, words: str) -> str:
    """Replace and tidy the spaces: `text[start:end]` may vanish."""
    joined = text[:start] + words + text[end:]
    return re.sub(r" {2,}", " ", re.sub(r" ([,.;:!?])", r"\1", joined)).strip()


def _cased(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def _swap(table: dict[str, list[str]]) -> Mutator:
    pattern = re.compile(
        r"(?<![\w’'-])(?:" + "|".join(sorted(map(re.escape, table), key=len, reverse=True)) + r")(?![\w’'-])", re.I
    )

    def mutator(text: str, world: World) -> Iterator[str]:
        for match in pattern.finditer(text):
            word = match.group()
            for other in table.get(word) or table.get(word.lower()) or []:
                yield _put(text, match.start(), match.end(), _cased(other, word))

    return mutator


def _digits(text: str, world: World) -> Iterator[str]:
    chance = world.chance
    for match in _NUMBER.finditer(text):
        number = match.group()
        ways = [number + "0", number[::-1], number.replace(",", "").replace(".", "") if "." in number else number[:-1]]
        for i, char in enumerate(number):
            if char.isdigit():
                ways.append(number[:i] + chance.choice(string.digits) + number[i + 1 :])
        ways += [str(chance.randint(2, 99)), number.replace(".", ","), number + ".5", number + ",000"]
        for way in ways:
            if way and way != number:
                yield _put(text, match.start(), match.end(), way)
        before, after = text[: match.start()], text[match.end() :]
        yield _put(text, match.start(), match.end(), "")
        if before and before[-1] in "$€£":
            yield before[:-1] + chance.choice([c for c in "$€£" if c != before[-1]]) + number + after
            yield before[:-1] + number + after
        if before and before[-1] in "-−":
            yield before[:-1] + number + after
        elif before[-1:] == " ":
            yield f"{before}-{number}{after}"
            yield f"{before}${number}{after}"
        if after[:1] == "%":
            yield before + number + after[1:]
            yield before + number + "‰" + after[1:]
        elif after[:1] == " ":
            yield before + number + "%" + after
            yield before + number + " million" + after


def _negation_added(text: str, world: World) -> Iterator[str]:
    for match in re.finditer(
        r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|might|must|did|does|do)\b(?! not)", text
    ):
        for word in ("not", "never", "hardly", "no longer"):
            yield _put(text, match.end(), match.end(), f" {word}")
        if match.group() not in ("may", "might", "can", "will"):
            yield _put(text, match.end(), match.end(), "n’t")
            yield _put(text, match.end(), match.end(), "n't")
        if match.group() == "can":
            yield _put(text, match.end(), match.end(), "not")
            yield _put(text, match.end(), match.end(), "'t")
        if match.group() == "will":
            yield _put(text, match.start(), match.end(), "won’t")
    for match in re.finditer(r"\b(the|a|an|any|some|their|his|her)\b", text):
        yield _put(text, match.start(), match.end(), "no")
        yield _put(text, match.start(), match.start(), "not ")
        yield _put(text, match.start(), match.start(), "without ")
    for match in re.finditer(
        r"\b(said|told|reported|announced|accepted|agreed|knew|saw|took|gave|made|won|met)\b", text
    ):
        yield _put(text, match.start(), match.start(), "never ")
        yield _put(text, match.end(), match.end(), " nothing about")
        yield _put(text, match.start(), match.start(), "neither ")


def _negation_removed(text: str, world: World) -> Iterator[str]:
    for match in re.finditer(
        r"\b(not|never|no longer|no|nobody|nothing|none|neither|nor|without|hardly|barely|rarely|seldom|few)\b ?",
        text,
        re.I,
    ):
        yield _put(text, match.start(), match.end(), "")
        yield _put(text, match.start(), match.end(), "also ")
        yield _put(text, match.start(), match.end(), "the ")
        yield _put(text, match.start(), match.end(), "that ")
        rest = _put(text, match.start(), match.end(), "")
        yield rest[:1].upper() + rest[1:]
        yield _put(text, match.start(), match.end(), "a ")
    for match in re.finditer(r"(\w+)n[’']t\b", text):
        stem = {"ca": "can", "wo": "will", "sha": "shall"}.get(match.group(1).lower(), match.group(1))
        yield _put(text, match.start(), match.end(), stem)
        yield _put(text, match.start(), match.end(), "")
    for match in re.finditer(r"\bcannot\b", text):
        yield _put(text, match.start(), match.end(), "can")
    for match in re.finditer(r"\b(denied|refused to|failed to|declined to|rejected|doubts?)\b", text):
        yield _put(text, match.start(), match.end(), "said" if match.group() == "denied" else "")


def _prefix(text: str, world: World) -> Iterator[str]:
    yield from _swap(s.PREFIXED)(text, world)
    for match in re.finditer(r"\b(un|in|im|ir|dis|non-|anti-|ex-|mis|pre|post)(?=[a-z]{4})", text):
        yield _put(text, match.start(), match.end(), "")
    for match in re.finditer(r"(?<= )[a-z]{5,}(?:ed|al|ble|ful)\b", text):
        for prefix in ("un", "non-", "anti-"):
            yield _put(text, match.start(), match.start(), prefix)


def _letters(text: str, world: World) -> Iterator[str]:
    chance = world.chance
    for name in NAME.finditer(text):
        for word in _WORD.finditer(name.group()):
            at, found = name.start() + word.start(), word.group()
            for _ in range(4):
                i = chance.randrange(1, len(found)) if len(found) > 1 else 0
                letter = chance.choice(string.ascii_lowercase)
                for way in (
                    found[:i] + letter + found[i + 1 :],
                    found[:i] + found[i + 1 :],
                    found[:i] + letter + found[i:],
                    found[: i - 1] + found[i : i + 1] + found[i - 1 : i] + found[i + 1 :] if i > 1 else found + "s",
                ):
                    if way.lower() != found.lower():
                        yield _put(text, at, at + len(found), way)


def _names(text: str, world: World) -> Iterator[str]:
    found = list(NAME.finditer(text))
    for name in found:
        for other in world.chance.sample(world.names, min(5, len(world.names))):
            yield _put(text, name.start(), name.end(), other)
        parts = name.group().split()
        if len(parts) > 1:
            yield _put(text, name.start(), name.end(), parts[0])
            yield _put(text, name.start(), name.end(), parts[-1])
            yield _put(text, name.start(), name.end(), " ".join(reversed(parts)))
        yield _put(text, name.start(), name.end(), "")
        yield _put(text, name.start(), name.end(), "a man")
        yield _put(text, name.start(), name.end(), world.chance.choice(["He", "he", "she", "they"]))


def _speakers_swapped(text: str, world: World) -> Iterator[str]:
    found = list(re.finditer(r"[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)*|\b(?:he|she|they|officials|police)\b", text))
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            if a.group().lower() != b.group().lower():
                yield text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


def _left_out(text: str, world: World) -> Iterator[str]:
    for phrase in s.DECISIVE_PHRASES + s.DECISIVE:
        for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?![\w’'-]) ?", text, re.I):
            rest = _put(text, match.start(), match.end(), "")
            yield rest
            yield rest[:1].upper() + rest[1:]


def _cut(text: str, world: World) -> Iterator[str]:
    """The sentence from behind a word that turns it, written as if it began there."""
    for word in s.TURNING:
        for match in re.finditer(rf"(?<![\w’'-]){word} (?=[a-z])", text, re.I):
            rest = text[match.end() :]
            if rest.count(" ") > 4:
                yield rest[:1].upper() + rest[1:]
                yield f"“{rest}"


def _cut_short(text: str, world: World) -> Iterator[str]:
    """The sentence up to a word that turns it or belongs to its last number, with a full stop."""
    for word in s.TURNING_LATER:
        for match in re.finditer(rf"(?<=[\w’']) {word}(?![\w’'-])", text):
            if match.start() > 20:
                yield text[: match.start()] + ",”"
                yield text[: match.start()] + "."
    for match in re.finditer(rf"(?:\d|\b(?:two|three|four|five|six|nine|twelve))( (?:{'|'.join(s.SCALES)}))\b", text):
        yield text[: match.start(1)] + "."
        yield text[: match.start(1)] + text[match.end(1) :]
        rest = text[match.end(1) - len(match.group(1).strip()) :]
        if rest.count(" ") > 4:
            yield rest[:1].upper() + rest[1:]


def _ellipses(text: str, world: World) -> Iterator[str]:
    """An ellipsis that swallows a word that decides."""
    decisive = "|".join(map(re.escape, s.NEVER_SWALLOWED))
    for match in re.finditer(rf"(?<!\w)(?:{decisive}|\d[\d.,]*)(?![\w’'-])", text, re.I):
        before = text[: match.start()].strip()
        for more in (0, 1, 3):
            rest = text[match.end() :].strip().split(" ", more)[-1]
            if len(before.split()) > 2 and len(rest.split()) > 2:
                yield f"{before} … {rest}"
                yield f"{before} [...] {rest}"


def _content_left_out(text: str, world: World) -> Iterator[str]:
    words = [m for m in _WORD.finditer(text) if len(m.group()) > 4]
    for match in words[1:-1]:
        yield _put(text, match.start(), match.end(), "")


def _intruder(text: str, world: World) -> Iterator[str]:
    words = list(_WORD.finditer(text))
    for match in words[1:]:
        yield _put(text, match.start(), match.start(), world.chance.choice(s.INTRUDERS) + " ")


def _content_replaced(text: str, world: World) -> Iterator[str]:
    words = [m for m in _WORD.finditer(text) if len(m.group()) > 4]
    pool = [
        w for p in world.chance.sample(world.elsewhere, min(12, len(world.elsewhere))) for w in _WORD.findall(p.text)
    ]
    for match in words:
        alike = [w for w in pool if len(w) > 4 and w[-2:] == match.group()[-2:] and w.lower() != match.group().lower()]
        for other in alike[:2]:
            yield _put(text, match.start(), match.end(), _cased(other.lower(), match.group()))


def _order(text: str, world: World) -> Iterator[str]:
    words = list(re.finditer(r"[^\s,.;:!?“”\"]+", text))
    for gap in (1, 2, 3, 4):
        for a, b in zip(words, words[gap:], strict=False):
            if a.group().lower() != b.group().lower() and len(a.group() + b.group()) > 7:
                yield text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]
    for verb in re.finditer(
        r" (accused|told|attacked|blamed|gave|led|beat|met|sued|criticised|from|to|against|than|before|after|by|of) ",
        text,
    ):
        left, right = text[: verb.start()].rstrip(".,"), text[verb.end() :].rstrip('.,”"')
        yield f"{_cased(right, 'A')} {verb.group(1)} {left[:1].lower() + left[1:]}."
        left_words, right_words = left.split(), right.split()
        if left_words and right_words:
            swapped = [*left_words[:-1], right_words[0].strip(",."), verb.group(1), left_words[-1], *right_words[1:]]
            yield " ".join(swapped)


def _halves(text: str) -> tuple[str, str]:
    words = text.split()
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


def _fused(text: str, world: World) -> Iterator[str]:
    core = text.rstrip('.!?”"')
    for other in world.chance.sample(world.here, min(8, len(world.here))):
        if other.text == text:
            continue
        theirs = other.text
        yield f"{core} and {theirs[:1].lower() + theirs[1:]}"
        yield f"{core}, {theirs[:1].lower() + theirs[1:]}"
        yield f"{_halves(core)[0]} {_halves(theirs)[1]}"
        yield f"{_halves(core)[0]} … {_halves(theirs)[1]}"
        yield f"{core} {theirs}"
        clause = re.split(r"[,;:–—] ", theirs.rstrip("."))[-1]
        yield f"{core}, {clause}."
        yield f"{core} because {clause}."


def _elsewhere(text: str, world: World) -> Iterator[str]:
    for other in world.chance.sample(world.elsewhere, min(2, len(world.elsewhere))):
        yield other.text


def _invented(text: str, world: World) -> Iterator[str]:
    chance = world.chance
    for form in chance.sample(s.INVENTED, 3):
        yield form.format(
            name=chance.choice(world.names),
            number=chance.randint(2, 90),
            day=chance.choice(list(s.DATES)[:7]),
            month="May",
        )


def _question(text: str, world: World) -> Iterator[str]:
    if text.endswith("."):
        yield text[:-1] + "?"
    elif text.endswith("?"):
        yield text[:-1] + "."
    if text.endswith((".”", '."')):
        yield text[:-2] + "?" + text[-1]
    yield "If " + text[:1].lower() + text[1:]
    yield "It is false that " + text[:1].lower() + text[1:]
    yield "No one said that " + text[:1].lower() + text[1:]


def _commas(text: str, world: World) -> Iterator[str]:
    """A speaker put between commas, or taken out of them: "X said Y lied" / "X, said Y, lied"."""
    for match in re.finditer(r" (said|says|told|according to) ([A-Z]\w+(?: [A-Z]\w+)?) ", text):
        yield f"{text[: match.start()]}, {match.group(1)} {match.group(2)}, {text[match.end() :]}"
    for match in re.finditer(r", ((?:said|says) [^,.]{3,40}|[^,.]{3,40} (?:said|says)), ", text):
        yield f"{text[: match.start()]} {match.group(1)} {text[match.end() :]}"
    for match in re.finditer(r", (who|which|where) ([^,]{5,60}), ", text):
        yield f"{text[: match.start()]} {match.group(1)} {match.group(2)} {text[match.end() :]}"


def _articles(text: str, world: World) -> Iterator[str]:
    """`a few` / `few`, `a little` / `little`, `a` / `one` / `no`, `an official` / `the officials`."""
    for match in re.finditer(r"\b(a|an) (few|little|dozen|hundred|thousand|million)\b", text):
        yield _put(text, match.start(), match.end(), match.group(2))
    for match in re.finditer(r"(?<!a )\b(few|little)\b", text):
        yield _put(text, match.start(), match.end(), f"a {match.group(1)}")
    for match in re.finditer(r"\b(a|an)\b (?=[a-z])", text):
        for word in ("the only", "one", "every", "no", "the", "another"):
            yield _put(text, match.start(), match.end(), word + " ")
    for match in re.finditer(
        r"\b(official|diplomat|witness|expert|minister|soldier|worker|patient|victim|candidate|lawyer|researcher|protester|leader|voter)(e?s)?\b",
        text,
    ):
        word = match.group(1)
        plural = word + ("es" if word.endswith("s") else "s")
        yield _put(text, match.start(), match.end(), word if match.group(2) else plural)


MUTATORS: dict[str, Mutator] = {
    "number: digits, sign, currency": _digits,
    "number: words": _swap(s.NUMBER_WORDS),
    "date": _swap(s.DATES),
    "unit": _swap(s.UNITS),
    "negation added": _negation_added,
    "negation removed": _negation_removed,
    "negative prefix": _prefix,
    "antonym": _swap(s.ANTONYMS),
    "name: a letter": _letters,
    "name: another": _names,
    "speakers swapped": _speakers_swapped,
    "pronoun": _swap(s.PRONOUNS),
    "cue": _swap(s.CUES),
    "modal": _swap(s.MODALS),
    "tense": _swap(s.TENSES),
    "quantifier": _swap(s.QUANTIFIERS),
    "decisive word left out": _left_out,
    "cut behind a decisive word": _cut,
    "cut before a decisive word": _cut_short,
    "ellipsis over a decisive word": _ellipses,
    "content word left out": _content_left_out,
    "word put in": _intruder,
    "content word replaced": _content_replaced,
    "word order": _order,
    "sentences fused": _fused,
    "sentence of another article": _elsewhere,
    "invented sentence": _invented,
    "question, condition": _question,
    "commas that move a clause": _commas,
    "articles and number of speakers": _articles,
}
