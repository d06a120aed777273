"""`POST /v1/extract`: one document, its result at once or its claims as they are found."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from extractor.events import ClaimFound, Progress
from extractor.render.data import as_jsonl
from extractor.service.accepting import preferred
from extractor.service.bodies import DOCUMENT_TYPES, JSON, media_type, read_body, what_was_sent
from extractor.service.problems import CallerLeft, problem_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from extractor.document import Document
    from extractor.events import Event
    from extractor.service.service import Service

EVENTS = "text/event-stream"
#: Seconds of silence after which a comment is sent: proxies close a connection that says nothing for a minute.
SILENCE = 15.0


async def extract(service: Service, request: Request) -> Response:
    """The answer to one request. Raises `Problem`, `ExtractorError` and `CallerLeft`."""
    service.check_open()
    wanted = preferred(request.headers.get("accept"), (JSON, EVENTS))
    kind, charset = media_type(request, DOCUMENT_TYPES)
    with ExitStack() as stack:
        stack.enter_context(service.places.one(time.monotonic))
        limits = service.limits
        content = await read_body(request, most_bytes=limits.body_bytes, seconds=limits.body_seconds)
        sent = what_was_sent(kind, charset, content)
        if wanted == EVENTS:
            document = await service.attended(request.receive, service.document(sent))
            return EventStream(service, document, stack.pop_all())
        return Response(await service.attended(request.receive, service.answer(sent)), media_type=JSON)


class EventStream(Response):
    """The same as server-sent events: `document`, `progress`, `claim`, and `result` or `problem` at the end."""

    media_type = EVENTS

    def __init__(self, service: Service, document: Document, held: ExitStack) -> None:
        super().__init__(headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._service = service
        self._document = document
        self._held = held  # the place among those that are read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what happens until it is over or the caller leaves."""
        line = _Line(send)
        with self._held:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            try:
                await self._service.attended(receive, self._tell(line))
            except CallerLeft:
                raise
            except Exception as error:
                problem = problem_of(error)
                await line.event("problem", json.dumps(problem.as_dict(scope["state"]["request_id"])))
                if problem.kind == "internal":
                    raise
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _tell(self, line: _Line) -> None:
        await line.event("document", json.dumps(_introduction(self._document), ensure_ascii=False))
        async with line.kept_alive(), aclosing(self._service.events(self._document)) as events:
            async for event in events:
                await line.event(*_told(event))


class _Line:
    """The open connection: one event after another, a comment where there is nothing to say."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._turn = asyncio.Lock()

    async def event(self, name: str, data: str) -> None:
        await self._write(f"event: {name}\ndata: {data}\n\n")

    async def _write(self, text: str) -> None:
        async with self._turn:
            await self._send({"type": "http.response.body", "body": text.encode(), "more_body": True})

    @asynccontextmanager
    async def kept_alive(self) -> AsyncIterator[None]:
        """Meanwhile the connection is never silent for long."""

        async def murmur() -> None:
            while True:
                await asyncio.sleep(SILENCE)
                await self._write(": reading\n\n")

        murmuring = asyncio.create_task(murmur())
        try:
            yield
        finally:
            murmuring.cancel()


def _introduction(document: Document) -> dict[str, Any]:
    """What is known before the first question; spans count in this text."""
    return {
        "id": document.id,
        "title": document.title,
        "language": document.language,
        "characters": len(document.text),
        "text": document.text,
    }


def _told(event: Event) -> tuple[str, str]:
    if isinstance(event, Progress):
        return "progress", json.dumps({"done": event.done, "total": event.total, "task": event.task})
    if isinstance(event, ClaimFound):
        names = json.dumps(dict(event.names), ensure_ascii=False)
        return "claim", f'{{"claim":{event.claim.model_dump_json(by_alias=True)},"names":{names}}}'
    return "result", as_jsonl(event.result).rstrip("\n")
