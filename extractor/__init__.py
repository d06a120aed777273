"""Validated summaries, claims, sources and confidence from news-like documents.

    from extractor import Document, Extractor
    result = Extractor(model="local").extract(Document.from_file("article.txt"))

Everything public is handed out here; modules load when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.document import Document as Document
    from extractor.errors import AnswerError as AnswerError
    from extractor.errors import DocumentError as DocumentError
    from extractor.errors import ExtractorError as ExtractorError
    from extractor.errors import ModelError as ModelError
    from extractor.errors import UsageError as UsageError
    from extractor.pipeline import Extractor as Extractor
    from extractor.prompts import Prompts as Prompts
    from extractor.render.annotation import as_annotations as as_annotations
    from extractor.render.card import as_card as as_card
    from extractor.render.markdown import as_markdown as as_markdown
    from extractor.render.review import Reviewed as Reviewed
    from extractor.render.review import review_page as review_page
    from extractor.render.rows import Row as Row
    from extractor.render.rows import to_rows as to_rows
    from extractor.render.sheet import as_csv as as_csv
    from extractor.schema import Claim as Claim
    from extractor.schema import Confidence as Confidence
    from extractor.schema import Hop as Hop
    from extractor.schema import Report as Report
    from extractor.schema import Result as Result
    from extractor.schema import Source as Source
    from extractor.schema import Span as Span
    from extractor.schema import Summary as Summary
    from extractor.tasks.fields import Free as Free
    from extractor.tasks.fields import Number as Number
    from extractor.tasks.fields import Verbatim as Verbatim
    from extractor.tasks.folder import FolderTask as FolderTask
    from extractor.tasks.task import Task as Task

__version__ = "0.1.0"

_HOME = {
    "Verbatim": "tasks.fields",
    "Task": "tasks.task",
    "Prompts": "prompts",
    "Number": "tasks.fields",
    "FolderTask": "tasks.folder",
    "Free": "tasks.fields",
    "AnswerError": "errors",
    "Claim": "schema",
    "Confidence": "schema",
    "Document": "document",
    "DocumentError": "errors",
    "Extractor": "pipeline",
    "ExtractorError": "errors",
    "Hop": "schema",
    "ModelError": "errors",
    "Report": "schema",
    "Result": "schema",
    "Reviewed": "render.review",
    "Row": "render.rows",
    "Source": "schema",
    "Span": "schema",
    "Summary": "schema",
    "UsageError": "errors",
    "as_annotations": "render.annotation",
    "as_card": "render.card",
    "as_csv": "render.sheet",
    "as_markdown": "render.markdown",
    "review_page": "render.review",
    "to_rows": "render.rows",
}

__all__ = [*sorted(_HOME), "__version__"]  # noqa: PLE0604, RUF100


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"extractor.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
