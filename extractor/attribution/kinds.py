"""What kind of source a mention is, where its words tell."""

from __future__ import annotations

from extractor.attribution.lexicon import Lexicon
from extractor.attribution.names import LONGEST_NAME, Mention, bare, given_names
from extractor.schema import SourceKind

_COUNTS = frozenset("a an one two three four five six several another".split())
_REPORTERS_OF = frozenset({"reporter", "journalist", "correspondent", "columnist"})
#: Bodies that news prose names by the people in them.
_BODIES = frozenset({"police", "prosecutors", "authorities", "authority", "prosecution"})
#: What a company is to a thing; people are, too, so only for names that open with no given name.
_OWNERS = frozenset(
    {"operator", "owner", "company", "firm", "manufacturer", "maker", "developer", "producer", "retailer"}
)
_PRESS = frozenset({"media", "newspaper", "newspapers", "broadcaster", "broadcasters", "press", "outlets"})
_REPORTERS = frozenset({"reportedly", "allegedly", "purportedly"})


def kind_of(mention: Mention, lexicon: Lexicon) -> tuple[SourceKind, bool]:
    """The kind, and whether the words leave no doubt; doubtful ones are asked about."""
    return _named_kind(mention, lexicon) if mention.name else _common_kind(mention, lexicon)


def _named_kind(mention: Mention, lexicon: Lexicon) -> tuple[SourceKind, bool]:
    words = lexicon.words
    parts = [part.lower().rstrip(".") for part in mention.name.split()]
    described = set(mention.role.lower().split())
    office = mention.role.lower().split()[-1] if mention.role else ""
    if parts[0] in given_names():
        if office in _OWNERS:  # "the operator, Dale Power": a person or a company
            return "person", False
    else:
        # "the trade union Black Lamp", "the ferry's operator, Halden Lines"
        runs = office == "owner" and mention.text.endswith(f"owner {mention.name}") and " " in mention.name
        if office in words["organization"] | _OWNERS and not runs:  # "shop owner Piet Maas" is a person
            return "organization", True
        if office in words["outlet"] | {"station"}:
            return "outlet", True
    titles = (words["titles"] | words["persons"]) - _BODIES
    if described & titles and not set(parts) & (words["organization"] - {"house"}):
        return "person", True
    if set(parts) & words["outlet"] and not set(parts[:1]) & given_names():
        return "outlet", True
    if {part.removesuffix("s") for part in parts} & words["organization"] or set(parts) & words["organization"]:
        return "organization", True
    if set(parts) & words["document"]:
        return "document", True
    if parts[0] in given_names() and 2 <= len(parts) <= LONGEST_NAME and not _articled(mention):
        return "person", True
    if (mention.name.isupper() and len(mention.name) > 1) or _articled(mention):
        return "organization", False
    return ("person" if len(parts) <= LONGEST_NAME else "organization"), False


def _articled(mention: Mention) -> bool:
    """ "the Lowland Trust": people bear no article."""
    return mention.words[0] == "the" and not mention.role


def _common_kind(mention: Mention, lexicon: Lexicon) -> tuple[SourceKind, bool]:
    words, head = lexicon.words, mention.head
    inside = {bare(word) for word in mention.words}
    if inside & _REPORTERS or mention.words[0] in words["be"]:
        return "unknown", True
    if head in {"reports", "report", "accounts"} and inside & {"news", "media", "press", "television", "newspaper"}:
        return "outlet", True
    if head.removesuffix("s") == "editorial":  # an outlet's own word
        return "outlet", True
    if head in _REPORTERS_OF and inside & (words["outlet"] - {"news"}):
        return "outlet", True
    if head in words["document"] or (
        head.endswith("s") and head[:-1] in words["document"] and head not in words["group"]
    ):
        return "document", True
    if head in _PRESS or (head in words["outlet"] and head not in words["persons"]):
        return "outlet", True
    singular = head.removesuffix("s")
    if head in _BODIES or ({head, singular} & words["organization"] and head not in words["titles"] | words["group"]):
        return "organization", True
    counted = bool(mention.words) and mention.words[0] in _COUNTS
    if head in words["anonymous"] and (counted or head not in words["group"]):
        return "anonymous", True
    if head in words["group"]:
        return "group", True
    if head in words["persons"] | words["titles"]:
        return "anonymous", True
    # Unknown common nouns: somebody unnamed in the singular, a class of people in the plural.
    plural = head.endswith("s") and not head.endswith("ss")
    return ("group" if plural and not counted else "anonymous"), plural or head.endswith(("er", "or", "ian", "ist"))
