"""What a system made of one article, and the file that keeps it for another scoring.

One JSON object a line: `id`, `system`, `sha256` of the text, `result` (our own) or `attributions` (a
peer's), `error`, `cost`. Lines are written as articles are done, so a run that was stopped can be scored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.evaluation import convert
from extractor.evaluation.gold import Article, Attribution, Pieces
from extractor.evaluation.read import attribution as read_attribution
from extractor.schema import Result


@dataclass(frozen=True, slots=True)
class Cost:
    """What an article took: calls to the model, tokens, seconds, US dollars (null: no price known)."""

    calls: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    usd: float | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """One article read by one system. `error` names what failed; such an article counts as empty."""

    id: str
    system: str
    sha256: str
    cost: Cost
    result: Result | None = None
    peer: tuple[Attribution, ...] = ()
    error: str | None = None
    model: str = ""
    evidence: tuple[Mapping[str, Any], ...] = ()
    """What the confidence of each claim of our own result stands on, in their order."""

    def attributions(self, text: str, rule: convert.Rule) -> list[Attribution]:
        """What is compared with gold attributions."""
        return list(self.peer) if self.result is None else convert.attributions(self.result, text, rule)


def text_sha256(text: str) -> str:
    """Identity of an article's text, as `Result.document.sha256` has it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def to_line(prediction: Prediction, text: str) -> str:
    """A prediction as one line of JSON."""
    row: dict[str, Any] = {
        "id": prediction.id,
        "system": prediction.system,
        "model": prediction.model,
        "sha256": prediction.sha256,
        "cost": asdict(prediction.cost),
        "error": prediction.error,
    }
    if prediction.result is not None:
        row["result"] = prediction.result.model_dump(mode="json", by_alias=True)
        row["evidence"] = list(prediction.evidence)
    else:
        row["attributions"] = [_row(a, text) for a in prediction.peer]
    return json.dumps(row, ensure_ascii=False)


def read_predictions(paths: Iterable[Path]) -> dict[str, dict[str, Prediction]]:
    """Predictions by system and article; a later line replaces an earlier one. Raises `UsageError`."""
    found: dict[str, dict[str, Prediction]] = {}
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            msg = f"{path}: predictions cannot be read ({type(error).__name__})"
            raise UsageError(msg) from None
        for number, line in enumerate(lines, 1):
            if line.strip():
                one = _from_line(path, number, line)
                found.setdefault(one.system, {})[one.id] = one
    if not found:
        msg = "no predictions in the files given; write them with --predictions OUT.jsonl"
        raise UsageError(msg)
    return found


def check_text(prediction: Prediction, article: Article) -> None:
    """Raise `UsageError` where a prediction was made on another text than the gold file has."""
    if prediction.sha256 != text_sha256(article.text):
        msg = f"{article.id}: predicted on another text than the gold file has; run the extraction again"
        raise UsageError(msg)


def _from_line(path: Path, number: int, line: str) -> Prediction:
    try:
        row = json.loads(line)
        return Prediction(
            id=row["id"],
            system=row["system"],
            sha256=row["sha256"],
            cost=Cost(**row["cost"]),
            result=Result.model_validate(row["result"]) if row.get("result") else None,
            peer=tuple(read_attribution(a) for a in row.get("attributions", ())),
            error=row["error"],
            model=row["model"],
            evidence=tuple(row.get("evidence", ())),
        )
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{path}:{number}: not a prediction of this version ({type(error).__name__})"
        raise UsageError(msg) from None


def _row(one: Attribution, text: str) -> dict[str, Any]:
    source, cue = _spans(one.source, text), _spans(one.cue, text)
    return {
        "source": source[0] if source else None,
        "cue": cue[0] if cue else None,
        "content": _spans(one.content, text),
    }


def _spans(pieces: Pieces, text: str) -> Sequence[dict[str, Any]]:
    return [{"start": start, "end": end, "text": text[start:end]} for start, end in pieces]
