"""Many documents in memory through one extractor: some at once, results as they come.

For files, resumption and budgets there is `extractor.bulk`; this is the same path without a journal.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from typing import TYPE_CHECKING, Literal

from extractor import __version__
from extractor.errors import EndpointUnreachable, ModelError
from extractor.llm.faults import Refused
from extractor.llm.pace import DEFAULT_MOST, FIRST, Pace, current_pace
from extractor.schema import DocumentInfo, Items, Report, Result, Run, Summary, Usage, Windows, schema_hash

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.pipeline import Extractor

Order = Literal["input", "done"]


async def each(
    extractor: Extractor,
    documents: Iterable[Document] | AsyncIterable[Document],
    *,
    concurrency: int | None = None,
    order: Order = "input",
) -> AsyncGenerator[Result, None]:
    """A result for every document; only as many documents are taken as are asked about at once.

    A document that was not answered has a failed result that says why. Raises a `ModelError` when
    no model can be reached: a wrong key, or as many documents in a row as are at work.
    """
    most = concurrency or getattr(extractor.client, "at_once", None) or DEFAULT_MOST
    pace = Pace(most, first=concurrency or FIRST)
    source = _iterated(documents)
    working: list[asyncio.Task[tuple[Result, ModelError | None]]] = []
    unanswered, more = 0, True
    try:
        while working or more:
            while more and len(working) < most:
                document = await anext(source, None)
                more = document is not None
                if document is not None:
                    working.append(asyncio.create_task(_one(extractor, document, pace)))
            if working:
                awaited = working if order == "done" else working[:1]
                done, _ = await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
                for task in [task for task in working if task in done]:
                    working.remove(task)
                    result, fault = task.result()
                    unanswered = 0 if fault is None else unanswered + 1
                    if fault is not None and unanswered >= most:
                        raise fault
                    yield result
    finally:
        for task in working:
            task.cancel()


async def _one(extractor: Extractor, document: Document, pace: Pace) -> tuple[Result, ModelError | None]:
    current_pace.set(pace)  # in this task's own context
    try:
        return await extractor.aextract(document), None
    except Refused as fault:  # of this document's question
        return failed(extractor, document.info(), str(fault)), None
    except EndpointUnreachable as fault:
        return failed(extractor, document.info(), str(fault)), fault


def failed(extractor: Extractor, document: DocumentInfo, reason: str) -> Result:
    """The result of a document of which nothing is known but why."""
    return Result(
        document=document,
        summary=Summary(text="", sentences=[]),
        claims=[],
        sources=[],
        report=Report(status="failed", windows=Windows(), items=Items(), warnings=[reason]),
        run=Run(
            extractor=__version__,
            model=extractor.model,
            endpoint=extractor.endpoint,
            prompts={},
            schema_=schema_hash(),
            usage=Usage(),
            seconds=0.0,
        ),
    )


async def _iterated(documents: Iterable[Document] | AsyncIterable[Document]) -> AsyncIterator[Document]:
    if isinstance(documents, AsyncIterable):
        async for document in documents:
            yield document
    else:
        for document in documents:
            yield document
