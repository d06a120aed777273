"""Signals: evidence as numbers, each with what it says in plain words.

The attribution in which every signal is 0 is the plain one: found by rule, a verb such as *added*,
a named source, indirect speech, one hop, one attribution in a stretch of 25 words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log

from extractor.confidence.evidence import Evidence

#: Words of an ordinary stretch and of an ordinary content; lengths count as logarithms of the ratio.
USUAL_STRETCH, USUAL_CONTENT = 25, 12
#: Verbs that do nothing but report.
_PLAIN_VERBS = frozenset({"say", "tell", "sagen", "erklären", "mitteilen"})
#: Probabilities nearer to 0 or 1 count as this near.
_CERTAIN = 0.001
#: Less is not told apart, and more is not worth a word.
_LEAST_LIKELIHOOD, _LIKELY = 0.05, 0.8


@dataclass(frozen=True, slots=True)
class Signal:
    """One number. `says` is what it means for a reader of the result, or "" where it is silent."""

    value: Callable[[Evidence], float]
    says: Callable[[Evidence], str]


def _flag(test: Callable[[Evidence], bool], says: str) -> Signal:
    return Signal(test, lambda e: says if test(e) else "")


def _stretch_words(e: Evidence) -> str:
    return f"a {'long' if e.words > USUAL_STRETCH else 'short'} sentence ({e.words} words)"


def _content_words(e: Evidence) -> str:
    return f"a {'long' if e.content > USUAL_CONTENT else 'short'} statement ({e.content} words)"


#: Signals of a claim that somebody is credited with.
ATTRIBUTED: Mapping[str, Signal] = {
    "proposed.guess": _flag(
        lambda e: e.proposed == "guess",
        "the rules are not certain who speaks, and the model did not settle it",
    ),
    "proposed.both": _flag(lambda e: e.proposed == "both", "the cue was found by rule, the speaker by the model"),
    "proposed.model": _flag(lambda e: e.proposed == "model", "found by the model"),
    "cue.according": _flag(lambda e: e.kind == "according", 'marked by "according to"'),
    "cue.declined": _flag(lambda e: e.kind == "declined", "a refusal to speak"),
    "cue.nominal": _flag(lambda e: e.kind == "nominal", "a noun reports (a claim, a promise), not a verb"),
    "cue.citing": _flag(lambda e: e.kind == "citing", 'marked by "citing"'),
    "cue.none": _flag(lambda e: e.kind is None, "no word reports; only quotation marks show that somebody speaks"),
    "verb.plain": _flag(lambda e: e.lemma in _PLAIN_VERBS, "the verb does nothing but report"),
    "verb.attitude": _flag(lambda e: e.verb == "attitude", "a verb of thinking or wanting, not of speech"),
    "verb.object": _flag(lambda e: e.verb == "object", "the verb takes a topic or a person, not what was said"),
    "speech.direct": _flag(lambda e: e.speech == "direct", "the words are quoted"),
    "speech.mixed": _flag(lambda e: e.speech == "mixed", "the words are quoted in part"),
    "source.description": _flag(lambda e: e.source == "description", "the source is described, not named"),
    "source.pronoun": _flag(lambda e: e.source == "pronoun", "the speaker is a pronoun"),
    "source.doubtful": _flag(lambda e: e.doubtful, "more than one source could be meant"),
    "source.absent": _flag(lambda e: e.source == "absent", "nobody is named near the quotation"),
    "hops.more": Signal(
        lambda e: float(max(0, e.hops - 1)), lambda e: f"a chain of {e.hops} sources" if e.hops > 1 else ""
    ),
    "cues.more": Signal(
        lambda e: log(max(1, e.cues)), lambda e: f"{e.cues} attributions in one sentence" if e.cues > 1 else ""
    ),
    "words.stretch": Signal(lambda e: log(max(1, e.words) / USUAL_STRETCH), _stretch_words),
    "words.content": Signal(lambda e: log(max(1, e.content) / USUAL_CONTENT), _content_words),
    "content.before": _flag(lambda e: e.order == "before", "the statement stands in front of who says it"),
    "content.around": _flag(lambda e: e.order == "around", "the statement stands around who says it"),
    "content.breaks": _flag(lambda e: e.breaks, "a colon, a semicolon or a dash stands inside the statement"),
    "content.commas": Signal(
        lambda e: float(e.commas),
        lambda e: f"{e.commas} commas in the statement: it may end sooner" if e.commas > 1 else "",
    ),
    "content.pieces": Signal(
        lambda e: float(max(0, e.pieces - 1)),
        lambda e: f"the statement is in {e.pieces} pieces" if e.pieces > 1 else "",
    ),
    "content.that": _flag(lambda e: e.that, '"that" shows where the statement begins'),
    "content.short_of_end": _flag(lambda e: not e.ends, "the sentence goes on behind the statement"),
    "distance.source_cue": Signal(
        lambda e: log(1 + e.gap),
        lambda e: f"{e.gap} words stand between the source and its verb" if e.gap > 1 else "",
    ),
    "distance.content": Signal(
        lambda e: log(1 + e.apart),
        lambda e: f"{e.apart} words stand between the source and the statement" if e.apart > 1 else "",
    ),
    "marks.unbalanced": _flag(lambda e: not e.balanced, "a quotation mark has no other one in the sentence"),
    "grounding.normalized": _flag(
        lambda e: e.grounding == "normalized", "the model's words were normalized to match the text"
    ),
    "grounding.repaired": _flag(
        lambda e: e.grounding == "repaired", "the model's words were repaired to match the text"
    ),
    "model.unlikely": Signal(
        lambda e: -log(max(_LEAST_LIKELIHOOD, e.likelihood)) if e.likelihood is not None else 0.0,
        lambda e: (
            f"the model found its speaker {e.likelihood:.0%} likely"
            if e.likelihood is not None and e.likelihood < _LIKELY
            else ""
        ),
    ),
    "language.other": _flag(lambda e: e.language != "en", "not in English, for which the rules are best"),
}

#: What a second reading adds to the probability of a claim that somebody is credited with. `first` is
#: the log-odds before it.
SECOND: Mapping[str, Signal] = {
    "second.overlap": Signal(
        lambda e: e.second or 0.0,
        lambda e: (
            "a second reading has nothing like it"
            if not e.second
            else f"a second reading agrees on {e.second:.0%} of the words"
        ),
    ),
    "second.source": _flag(lambda e: e.second_source, "a second reading names the same source"),
}

#: Signals of a claim in the reporter's own voice: whether an attribution was overlooked in it.
NARRATED: Mapping[str, Signal] = {
    "narrated.reporting": Signal(
        lambda e: log(1 + e.reporting), lambda e: "a word in it can report what somebody said" if e.reporting else ""
    ),
    "narrated.nouns": _flag(lambda e: e.reporting_nouns > 0, 'a noun in it can report ("claim", "promise")'),
    "narrated.quoted": _flag(lambda e: e.quoted, "there are quotation marks in it"),
    "words.stretch": Signal(lambda e: log(max(1, e.words) / USUAL_STRETCH), _stretch_words),
    "language.other": _flag(lambda e: e.language != "en", "not in English, for which the rules are best"),
}


def is_narrated(evidence: Evidence) -> bool:
    """Whether nobody is credited."""
    return evidence.kind == "narrated"


def signals_of(evidence: Evidence) -> dict[str, float]:
    """The numbers of a claim, by name, those of its own kind of claim."""
    return {name: signal.value(evidence) for name, signal in signals_for(evidence).items()}


def signals_for(evidence: Evidence) -> Mapping[str, Signal]:
    """The signals that apply to a claim."""
    return NARRATED if is_narrated(evidence) else ATTRIBUTED


def signals_of_second(evidence: Evidence, probability: float) -> dict[str, float]:
    """The numbers of a second reading, with what the first one gave as log-odds."""
    held = min(1 - _CERTAIN, max(_CERTAIN, probability))
    return {
        "first": log(held / (1 - held)),
        **{name: signal.value(evidence) for name, signal in SECOND.items()},
    }
