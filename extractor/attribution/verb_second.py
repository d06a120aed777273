"""Attribution in German, where the verb stands second and commas bound every clause.

A sentence is cut at its commas and colons. A clause with a reporting verb and the rest of its
sentence are cue and content; "laut X", "nach Angaben von X", "X zufolge" and "wie X mitteilte" report
the clauses around them. A sentence in the subjunctive of indirect speech goes on with what somebody
said before: it is found without source and cue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.attribution.findings import Finding, Range
from extractor.attribution.lexicon import Lexicon, Verb
from extractor.attribution.tokens import Token
from extractor.attribution.verb_second_clauses import MOST_PHRASE, Clauses, Span

#: Sentences of more tokens than this are read as one clause: a list or a table.
_LONGEST = 400
_STOPS = frozenset(".?!")


@dataclass(frozen=True, slots=True)
class _Report:
    """Source, cue and content as token ranges."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: Literal["verb", "according"] | None
    lemma: str | None
    certain: bool
    introduces: bool = False


def read_verb_second(text: str, words: list[Token], lexicon: Lexicon) -> list[Finding]:
    """The attributions among the tokens of a stretch."""
    found: list[Finding] = []
    for first, last in _sentences(words):
        reader = _Sentence(words, first, last, lexicon)
        found.extend(_finding(text, words, report) for report in reader.reports())
    return found


def _finding(text: str, words: list[Token], report: _Report) -> Finding:
    content = tuple(_trim(text, words[first].start, words[last].end) for first, last in report.content)
    return Finding(
        cue=_range(words, report.cue),
        source=_range(words, report.source),
        content=content,
        kind=report.kind,
        lemma=report.lemma,
        certain=report.certain and report.source is not None,
        introduces=report.introduces,
        whole=content,
    )


def _range(words: list[Token], span: Span | None) -> Range | None:
    return (words[span[0]].start, words[span[1]].end) if span else None


def _trim(text: str, start: int, end: int) -> Range:
    while start < end and text[start] in " ,;:–—\n\t":
        start += 1
    while end > start and text[end - 1] in " ,;:–—\n\t":
        end -= 1
    return start, end


def _sentences(words: list[Token]) -> list[Span]:
    """Sentences end at a stop outside quotation marks, not at the stop of an ordinal ("18. September")."""
    found: list[Span] = []
    first = 0
    for at, token in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else None
        ordinal = at > 0 and words[at - 1].text.isdigit() and token.text == "."
        ends = token.text in _STOPS and not token.quoted and not ordinal
        if token.quoted and not token.is_word and at > 0 and words[at - 1].text in _STOPS:
            ends = following is not None and not following.quoted and following.is_capital
        if following is None or (ends and (following.is_capital or following.quoted)) or at - first >= _LONGEST:
            found.append((first, at))
            first = at + 1
    return found


