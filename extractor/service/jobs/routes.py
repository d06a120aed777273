"""`/v1/jobs`: send many documents, ask how far they are, fetch the results, stop or delete."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from extractor.service.jobs.sending import LINES, receive_job

if TYPE_CHECKING:
    from fastapi import FastAPI

    from extractor.service.service import Service

CHUNK = 256 * 1024  # bytes read and sent at once


def add_jobs(app: FastAPI, service: Service) -> None:
    """Add the routes."""
    jobs = service.jobs

    @app.post("/v1/jobs")
    async def send(request: Request) -> Response:
        service.check_open()
        jobs.check_room()
        with jobs.new_folder() as folder:
            job = await receive_job(request, service.limits, folder)
            service.check_open()  # it may have begun to stop meanwhile
            jobs.take(job)
        return JSONResponse(job.shown(), status_code=202, headers={"Location": f"/v1/jobs/{job.id}"})

    # One route for both methods, so that the header Allow of a 405 names both.
    @app.api_route("/v1/jobs/{id}", methods=["GET", "DELETE"])
    async def look_or_forget(request: Request) -> Response:
        job = jobs.find(_id(request))
        if request.method == "GET":
            return JSONResponse(job.shown())
        await jobs.forget(job)
        return Response(status_code=204)

    @app.get("/v1/jobs/{id}/results")
    async def results(request: Request) -> Response:
        job = jobs.find(_id(request))
        headers = {"X-Job-State": job.state}
        return StreamingResponse(_whole_lines(job.results), media_type=LINES, headers=headers)

    @app.post("/v1/jobs/{id}/cancel")
    async def cancel(request: Request) -> Response:
        job = jobs.find(_id(request))
        await jobs.cancel(job)
        return JSONResponse(job.shown())


def _id(request: Request) -> str:
    return str(request.path_params["id"])


async def _whole_lines(path: Path) -> AsyncIterator[bytes]:
    """The lines that are complete; a job under way may be writing another."""
    try:
        file = await asyncio.to_thread(path.open, "rb")
    except FileNotFoundError:
        return
    with file:
        kept = b""
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            whole, end, rest = chunk.rpartition(b"\n")
            if end:
                yield kept + whole + end
                kept = rest
            else:
                kept += rest
