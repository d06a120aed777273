"""The summary: written by the model, each sentence checked against the passages that carry it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from extractor.attribution.assertions import asserts
from extractor.attribution.lexicon import lexicon_for
from extractor.document import Document, Sentence
from extractor.schema import Span, Summary, SummarySentence
from extractor.tasks.desk import Desk

PROMPT = "summary.v1"
MOST_SENTENCES = 3
MOST_SUPPORT = 3
#: Tokens of the answer: three sentences of wire copy and the JSON around them.
ANSWER_TOKENS = 320
#: Characters of story shown; a fifth of the smallest context window, since news says the main thing first.
MOST_CHARACTERS = 8_000
#: Of the content words of a summary sentence at least this share must stand in its passages.
CARRIED = 0.6
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d[\d.,:]*\d|\d")
_NAME = re.compile(r"\b[^\W\d_a-zß-ÿ][\w’'-]*[^\W_]")
_NUMBER_WORDS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
    dozen half third quarter twice""".split()
)
#: Behind these a German capital makes a noun, not a name.
_GERMAN_ARTICLES = frozenset(
    """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner im am ins zum zur beim
    vom seine seinen seinem seiner ihre ihren ihrem ihrer mehrere viele einige alle wenige""".split()
)
_NEGATIONS = re.compile(
    r"\b(?:not|never|no|nobody|none|nor|without|cannot|den(?:y|ies|ied)|declin\w+|refus\w+)\b|n[’']t\b", re.I
)
#: Letters of a word's beginning that must agree for two forms to count as one word.
_STEM = 5


class SummarySentenceAnswer(BaseModel):
    """One sentence, and the numbers of the sentences that carry it."""

    text: str
    support: Annotated[list[int], Field(max_length=6)]


class SummaryAnswer(BaseModel):
    """One to three sentences."""

    sentences: Annotated[list[SummarySentenceAnswer], Field(min_length=1, max_length=MOST_SENTENCES)]


async def summarize(document: Document, desk: Desk) -> Summary:
    """The summary of a document; its first statement stands in, with a warning, where none can be validated."""
    story = document.story
    if not story:
        return Summary(text="", sentences=[])
    shown = _shown(story)
    if len(shown) < len(story):
        desk.warn(f"the summary is of the first {len(shown)} of {len(story)} sentences")
    lines = [f"[{number}] {_line(document.text, sentence)}" for number, sentence in enumerate(shown, 1)]
    variables = {"text": "\n".join(lines), "language": document.language}
    asked = await desk.ask(desk.prompt(PROMPT), variables, SummaryAnswer, max_tokens=ANSWER_TOKENS)
    lexicon = lexicon_for(document.language)
    stating = {s.start for s in shown if asserts(document.text[s.start : s.end], lexicon)}
    kept: list[SummarySentence] = []
    for answer in asked.value.sentences if asked.value else ():
        checked = check(document, shown, stating, answer)
        if isinstance(checked, str):
            desk.reject(asked.window, f"summary: {checked}", answer.text)
        elif any(checked.text == sentence.text for sentence in kept):
            desk.reject(asked.window, "summary: said twice", answer.text)
        else:
            desk.keep()
            kept.append(checked)
    if not kept:
        desk.warn("no sentence of the summary could be validated: the document's first sentence stands in")
        kept = [_verbatim(document.text, next((s for s in story if s.start in stating), story[0]))]
    return Summary(text=" ".join(sentence.text for sentence in kept), sentences=kept)


def _shown(story: Sequence[Sentence]) -> Sequence[Sentence]:
    total = 0
    for number, sentence in enumerate(story):
        total += sentence.end - sentence.start
        if total > MOST_CHARACTERS and number:
            return story[:number]
    return story


def _line(text: str, sentence: Sentence) -> str:
    return " ".join(text[sentence.start : sentence.end].split())


