"""The clauses of a German sentence: cut at its commas, with the noun phrases and verbs in them."""

from __future__ import annotations

from extractor.attribution.lexicon import Lexicon, Verb
from extractor.attribution.tokens import Token

#: Fewer words in quotation marks are a title.
_LEAST_QUOTE = 3
#: A noun phrase is at most this many tokens long.
MOST_PHRASE = 22
#: Words (without marks) that a content has at least.
_LEAST_CONTENT = 2
_CUTS = frozenset(",:;–—")

Span = tuple[int, int]  # tokens, both included


def _is_noun(token: Token) -> bool:
    """A capital, a number, or a compound with a capital inside ("dpa-Meldung")."""
    return token.is_capital or token.text[0].isdigit() or any(part[:1].isupper() for part in token.text.split("-")[1:])


class Clauses:
    """One sentence, cut into clauses at its commas and colons."""

    def __init__(self, words: list[Token], first: int, last: int, lexicon: Lexicon) -> None:
        while last > first and not words[last].is_word and not words[last].quoted and words[last].text != ":":
            last -= 1
        self.words, self.first, self.last, self.lexicon = words, first, last, lexicon
        self.lists = lexicon.words
        self.clauses = self._cut()

    def _cut(self) -> list[Span]:
        found: list[Span] = []
        start, depth = self.first, 0
        for at in range(self.first, self.last + 1):
            token = self.words[at]
            depth += (token.text == "(") - (token.text == ")")
            if token.text in _CUTS and not token.quoted and depth <= 0:
                if at > start:
                    found.append((start, at - 1))
                start = at + 1
        if start <= self.last:
            found.append((start, self.last))
        return found

    def count(self, piece: Span) -> int:
        return sum(self.words[at].is_word for at in range(piece[0], piece[1] + 1))

    def phrase_end(self, at: int) -> int:
        """The last token of the noun phrase that starts at `at`: it ends with a noun or a name."""
        last = at
        awaits = True  # an article or a preposition awaits its noun, with adjectives in between
        for here in range(at, min(at + MOST_PHRASE, self.last + 1)):
            token = self.words[here]
            article = here == at and token.lower in self.lists["determiners"]
            if token.quoted or token.text in "()" or (token.is_word and _is_noun(token) and not article):
                last, awaits = here, False
            elif not token.is_word:
                break
            elif not awaits:
                if token.lower not in self.lists["linking"] or not self.leads_to_noun(here):
                    break
                awaits = True
        return min(last, self.last)

    def leads_to_noun(self, at: int) -> bool:
        """Whether a preposition or a genitive article goes on with the noun phrase."""
        for here in range(at + 1, min(at + 5, self.last + 1)):
            token = self.words[here]
            if not token.is_word or token.lower in self.lists["auxiliaries"]:
                return False
            if token.lower in self.lists["time"]:
                return False
            if token.is_capital or token.quoted:
                return True
            if token.lower in self.lists["prepositions"] and here > at + 1:
                return False
        return False

    def nominal(self, first: int, last: int, *, over_settings: bool = False) -> Span | None:
        """The noun phrase that starts a range: an article or a name first, a noun last."""
        at = first
        while at <= last and (self.words[at].lower in self.lists["adverbs"] or not self.words[at].is_word):
            if self.words[at].quoted:
                return None
            at += 1
        if at > last:
            return None
        token = self.words[at]
        if token.quoted:
            return None
        personal = self.lists["pronouns"] - self.lists["determiners"]
        if token.lower in personal:
            return None if token.lower in self.lists["vague"] else (at, at)
        if token.lower in self.lists["prepositions"] and not over_settings:
            return None
        if token.lower in self.lists["prepositions"]:
            end = self.phrase_end(at + 1)
            return self.nominal(end + 1, last, over_settings=over_settings) if end < last else None
        if token.lower in self.lists["determiners"] and (at == last or not self.leads_to_noun(at)):
            return None
        if token.lower in self.lists["time"] or not (
            token.is_capital or token.lower in self.lists["determiners"] or self.leads_to_noun(at)
        ):
            return None
        end = min(self.phrase_end(at), last)
        return (at, end) if any(self.words[i].is_capital for i in range(at, end + 1)) else None

    def verb_at(self, at: int, first: int, last: int) -> tuple[Span, Verb] | None:
        """The finite reporting verb at token `at`, with its prefix at the end of the clause if it has one."""
        token = self.words[at]
        if token.quoted or (token.is_capital and at > self.first):
            return None
        helper = next((i for i in range(first, at) if self.helps(i)), None)
        for verb in self.lexicon.phrasal.get(token.lower, ()):
            behind = any(self.words[end].lower == verb.particles[0] for end in range(at + 1, last + 1))
            if behind or self.words[at - 1].lower == verb.particles[0]:  # "gab bekannt", "wie er bekannt gab"
                return (at, at), verb
        known = self.lexicon.verbs.get(token.lower)
        if known is None:
            return None
        if helper is not None:
            return (helper, at), known  # "hat … erklärt", "musste … betonen", "wurde … kritisiert"
        if known.form == "participle" or (known.form == "base" and not first < at < last + 1):
            return None
        return (at, at), known

    def helps(self, at: int) -> bool:
        return self.words[at].lower in self.lists["auxiliaries"] and not self.words[at].quoted

    def verb_in(self, first: int, last: int) -> tuple[Span, Verb] | None:
        """The first reporting verb of a clause, with its auxiliary where it has one."""
        for at in range(first, last + 1):
            found = self.verb_at(at, first, last)
            if found is not None:
                return found
        return None

    def before_particle(self, cue: Span, verb: Verb, last: int) -> int:
        if verb.particles:
            for at in range(last, cue[0], -1):
                if self.words[at].lower == verb.particles[0]:
                    return at - 1
        return last

    def quote(self, first: int, last: int, verb: Verb) -> Span | None:
        at = next((here for here in range(first, last + 1) if self.words[here].quoted), None)
        if at is None:
            return None
        end = at
        while end < last and self.words[end + 1].quoted:
            end += 1
        # One word in quotation marks is a title or a name, unless the verb names something.
        return (at, end) if self.count((at, end)) >= (_LEAST_QUOTE if verb.clausal else 1) else None

    def around(self, first: int, last: int) -> tuple[Span, ...]:
        before, after = (self.first, first - 1), (last + 1, self.last)
        pieces = [piece for piece in (before, after) if self.count(piece) >= _LEAST_CONTENT]
        return tuple(pieces)

    def in_phrase(self, at: int) -> bool:
        token = self.words[at]
        return (
            token.is_word
            and token.lower not in self.lists["prepositions"]
            and token.lower not in self.lists["auxiliaries"]
        )

    def others(self, number: int) -> tuple[Span, ...]:
        """Everything in the sentence but one clause."""
        first, last = self.clauses[number]
        pieces = [(self.first, first - 2), (last + 2, self.last)]
        return tuple(piece for piece in pieces if piece[1] >= piece[0] and self.count(piece) >= _LEAST_CONTENT)
