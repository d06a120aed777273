"""The application: which address does what."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response

from extractor import __version__
from extractor.schema import json_schema
from extractor.service import metrics, openapi, page
from extractor.service.extracting import extract
from extractor.service.gate import Gate
from extractor.service.jobs.routes import add_jobs
from extractor.service.problems import Problem, problem_of_status
from extractor.service.service import Service

if TYPE_CHECKING:
    from extractor.pipeline import Extractor
    from extractor.service.settings import Settings


def create_app(extractor: Extractor, settings: Settings, *, on_fault: Callable[[], None] | None = None) -> FastAPI:
    """The ASGI application over one extractor, which it closes at its end.

    `on_fault` is called when the model cannot be made ready. The running `Service` is `app.state.service`.
    """

    service = Service(extractor, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.start(on_fault)
        try:
            yield
        finally:
            await service.stop()

    app = FastAPI(
        title="extractor",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,  # its pages load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=_middleware(settings, service),
    )
    app.state.service = service
    app.add_exception_handler(HTTPException, _framework_problem)
    app.add_exception_handler(RequestValidationError, _framework_problem)
    _add_documents(app, service)
    add_jobs(app, service)
    _add_operations(app, service, openapi.document(with_keys=bool(settings.keys)))
    page.add_page(app, service)
    return app


def _middleware(settings: Settings, service: Service) -> list[Middleware]:
    gate = Middleware(Gate, settings=settings, metrics=service.metrics)
    if not settings.allowed_origins:
        return [gate]
    # Inside the gate, so that its answers carry the gate's headers too.
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Accept"],
        expose_headers=["Retry-After", "X-Request-Id", "Location"],
    )
    return [gate, cors]


def _add_documents(app: FastAPI, service: Service) -> None:
    @app.post("/v1/extract")
    async def extract_document(request: Request) -> Response:
        return await extract(service, request)

    @app.get("/v1/schema")
    async def schema() -> Response:
        return JSONResponse(json_schema(), media_type="application/schema+json")


def _add_operations(app: FastAPI, service: Service, described: dict[str, Any]) -> None:
    @app.api_route("/healthz", methods=["GET", "HEAD"])
    async def health() -> Response:
        return JSONResponse({"status": "alive"})

    @app.api_route("/readyz", methods=["GET", "HEAD"])
    async def readiness() -> Response:
        service.check_ready()
        return JSONResponse({"status": "ready", "model": service.model})

    @app.get("/metrics")
    async def prometheus() -> Response:
        return Response(service.metrics.text(), media_type=metrics.MEDIA_TYPE)

    @app.get("/openapi.json")
    async def api_description() -> Response:
        return JSONResponse(described)


async def _framework_problem(request: Request, error: Exception) -> Response:
    """404, 405 and what else the framework finds, in the same form as everything else."""
    if isinstance(error, HTTPException):
        problem = problem_of_status(error.status_code, error.headers)
    else:
        problem = Problem("invalid", "the parameters of the address cannot be used")
    return problem.response(request.state.request_id)
