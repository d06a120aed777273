"""A stretch as tokens with their word classes, and the questions the rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from extractor.attribution.lexicon import Lexicon
from extractor.attribution.tokens import Token

Tag = Literal[
    "mark", "det", "prep", "to", "pron", "obj", "rel", "that", "wh", "sub", "conj", "aux", "adv", "time", "num",
    "name", "noun", "fin", "inf", "ed", "ing",
]  # fmt: skip
#: What a noun phrase is made of, its determiner aside.
NOMINAL: frozenset[Tag] = frozenset({"name", "noun", "num"})


@dataclass(frozen=True)
class Line:
    """The tokens of a stretch with their classes. `sentence[i]` counts the sentences up to token i.

    `spoken`: the words are those of somebody quoted, so that "I think" is what a speaker thinks.
    """

    words: list[Token]
    tags: list[Tag]
    sentence: list[int]
    lexicon: Lexicon
    spoken: bool = False

    def __len__(self) -> int:
        return len(self.words)

    def lower(self, at: int) -> str:
        """The word at a position, lower case; empty outside the stretch."""
        return self.words[at].lower if 0 <= at < len(self.words) else ""

    def tag(self, at: int) -> Tag:
        """The class at a position; a mark outside the stretch."""
        return self.tags[at] if 0 <= at < len(self.words) else "mark"

    def quoted(self, at: int) -> bool:
        return 0 <= at < len(self.words) and self.words[at].quoted

    def is_in(self, at: int, *lists: str) -> bool:
        """Whether the word at a position stands in one of the lexicon's lists."""
        lexicon = self.lexicon
        return self.lower(at) in (lexicon.words[lists[0]] if len(lists) == 1 else lexicon.any_of(*lists))

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        """First token, and one past the last, of each sentence."""
        starts = [at for at in range(len(self.words)) if at == 0 or self.sentence[at] != self.sentence[at - 1]]
        return list(zip(starts, [*starts[1:], len(self.words)], strict=True))

    def sentence_start(self, at: int) -> int:
        """The first token of the sentence that holds token `at`."""
        return self._bounds[self.sentence[at]][0]

    def sentence_end(self, at: int) -> int:
        """One past the last token of the sentence that holds token `at`."""
        return self._bounds[self.sentence[at]][1] if at < len(self.words) else len(self.words)

    @cached_property
    def finite(self) -> list[bool]:
        """Whether each token is a finite verb (or an auxiliary that is one)."""
        return [_is_finite(self, at) for at in range(len(self.words))]

    @cached_property
    def finite_before(self) -> list[int]:
        """How many finite verbs stand before each position (one longer than the stretch)."""
        counts = [0]
        for is_finite in self.finite:
            counts.append(counts[-1] + is_finite)
        return counts

    def has_finite(self, first: int, last: int) -> bool:
        """Whether tokens `first` to `last` (inclusive) hold a finite verb."""
        return last >= first and self.finite_before[last + 1] > self.finite_before[first]


def _is_finite(line: Line, at: int) -> bool:
    tag = line.tags[at]
    if tag == "fin":
        return not _may_be_participle(line, at)
    if tag == "aux":
        return not line.is_in(at, "nonfinite") and line.tag(at - 1) != "to"
    if tag == "ed":
        return _is_past(line, at)
    if tag in ("noun", "name", "inf") and not line.words[at].is_capital:
        back = at - 1
        while line.tag(back) == "adv":
            back -= 1
        return line.tag(back) == "pron" and line.lower(back) not in {"it", "you"} and line.tag(at) != "adv"
    return False


def _may_be_participle(line: Line, at: int) -> bool:
    """ "a statement made on Friday": a verb whose past is its participle, between a noun and a preposition."""
    return (
        line.lexicon.common.get(line.lower(at)) == "past"
        and line.lower(at) in line.lexicon.words["participles"]
        and (line.tag(at - 1) == "noun" or line.lower(at - 1) == ",")
        and (line.tag(at + 1) == "prep" or line.is_in(at + 1, "by"))
    )


def _is_past(line: Line, at: int) -> bool:
    """An -ed form is the verb of its clause when a subject stands before it, a participle elsewhere."""
    back = at - 1
    while line.tag(back) == "adv":
        back -= 1
    before = line.tag(back)
    if before == "pron" or before == "rel":
        return True
    if before in ("aux", "prep", "det", "to", "fin", "ed", "ing", "inf"):
        return False
    following = at + 1
    while line.tag(following) in ("time", "adv"):
        following += 1
    if line.is_in(following, "by") and (before in ("noun", "name") or line.lower(back) == ","):
        return False
    if line.lower(at + 1) == "of" and line.is_in(at, "passive_of"):
        return False  # "the woman accused of theft told police …"
    if before == "noun" and back == at - 1 and line.tag(at + 1) == "noun" and line.lower(at) not in line.lexicon.verbs:
        return False  # "numerous bloodied bodies"
    if before in ("noun", "name", "num", "that", "time", "obj"):
        return True
    return before in ("conj", "mark") and line.tag(at + 1) in (
        "det", "name", "that", "prep", "to", "pron", "num", "adv", "obj", "ing",
    )  # fmt: skip


def is_present(line: Line, at: int) -> bool:
    """Whether a verb stands in the present."""
    lower = line.lower(at)
    verb = line.lexicon.verbs.get(lower)
    form = verb.form if verb else line.lexicon.common.get(lower)
    return form in ("base", "third") or line.is_in(at, "present")
