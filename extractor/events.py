"""What happens while a document is read, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from extractor.schema import Claim, Result


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of about `total` questions are answered; `task` is the one under way."""

    done: int
    total: int
    task: str


@dataclass(frozen=True, slots=True)
class ClaimFound:
    """A claim, before sources are brought together: `names` gives the name for each source id in it.

    Ids and names may still change; the result that follows is what counts.
    """

    claim: Claim
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finished:
    """The result; always the last event.

    `evidence` is what the confidence of each claim stands on (the fields of
    `extractor.confidence.Evidence`), in the order of the claims; a calibration is fitted on it.
    """

    result: Result
    evidence: tuple[Mapping[str, Any], ...] = ()


Event = Progress | ClaimFound | Finished