def _verbatim(text: str, sentence: Sentence) -> SummarySentence:
    words = text[sentence.start : sentence.end]
    return SummarySentence(
        text=_line(text, sentence), support=[Span(start=sentence.start, end=sentence.end, text=words)]
    )


def check(
    document: Document, shown: Sequence[Sentence], stating: Collection[int], answer: SummarySentenceAnswer
) -> SummarySentence | str:
    """The sentence with its passages, or why it cannot be used.

    stating: where the sentences begin that state something; a question or a command carries nothing.

    A number, a name or a negation that the passages do not hold, or too many words of its own, and
    the sentence is not the document's.
    """
    text = document.text
    words = " ".join(answer.text.split())
    if not any(map(str.isalnum, words)):
        return "no words"
    named = [shown[number - 1] for number in dict.fromkeys(answer.support) if 1 <= number <= len(shown)]
    named = [sentence for sentence in named if sentence.start in stating]
    passages = _best_support(text, [s for s in shown if s.start in stating], words, named[:MOST_SUPPORT])
    carried = " ".join(text[sentence.start : sentence.end] for sentence in passages)
    fault = _not_carried(words, carried, document)
    if fault:
        return fault
    support = [
        Span(start=s.start, end=s.end, text=text[s.start : s.end]) for s in sorted(passages, key=lambda s: s.start)
    ]
    return SummarySentence(text=words, support=support)


def _best_support(text: str, shown: Sequence[Sentence], words: str, named: list[Sentence]) -> list[Sentence]:
    """The passages the model named, plus the sentence that holds most of what they lack.

    Models are poor at numbering; what decides is whether the passages carry the sentence.
    """
    wanted = _stems(words)
    holds = {s.start: wanted & _stems(text[s.start : s.end]) for s in shown}
    passages = list(named)
    while len(passages) < MOST_SUPPORT:
        lacking = wanted.difference(*(holds[s.start] for s in passages))
        best = max((s for s in shown if s not in passages), key=lambda s: len(lacking & holds[s.start]), default=None)
        if best is None or not lacking & holds[best.start]:
            break
        passages.append(best)
    # A passage that carries nothing of the sentence is not its support.
    return [s for s in passages if holds[s.start]] or passages[:1]


def _stems(words: str) -> set[str]:
    return {word.lower()[:_STEM] for word in _WORD.findall(words)} | set(_NUMBER.findall(words))


def _not_carried(words: str, carried: str, document: Document) -> str | None:
    numbers = set(_NUMBER.findall(carried))
    for number in _NUMBER.findall(words):
        if number not in numbers:
            return f"number not in its passages: {number}"
    lowers = {word.lower() for word in re.findall(r"[\w-]+", carried)}
    for word in re.findall(r"[^\W\d_]+", words.lower()):
        if word in _NUMBER_WORDS and word not in lowers and word != "one":
            return f"number not in its passages: {word}"
    name = _unknown_name(words, document)
    if name:
        return f"name not in the document: {name}"
    if bool(_NEGATIONS.search(words)) and not _NEGATIONS.search(carried):
        return "a negation its passages do not hold"
    wanted = _stems(words)
    share = len(wanted & _stems(carried)) / max(1, len(wanted))
    return None if share >= CARRIED else f"only {share:.0%} of its words stand in its passages"


def _unknown_name(words: str, document: Document) -> str | None:
    """The first name that the document does not hold.

    German writes every noun with a capital: there one behind an article, or one of which the document
    holds the stem, is no name.
    """
    story, german = document.text, (document.language or "").startswith("de")
    for match in _NAME.finditer(words):
        name = match.group().removesuffix("’s").removesuffix("'s")
        if name in story or (match.start() == 0 and name.lower() in story.lower()):
            continue
        if german:
            before = words[: match.start()].split()
            if before and before[-1].lower() in _GERMAN_ARTICLES:
                continue
            if len(name) > _STEM and name[:_STEM].lower() in story.lower():
                continue
        return name
    return None
