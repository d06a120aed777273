"""Whether a sentence commands an assistant, for `instructions.py`."""

from __future__ import annotations

import re
from bisect import bisect_left

from extractor.document import instruction_marks as marks
from extractor.document import instruction_words as words

_ADVISED = words.TASKS | words.ADVICE
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_BEGINS = _ADVISED | frozenset(marks.OPENERS) | frozenset("can could would will find get make send".split())
"""First words of what any pattern below fits, but for the other languages."""


class Openers:
    """What opens commands in a text. What is told by its end is tried only where such an end is near."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in marks.LATE_ENDS.finditer(text)]

    def other_at(self, match: re.Match[str]) -> int | None:
        """The last character of what opens a command there but is none of `OPENERS`; None where nothing does."""
        word = match[1]
        at = match.end() if word is None else match.start(1)
        if word is None and match.string[at].isdecimal():
            return None
        late = marks.LATE_OPENERS.match(match.string, at) if self._ends and self._is_near(at) else None
        other = late or marks.OTHER_OPENERS.match(match.string, at)
        return None if other is None else other.end() - 1

    def _is_near(self, at: int) -> bool:
        number = bisect_left(self._ends, at)
        return number < len(self._ends) and self._ends[number] - at <= marks.LATE_REACH


def commands(text: str) -> bool:
    """Whether a sentence, in lower case, is one."""
    led, rest = after_lead(text)
    if any(pattern.match(rest) for pattern in marks.OTHER_TASKS) or marks.OTHER_ANSWERS.match(text):
        return True
    word = _FIRST_WORD.match(rest)
    if led and "?" in rest[-3:] and text.startswith("todo"):
        return True
    if word is None or word.group() not in _BEGINS:
        return False
    polite = marks.POLITE.match(rest)
    if polite is not None and (polite[1] in words.TASKS or (polite[1] in words.ADVICE and _speaks_of_answer(rest))):
        return True
    if marks.PHRASAL.match(rest) or marks.ATTRIBUTES.match(rest):
        return True
    verb = marks.VERB.match(rest)
    if verb is not None and verb[1] in _ADVISED and marks.YOUR_ANSWER.search(rest):
        return True
    if verb is not None and led and verb[1] in words.TASKS:
        return True
    match = marks.COMMAND.match(rest)
    if match is not None and match[1] in words.TASKS:
        return True
    if match is not None and match[1] in words.ADVICE and not marks.HEADLINE.match(rest):
        return _speaks_of_answer(rest) or bool(marks.FIRST_PERSON.match(rest)) or text.startswith("todo")
    return bool(marks.FIRST_PERSON.match(rest)) and rest.endswith((".", "?", "!"))


def _speaks_of_answer(text: str) -> bool:
    return bool(marks.ANSWER.search(text) or marks.PRODUCT.search(text))


def after_lead(text: str) -> tuple[bool, str]:
    """Whether something leads up to a command ("Please", "In your answer,"), and what comes after it."""
    at = len(text) - len(text.lstrip("\"'“”‘’([{*_-–—•#>/!. \t<"))
    led = False
    for _ in range(4):
        match = marks.LEAD.match(text, at)
        if match is None:
            break
        at, led = match.end(), True
    return led, text[at:]
