"""Reads gold files; the form is recognised by the fields of the first row.

    attribution   id, text, attributions        PolNeAR, GUM, German Wikinews
    agreement     id, text, annotations         one article, several annotators
    chains        doc, content, hops            texts in the attribution files of the same folder
    certainty     id, text, certainty           sentences rated 1 to 6

A further form is one more entry in `_FORMS` and one function from rows to `GoldFile` parts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.evaluation.gold import (
    Article,
    Attribution,
    Chain,
    ChainHop,
    Form,
    GoldFile,
    Pieces,
    RatedSentence,
)

Row = dict[str, Any]

#: Texts for chain rows are looked for in the files of this name beside the chains file.
_BESIDE = "attribution.*.jsonl"


def read_gold(path: Path, *, credits_too: bool = False) -> GoldFile:
    """One gold file.

    `credits_too` keeps attributions that only credit an image (`credit: true` in GUM); they are
    left out otherwise. Raises `UsageError` for a file that cannot be read or a form not known.
    """
    data = _bytes(path)
    rows = list(_rows(path, data))
    if not rows:
        msg = f"{path}: no rows; a gold file holds one JSON object a line"
        raise UsageError(msg)
    form = _form(path, rows[0])
    try:
        gold = _FORMS[form][1](path, rows)
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{path}: a row does not hold what the form '{form}' has ({type(error).__name__}: {error})"
        raise UsageError(msg) from None
    gold = replace(gold, sha256=hashlib.sha256(data).hexdigest())
    return gold if credits_too else replace(gold, articles=tuple(_without_credits(a) for a in gold.articles))


def choose(gold: GoldFile, ids: Sequence[str] = (), limit: int | None = None) -> GoldFile:
    """The same file with some articles only: those named (whole id, or the part behind its `/`), the first `limit`."""
    articles: Iterable[Article] = gold.articles
    if ids:
        wanted = set(ids)
        articles = [a for a in gold.articles if a.id in wanted or a.id.partition("/")[2] in wanted]
    chosen = tuple(articles)[:limit]
    kept = {a.id for a in chosen}
    return replace(
        gold,
        articles=chosen,
        chains=tuple(c for c in gold.chains if c.article in kept),
        ratings=tuple(r for r in gold.ratings if r.id in kept),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror})"
        raise UsageError(msg) from None


def _rows(path: Path, data: bytes) -> Iterator[Row]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            msg = f"{path}:{number}: not a JSON object; a gold file holds one a line"
            raise UsageError(msg)
        yield row


def _form(path: Path, row: Row) -> Form:
    for form, (fields, _) in _FORMS.items():
        if all(name in row for name in fields):
            return form
    known = "; ".join(f"{form}: {', '.join(fields)}" for form, (fields, _) in _FORMS.items())
    msg = f"{path}: gold form not known by its fields ({', '.join(list(row)[:8])}); known are {known}"
    raise UsageError(msg)


def pieces(value: Any) -> Pieces:
    """The stretches of a role: null, one span (with `parts` where it is broken up) or a list of spans."""
    if not value:
        return ()
    spans = value if isinstance(value, list) else value.get("parts", [value])
    return tuple((int(s["start"]), int(s["end"])) for s in spans)


def attribution(row: Row) -> Attribution:
    """One attribution of any of the corpora; a field that a corpus does not have keeps its default."""
    entity = row.get("source_entity") or {}
    return Attribution(
        source=pieces(row["source"]),
        cue=pieces(row["cue"]),
        content=pieces(row["content"]),
        speech_cue=bool(row.get("speech_cue", True)),
        kind=row.get("type", ""),
        credit=bool(row.get("credit", False)),
        nested=bool(row.get("nested")) or row.get("nested_in") is not None,
        pronoun=bool(entity.get("pronoun", False)),
        resolved=entity.get("resolved"),
    )


def _article(row: Row) -> Article:
    annotations = row.get("annotations") or {}
    return Article(
        id=row["id"],
        text=row["text"],
        attributions=tuple(attribution(a) for a in row.get("attributions", ())),
        title=row.get("title"),
        language=row.get("lang"),
        publisher=row.get("publisher"),
        annotators=tuple(tuple(attribution(a) for a in annotations[who]) for who in sorted(annotations)),
    )


def _without_credits(article: Article) -> Article:
    return replace(article, attributions=tuple(a for a in article.attributions if not a.credit))


def _attribution_file(path: Path, rows: list[Row]) -> GoldFile:
    return GoldFile(path, "", "attribution", tuple(_article(row) for row in rows))


def _agreement_file(path: Path, rows: list[Row]) -> GoldFile:
    return GoldFile(path, "", "agreement", tuple(_article(row) for row in rows))


def _chains_file(path: Path, rows: list[Row]) -> GoldFile:
    chains = tuple(_chain(row) for row in rows)
    texts: dict[str, Article] = {}
    for other in sorted(path.parent.glob(_BESIDE)):
        texts.update({row["id"]: _article(row) for row in _rows(other, _bytes(other)) if "text" in row})
    wanted = list(dict.fromkeys(c.article for c in chains))
    missing = [name for name in wanted if name not in texts]
    if missing:
        msg = (
            f"{path}: no text for {len(missing)} of its articles, first {missing[0]}; "
            f"put the attribution files ({_BESIDE}) into the same folder"
        )
        raise UsageError(msg)
    return GoldFile(path, "", "chains", tuple(texts[name] for name in wanted), chains)


def _chain(row: Row) -> Chain:
    return Chain(
        article=row["doc"],
        content=pieces(row["content"]),
        hops=tuple(
            ChainHop(
                mention=pieces(hop["mention"]),
                cue=pieces(hop["cue"]),
                kind=hop["kind"],
                named=bool(hop["named"]),
                resolved=hop.get("resolved"),
                role=hop.get("role"),
            )
            for hop in row["hops"]
        ),
        certainty=row["certainty"],
        markers=pieces(row.get("markers")),
        speech=row.get("kind_of_speech", ""),
    )


def _certainty_file(path: Path, rows: list[Row]) -> GoldFile:
    ratings = tuple(RatedSentence(row["id"], row["text"], float(row["certainty"])) for row in rows)
    return GoldFile(path, "", "certainty", tuple(Article(r.id, r.text) for r in ratings), ratings=ratings)


_FORMS: dict[Form, tuple[tuple[str, ...], Callable[[Path, list[Row]], GoldFile]]] = {
    "chains": (("doc", "content", "hops", "certainty"), _chains_file),
    "attribution": (("id", "text", "attributions"), _attribution_file),
    "agreement": (("id", "text", "annotations"), _agreement_file),
    "certainty": (("id", "text", "certainty"), _certainty_file),
}
