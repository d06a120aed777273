"""What a pronoun or a definite description stands for.

After Hobbs (1978) and what the centring literature agrees on, reduced to news prose: whoever spoke
or was the subject last is meant, unless the words do not fit. What was chosen among several is
marked as doubtful.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.attribution.people import Bodies, Named, People, Sex, sex_of

Range = tuple[int, int]
#: How far back, in sentences, a personal pronoun is looked up.
SENTENCES_BACK = 4
#: A name this many characters into an earlier sentence can be its subject; further in it is talked about.
SUBJECT_WITHIN = 40

PERSONAL: dict[str, Sex] = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "she",
    "her": "she",
    "herself": "she",
}
PLURAL = frozenset({"they", "them", "both"})
NEUTRAL = frozenset({"it", "which"})
FIRST = frozenset({"i", "we", "me", "us"})
#: Which bodies a general word can stand for, by the words in their names.
_PAPERS = frozenset(
    """times post journal herald tribune gazette telegraph guardian observer mirror mail sun star chronicle courier
    examiner globe ledger newspaper today argus echo record standard""".split()
)
_STATIONS = frozenset("cnn bbc nbc abc cbs fox msnbc news network television tv radio".split())
_BODIES = frozenset(
    "group association foundation coalition society union alliance institute movement federation".split()
)
_GENERAL: dict[str, frozenset[str]] = {
    "newspaper": _PAPERS,
    "paper": _PAPERS,
    "network": _STATIONS,
    "broadcaster": _STATIONS,
    "agency": frozenset("agency administration bureau service press reuters afp office department authority".split()),
    "group": _BODIES | {"network", "league"},
    "organization": _BODIES,
    "organisation": _BODIES,
    "company": frozenset("corp inc ltd company co bank group corporation".split()),
}


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A full name, and whether another one could be meant."""

    name: str
    doubtful: bool


class Antecedents:
    """Looks back from an offset of one document."""

    def __init__(self, people: People, bodies: Bodies, story: Sequence[Range]) -> None:
        self.people = people
        self.bodies = bodies
        self._starts = [start for start, _ in story]
        self._story = story
        self._opening = frozenset(self._starts)

    def person(
        self, at: int, sex: Sex, speakers: Sequence[tuple[int, str]], known_sex: Callable[[str], Sex | None]
    ) -> Antecedent | None:
        """Who "he" or "she" at `at` is. `speakers` are (offset, name) of the sources before, in order.

        The same sentence is looked through first, then each sentence before it from its beginning:
        subjects come first in a clause. Names inside quotations are of people talked about.
        """
        number = bisect_right(self._starts, at) - 1
        first = self._story[max(0, number - SENTENCES_BACK)][0]
        # Only the last sentences are looked through: a long document has thousands of speakers.
        recent = speakers[bisect_left(speakers, (first,)) :]
        voices = [(start, name) for start, name in recent if start < at and _can_be(known_sex(name), name, sex)]
        passed: list[Named] = []
        for back in range(SENTENCES_BACK):
            if number - back < 0:
                break
            start, end = self._story[number - back]
            end = min(end, at)
            spoke = [name for place, name in voices if start <= place < end]
            named = [place for place in self.people.between(start, end) if not place.quoted and _fits(place, sex)]
            named = [place for place in named if known_sex(place.name) in (None, sex)]
            if spoke:
                others = {place.name for place in named} - {spoke[-1]}
                return Antecedent(spoke[-1], bool(others) and back > 0)
            subjects = [place for place in named if back == 0 or place.start - start <= SUBJECT_WITHIN]
            if subjects:
                return Antecedent(subjects[0].name, len({place.name for place in named}) > 1)
            if back == 1 and len({place.name for place in named}) == 1 and named[0].start in self.people.introduced:
                return Antecedent(named[0].name, True)  # "… when a donor, Ellen Marsh, asked. She said"
            passed += named
        earlier = (name for start, name in reversed(speakers) if start < at and _can_be(known_sex(name), name, sex))
        last = next(earlier, None)
        if last is not None:
            return Antecedent(last, True)
        return Antecedent(passed[0].name, True) if passed else None

    def person_inside(self, at: int, sex: Sex, speaker: str) -> str | None:
        """Who "he" or "she" in somebody's quoted words is: the last person named before, the speaker left out."""
        number = bisect_right(self._starts, at) - 1
        first = self._story[max(0, number - SENTENCES_BACK)][0]
        named = [place for place in self.people.between(first, at) if _fits(place, sex) and place.name != speaker]
        return named[-1].name if named else None

    def opens(self, at: int) -> bool:
        """Whether a sentence begins at an offset."""
        return at in self._opening

    def body_near(self, at: int) -> str | None:
        """The organisation or outlet named last in this sentence or the one before."""
        number = bisect_right(self._starts, at) - 1
        return self.bodies.near(self._story[max(0, number - 1)][0], at)

    def body(self, head: str, at: int) -> str | None:
        """What "the ministry" or "the newspaper" at `at` stands for among the bodies named before."""
        return self.bodies.last(_GENERAL.get(head, frozenset({head})), at)


def _can_be(known: Sex | None, name: str, sex: Sex) -> bool:
    return (known or sex_of(name) or sex) == sex


def _fits(place: Named, sex: Sex) -> bool:
    return sex_of(place.name) in (None, sex)
