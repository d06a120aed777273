"""Whether a cue reports here: "said that …" does, "added salt" and "the firm reported losses" do not."""

from __future__ import annotations

from extractor.attribution.channels import is_outlet
from extractor.attribution.clauses import Piece, is_clause, is_infinitive
from extractor.attribution.contents import Group, Side
from extractor.attribution.line import Line
from extractor.attribution.phrases import is_nominal


def keeps(line: Line, group: Group, side: Side, pieces: list[Piece]) -> bool:
    """Whether the words around a cue make an attribution of it."""
    cue, source = group.cue, group.source
    if cue.kind == "declined":
        return source is not None and not line.is_in(source.first, "vague")
    if not pieces:
        return False
    if cue.kind == "according":
        return source is not None
    if cue.kind == "citing":
        return False
    if cue.kind == "nominal" or cue.verb is None:
        return source is not None
    first = pieces[0][0]
    quoted = line.quoted(pieces[0][1] if side == "left" else first)
    if source is None:
        return side == "left" and line.quoted(first) and cue.verb.kind == "speech"
    if source.last < cue.first and line.tag(source.first - 1) == "aux":
        return False  # "Did she say so?"
    if cue.verb.lemma.startswith("be ") and line.is_in(source.first, "vague"):
        return False  # "It is clear that": nobody's word
    if line.tag(source.last) == "time" or line.is_in(source.first, "there"):
        return False
    if side == "passive":
        return cue.verb.kind == "object" or not cue.verb.clausal
    if cue.verb.lemma in line.lexicon.words["only_quotes"] and not quoted:
        return False
    if _asks_anonymity(line, pieces[0]):
        return False
    goes_on = len(pieces) > 1 and line.tag(pieces[1][0]) in ("fin", "aux", "ed")
    strict = cue.verb.kind != "speech" or cue.verb.lemma in line.lexicon.words["quoting"]
    clausal = side == "left" or is_clause(line, pieces[0], strict=strict) or (len(pieces) > 1 and quoted)
    # "who officials say is tied", "an event that he says led him": the pronoun in front is the subject.
    clausal = clausal or (line.tag(group.first - 1) in ("that", "rel") and line.tag(first) in ("fin", "ed", "aux"))
    if side == "left" and not quoted and not goes_on and not any(line.has_finite(*piece) for piece in pieces):
        return False
    if cue.verb.kind == "speech":
        object_will_do = not cue.verb.clausal or _breaks_news(line, group)
        return clausal or quoted or (object_will_do and _takes_phrase(line, group, pieces[0]))
    if line.spoken and line.is_in(source.first, "first_person"):
        return clausal and cue.verb.lemma in line.lexicon.words["opinion"]  # “I think it will rain,” said Orlo.
    if line.is_in(source.first, "vague", "first_person", "second_person", "indefinite"):
        return False
    if cue.gerund and line.lower(cue.first - 1) not in {",", "by"}:
        return False
    if line.tag(group.first - 1) in ("that", "rel") and line.tag(pieces[0][0]) in ("fin", "ed", "aux"):
        return True
    if not is_nominal(line, source.first, source.last):
        return False
    if side == "left":
        return line.quoted(pieces[0][1]) or cue.verb.kind == "attitude"
    if cue.verb.kind == "attitude":
        return (
            clausal
            or is_infinitive(line, pieces[0])
            or _shows(line, group, pieces[0])
            or (not cue.verb.clausal and _takes_phrase(line, group, pieces[0]))
        )
    return source.certain and (_takes_phrase(line, group, pieces[0]) or _names_that(line, pieces[0]))


def _names_that(line: Line, piece: Piece) -> bool:
    """ "called that report a lie": the object of a verb of naming opens with "that"."""
    first = piece[0]
    return line.tag(first) == "that" and line.tag(first + 1) == "noun"


def _shows(line: Line, group: Group, piece: Piece) -> bool:
    """ "A poll shows Orlo leading by 10 points": what a document shows is said by it, clause or not."""
    verb, source = group.cue.verb, group.source
    if verb is None or source is None or verb.lemma not in line.lexicon.words["showing"]:
        return False
    head = source.last if line.tag(source.first + 1) not in ("prep", "ed") else source.first
    heads = (head, *(at - 1 for at in range(source.first + 1, source.last) if line.tag(at) in ("prep", "ed")))
    return any(line.is_in(at, "showers") for at in heads) and _takes_phrase(line, group, piece)


def _breaks_news(line: Line, group: Group) -> bool:
    """ "The Valley Post first reported the sale": a firm reports losses, a newspaper reports what it was told."""
    verb, source = group.cue.verb, group.source
    reports = verb is not None and verb.lemma in line.lexicon.words["reporting"]
    return reports and source is not None and is_outlet(line, source.first, source.last)


def _takes_phrase(line: Line, group: Group, piece: Piece) -> bool:
    """An object or an infinitive behind the verb: "announced the closure", "promised to resign"."""
    first = piece[0]
    if first < group.cue.last or line.lower(first - 1) == ",":
        return False
    if line.quoted(first):
        return True
    if is_infinitive(line, piece):
        return True
    return line.tag(first) in ("det", "name", "noun", "num", "pron", "obj", "wh", "ing", "ed", "adv") or bool(
        group.cue.verb and group.cue.verb.particles
    )


def _asks_anonymity(line: Line, piece: Piece) -> bool:
    """ "asked not to be named": it says how somebody spoke, not what."""
    words = [line.lower(at) for at in range(piece[0], min(piece[1] + 1, piece[0] + 5))]
    return "be" in words and any(word in line.lexicon.words["anonymity"] for word in words)
