"""Made articles for the bulk benchmarks: invented people and places, a known number of words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

_PEOPLE = "Anna Sollis|Per Lund|Mara Okell|Jonas Brandt|Ilse Varga|Tomas Reyk|Edda Winther|Rolf Castan".split("|")
_BODIES = "the harbour authority|the Fenn city council|Dale Power|the ministry of works|Radio Fenn".split("|")
_VERBS = "said|told reporters|added|warned|confirmed".split("|")
_FACTS = (
    "the eastern wall of the dam would be inspected again before the end of the month",
    "repairs at the northern gate had cost {n} million crowns so far",
    "about {n} households had been asked to leave the lower town on Saturday night",
    "the ferry to Sund would not sail until the storm had passed",
    "no contract had been signed with the builders from Harrow",
    "the council expected to lose {n} percent of its income from the port next year",
)
_PLAIN = (
    "The dam supplies about a fifth of the electricity of the province and was finished {n} years ago.",
    "Rain has fallen on the upper valley for {n} days, and the river Fenn has left its bed in two places.",
    "Shops along the quay stayed closed, and buses between the old town and the station ran every {n} minutes.",
    "In the spring a first report had found cracks in the concrete, none of them longer than {n} centimetres.",
)


def article(seed: int, words: int = 1_000) -> str:
    """A story of about so many words; every third sentence credits somebody with something."""
    draw = random.Random(seed)  # noqa: S311
    paragraphs: list[str] = []
    count = 0
    while count < words:
        sentences: list[str] = []
        for _ in range(4):
            number = draw.randrange(3, 97)
            if draw.random() < 0.34:
                who = draw.choice(_PEOPLE) if draw.random() < 0.6 else draw.choice(_BODIES).capitalize()
                fact = draw.choice(_FACTS).format(n=number)
                sentence = f"{who} {draw.choice(_VERBS)} that {fact}."
            else:
                sentence = draw.choice(_PLAIN).format(n=number)
            sentences.append(sentence)
        paragraphs.append(" ".join(sentences))
        count += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs)


def records(count: int, words: int = 1_000) -> Iterator[dict[str, Any]]:
    """Records for `extractor batch`."""
    for n in range(count):
        yield {"id": f"article-{n}", "text": article(n, words), "desk": "bench"}
