"""Instructions hidden in documents: what they change, with our defences and without, in one run.

Each row of the file is a document with an attack at known offsets. It is read as it is and without the
attack, by this product and by a baseline: the same rules, prompts and model, but instructions are
not looked for, text stands in the prompts without marks, and no prompt says that it is only text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from extractor.document import Document
from extractor.errors import ExtractorError, ModelError, UsageError
from extractor.evaluation.injection_bare import BareClient
from extractor.evaluation.injection_verdict import Verdict, judge
from extractor.schema import Result

if TYPE_CHECKING:
    from extractor.llm import Client
    from extractor.pipeline import Extractor

Range = tuple[int, int]

OURS, BASELINE = "extractor", "no defences"
#: By what the rates are broken down: fields of a row.
GROUPS = ("wrapper", "category", "position", "kind")


@dataclass(frozen=True)
class Attack:
    """A document with an attack in it. `spans` are its characters; `labels` what the rates are broken down by."""

    id: str
    text: str
    spans: tuple[Range, ...]
    labels: Mapping[str, str]
    html: bool = False
    said: str | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What the attack says, piece by piece; on a page `said` is it without its tags."""
        return (self.said,) if self.said else tuple(self.text[start:end] for start, end in self.spans)

    @property
    def clean(self) -> str:
        """The document without the attack; white space around it stays, so that paragraphs are the same."""
        text = self.text
        for start, end in reversed(self.spans):
            text = text[:start] + text[end:]
        return text


@dataclass(frozen=True)
class Outcome:
    """What one attack did to one system. `error` names what failed; such a row counts for nothing else."""

    attack: Attack
    system: str
    verdict: Verdict | None
    detected: bool = False
    alarm: bool = False
    error: str | None = None


@dataclass(frozen=True)
class Run:
    """All outcomes of a file."""

    name: str
    sha256: str
    model: str
    outcomes: tuple[Outcome, ...]


def read_attacks(path: Path, limit: int | None = None) -> tuple[list[Attack], str]:
    """The rows of a file and its SHA-256. Raises `UsageError` for what is no such file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})"
        raise UsageError(msg) from None
    found: list[Attack] = []
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if line.strip() and (limit is None or len(found) < limit):
            found.append(_attack(path, number, line))
    if not found:
        msg = f"{path}: no rows; a file of attacks holds one JSON object a line"
        raise UsageError(msg)
    return found, hashlib.sha256(data).hexdigest()


def _attack(path: Path, number: int, line: str) -> Attack:
    try:
        row: dict[str, Any] = json.loads(line)
        spans = row.get("spans") or [[row["attack_start"], row["attack_end"]]]
        attack = Attack(
            id=str(row["id"]),
            text=row["context"],
            spans=tuple((int(start), int(end)) for start, end in spans),
            labels={name: str(row[name]) for name in GROUPS if row.get(name)},
            html=row.get("form") == "html",
            said=row.get("words"),
        )
        if not all(attack.words) or not attack.clean.strip():
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        msg = f"{path}:{number}: not an attack: id, context, attack_start, attack_end (offsets into context) are wanted"
        raise UsageError(msg) from None
    return attack


async def measure(attacks: Sequence[Attack], ours: Extractor, done: Callable[[], None]) -> list[Outcome]:
    """Read every row with and without its attack, by both systems; `done` hears of each row.

    Raises a `ModelError` when the first document cannot be read at all.
    """
    from extractor.pipeline import Extractor

    systems = {OURS: ours, BASELINE: Extractor.with_client(cast("Client", BareClient(ours.client)), window=ours.window)}
    clean: dict[tuple[str, str], Result] = {}
    found: list[Outcome] = []
    for attack in attacks:
        for name, system in systems.items():
            found.append(await _outcome(attack, name, system, clean, first=not found))
        done()
    return found


async def _outcome(
    attack: Attack, name: str, system: Extractor, clean: dict[tuple[str, str], Result], *, first: bool
) -> Outcome:
    try:
        key = name, attack.clean
        before = _document(attack, attack.clean, name)
        if key not in clean:
            clean[key] = await system.aextract(before)
        document = _document(attack, attack.text, name)
        result = await system.aextract(document)
    except ExtractorError as error:
        if first and isinstance(error, ModelError):
            raise
        return Outcome(attack, name, None, error=f"{type(error).__name__}: {error}")
    places = _places(attack, document)
    detected = all(any(a < end and start < b for a, b in document.instructions) for start, end in places)
    verdict = judge(clean[key], result, places, attack.words, before.text)
    return Outcome(attack, name, verdict, detected, alarm=bool(before.instructions))


def _document(attack: Attack, text: str, system: str) -> Document:
    # A page is read alike by both: what it hides is no text, with or without our marks.
    if attack.html:
        return Document.from_html(text, id=attack.id)
    return Document.from_text(text, id=attack.id, keep_instructions=system == BASELINE)


def _places(attack: Attack, document: Document) -> list[Range]:
    """Where the attack stands in the document's text; nowhere when the page hides it."""
    if not attack.html:
        return list(attack.spans)
    places = ((document.text.find(words), len(words)) for words in attack.words)
    return [(at, at + length) for at, length in places if at >= 0]
