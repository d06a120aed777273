"""What instructions to a model look like, as patterns over a sentence in lower case, for `instructions.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.document import instruction_address as address
from extractor.document import instruction_words as words
from extractor.document.disguises import folded

_GAP = r"[\W_]{1,6}"
"""What may stand between two words of an override: an attack may be split over sentences."""

START = r"(?:^|(?<=[.!?…:;][\s\"'”’)]))"
"""The beginning of a line or of a sentence in it."""
_STOP = re.compile(r"[.!?…:;\n]")
_BEHIND_STOP = frozenset("\"'”’)")


def openings(text: str) -> list[int]:
    """The places where `START` fits, in order."""
    found = [0]
    for match in _STOP.finditer(text):
        at = match.end()
        if match.group() != "\n":
            if not (text[at : at + 1] in _BEHIND_STOP or text[at : at + 1].isspace()):
                continue
            at += 1
        if at > found[-1]:
            found.append(at)
    return found


def _opened(pattern: str) -> str:
    return START + pattern[1:] if pattern.startswith("^") else pattern


ADDRESSED = (
    "ai", "a.i", "llm", "model", "assistant", "chatbot", "gpt", "claude", "gemini", "copilot", "qwen", "llama",
    "summari", "extract", "checker", "annotator", "parser",
)  # fmt: skip
"""Of these stands one wherever the model is addressed."""


@dataclass(frozen=True)
class Mark:
    """A pattern, words of which the text has to hold one if it fits anywhere (looking for those is cheap), and
    whether it begins a line or a sentence."""

    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    opens: bool = False


STRONG = tuple(
    Mark(
        re.compile(_opened(pattern.replace(" ", _GAP) if spread else pattern), re.MULTILINE),
        needs,
        pattern.startswith("^"),
    )
    for spread, pattern, needs in (
        # Earlier instructions are set aside.
        (
            True,
            rf"(?<![^\W_]){words.OVERRIDE_VERBS} (?:(?:[^\W\d_]+ ){{0,6}}{words.OVERRIDDEN}|{words.BEFORE})(?![^\W_])",
            words.OVERRIDE_STEMS,
        ),
        (
            True,
            r"^(?:all |any |your |the |these |my )*(?:previous|prior|earlier|above|preceding|original"
            r"|former) (?:instructions?|prompts?|commands?"
            r"|guidelines)(?: [^\W_]+){0,3} (?:are|is|do|does|have been|should be|must be|no) (?:now )?(?:void"
            r"|cancell?ed|superseded|revoked|ignored"
            r"|disregarded|overridden|obsolete|invalid|not apply|longer apply|longer valid|null)",
            ("instruction", "prompt", "command", "guideline"),
        ),
        # Marks of a conversation, of a prompt, of an answer.
        (
            False,
            r"<\|[^|<>\n]{1,40}\|?>?|\|>|\[/?inst\]|<</?sys>>|</?(?:start|end)_of_turn>|<bos>|<eos>|<s>|</s>",
            ("<", "[inst", "[/inst", "|>"),
        ),
        (
            False,
            r"</?(?:text|system|user|assistant|instructions?|prompt|document|article|passage|context"
            r"|untrusted)\b[^<>\n]{0,24}>",
            ("<",),
        ),
        (
            False,
            r"^\W{0,6}(?:assistant|system|system prompt|developer|ai assistant|new instructions?"
            r"|updated instructions?"
            r"|your instructions?|instructions? (?:to|for) (?:the )?(?:ai|llms?|model|assistant|reader model)"
            r"|override|admin override)\W{0,3}[:：>]",
            ("assistant", "system", "developer", "instruction", "override"),
        ),
        (
            False,
            r"^\W{0,3}#{2,4} ?(?:instructions?|response|system|assistant|user|input|output|task|new|end)\b",
            ("##",),
        ),
        (
            False,
            r"[\[{]\s*['\"“]?(?:claims?|speakers?|kinds?|sentences|sources?|content|confidence|attribution"
            r"|summary|support|answers?|cue"
            r"|schema_version|role)['\"”]?\s*:\s*['\"“\[{\d]",
            ("{", "["),
        ),
        (
            True,
            r"^[\W_]{0,12}(?:begin|start|end) (?:of )?(?:the )?(?:\w+ )?(?:article|document|text|passage|story|input"
            r"|prompt|system prompt|data"
            r"|context|untrusted text|user input|fence)[\W_]{0,12}$",
            ("begin", "start", "end"),
        ),
        (
            False,
            r"^\W{0,6}(?:neue|nuevas?|nouvelles?|nuov[ae]|novas?|nieuwe) (?:anweisung|anleitung"
            r"|instru[ck])\w*\W{0,3}[:：]",
            ("anweisung", "anleitung", "instru"),
        ),
        # The model is addressed.
        (
            True,
            r"^(?:(?:and|now|so) ){0,2}(?:for|to) (?:the |an |any )?(?:ai|assistant|model|chatbot|extractor"
            r"|llm)[.,:!]",
            ("ai", "assistant", "model", "chatbot", "extractor", "llm"),
        ),
        (
            True,
            r"^[\W_]{0,12}(?:(?:dear|hey|hi|hello|attention|note|notice|message|reminder|to|important|warning|memo"
            r"|hint)(?:[:,]? (?:to|for))?[:,]? )(?:the |an |any |all "
            r"|whichever |every )*(?:ai|a\.i\.|llms?|(?:large )?language models?|(?:ai )?models?|assistants?"
            r"|chatbots?|chatgpt|gpt(?:-?\d)?|claude"
            r"|gemini|copilot|qwen|llama|ai (?:systems?|agents?|readers?|tools?|crawlers?)|(?:automated "
            r"|automatic )?(?:summari[sz]ers?|extractors?"
            r"|fact-?checkers?|extraction (?:system|model|tool|engine)s?|annotators?|parsers?))(?: (?:reading"
            r"|processing|summari[sz]ing|analy[sz]ing) this(?: \w+)?)?[:,;.!—–-]",
            ADDRESSED,
        ),
        (
            True,
            r"(?:if|as|because|since|when|whether) you (?:are|re) (?:an? |the )?(?:ai|a\.i\.|llms?"
            r"|large language model|language model|chatbot|automated \w+"
            r"|machine|model|ai \w+)\b",
            ("you",),
        ),
        (
            True,
            r"^(?:[^.!?]{0,40}[:;,] )?(?:from now on,? |now,? |henceforth,? )?you (?:are|re|will be"
            r"|shall be) (?:now )?(?:an? |the |in |acting as |no longer )*(?:helpful |new |unrestricted "
            r"|evil |different |uncensored |expert )*(?:ai|assistant|language model|llm|chatbot|dan"
            r"|developer mode|jailbroken|bound by"
            r"|translator|poet|pirate|claim extractor|fact-?checker|summari[sz]er)\b",
            ("you",),
        ),
        (
            True,
            r"^(?:[^.!?]{0,40}[:;,] )?your (?:new |real |only |actual |true |next |main |first |sole )*(?:task"
            r"|job|role|instructions?|objective|mission|purpose|directive|system"
            r" prompt)(?: now| instead| here)? (?:is|are|will be|changes|has changed)\b",
            ("your",),
        ),
        (
            True,
            r"(?:reveal|print|repeat|show|output|display|disclose|tell me|give me|what is"
            r"|what are) (?:me )?(?:your |the )(?:full |entire |exact |hidden |initial "
            r"|original )*(?:system (?:prompt|message|instructions?)|(?:initial|hidden|original) (?:prompt"
            r"|instructions?)|api key|secret key)",
            ("system", "initial", "hidden", "original", "api", "secret"),
        ),
        (
            True,
            r"\b(?:respond|reply|answer|output)(?: only| just| solely| exclusively)? (?:only |just )?(?:with"
            r"|in) (?:only |just |valid |the )*(?:json|yaml|xml|base ?\d\d|rot ?13|the word\b|the following)",
            ("respond", "reply", "answer", "output"),
        ),
        (
            True,
            r"(?:the |all )?(?:text|article|story|document|passage|content) (?:above"
            r"|before this)(?: [^\W_]+){0,2} (?:is|was) (?:only |just |merely )?(?:an? )?(?:example|test|draft|fake"
            r"|decoy)",
            ("above", "before"),
        ),
    )
)
"""What no story holds outside quotation marks. In most a space stands for any short gap, also between sentences."""

OTHER_LANGUAGES = tuple(
    Mark(re.compile(folded(pattern)), tuple(map(folded, stems))) for pattern, stems in words.OTHER_OVERRIDES
)


def _of_address(patterns: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Mark, ...]:
    return tuple(
        Mark(re.compile(_opened(pattern), re.MULTILINE), needs, pattern.startswith("^")) for pattern, needs in patterns
    )


SPOKEN_TO = _of_address(address.SPOKEN_TO)
WRITTEN = _of_address(address.WRITTEN)
TOLD = re.compile(address.TOLD)
ABROAD = tuple(Mark(re.compile(folded(pattern)), tuple(map(folded, needs))) for pattern, needs in address.ABROAD)
OTHER_TASKS = tuple(re.compile(folded(pattern)) for pattern in (*words.OTHER_TASKS, *words.LATE_TASKS))
OTHER_ANSWERS = re.compile(folded(words.OTHER_ANSWERS))

LEAD = re.compile(
    r"(?:(?:please|kindly|now|also|then|next|first|second|third|finally|lastly|instead|additionally|moreover"
    r"|furthermore|important|note|nb|todo"
    r"|task|reminder|instruction|request|p\.? ?s\.?|attention|urgent|however|and|but|so|or|just|simply|always"
    r"|never|secretly|quietly|bitte|s'il vous plait|por favor"
    r"|per favore|пожалуйста|editor['’]?s note|step \d+|\d{1,2}[.)]|ai|model|assistant|-|•|\*|–|—|>)[:,;.!]*[ \t]+"
    r"|(?:in|at the (?:end|beginning|start) of|for|throughout|before|after|while|when|within|inside"
    r"|with)[^.!?:;,]{0,30} (?:answer|reply|response|output|summary|"
    r"answering|replying|responding|summari[sz]ing|extract|extracting|sources|reading|extraction|claims?|task"
    r"|processing)\w*[^.!?:;,]{0,30}, "
    r"|according to [^.!?,]{1,60}, |from now on,? |make sure (?:to |that you )|be sure to |remember to |do not "
    r"|don['’]?t |you (?:must|should"
    r"|shall|will|need to|have to|are to|ought to) (?:now |also |only |always |never |then )?"
    r"|i (?:want|need|would like|['’]d like|ask|order|command|require) you to |it is (?:important|essential"
    r"|vital|required|mandatory) (?:to|that you) |your answer must )"
)
POLITE = re.compile(r"(?:can|could|would|will) you (?:please |kindly |also )?([^\W\d_]+)")
FIRST_PERSON = re.compile(
    r"(?:how|what|where|which|when|why)\b[^?]{0,40} (?:can|do|should|could|would|must|might) i\b|(?:help|show"
    r"|tell|give|teach|send|write|find|make|get) me\b"
)
COMMAND = re.compile(
    rf"([^\W\d_]++)(?![’'\-])[,]? ?(?={words.OBJECT}(?![^\W_])|[\"“‘'(\d]|[^\W\d_]+ (?:{words.OBJECT}"
    rf"|{words.ANSWER})(?![^\W_])|$|[.!])"
)
PHRASAL = re.compile(rf"{words.PHRASAL} {words.OBJECT}(?![^\W_])")
VERB = re.compile(r"([^\W\d_]+)\b(?!['’\-])")
ANSWER = re.compile(
    rf"(?<![^\W_])(?:your|the|this|that|any|each|every"
    rf"|its) (?:[^\W\d_]+ ){{0,3}}{words.ANSWER}(?:['’]s)?(?![^\W_])|\byourself\b"
)
YOUR_ANSWER = re.compile(
    r"(?<![^\W_])your (?:[^\W\d_]+ ){0,3}(?:answers?|repl(?:y|ies)|responses?|outputs?|completions?|summar(?:y"
    r"|ies)|extractions?)(?![^\W_])"
)
ATTRIBUTES = re.compile(
    r"(?:attribute|credit|ascribe|assign) (?:this|that|it|these|those|all|every|each|everything|any"
    r"|the (?:previous|following|above|last|next|first|preceding|whole|entire|rest))(?![^\W_]).{0,80} to(?![^\W_])"
    r"|(?:answer|say|print|output|reply|respond|write|return|repeat)(?: with| only| just| in)* ?[\"“‘{\[]"
)
"""What only somebody who is extracting from the text could be told."""
ROLE = re.compile(
    r"\W{0,6}(?:user|human|question|input|q|assistant|model|ai|bot|output|answer|a|content|role)\W{0,3}[:：]"
)
HEADLINE = re.compile(
    r"(?:report|record|post|lead|call|test|study|charge|claim) (?:claims?|sources?|quotes?"
    r"|warnings?)(?![^\W_])"
)
"""A noun that looks like a command: "Report claims council knew"."""
GOES_ON = re.compile(r"(?:do|instead|then|and|but|just|only)(?![^\W_])")
PRODUCT = re.compile(rf"(?<![^\W_]){words.PRODUCT}(?![^\W_])")
DECLARED = frozenset(
    "to will would could can may might must should shall not did does who they we i you never cannot".split()
)
"""Words in front of a verb that make it part of a statement."""

_LEADS = """
    please kindly now also then next first second third finally lastly instead additionally moreover furthermore
    important note nb todo task reminder instruction request p attention urgent however and but so or just
    simply always never secretly quietly bitte s por per пожалуйста editor step ai model assistant in at for
    throughout before after while when within inside with from make be remember do don you i it your can could
    would will how what where which why help show tell give teach send write find get dans en na nella в zu an
"""
_WORD_AHEAD = r"[^\w\n]{0,8}+(?=[^\W_])(?:([^\W\d_]+)(?![^\W_]))?"
FIRST = re.compile(_WORD_AHEAD)
OPENING = re.compile(r"[.!?…。！？:;,\n\r\"'”’»“‘„)\]>*•–—\-]" + _WORD_AHEAD)
"""The beginning of a sentence or of what stands behind a mark, with its first word."""
OPENERS = frozenset({*words.TASKS, *words.ADVICE, *_LEADS.split(), *words.PHRASAL_FIRST})
OTHER_OPENERS = re.compile(
    "|".join(f"(?:{folded(pattern)})" for pattern in words.OTHER_TASKS) + f"|{folded(words.OTHER_ANSWERS)}"
)
"""What may open a command, at the beginning of a sentence or behind a mark: the sentences that are judged at all."""
LATE_OPENERS = re.compile("|".join(f"(?:{folded(pattern)})" for pattern in words.LATE_TASKS))
"""What is only told by its end, so that it would have to be tried everywhere."""
LATE_ENDS = re.compile(folded(words.LATE_ENDS))
"""Of these stands one behind every such opener."""
LATE_REACH = 48
"""Characters within which: at most 40 and those in front, some to spare."""