class _Sentence(Clauses):
    """What one sentence reports."""

    def reports(self) -> list[_Report]:
        """What the sentence reports: by a phrase, by a clause around it, by its verb, or by its mood."""
        found = self._by_phrase() or self._by_aside() or self._by_final() or self._by_matrix()
        if found is not None:
            return [found]
        return self._by_mood()

    # Phrases: "laut X", "nach Angaben von X", "X zufolge", "demnach".

    def _by_phrase(self) -> _Report | None:
        for at in range(self.first, self.last + 1):
            token = self.words[at]
            if token.quoted:
                continue
            if token.lower in self.lists["according"] and not self._names_volume(at):
                return self._according(at, at)
            if token.lower in self.lists["after"] and self._according_noun(at + 1):
                return self._according(at, at)
            if token.lower in self.lists["following"] and at > self.first:
                return self._following(at)
            if token.lower in self.lists["thereby"] and at == self.first:
                rest = (at + 1, self.last)
                return _Report((at, at), (at, at), (rest,), "according", None, certain=False)
        return None

    def _names_volume(self, at: int) -> bool:
        """ "wurde laut", "laut lachen": the adjective, not the preposition."""
        return at == self.last or not (
            self.words[at + 1].is_capital
            or self.words[at + 1].lower in self.lists["determiners"]
            or self.words[at + 1].quoted
            or (at + 2 <= self.last and self.words[at + 2].is_capital)
        )

    def _according_noun(self, at: int) -> bool:
        return any(
            self.words[here].lower in self.lists["according_nouns"] and not self.words[here].quoted
            for here in range(at, min(at + 4, self.last + 1))
            if all(self.in_phrase(before) for before in range(at, here))
        )

    def _according(self, cue: int, last_of_cue: int) -> _Report:
        last = self.phrase_end(last_of_cue + 1)
        closing = last
        if closing + 1 <= self.last and self.words[closing + 1].text == "," and cue > self.first:
            closing += 1
        content = self.around(cue, closing)
        return _Report((last_of_cue + 1, last), (cue, last_of_cue), content, "according", None, certain=True)

    def _following(self, at: int) -> _Report:
        start = at - 1
        while start > self.first and not self._ends_phrase(start - 1, at):
            start -= 1
        return _Report((start, at - 1), (at, at), self.around(start, at), "according", None, certain=True)

    def _ends_phrase(self, before: int, at: int) -> bool:
        """Whether the phrase in front of "zufolge" begins right behind token `before`: at its first small article."""
        token = self.words[before]
        if not token.is_word or token.quoted or at - before > MOST_PHRASE:
            return True
        if token.lower in self.lists["auxiliaries"]:
            return True
        following = self.words[before + 1]
        dative = following.lower in {"dem", "den", "einem", "einer", "ersten", "diesen", "dieser"} or (
            following.lower in self.lists["according_nouns"]
        )
        return dative and token.lower not in self.lists["determiners"] and not token.is_capital

    # Asides: "wie X mitteilte", "so X".

    def _by_aside(self) -> _Report | None:
        for number, (first, last) in enumerate(self.clauses):
            opening = self.words[first]
            if opening.quoted:
                continue
            reporting = self.verb_in(first, last)
            if opening.lower in self.lists["reported_by"] and reporting and len(self.clauses) > 1:
                cue, verb = reporting
                source = self.nominal(first + 1, cue[0] - 1)
                if source is None or last - cue[1] > 3:
                    continue
                content = self.others(number)
                return _Report(source, cue, content, "verb", verb.lemma, certain=True)
            follows = self.words[first + 1].lower if first < last else ""
            if (
                opening.lower in self.lists["so"]
                and number > 0
                and reporting is None
                and follows not in self.lists["that"]
            ):
                source = self.nominal(first + 1, last)
                if source is not None and source[0] == first + 1:
                    return _Report(source, (first, first), self.others(number), "according", None, certain=True)
        return None

    # The verb behind what was said: "…, sagte X."

    def _by_final(self) -> _Report | None:
        for number, (first, last) in enumerate(self.clauses):
            start = first
            while start <= last and self.words[start].quoted:
                start += 1  # „…“ sagte X: no comma behind the quotation
            if start > last or (number == 0 and start == first):
                continue
            reporting = self.verb_at(start, first, last)
            if reporting is None:
                continue
            cue, verb = reporting
            rest = (last + 2, self.last)
            if number and start == first and self._is_subject((self.first, first - 2)):
                # "Der NDR, der …, begründete die Einblendungen damit, dass …"
                source = self.nominal(self.first, self.clauses[0][1])
                return self._behind(source, cue, verb, number)
            if self.words[cue[1]].lower in self.lists["runs"] and rest[1] > rest[0] and self._reports(rest, last + 1):
                # "In dem Bericht, der …, heißt es, dass …"
                source = self.nominal(self.first + 1, self.clauses[0][1])
                return _Report(source, cue, (rest,), "verb", verb.lemma, certain=source is not None)
            source = self.nominal(cue[0] + 1, self.before_particle(cue, verb, last))
            pieces = [(self.first, start - 1)] + ([rest] if rest[1] > rest[0] and self.words[rest[0]].quoted else [])
            return _Report(source, cue, tuple(pieces), "verb", verb.lemma, certain=source is not None)
        return None

    def _is_subject(self, span: Span) -> bool:
        """Whether everything in front of a verb is one noun phrase with its apposition or relative clause."""
        first, last = self.clauses[0]
        if span[1] < last or self.nominal(first, last) is None or self.phrase_end(first) < last:
            return False
        if self.words[first].lower in self.lists["prepositions"]:
            return False
        return span[1] == last or not any(self.words[at].quoted for at in range(first, span[1] + 1))

    def _behind(self, source: Span | None, cue: Span, verb: Verb, number: int) -> _Report | None:
        """What a verb reports that stands behind its subject: the rest of the sentence, or the sentence itself."""
        last = self.clauses[number][1]
        rest = (last + 2, self.last)
        if rest[1] >= rest[0] and self._reports(rest, last + 1):
            return _Report(source, cue, (rest,), "verb", verb.lemma, certain=source is not None)
        quote = self.quote(cue[0] + 1, last, verb)
        if quote is not None:
            return _Report(source, cue, (quote,), "verb", verb.lemma, certain=source is not None)
        if source is not None and not verb.clausal:
            return _Report(source, cue, ((self.first, self.last),), "verb", verb.lemma, certain=True)
        return None

    # The clause around: "X sagte, dass …", "X sagte: „…“".

    def _by_matrix(self) -> _Report | None:
        for number, (first, last) in enumerate(self.clauses):
            opening = self.words[first].lower
            if (
                self.words[first].quoted
                or opening in self.lists["that"]
                or (number and opening in self.lists["relatives"])
            ):
                continue
            reporting = self.verb_in(first, last)
            if reporting is None:
                continue
            cue, verb = reporting
            source = self._agent(first, last) if self._is_passive(cue) else self._subject(first, cue[0], last, verb)
            if self.words[self.last].text == ":" and last + 1 == self.last:
                return _Report(source, cue, (), "verb", verb.lemma, certain=source is not None, introduces=True)
            found = self._behind(source, cue, verb, number)
            if found is not None:
                return found
        return None

    def _is_passive(self, cue: Span) -> bool:
        return cue[0] < cue[1] and self.words[cue[0]].lower in self.lists["be"]

    def _agent(self, first: int, last: int) -> Span | None:
        """ "wurde von X kritisiert"."""
        for at in range(first, last):
            if self.words[at].lower in self.lists["by"]:
                return self.nominal(at + 1, last)
        return None

    def _reports(self, rest: Span, mark: int) -> bool:
        """Whether what follows the comma is what was said: a dass-clause, a quotation, a subjunctive, or a colon."""
        if self.words[mark].text == ":" or self.words[rest[0]].quoted:
            return True
        if self.words[rest[0]].lower in self.lists["that"]:
            return True
        return any(
            self.words[at].lower in self.lists["subjunctive"] and not self.words[at].quoted
            for at in range(rest[0], rest[1] + 1)
        ) or any(
            self.words[at].lower == "zu" and self.words[at + 1].lower.endswith("en") for at in range(rest[0], rest[1])
        )

    def _subject(self, first: int, verb_at: int, last: int, verb: Verb) -> Span | None:
        """What stands before the verb, when it is a noun phrase, else what stands behind it."""
        behind = verb_at + 1
        if behind <= last and self.words[behind].lower in self.lists["personal"]:
            return behind, behind
        if behind <= last and self.words[behind].lower in self.lists["vague"]:
            return None
        front = self.nominal(first, verb_at - 1)
        if front is not None and front[1] >= verb_at - 3:
            return front
        return self.nominal(behind, self.before_particle((verb_at, verb_at), verb, last), over_settings=True)

    # The mood: a subjunctive without a cue goes on with what was said before.

    def _by_mood(self) -> list[_Report]:
        if any(
            self.words[at].lower == "als" and self.words[at + 1].lower == "ob" for at in range(self.first, self.last)
        ):
            return []
        for first, last in self.clauses:
            if self.words[first].lower in self.lists["relatives"] - {"der", "die", "das"}:
                continue
            for at in range(first, last + 1):
                token = self.words[at]
                if token.quoted:
                    continue
                subjunctive = token.lower in self.lists["subjunctive"] or token.lower.endswith("iere")
                if subjunctive and self._third_person(at, first):
                    return [_Report(None, None, ((self.first, self.last),), None, None, certain=False)]
                if token.lower in self.lists["hearsay"] and self._ends_in_perfect(last):
                    return [_Report(None, None, ((self.first, self.last),), None, None, certain=False)]
        return []

    def _third_person(self, at: int, first: int) -> bool:
        return not any(
            self.words[here].lower in self.lists["first_person"]
            for here in range(max(first, at - 2), min(at + 2, self.last + 1))
        )

    def _ends_in_perfect(self, last: int) -> bool:
        """ "soll … verletzt worden sein", "soll die Ursache sein": hearsay; "soll gebaut werden" is a plan."""
        return self.words[last].lower in self.lists["hearsay_ends"]

    # Verbs and noun phrases.
