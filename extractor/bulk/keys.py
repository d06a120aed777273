"""Keys: what decides the result for a document, as one hash. Same key, same work."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from extractor.bulk.records import Record
from extractor.schema import schema_hash

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.pipeline import Extractor

#: Changes when keys are made in another way: journals of before are then of other settings.
KEY_FORM = 1


@dataclass(frozen=True)
class Settings:
    """What decides a result beside its document: model, prompts, tasks, schema, options.

    The endpoint's address is not among them: the same model may answer elsewhere. Nor is the
    version of this program: an archive is not asked again because of an upgrade.
    """

    parts: dict[str, Any]

    @cached_property
    def hash(self) -> str:
        """Identity of the settings, in hexadecimal digits."""
        return hashlib.sha256(f"{KEY_FORM} {self.as_json()}".encode()).hexdigest()

    def as_json(self) -> str:
        """For a journal, which says later what has changed."""
        return json.dumps(self.parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))

    def changes_from(self, before: str) -> list[str]:
        """What differs from the settings another run kept with `as_json`, in words."""
        new = json.loads(self.as_json())
        try:
            old = json.loads(before)
        except (ValueError, RecursionError):
            old = None
        if not isinstance(old, dict):
            return ["settings"]  # what is kept of them was not written by a run
        changes: list[str] = []
        for name in sorted({*old, *new}):
            was, is_ = old.get(name), new.get(name)
            if was == is_:
                continue
            if isinstance(was, dict) and isinstance(is_, dict):
                which = sorted(key for key in {*was, *is_} if was.get(key) != is_.get(key))
                changes.append(f"{name} {', '.join(which)}")
            elif isinstance(was, str | None) and isinstance(is_, str | None) and name != "schema":
                changes.append(f"{name} ({was or 'none'} → {is_ or 'none'})")
            else:
                changes.append(name)
        return changes


def settings_of(extractor: Extractor, *, keep_furniture: bool = False) -> Settings:
    """The settings that this extractor works with."""
    # An extractor of one's own that does not say what it is made of is known by its model.
    said: Mapping[str, Any] = getattr(extractor, "identity", lambda: {"model": extractor.model})()
    identity: dict[str, Any] = {name: part for name, part in said.items() if name != "endpoint"}
    if isinstance(profile := identity.get("profile"), Mapping):
        # Which names a profile is for decides nothing about the one it was chosen for.
        identity["profile"] = {name: part for name, part in profile.items() if name != "match"}
    return Settings({"schema": schema_hash(), **identity, "keep_furniture": keep_furniture})


def work_key(document: Record | Document | str | bytes, settings: Settings) -> str:
    """The key of one document under these settings: 64 hexadecimal digits.

    A record counts by its content and by what it says of its document (title, language …), not by
    its id or other fields; a file by its bytes, not by its name. Raises a `DocumentError` for a
    file that cannot be read.
    """
    return Keys(settings).of(document)


class Keys:
    """`work_key` for many documents under the same settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._begun = hashlib.sha256(settings.hash.encode())
        self._plain: dict[str, Any] = {}  # by kind: of documents of which nothing is known beforehand

    def of(self, document: Record | Document | str | bytes) -> str:
        """As `work_key(document, settings)`."""
        kind, known, data = _content(document)
        if known:
            digest = self._of(kind, known)
        else:
            begun = self._plain.get(kind)
            if begun is None:
                begun = self._plain[kind] = self._of(kind, known)
            digest = begun.copy()
        digest.update(data)
        return str(digest.hexdigest())

    def _of(self, kind: str, known: dict[str, str]) -> Any:
        digest = self._begun.copy()
        digest.update(json.dumps([kind, known], sort_keys=True).encode())
        return digest


def _content(document: Record | Document | str | bytes) -> tuple[str, dict[str, str], bytes]:
    if isinstance(document, Record):
        if document.fault is not None:
            return "fault", {}, document.fault.encode("utf-8", "backslashreplace")
        return document.kind, document.known, document.data()
    if isinstance(document, str):
        return "text", {}, document.encode("utf-8", "surrogatepass")
    if isinstance(document, bytes):
        return "text", {}, document
    return "text", {}, document.text.encode("utf-8", "surrogatepass")
