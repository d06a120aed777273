"""What kind of source a mention is, where its words tell."""

from __future__ import annotations

from extractor.attribution.lexicon import Lexicon
from extractor.attribution.names import Mention
from extractor.schema import SourceKind

#: Names of two to four words are taken for a person's only with a title, a role or this shape.
_LONGEST_PERSON_NAME = 4


def kind_of(mention: Mention, lexicon: Lexicon) -> tuple[SourceKind, bool]:
    """The kind, and whether the words leave no doubt; doubtful ones are asked about."""
    words = lexicon.words
    stems = {word.removesuffix("'s") for word in mention.words}
    name_words = {word.lower().rstrip(".") for word in mention.name.split()}
    head = mention.head
    if mention.name and len(mention.words) > len(mention.name.split()):
        before = set(mention.words[: len(mention.words) - len(mention.name.split())])
        if before & (words["titles"] | words["persons"]) and not name_words & (words["organization"] | words["outlet"]):
            return "person", True
    if head in words["document"] and not (mention.name and name_words & words["outlet"] and len(mention.words) <= 4):
        return "document", True
    if head in {"media", "newspaper", "newspapers", "broadcaster", "press"} or name_words & words["outlet"]:
        return "outlet", not name_words or bool(name_words & words["outlet"])
    if head in words["organization"] or name_words & words["organization"]:
        return "organization", True
    if mention.name.isupper() and len(mention.name) >= 2 and mention.name.isalpha():
        return "organization", False
    if head in words["group"] and not mention.name:
        return ("anonymous", True) if head in words["anonymous"] and _counted(mention) else ("group", True)
    if head in words["anonymous"] and not _names_person(mention):
        return "anonymous", True
    if head in words["persons"] and not mention.name:
        return (
            "organization" if head in {"police", "prosecutors", "authorities", "authority"} else "anonymous"
        ), head == "police"
    if stems & {"says", "reportedly", "allegedly"}:
        return "unknown", True
    if mention.name:
        parts = mention.name.split()
        if 2 <= len(parts) <= _LONGEST_PERSON_NAME and mention.words[0] not in words["determiners"]:
            return "person", True
        return "person", False
    return "unknown", False


def _counted(mention: Mention) -> bool:
    """ "two doctors", "a trader": some unnamed ones, not a class of people."""
    return mention.words[0] in {"a", "an", "one", "two", "three", "four", "five", "several", "another"}


def _names_person(mention: Mention) -> bool:
    return bool(mention.name) and mention.head not in mention.name.lower()
